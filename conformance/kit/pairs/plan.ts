/** What two implementations are to play with each other: every pair of stable socket types, with each implementation in each role and on each side. */
import { octetsOf } from "../generate/body.ts";
import type { Level } from "../model.ts";
import { ascii, equal } from "../octets.ts";
import { stablePairs } from "../watch/socket-types.ts";

/** The implementation under test, and the one with which it plays. */
export type Party = "one" | "other";

export interface PairCase {
  readonly name: string;
  readonly types: Readonly<Record<Party, string>>;
  readonly binder: Party;
}

/** Names say what the implementation under test does: `pairs/req-binds-for-rep`, `pairs/req-connects-to-rep`. */
export function pairCases(): readonly PairCase[] {
  return stablePairs
    .flatMap(([a, b]) => (a === b ? [[a, b] as const] : [[a, b] as const, [b, a] as const]))
    .flatMap(([one, other]) =>
      (["one", "other"] as const).map((binder) => ({
        name: `pairs/${one.toLowerCase()}-${binder === "one" ? "binds-for" : "connects-to"}-${other.toLowerCase()}`,
        types: { one, other },
        binder,
      })),
    );
}

export function counterpart(party: Party): Party {
  return party === "one" ? "other" : "one";
}

const sizes: Readonly<Record<Level, readonly (readonly number[])[]>> = {
  quick: [[0], [256], [3, 0, 65_536]],
  standard: [[0], [1], [254], [255], [256], [65_535], [65_536], [0, 0], [1, 0, 255, 256], [0, 65_536, 0]],
  full: [
    [0],
    [1],
    [63],
    [64],
    [254],
    [255],
    [256],
    [257],
    [8191],
    [8192],
    [8193],
    [65_535],
    [65_536],
    [65_537],
    [1_000_000],
    [0, 0],
    [0, 0, 0, 1],
    [1, 0, 255, 256],
    [0, 65_536, 0],
    [70_000, 70_000],
  ],
};

/** The topic to which subscribers subscribe, and with which every numbered message begins. */
export const topic = ascii("t");
const otherTopic = ascii("u");
/** Nobody subscribes to it. */
export const unasked: readonly Uint8Array[] = [otherTopic, ascii("not subscribed to")];

export function isUnasked([part]: readonly Uint8Array[]): boolean {
  return part !== undefined && equal(part, otherTopic);
}

/** Messages at the limits of the grammar. The first part tells their number, and which way they go. */
export function messages(level: Level, way: "there" | "back"): readonly (readonly Uint8Array[])[] {
  return sizes[level].map((parts, index) => [
    ascii(`t ${way} ${String(index)}`),
    ...parts.map((size) => octetsOf({ size, fill: 300 + index + (way === "back" ? 100 : 0) })),
  ]);
}
