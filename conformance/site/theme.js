"use strict";
/** Runs before the page is drawn, so that it does not flash in the other theme. A page opened from a disk may have no storage. */
(() => {
  let theme = null;
  try {
    theme = localStorage.getItem("patternwire-theme");
  } catch {
    // The choice lasts as long as the page.
  }
  document.documentElement.dataset.theme = theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
})();
