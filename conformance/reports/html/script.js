"use strict";
/** The script of the page: filter, theme, copying, and links that open what they lead to. Without it all is there to read. */
(() => {
  const statements = [...document.querySelectorAll(".statement")];
  const texts = new Map(statements.map((statement) => [statement, statement.textContent.toLowerCase()]));
  const form = document.querySelector("#filter");
  const shown = document.querySelector("#shown");

  function filter() {
    const wanted = new FormData(form);
    const words = String(wanted.get("words")).toLowerCase().split(/\s+/u);
    let count = 0;
    for (const statement of statements) {
      const { chapter, level, verdicts } = statement.dataset;
      const fits =
        words.every((word) => texts.get(statement).includes(word)) &&
        ["", chapter].includes(wanted.get("chapter")) &&
        ["", level].includes(wanted.get("level")) &&
        ["", ...verdicts.split(" ")].includes(wanted.get("verdicts"));
      statement.hidden = !fits;
      if (fits) count += 1;
    }
    for (const chapter of document.querySelectorAll(".chapter")) chapter.hidden = chapter.querySelector(".statement:not([hidden])") === null;
    shown.textContent = count === statements.length ? `${count} statements` : `${count} of ${statements.length} statements`;
  }

  /** A file opened from disk may have no storage: the choice then lasts as long as the page. */
  function stored(theme) {
    try {
      if (theme !== undefined) localStorage.setItem("patternwire-theme", theme);
      return localStorage.getItem("patternwire-theme");
    } catch {
      return null;
    }
  }

  function setTheme(theme) {
    document.documentElement.dataset.theme = theme;
    toggle.textContent = theme === "dark" ? "Light" : "Dark";
    toggle.setAttribute("aria-label", theme === "dark" ? "Use light colours" : "Use dark colours");
  }

  const toggle = document.querySelector("#theme");
  setTheme(stored() ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    setTheme(theme);
    stored(theme);
  });

  /** Opens the statement that the address names, even when the filter hides it. */
  function openTarget() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target === null || !target.classList.contains("statement")) return;
    if (target.hidden) {
      form.reset();
      filter();
    }
    target.open = true;
    target.scrollIntoView();
    target.querySelector("summary").focus();
  }
  addEventListener("hashchange", openTarget);

  if (form !== null) {
    form.hidden = false;
    form.addEventListener("input", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
    document.querySelector("#show-all").addEventListener("click", () => {
      form.reset();
      filter();
    });
    document.querySelector("#open-all").addEventListener("click", () => {
      for (const statement of statements) if (!statement.hidden) statement.open = true;
    });
    openTarget();
  }

  for (const button of document.querySelectorAll(".copy")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
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
  }
})();
