"use strict";
/** The script of the page: what is packed, filter, theme, and links that open what they lead to. Without it there is to read what the markup says. */
(() => {
  const statements = [...document.querySelectorAll(".statement")];
  const form = document.querySelector("#filter");
  const shown = document.querySelector("#shown");

  /** All pieces by their numbers, as markup. They were made by the same template as the page: text of strangers is escaped in them. */
  async function unpack() {
    const octets = Uint8Array.from(atob(document.querySelector("#packed").textContent), (character) => character.charCodeAt(0));
    return new Response(new Blob([octets]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).json();
  }
  const pieces = unpack().then(
    (list) => list.map(parsed),
    () => undefined,
  );

  function parsed(markup) {
    const template = document.createElement("template");
    template.innerHTML = markup;
    return template.content;
  }

  /** Puts in their places the pieces within a statement. A browser that cannot unpack them says so there. */
  async function fill(statement) {
    const list = await pieces;
    for (const place of statement.querySelectorAll("[data-piece]")) {
      const lacking = "The drawing and the octets are packed in a way that this browser does not know: the command above shows them in a terminal.";
      if (list === undefined) place.textContent = lacking;
      else place.replaceChildren(list[place.dataset.piece].cloneNode(true));
      place.removeAttribute("data-piece");
    }
  }
  document.addEventListener("toggle", ({ target }) => target.open && target.matches(".statement") && void fill(target), true);

  /** The words of a statement, those that are packed included as soon as they are there. */
  let packedWords = () => "";
  const texts = new Map();
  function textOf(statement) {
    if (!texts.has(statement)) texts.set(statement, `${statement.textContent} ${packedWords(statement)}`.toLowerCase());
    return texts.get(statement);
  }
  void pieces.then((list = []) => {
    packedWords = (statement) => [...statement.querySelectorAll("[data-piece]")].map((place) => list[place.dataset.piece]?.textContent ?? "").join(" ");
    texts.clear();
    if (form.elements.words.value !== "") filter();
  });

  function filter() {
    const wanted = new FormData(form);
    const words = String(wanted.get("words")).toLowerCase().split(/\s+/u);
    let count = 0;
    for (const statement of statements) {
      const { chapter, level, verdicts } = statement.dataset;
      const fits =
        words.every((word) => textOf(statement).includes(word)) &&
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

  /** Opens the statement that the address names, or in which the witness stands that it names, even when the filter hides it. */
  async function openTarget() {
    const name = decodeURIComponent(location.hash.slice(1));
    // A witness may be packed: its statement is known all the same, by its name.
    const statement = (document.getElementById(name) ?? document.getElementById(/^witness:([^:]*)/u.exec(name)?.[1]))?.closest(".statement");
    if (!statement) return;
    if (statement.hidden) {
      form.reset();
      filter();
    }
    statement.open = true;
    statement.scrollIntoView();
    statement.querySelector("summary").focus({ preventScroll: true });
    await fill(statement);
    document.getElementById(name).scrollIntoView();
  }
  addEventListener("hashchange", () => void openTarget());

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
    void openTarget();
  }
})();
