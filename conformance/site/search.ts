/** The index that the search of the site reads: what it is, its title, more words, and its address. */
import { glossaryFile, type Term } from "./glossary.ts";
import type { SitePage } from "./layout.ts";
import { urlOf } from "./sources.ts";
import type { Data } from "./standing.ts";

export type Entry = readonly [kind: string, title: string, text: string, url: string];

export function searchEntries(pages: readonly SitePage[], data: Data, terms: readonly Term[]): readonly Entry[] {
  return [
    ...[...data.statements.values()].map((one): Entry => [one.level, one.id, one.text, `${urlOf(one.file)}#${one.id}`]),
    ...terms.map(({ term, meaning, anchor }): Entry => ["term", term, meaning, `${urlOf(glossaryFile)}#${anchor}`]),
    ...pages.flatMap(({ url, title, headings = [] }): readonly Entry[] => [
      ["page", title, "", url],
      ...headings.filter(({ level }) => level > 1).map(({ id, text }): Entry => ["section", text, title, `${url}#${id}`]),
    ]),
  ];
}

/** As a script, since a page opened from a disk may load scripts and no data. */
export function dataScript(name: string, value: unknown): string {
  return `globalThis.${name} = ${JSON.stringify(value).replaceAll("<", "\\u003c").replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029")};\n`;
}
