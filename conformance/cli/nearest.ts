/** Names that resemble a mistyped one. */

/** At most `count` names, the most similar first; names that share too little with the wanted one are left out. */
export function nearest(wanted: string, names: Iterable<string>, count = 3): readonly string[] {
  return [...new Set(names)]
    .map((name) => ({ name, score: score(wanted.toLowerCase(), name.toLowerCase()) }))
    .filter((candidate) => candidate.score < tooFar)
    .sort((a, b) => a.score - b.score || (a.name < b.name ? -1 : 1))
    .slice(0, count)
    .map(({ name }) => name);
}

const tooFar = Number.POSITIVE_INFINITY;
/** A name that contains the wanted one, or is contained in it: behind two mistyped letters, before three. */
const containment = 2.5;

function score(a: string, b: string): number {
  const edits = distance(a, b);
  const contained = Math.min(a.length, b.length) >= 3 && (a.includes(b) || b.includes(a));
  const similar = edits <= Math.max(2, Math.ceil(Math.min(a.length, b.length) / 2)) ? edits : tooFar;
  return contained ? Math.min(similar, containment) : similar;
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const substitution = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? a.length;
}
