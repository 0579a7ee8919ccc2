"use strict";
// On a phone the places stand in one line that scrolls: the present one is in view.
document.addEventListener("DOMContentLoaded", () => {
  const here = document.querySelector("nav.ways a[aria-current]"), ways = here && here.closest("nav");
  if (ways) ways.scrollLeft = here.offsetLeft - (ways.clientWidth - here.offsetWidth) / 2;
});
