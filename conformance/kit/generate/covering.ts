/**
 * Covering arrays: few combinations of many options in which every pair of values meets. Faults of interaction take two options far more often than three (Kuhn,
 * Wallace, Gallo 2004), and all combinations are too many. The choice is greedy and the same each time.
 */

/** The values of each option; a combination has one of each. */
export type Choices = Readonly<Record<string, readonly unknown[]>>;
export type Combination<C extends Choices> = { readonly [Name in keyof C]: C[Name][number] };

/** Combinations in which any two values of two options stand together at least once. `allows` leaves out pairs that make no sense; it sees incomplete combinations. */
export function pairwise<C extends Choices>(choices: C, allows: (partial: Partial<Combination<C>>) => boolean = () => true): readonly Combination<C>[] {
  const names = Object.keys(choices);
  const open = new Map(pairsOf(choices, allows).map((pair) => [keyOf(pair), pair]));
  const rows: Combination<C>[] = [];
  for (let [first] = open.values(); first !== undefined; [first] = open.values()) {
    const row = grown(first, names, choices, open, allows);
    if (row === undefined) open.delete(keyOf(first));
    else {
      for (const key of keysIn(row, names)) open.delete(key);
      rows.push(row as Combination<C>);
    }
  }
  return rows;
}

/** Every pair of values of two options, as far as it is allowed. */
export function pairsOf<C extends Choices>(choices: C, allows: (partial: Partial<Combination<C>>) => boolean = () => true): readonly Partial<Combination<C>>[] {
  const names = Object.keys(choices);
  const pairs = names.flatMap((one, index) =>
    names.slice(index + 1).flatMap((other) => (choices[one] ?? []).flatMap((a) => (choices[other] ?? []).map((b) => ({ [one]: a, [other]: b })))),
  );
  return (pairs as Partial<Combination<C>>[]).filter((pair) => allows(pair));
}

type Partly = Readonly<Record<string, unknown>>;

/** The pair made whole: each further option takes the value that meets the most pairs which have not met yet. */
function grown(
  pair: Partly,
  names: readonly string[],
  choices: Choices,
  open: ReadonlyMap<string, unknown>,
  allows: (partial: never) => boolean,
): Partly | undefined {
  let row = pair;
  for (const name of names.filter((candidate) => !(candidate in pair))) {
    const options = (choices[name] ?? []).map((value) => ({ ...row, [name]: value })).filter((candidate) => allows(candidate as never));
    const [best] = options
      .map((candidate) => ({ candidate, meets: keysIn(candidate, names).filter((key) => open.has(key)).length }))
      .sort((a, b) => b.meets - a.meets);
    if (best === undefined) return undefined;
    row = best.candidate;
  }
  return Object.fromEntries(names.map((name) => [name, row[name]]));
}

function keysIn(row: Partly, names: readonly string[]): readonly string[] {
  const present = names.filter((name) => name in row);
  return present.flatMap((one, index) => present.slice(index + 1).map((other) => keyOf({ [one]: row[one], [other]: row[other] })));
}

function keyOf(pair: Partly): string {
  return JSON.stringify(pair);
}
