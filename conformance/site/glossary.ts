/** The terms of spec/notation/glossary.md, and where they occur in text. */

export interface Term {
  readonly term: string;
  readonly meaning: string;
  /** Its anchor on the page of the glossary. */
  readonly anchor: string;
}

export const glossaryFile = "spec/notation/glossary.md";

/** One entry for each term; two that share a line share its meaning. */
export function readGlossary(text: string): readonly Term[] {
  return text.split("\n").flatMap((line) => {
    const { names = "", meaning = "" } = /^\| (?<names>\*\*[^|]+\*\*) \| (?<meaning>.+) \|$/u.exec(line)?.groups ?? {};
    return [...names.matchAll(/\*\*([^*]+)\*\*/gu)].map(([, term = ""]) => ({
      term,
      meaning: meaning.replace(/[*`]/gu, "").replace(/\[([^\]]*)\]\([^)]*\)/gu, "$1"),
      anchor: anchorOf(term),
    }));
  });
}

export function anchorOf(term: string): string {
  return `term-${term.toLowerCase().replace(/[^a-z0-9]+/gu, "-")}`;
}

export type Piece = string | { readonly text: string; readonly term: Term };

/** Takes a text apart at the terms in it, in the singular or the plural. Only the first of each term counts that is not in `seen`, which then holds it. */
export function findTerms(text: string, terms: readonly Term[], seen: Set<string>): readonly Piece[] {
  if (terms.length === 0) return [text];
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(formOf(terms))) {
    const term = terms.find((one) => singulars(match[0]).includes(one.term));
    if (term === undefined || seen.has(term.term)) continue;
    seen.add(term.term);
    pieces.push(text.slice(from, match.index), { text: match[0], term });
    from = match.index + match[0].length;
  }
  return [...pieces, text.slice(from)].filter((piece) => piece !== "");
}

let cached: { readonly terms: readonly Term[]; readonly form: RegExp } | undefined;

/** Longer terms first, so that "known failure" is not taken for something shorter. */
function formOf(terms: readonly Term[]): RegExp {
  if (cached?.terms !== terms) {
    const forms = terms.flatMap(({ term }) => [term, ...plurals(term)]).sort((a, b) => b.length - a.length);
    cached = { terms, form: new RegExp(`(?<![\\p{L}\\p{N}-])(?:${forms.join("|")})(?![\\p{L}\\p{N}-])`, "giu") };
  }
  return cached.form;
}

function plurals(term: string): readonly string[] {
  return term.endsWith("y") ? [`${term.slice(0, -1)}ies`] : [`${term}s`, `${term}es`];
}

function singulars(found: string): readonly string[] {
  const word = found.toLowerCase();
  return [word, word.replace(/s$/u, ""), word.replace(/es$/u, ""), word.replace(/ies$/u, "y")];
}
