/** Divisions of a stream of octets into segments: of a short stream every one with few cuts, and random places in any. */
import * as fc from "fast-check";

/** Cuts, as positions in thousandths of the stream, so that a shrunk stream keeps its cuts. */
export function cuts(most = 6): fc.Arbitrary<readonly number[]> {
  return fc.array(fc.nat({ max: 1000 }), { minLength: 0, maxLength: most, size: "max" });
}

/** Every way to cut a stream of so many octets once, twice … up to `most` times: lists of positions, those with fewer cuts first. */
export function allCuts(length: number, most: number): readonly (readonly number[])[] {
  let lists: (readonly number[])[] = [[]];
  const all: (readonly number[])[] = [];
  for (let count = 0; count < most; count += 1) {
    lists = lists.flatMap((list) =>
      Array.from({ length: Math.max(0, length - 1 - (list.at(-1) ?? 0)) }, (_, index) => [...list, (list.at(-1) ?? 0) + 1 + index]),
    );
    all.push(...lists);
  }
  return all;
}

/** The same in thousandths of the stream, as `cuts` draws them. */
export function allCutsInThousandths(length: number, most: number): readonly (readonly number[])[] {
  return allCuts(length, most).map((list) => list.map((at) => Math.round((at * 1000) / length)));
}

/** The stream in segments, cut at the positions; empty segments are left out. */
export function split(octets: Uint8Array, positions: readonly number[]): readonly Uint8Array[] {
  const sorted = [...new Set(positions)].sort((a, b) => a - b).filter((position) => position > 0 && position < octets.length);
  return [...sorted, octets.length].map((end, index) => octets.subarray(index === 0 ? 0 : sorted[index - 1], end)).filter((segment) => segment.length > 0);
}
