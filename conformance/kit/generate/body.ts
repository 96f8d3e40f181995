/**
 * Message bodies as data: a size and a number from which the octets follow, so that an input stays small whatever the size, and shrinks along the sizes at which
 * the wire format changes.
 */
import * as fc from "fast-check";
import { content, count, fields, entries } from "../shrink/shape.ts";
import { boundarySizes, limits } from "./limits.ts";

export interface Body {
  readonly size: number;
  readonly fill: number;
}

const largestSize = boundarySizes.at(-1) ?? 0;

/** A size: usually one of the boundaries up to the limit, nothing more often than the others, else any. Shrinks to smaller ones. */
export function size(limit = largestSize): fc.Arbitrary<number> {
  const within = boundarySizes.filter((candidate) => candidate <= limit);
  return fc.oneof(
    { weight: 3, arbitrary: fc.nat({ max: within.length - 1 }).map((index) => within[index] ?? 0) },
    { weight: 1, arbitrary: fc.nat({ max: Math.min(limit, 1024) }) },
    // An empty part is what delimiters and ends are mistaken for.
    { weight: 1, arbitrary: fc.constant(0) },
  );
}

export function body(limit = largestSize): fc.Arbitrary<Body> {
  return fc.record({ size: size(limit), fill: fc.nat({ max: 0xffff }) });
}

/** The parts of a message: one to `most` bodies. */
export function bodies(most = 5, limit = largestSize): fc.Arbitrary<readonly Body[]> {
  return fc.array(body(limit), { minLength: 1, maxLength: most, size: "max" });
}

/** How a body that is drawn becomes smaller. */
export const bodyShape = fields({ size: count("octets"), fill: content });

/** How a message becomes smaller: it keeps one part. */
export const messageShape = entries("frames", 1, bodyShape);

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

/** Classes of messages that a property about messages must have seen. */
export const messageClasses = {
  "several parts": (message: readonly Body[]): boolean => message.length > 1,
  "an empty part": (message: readonly Body[]): boolean => message.some(({ size: length }) => length === 0),
  "a part in a long frame": (message: readonly Body[]): boolean => message.some(({ size: length }) => length > limits.shortBody),
} as const;

/** Classes of inputs from classes of something in them. */
export function classesOf<Input, Inner>(
  classes: Readonly<Record<string, (inner: Inner) => boolean>>,
  inner: (input: Input) => Inner,
): Readonly<Record<string, (input: Input) => boolean>> {
  return Object.fromEntries(Object.entries(classes).map(([name, belongs]) => [name, (input: Input) => belongs(inner(input))]));
}
