"use strict";
// Says which files were chosen, and that they are on their way; without it the form works as well.
document.addEventListener("DOMContentLoaded", () => {
  const field = document.getElementById("files"), told = document.getElementById("chosen");
  if (!field || !told) return;
  const drop = field.closest(".drop"), language = document.documentElement.lang;
  drop.classList.add("scripted");
  const size = (bytes) => bytes < 1e5 ? `${Math.max(1, Math.round(bytes / 1e3)).toLocaleString(language)} KB` : `${(bytes / 1e6).toLocaleString(language, { maximumFractionDigits: 1 })} MB`;
  const show = () => {
    const files = [...field.files], all = files.reduce((sum, file) => sum + file.size, 0);
    told.hidden = !files.length;
    const words = files.length === 1 ? told.dataset.one : told.dataset.many;
    told.textContent = words.replace("#", files.length.toLocaleString(language)).replace("@", size(all)).replace("%", files.slice(0, 4).map((file) => file.name).join(", ") + (files.length > 4 ? " …" : ""));
  };
  field.addEventListener("change", show);
  for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, () => drop.classList.add("over"));
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  field.form.addEventListener("submit", () => {
    told.hidden = false;
    told.textContent = told.dataset.sending;
    field.form.querySelector("button").disabled = true;
  });
});
