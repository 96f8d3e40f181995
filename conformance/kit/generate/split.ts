/** Divisions of a stream of octets into segments: every place for one cut, and random places for several. */
import * as fc from "fast-check";

/** Cuts, as positions in thousandths of the stream, so that a shrunk stream keeps its cuts. */
export function cuts(most = 6): fc.Arbitrary<readonly number[]> {
  return fc.array(fc.nat({ max: 1000 }), { minLength: 0, maxLength: most, size: "max" });
}

/** The stream in segments, cut at the positions; empty segments are left out. */
export function split(octets: Uint8Array, positions: readonly number[]): readonly Uint8Array[] {
  const sorted = [...new Set(positions)].sort((a, b) => a - b).filter((position) => position > 0 && position < octets.length);
  return [...sorted, octets.length].map((end, index) => octets.subarray(index === 0 ? 0 : sorted[index - 1], end)).filter((segment) => segment.length > 0);
}
