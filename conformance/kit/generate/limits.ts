/**
 * The numbers of the grammar at which octets take another form or become an offence, and sizes around them. They stand here once; a check compares them with the
 * ABNF of spec/wire.
 */

export const limits = {
  /** Octets of a body whose size still fits one octet (`short-body`). */
  shortBody: 255,
  /** Octets that a long frame may declare (`long-size`): the first bit is 0. */
  longBody: 2n ** 63n - 1n,
  /** Letters of a command's name (`command-name`). */
  commandName: 255,
  /** Characters of a property's name (`property-name`). */
  propertyName: 255,
  /** Octets that a property's value may declare (`property-value-size`): the first bit is 0. */
  propertyValue: 2 ** 31 - 1,
  /** Octets of an identity (`identity-value`). */
  identity: 255,
  /** Octets of the context of a PING (`context`). */
  context: 16,
  /** Octets of a greeting: signature, version, mechanism, as-server, filler. */
  greeting: 64,
} as const;

/** Octets of a SUBSCRIBE command in front of the topic: the size of the name, and the name. */
export const subscribeOverhead = 1 + "SUBSCRIBE".length;

/** The number, its neighbours and the one behind them: where something ends that goes up to it. */
export function around(limit: number): readonly number[] {
  return ascending([limit - 1, limit, limit + 1, limit + 2]);
}

/** Powers of two at which buffers, counters and block sizes of implementations end. */
const usualBuffers = [8, 64, 128, 512, 4096, 8192, 16_384, 32_768, 65_536, 131_072];

/** Sizes of a body at which something changes: nothing, the end of the short form, usual buffers and counters; ascending. */
export const boundarySizes: readonly number[] = ascending([
  0,
  1,
  2,
  ...around(limits.shortBody),
  ...usualBuffers.flatMap((size) => [size - 1, size, size + 1]),
]);

/** Ascending, each once, none below zero. */
export function ascending(numbers: readonly number[]): readonly number[] {
  return [...new Set(numbers)].filter((number) => number >= 0).sort((a, b) => a - b);
}
