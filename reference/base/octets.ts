/** Octets: the few operations that every layer needs on them, without a platform's help. */

/** No octets at all. */
export const EMPTY: Uint8Array = new Uint8Array(0);

/** The octets of a text of ASCII characters. */
export function octetsOf(text: string): Uint8Array {
  const octets = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) octets[index] = text.charCodeAt(index);
  return octets;
}

/** A character for each octet (Latin-1): readable for ASCII, and unique, so that it serves as a key of a Map. */
export function textOf(octets: Uint8Array): string {
  let text = "";
  for (let start = 0; start < octets.length; start += chunkSize) text += String.fromCharCode(...octets.subarray(start, start + chunkSize));
  return text;
}

export function sameOctets(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}

/** One array of all the pieces, in order. */
export function concatOctets(pieces: readonly Uint8Array[]): Uint8Array {
  let size = 0;
  for (const piece of pieces) size += piece.length;
  return joinOctets(pieces, new Uint8Array(size));
}

/** Writes the pieces, in order, to an array that has room for them, and gives it. */
export function joinOctets(pieces: readonly Uint8Array[], whole: Uint8Array): Uint8Array {
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}

/** The number that four octets are in network order. */
export function uint32At(octets: Uint8Array, at: number): number {
  return (((octets[at] ?? 0) << 24) | ((octets[at + 1] ?? 0) << 16) | ((octets[at + 2] ?? 0) << 8) | (octets[at + 3] ?? 0)) >>> 0;
}

/** Gives an array of so many octets, for somebody who writes all of them. */
export type Allocate = (size: number) => Uint8Array;

/** Where the platform has nothing faster. */
export const cleared: Allocate = (size) => new Uint8Array(size);

/** String.fromCharCode takes its arguments from the stack: longer calls may overflow it. */
const chunkSize = 4096;
