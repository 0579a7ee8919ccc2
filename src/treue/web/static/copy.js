"use strict";
// A button beside each sentence worth copying; without a script one click marks the whole sentence.
document.addEventListener("DOMContentLoaded", () => {
  const marked = (sentence) => {
    const range = document.createRange();
    range.selectNodeContents(sentence);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  };
  const copied = async (sentence) => {
    // Browsers hand out the clipboard on safe addresses only; a shop's own server may have a plain one.
    if (navigator.clipboard) return navigator.clipboard.writeText(sentence.textContent.trim());
    marked(sentence);
    if (!document.execCommand("copy")) throw new Error("copy");
  };
  for (const sentence of document.querySelectorAll("[data-copy] .to-copy")) {
    const words = sentence.closest("[data-copy]").dataset, button = document.createElement("button");
    button.type = "button";
    button.className = "second small-button copy";
    button.textContent = words.copy;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      try {
        await copied(sentence);
        button.textContent = words.copied;
      } catch {
        marked(sentence);
      }
    });
    sentence.after(button);
  }
});
