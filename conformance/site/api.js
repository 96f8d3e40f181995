"use strict";
/** Added to the pages of TypeDoc: the way back to the specification. */
document.addEventListener("DOMContentLoaded", () => {
  const link = document.createElement("a");
  link.href = `${document.documentElement.dataset.base}../index.html`;
  link.textContent = "Specification";
  document.querySelector("#tsd-toolbar-links").append(link);
});
