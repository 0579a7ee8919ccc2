"use strict";
// A passkey that was called off, or that the browser has none of, is said on the page, not on the console.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const trouble = document.getElementById("passkey_trouble");
  if (trouble) trouble.hidden = false;
});
