/**
 * Message bodies as data: a size and a number from which the octets follow, so that an input stays small whatever the size, and shrinks along the sizes at which
 * the wire format changes.
 */
import * as fc from "fast-check";

export interface Body {
  readonly size: number;
  readonly fill: number;
}

/** Sizes at which something changes: the end of the short form, of 16 bits, and of usual buffers; ascending. */
export const boundarySizes: readonly number[] = [
  0, 1, 2, 7, 8, 9, 63, 64, 65, 127, 128, 254, 255, 256, 257, 511, 512, 4095, 4096, 8191, 8192, 8193, 16384, 32768, 65534, 65535, 65536, 65537, 131072,
];

/** A size: usually one of the boundaries up to the limit, else any. Shrinks to smaller ones. */
export function size(limit = 131072): fc.Arbitrary<number> {
  const within = boundarySizes.filter((candidate) => candidate <= limit);
  return fc.oneof(
    { weight: 3, arbitrary: fc.nat({ max: within.length - 1 }).map((index) => within[index] ?? 0) },
    { weight: 1, arbitrary: fc.nat({ max: Math.min(limit, 1024) }) },
  );
}

export function body(limit = 131072): fc.Arbitrary<Body> {
  return fc.record({ size: size(limit), fill: fc.nat({ max: 0xffff }) });
}

/** The parts of a message: one to `most` bodies. */
export function bodies(most = 5, limit = 131072): fc.Arbitrary<readonly Body[]> {
  return fc.array(body(limit), { minLength: 1, maxLength: most, size: "max" });
}

/** The octets of a body: `fill` repeated when it is below 256, a pseudo-random sequence from it otherwise. */
export function octetsOf({ size: length, fill }: Body): Uint8Array {
  const octets = new Uint8Array(length);
  if (fill < 256) return octets.fill(fill);
  let state = (fill ^ 0x9e3779b9) >>> 0;
  for (let index = 0; index < length; index += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    octets[index] = state & 0xff;
  }
  return octets;
}

export function partsOf(message: readonly Body[]): readonly Uint8Array[] {
  return message.map(octetsOf);
}
