/** Seeds: one number for a run; each property and transport draws its own sequence from it, whatever else runs. */

/** A 32-bit number from a seed and a name (FNV-1a). */
export function seedFor(seed: number, name: string): number {
  let state = (0x811c9dc5 ^ seed) >>> 0;
  for (const character of name) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return state | 0;
}
