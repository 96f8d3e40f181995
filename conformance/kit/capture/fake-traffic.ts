/** For tests: what two peers say in turn, as segments that a network cuts, repeats, joins and moves about. */
import fc from "fast-check";
import { ascii, concat } from "../octets.ts";
import type { Side } from "../watch/conversation.ts";
import { encodeCommand, encodeGreeting, encodeMessage, encodePing, encodeReady } from "../wire/encode.ts";
import type { FakeSegment } from "./fake-capture.ts";

export type Turn = readonly [Side, Uint8Array];

/** How the network treats the segments of a connection. */
export interface Treatment {
  /** Where each turn is cut: sizes of its segments, used again and again. */
  readonly cuts: readonly number[];
  /** A segment is repeated, or joined with the next of its side, this many places later. */
  readonly repeats: readonly { readonly at: number; readonly later: number; readonly joined: boolean }[];
  /** Neighbours that change places, one after the other. */
  readonly swaps: readonly number[];
  /** Sequence numbers before the first octets: near the end of their range they begin anew. */
  readonly first: Readonly<Record<Side, number>>;
}

const sequenceNumber = fc.oneof(fc.nat(0xffff_ffff), fc.integer({ min: 0xffff_ff00, max: 0xffff_ffff }));

export const treatments: fc.Arbitrary<Treatment> = fc.record({
  cuts: fc.array(fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 13, max: 400 })), { minLength: 1, maxLength: 8 }),
  repeats: fc.array(fc.record({ at: fc.nat(), later: fc.integer({ min: 1, max: 12 }), joined: fc.boolean() }), { maxLength: 6 }),
  swaps: fc.array(fc.nat(), { maxLength: 24 }),
  first: fc.record({ connecting: sequenceNumber, binding: sequenceNumber }),
});

/** The three segments that open a connection, then what is said, each segment acknowledging what came before it, treated. */
export function segmentsOf(
  turns: readonly Turn[],
  { cuts, repeats, swaps, first }: Treatment,
): { readonly opening: readonly FakeSegment[]; readonly rest: readonly FakeSegment[] } {
  const { connecting, binding } = first;
  const opening: readonly FakeSegment[] = [
    { fromConnecting: true, sequence: connecting, flags: { syn: true } },
    { fromConnecting: false, sequence: binding, acknowledgement: (connecting + 1) >>> 0, flags: { syn: true } },
  ];
  const rest = cut(turns, cuts, { connecting: connecting + 1, binding: binding + 1 });
  for (const { at, later, joined } of rest.length === 0 ? [] : repeats) {
    const place = at % rest.length;
    const again = rest[place];
    if (again === undefined) continue;
    const next = rest.slice(place + 1).find(({ fromConnecting }) => fromConnecting === again.fromConnecting);
    const whole = joined && next !== undefined && next.sequence === (again.sequence + (again.octets?.length ?? 0)) >>> 0;
    // Where it is joined with the next one it stands behind that one, whose octets it would tell too early.
    const behind = whole ? Math.max(place + later, rest.indexOf(next) + 1) : place + later;
    rest.splice(behind, 0, whole ? { ...next, sequence: again.sequence, octets: concat(again.octets ?? ascii(""), next.octets ?? ascii("")) } : again);
  }
  for (const swap of swaps) {
    const at = swap % Math.max(1, rest.length - 1);
    const [one, other] = [rest[at], rest[at + 1]];
    if (one !== undefined && other !== undefined) rest.splice(at, 2, other, one);
  }
  return { opening, rest };
}

function cut(turns: readonly Turn[], cuts: readonly number[], next: Record<Side, number>): FakeSegment[] {
  const segments: FakeSegment[] = [];
  for (const [side, octets] of turns) {
    for (let at = 0; at < octets.length;) {
      const piece = octets.subarray(at, at + (cuts[segments.length % cuts.length] ?? 1));
      const other = side === "connecting" ? "binding" : "connecting";
      segments.push({ fromConnecting: side === "connecting", sequence: next[side] >>> 0, acknowledgement: next[other] >>> 0, octets: piece });
      next[side] += piece.length;
      at += piece.length;
    }
  }
  return segments;
}

/** Both greetings and READY commands. */
export function met(connecting: string, binding: string): readonly Turn[] {
  return [
    ["connecting", encodeGreeting()],
    ["binding", encodeGreeting()],
    ["connecting", encodeReady({ socketType: connecting })],
    ["binding", encodeReady({ socketType: binding })],
  ];
}

const bodies = fc.oneof(
  fc.uint8Array({ maxLength: 8 }),
  fc.uint8Array({ minLength: 250, maxLength: 300 }),
  fc.nat(600).map((size) => new Uint8Array(size)),
);
const message = fc.array(bodies, { minLength: 1, maxLength: 3 });
const heartbeat = fc.uint8Array({ maxLength: 16 }).map((context): readonly Turn[] => [
  ["connecting", encodePing(10, context)],
  ["binding", encodeCommand("PONG", context)],
]);
const exchange = message.map((parts): readonly Turn[] => [
  ["connecting", encodeMessage([ascii(""), ascii("question"), ...parts])],
  ["binding", encodeMessage([ascii(""), ...parts])],
]);
const news = fc.tuple(fc.constantFrom("a", "b"), message).map(([topic, parts]): readonly Turn[] => [
  ["connecting", encodeCommand("SUBSCRIBE", ascii(topic))],
  ["binding", encodeMessage([ascii(`${topic} is new`), ...parts])],
  ["connecting", encodeCommand("CANCEL", ascii(topic))],
]);
const work = message.map((parts): readonly Turn[] => [["connecting", encodeMessage(parts)]]);

/** What two peers that keep every statement may say to each other. */
export const conversations: fc.Arbitrary<readonly Turn[]> = fc.oneof(
  ...(
    [
      ["REQ", "REP", exchange],
      ["SUB", "PUB", news],
      ["PUSH", "PULL", work],
    ] as const
  ).map(([connecting, binding, said]) =>
    fc
      .array(fc.oneof({ arbitrary: said, weight: 3 }, { arbitrary: heartbeat, weight: 1 }), { maxLength: 8 })
      .map((turns) => [...met(connecting, binding), ...turns.flat()]),
  ),
);
