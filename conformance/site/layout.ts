/** The frame around every page: head, navigation, search, theme. Nothing in it asks for anything outside the folder of the site. */
import { dirname, relative } from "node:path/posix";
import { html, type Markup, type Value } from "../reports/html/markup.ts";

export interface Heading {
  readonly level: number;
  readonly id: string;
  readonly text: string;
}

export interface SitePage {
  /** From the root of the site. */
  readonly url: string;
  readonly title: string;
  readonly body: Markup;
  readonly headings?: readonly Heading[];
  /** Where the page comes from, from the root of the repository. */
  readonly file?: string;
}

export interface Section {
  readonly title: string;
  readonly links: readonly { readonly title: string; readonly url: string }[];
}

/** How a page names another: both from the root of the site. */
export function relativeUrl(from: string, to: string): string {
  const [path = "", anchor] = to.split("#");
  const way = path === from && anchor !== undefined ? "" : relative(dirname(from), path);
  return anchor === undefined ? way : `${way}#${anchor}`;
}

/** A whole document. Only scripts and styles that are files of the site run, and there is no address outside that it could ask. */
export function document(page: SitePage, sections: readonly Section[]): string {
  const { url, title, body, headings = [], file } = page;
  const to = (target: string): string => relativeUrl(url, target);
  const text = html`<!doctype html>
    <html lang="en" data-root="${to("index.html").replace(/index\.html$/u, "")}">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'self' file:; script-src 'self' file:; img-src 'self' file: data:; base-uri 'none'; form-action 'none'"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="data:," />
        <title>${title === "PatternWire" ? title : `${title} · PatternWire`}</title>
        <link rel="stylesheet" href="${to("assets/style.css")}" />
        <script src="${to("assets/theme.js")}"></script>
        <script src="${to("assets/glossary.js")}" defer></script>
        <script src="${to("assets/copy.js")}" defer></script>
        <script src="${to("assets/site.js")}" defer></script>
      </head>
      <body>
        <a class="skip" href="#content">Skip to the text</a>
        <header class="top">
          <a class="brand" href="${to("index.html")}">PatternWire</a>
          <div class="search" role="search">
            <label for="search">Search</label>
            <input
              id="search"
              type="search"
              role="combobox"
              autocomplete="off"
              spellcheck="false"
              aria-expanded="false"
              aria-controls="results"
              aria-autocomplete="list"
              placeholder="statement, term, chapter"
              disabled
            />
            <kbd aria-hidden="true">/</kbd>
            <ul id="results" role="listbox" aria-label="Results" hidden></ul>
          </div>
          <button type="button" id="theme" hidden>Dark</button>
        </header>
        <div class="columns">
          <nav class="site" aria-label="Site">${sections.map((section) => navigation(section, url, to))}</nav>
          <main id="content" tabindex="-1">${body}${file !== undefined && html`<p class="origin">From <code>${file}</code>.</p>`}</main>
          ${contents(headings)}
        </div>
        <div id="tip" role="tooltip" hidden></div>
      </body>
    </html> `;
  return `${text.toString().trim()}\n`;
}

function navigation({ title, links }: Section, url: string, to: (target: string) => string): Markup {
  const entry = (link: Section["links"][number]): Markup =>
    link.url === url
      ? html`<li><a href="${to(link.url)}" aria-current="page">${link.title}</a></li> `
      : html`<li><a href="${to(link.url)}">${link.title}</a></li> `;
  return html`<details open>
    <summary>${title}</summary>
    <ul>
      ${links.map(entry)}
    </ul>
  </details> `;
}

function contents(headings: readonly Heading[]): Value {
  const shown = headings.filter(({ level }) => level === 2 || level === 3);
  if (shown.length < 2) return "";
  return html`<nav class="contents" aria-label="On this page">
    <p>On this page</p>
    <ul>
      ${shown.map(({ level, id, text }) => html`<li class="${`l${String(level)}`}"><a href="${`#${id}`}">${text}</a></li> `)}
    </ul>
  </nav>`;
}
