"use strict";
/** The script of the site: theme, search, the meaning of terms. Without it all is there to read. */
(() => {
  const page = document.documentElement;
  const { root } = page.dataset;

  const toggle = document.querySelector("#theme");
  function label() {
    const dark = page.dataset.theme === "dark";
    toggle.textContent = dark ? "Light" : "Dark";
    toggle.setAttribute("aria-label", dark ? "Light colours" : "Dark colours");
  }
  label();
  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    page.dataset.theme = page.dataset.theme === "dark" ? "light" : "dark";
    label();
    try {
      localStorage.setItem("patternwire-theme", page.dataset.theme);
    } catch {
      // The choice lasts as long as the page.
    }
  });

  /* Search */

  const field = document.querySelector("#search");
  const results = document.querySelector("#results");
  const shownAtMost = 12;
  let chosen = -1;
  field.disabled = false;

  /** The index comes with the first use. */
  let loading;
  function entries() {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `${root}assets/search.js`;
      script.onload = () => resolve(globalThis.searchEntries);
      script.onerror = reject;
      document.head.append(script);
    });
    return loading;
  }

  /** Zero when a word is missing; more, the nearer the words are to the title. */
  function score([kind, title, text], words) {
    const name = title.toLowerCase();
    const all = `${kind} ${title} ${text}`.toLowerCase();
    let sum = 0;
    for (const word of words) {
      if (!all.includes(word)) return 0;
      // A title that is the word, has a word that begins with it, has it somewhere; or the text has it.
      const begins = name.split(/[.\s-]+/u).some((part) => part.startsWith(word));
      sum += name === word ? 8 : begins ? 3 : name.includes(word) ? 2 : 1;
    }
    return sum + (kind === "page" || kind === "term" ? 0.5 : 0);
  }

  async function find() {
    const asked = field.value;
    const words = asked.toLowerCase().split(/\s+/u).filter(Boolean);
    const all = await entries();
    // What was typed meanwhile has its own turn.
    if (field.value !== asked) return;
    const found =
      words.length === 0
        ? []
        : all
            .map((entry) => ({ entry, points: score(entry, words) }))
            .filter(({ points }) => points > 0)
            .sort((a, b) => b.points - a.points)
            .slice(0, shownAtMost);
    results.replaceChildren(...found.map(({ entry }, index) => option(entry, index)));
    if (words.length > 0 && found.length === 0) {
      const none = document.createElement("li");
      none.setAttribute("role", "option");
      none.setAttribute("aria-disabled", "true");
      none.textContent = "Nothing is found.";
      results.append(none);
    }
    show(words.length > 0);
    choose(found.length > 0 ? 0 : -1);
  }

  function option([kind, title, text, url], index) {
    const item = document.createElement("li");
    item.id = `result-${index}`;
    item.setAttribute("role", "option");
    item.dataset.url = root + url;
    for (const [name, words] of [
      ["kind", kind],
      ["title", title],
      ["text", text],
    ]) {
      const part = document.createElement("span");
      part.className = name;
      part.textContent = words;
      item.append(part, " ");
    }
    item.addEventListener("mousedown", (event) => {
      event.preventDefault();
      go(item);
    });
    return item;
  }

  function show(open) {
    results.hidden = !open;
    field.setAttribute("aria-expanded", String(open));
  }

  function choose(index) {
    const items = [...results.querySelectorAll("[data-url]")];
    chosen = items.length === 0 ? -1 : (index + items.length) % items.length;
    for (const [at, item] of items.entries()) item.setAttribute("aria-selected", String(at === chosen));
    if (chosen < 0) field.removeAttribute("aria-activedescendant");
    else {
      field.setAttribute("aria-activedescendant", items[chosen].id);
      items[chosen].scrollIntoView({ block: "nearest" });
    }
  }

  function go(item) {
    show(false);
    location.href = item.dataset.url;
  }

  field.addEventListener("focus", () => void entries());
  field.addEventListener("input", () => void find());
  field.addEventListener("blur", () => show(false));
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && chosen >= 0 && !results.hidden) {
      event.preventDefault();
      go(results.querySelector(`#result-${chosen}`));
    } else if (event.key === "Escape") show(false);
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(?:INPUT|TEXTAREA|SELECT)$/u.test(event.target.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      field.focus();
    }
  });

  /* Terms */

  const tip = document.querySelector("#tip");
  let explained;
  function explain(link) {
    const meaning = globalThis.glossary[link.dataset.term];
    if (meaning === undefined) return;
    unexplain();
    explained = link;
    tip.textContent = meaning;
    tip.hidden = false;
    link.setAttribute("aria-describedby", "tip");
    const { left, bottom } = link.getBoundingClientRect();
    tip.style.left = `${Math.max(8, Math.min(left, innerWidth - tip.offsetWidth - 8)) + scrollX}px`;
    tip.style.top = `${bottom + scrollY}px`;
  }
  function unexplain() {
    explained?.removeAttribute("aria-describedby");
    explained = undefined;
    tip.hidden = true;
  }
  for (const link of document.querySelectorAll(".term")) {
    link.addEventListener("mouseenter", () => explain(link));
    link.addEventListener("focus", () => explain(link));
    link.addEventListener("blur", unexplain);
    link.addEventListener("mouseleave", (event) => {
      if (event.relatedTarget !== tip) unexplain();
    });
  }
  tip.addEventListener("mouseleave", unexplain);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") unexplain();
  });

  /* What scrolls by itself can be reached by the keyboard. */

  function reachable() {
    for (const box of document.querySelectorAll("pre, .wide")) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  }
  reachable();
  addEventListener("resize", reachable);
  document.addEventListener("toggle", reachable, true);

  /** Narrow windows begin with the navigation closed, but for the part that is read. */
  if (matchMedia("(max-width: 60rem)").matches)
    for (const part of document.querySelectorAll("nav.site details")) part.open = part.querySelector("[aria-current]") !== null;

  /** A link to a statement opens what stands behind it. */
  function openTarget() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let part = target?.closest("details") ?? null; part !== null; part = part.parentElement.closest("details")) part.open = true;
    target?.scrollIntoView();
  }
  addEventListener("hashchange", openTarget);
  if (location.hash !== "") openTarget();
})();
