"use strict";
/** Buttons that copy the words before them: in the report, and in the site. The class tells the style that there is a script, and buttons therefore work. */
(() => {
  document.documentElement.classList.add("scripted");
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest(".copy");
    if (button === null) return;
    const text = button.previousElementSibling;
    try {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = "Copied";
    } catch {
      // Without leave to copy, the words are marked, so that the keyboard copies them.
      getSelection().selectAllChildren(text);
      button.textContent = "Marked: press Ctrl-C";
    }
  });
})();
