/** What the chapters of spec/patterns say of socket types, for who watches: their names, and which may be connected with which (spec/wire/metadata.md). */

const pairs: readonly (readonly [string, string])[] = [
  ["REQ", "REP"],
  ["REQ", "ROUTER"],
  ["REP", "DEALER"],
  ["DEALER", "DEALER"],
  ["DEALER", "ROUTER"],
  ["ROUTER", "ROUTER"],
  ["PUB", "SUB"],
  ["PUB", "XSUB"],
  ["XPUB", "SUB"],
  ["XPUB", "XSUB"],
  ["PUSH", "PULL"],
  ["PAIR", "PAIR"],
];
const draftPairs: readonly (readonly [string, string])[] = [
  ["CLIENT", "SERVER"],
  ["RADIO", "DISH"],
  ["SCATTER", "GATHER"],
  ["PEER", "PEER"],
  ["CHANNEL", "CHANNEL"],
];

/** The pairs of the stable socket types. */
export const stablePairs = pairs;

export const socketTypeNames: readonly string[] = [...new Set([...pairs, ...draftPairs].flat())];

export function mayConnect(one: string, other: string): boolean {
  return [...pairs, ...draftPairs].some(([a, b]) => (a === one && b === other) || (a === other && b === one));
}
