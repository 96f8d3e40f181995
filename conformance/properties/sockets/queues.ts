/** spec/patterns/sockets.md: order, duplicates, distribution, limits. */
import * as fc from "fast-check";
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import { body, octetsOf, type Body, bodyShape } from "../../kit/generate/body.ts";
import { limits } from "../../kit/generate/limits.ts";
import { ascii } from "../../kit/octets.ts";
import { judge, blame, expect, NotReached, Unexpected } from "../../kit/outcome.ts";
import { property, type AnyProperty } from "../../kit/property.ts";
import { withLittleRoom } from "../../kit/room.ts";
import { count, entries, fields } from "../../kit/shrink/shape.ts";
import type { Stage } from "../../kit/stage.ts";
import type { Subject } from "../../kit/subject.ts";
import { whoeverReceives } from "../../kit/wire/group.ts";
import type { WirePeer } from "../../kit/wire/peer.ts";
import { meet, partner, sides, words, type Side } from "../support.ts";

interface Sequence {
  readonly side: Side;
  readonly bodies: readonly Body[];
}

const sequences: readonly Sequence[] = sides.map((side) => ({ side, bodies: [0, 65536, 1, 255, 256, 3, 70000, 0, 2].map((size) => ({ size, fill: 74 })) }));
const anySequence = fc.record({
  side: fc.constantFrom<Side>("binds", "connects"),
  bodies: fc.array(body(70000), { minLength: 2, maxLength: 30, size: "max" }),
});

const sequenceClasses = {
  "a message of more than 64 KiB": ({ bodies }: Sequence) => bodies.some(({ size }) => size > 65536),
  "short and long frames mixed": ({ bodies }: Sequence) =>
    bodies.some(({ size }) => size <= limits.shortBody) && bodies.some(({ size }) => size > limits.shortBody),
  "the side that connects": ({ side }: Sequence) => side === "connects",
};
/** With two peers a turn and its contrary are alike half of the time. */
const threePeers = { "three peers or more": ({ peers }: { readonly peers: number }) => peers > 2 };

export const queues: readonly AnyProperty[] = [
  property<Sequence>({
    name: "sockets/messages-arrive-in-order-once",
    judges: ["sockets.order-received", "sockets.no-duplicate-delivery"],
    socketTypes: ["DEALER"],
    cases: sequences,
    shape: fields({ bodies: entries("steps", 1, bodyShape) }),
    arbitrary: anySequence,
    classes: sequenceClasses,
    play: async (stage, { side, bodies }) => {
      const { subject, peer } = await meet(stage, "DEALER", side);
      for (const [index, sent] of bodies.entries()) peer.send([ascii(String(index)), octetsOf(sent)]);
      peer.send(words("end"));
      const numbers: string[] = [];
      while (numbers.at(-1) !== "end") numbers.push(Buffer.from((await blame(stage, "sockets.order-received", () => subject.receive()))[0] ?? []).toString());
      judgeNumbers(stage, numbers.slice(0, -1), bodies.length, "sockets.order-received", "sockets.no-duplicate-delivery");
    },
  }),
  property<Sequence>({
    name: "sockets/messages-are-sent-in-order-once",
    judges: ["sockets.order-sent", "sockets.no-duplicates"],
    socketTypes: ["DEALER"],
    cases: sequences,
    shape: fields({ bodies: entries("steps", 1, bodyShape) }),
    arbitrary: anySequence,
    classes: sequenceClasses,
    play: async (stage, { side, bodies }) => {
      const { subject, peer } = await meet(stage, "DEALER", side);
      for (const [index, sent] of bodies.entries()) await subject.send([ascii(String(index)), octetsOf(sent)]);
      await subject.send(words("end"));
      const numbers: string[] = [];
      while (numbers.at(-1) !== "end") numbers.push(Buffer.from((await blame(stage, "sockets.order-sent", () => peer.message()))[0] ?? []).toString());
      judgeNumbers(stage, numbers.slice(0, -1), bodies.length, "sockets.order-sent", "sockets.no-duplicates");
    },
  }),
  property<{ readonly rounds: number; readonly messages: number }>({
    name: "sockets/nothing-is-sent-again-after-a-reconnect",
    judges: ["sockets.no-duplicates"],
    socketTypes: ["DEALER"],
    shape: fields({ rounds: count("parties", 1), messages: count("steps", 1) }),
    cases: [{ rounds: 3, messages: 5 }],
    play: async (stage, { rounds, messages }) => {
      const listening = await stage.listen();
      const subject = await stage.open("DEALER");
      await subject.connectTo(listening);
      for (let round = 0; round < rounds; round += 1) {
        const peer = await stage.accept(listening, "DEALER");
        await blame(stage, "sockets.no-duplicates", async () => {
          for (let count = 0; count < messages; count += 1) {
            await subject.send(words(String(round), String(count)));
            await peer.receives(words(String(round), String(count)));
          }
        });
        await peer.leave();
      }
    },
  }),
  ...(["REQ", "DEALER", "PUSH"] as const).map((type) =>
    property<{ readonly peers: number; readonly rounds: number }>({
      name: `sockets/${type.toLowerCase()}-distributes-in-turn`,
      judges: ["sockets.round-robin"],
      peersAlike: true,
      socketTypes: [type],
      cases: [
        { peers: 2, rounds: 3 },
        { peers: 4, rounds: 5 },
      ],
      shape: fields({ peers: count("parties", 2), rounds: count("steps", 1) }),
      arbitrary: fc.record({ peers: fc.integer({ min: 2, max: 6 }), rounds: fc.integer({ min: 1, max: 6 }) }),
      classes: threePeers,
      play: async (stage, { peers: count, rounds }) => {
        const subject = await stage.bound(type);
        const peers = await Promise.all(Array.from({ length: count }, () => stage.connect(subject, partner[type] ?? "DEALER")));
        await blame(stage, "sockets.round-robin", () => untilAllKnown(subject, peers));
        const order: string[] = [];
        for (let index = 0; index < count * rounds; index += 1)
          order.push((await blame(stage, "sockets.round-robin", () => exchange(subject, peers, String(index)))).name);
        await blame(stage, "sockets.round-robin", async () => {
          for (let index = 0; index < order.length; index += count) {
            const turn = order.slice(index, index + count);
            expect(
              new Set(turn).size === count,
              `each of ${String(count)} peers gets one message before any gets another`,
              "a peer gets another before all have got one",
            );
          }
          return Promise.resolve();
        });
      },
    }),
  ),
  ...(["REP", "DEALER", "ROUTER", "PULL", "SUB"] as const).map((type) =>
    property<{ readonly peers: number; readonly messages: number }>({
      name: `sockets/${type.toLowerCase()}-receives-in-turn`,
      judges: ["sockets.fair-queueing"],
      peersAlike: true,
      socketTypes: [type],
      since: "3.1",
      cases: [
        { peers: 2, messages: 3 },
        { peers: 4, messages: 4 },
      ],
      shape: fields({ peers: count("parties", 2), messages: count("steps", 1) }),
      arbitrary: fc.record({ peers: fc.integer({ min: 2, max: 6 }), messages: fc.integer({ min: 1, max: 6 }) }),
      classes: threePeers,
      play: async (stage, { peers: count, messages }) => {
        const subject = await stage.bound(type);
        const peers = await Promise.all(Array.from({ length: count }, () => stage.connect(subject, partner[type] ?? "DEALER")));
        if (type === "SUB") await subject.subscribe(ascii(""));
        for (const peer of peers) await greetSubject(subject, peer);
        for (const peer of peers) for (let index = 0; index < messages; index += 1) peer.send(enveloped(type, peer.name, String(index)));
        for (const peer of peers) await peer.isOpen();
        const order: string[] = [];
        for (let index = 0; index < count * messages; index += 1) order.push(await blame(stage, "sockets.fair-queueing", () => takeOne(subject)));
        await blame(stage, "sockets.fair-queueing", async () => {
          for (let index = 0; index < order.length; index += count) {
            expect(
              new Set(order.slice(index, index + count)).size === count,
              `one message of each of ${String(count)} peers before another of any`,
              "a peer's second message comes before another's first",
            );
          }
          return Promise.resolve();
        });
      },
    }),
  ),
  ...(["REQ", "DEALER", "PUSH", "PAIR"] as const).map((type) =>
    property<{ readonly side: "binds" }>({
      name: `sockets/${type.toLowerCase()}-without-peer-refuses`,
      judges: ["sockets.no-available-peer"],
      socketTypes: [type],
      cases: [{ side: "binds" }],
      play: async (stage) => {
        const subject = await stage.bound(type);
        await blame(stage, "sockets.no-available-peer", () => subject.refuses(words("nobody"), ["would-block"]));
        const peer = await stage.connect(subject, partner[type] ?? "DEALER");
        await subject.send(words("somebody"));
        await blame(stage, "sockets.no-available-peer", () => peer.receives(type === "REQ" ? words("", "somebody") : words("somebody")));
      },
    }),
  ),
  property<{ readonly limit: number }>({
    name: "sockets/queue-has-a-limit",
    judges: ["sockets.queue-limit"],
    socketTypes: ["DEALER"],
    options: ["sendHighWaterMark"],
    cases: [1, 5, 100].map((limit) => ({ limit })),
    play: async (stage, { limit }) => {
      const gone = await stage.absent();
      const subject = await stage.open("DEALER", { sendHighWaterMark: limit });
      await subject.connectTo(gone);
      let accepted = 0;
      while (accepted <= 2 * limit + 10 && (await subject.trySend(words(String(accepted)))) === undefined) accepted += 1;
      await blame(stage, "sockets.queue-limit", async () => {
        expect(
          accepted === limit,
          `${String(limit)} messages are accepted for a peer that is not there yet`,
          accepted > 2 * limit + 10 ? "no limit is seen" : `${String(accepted)} are accepted`,
        );
        return Promise.resolve();
      });
    },
  }),
  property<{ readonly size: number }>({
    name: "sockets/full-peers-are-skipped",
    judges: ["sockets.full-peer-skipped"],
    socketTypes: ["DEALER"],
    options: ["sendHighWaterMark"],
    cases: [{ size: 65536 }],
    play: async (stage, { size }) => {
      const subject = await stage.bound("DEALER", withLittleRoom(stage, { sendHighWaterMark: 4 }));
      const peers = [await stage.connect(subject, "DEALER"), await stage.connect(subject, "DEALER")];
      await untilAllKnown(subject, peers);
      const [stalled, live] = peers as [WirePeer, WirePeer];
      stalled.stream.pause();
      let inRow = 0;
      for (let number = 0, last = -1; inRow < 20; number += 1) {
        if (number > 600) throw new NotReached("precondition", "the queue of a stalled peer never fills");
        await blame(stage, "sockets.full-peer-skipped", () => subject.send([ascii(String(number)), new Uint8Array(size)]));
        live.poll();
        for (let message = live.inbox.shift(); message !== undefined; message = live.inbox.shift()) {
          const arrived = Number(Buffer.from(message[0] ?? []).toString());
          inRow = arrived === last + 1 ? inRow + 1 : 0;
          last = arrived;
        }
      }
    },
  }),
  property<{ readonly size: number }>({
    name: "sockets/accepted-messages-are-sent",
    judges: ["sockets.accepted-is-sent"],
    socketTypes: ["DEALER"],
    options: ["sendHighWaterMark"],
    cases: [{ size: 65536 }],
    play: async (stage, { size }) => {
      const { subject, peer } = await meet(stage, "DEALER", "connects", withLittleRoom(stage, { sendHighWaterMark: 4 }));
      peer.stream.pause();
      let accepted = 0;
      while (accepted < 600 && (await subject.trySend([ascii(String(accepted)), new Uint8Array(size)], 50)) === undefined) accepted += 1;
      if (accepted === 600) throw new NotReached("precondition", "the queue of a stalled peer never fills");
      peer.stream.resume();
      await blame(stage, "sockets.accepted-is-sent", async () => {
        for (let number = 0; number < accepted; number += 1) {
          const [arrived] = await peer.message();
          expect(Buffer.from(arrived ?? []).toString() === String(number), "every accepted message arrives, in order", "one is missing");
        }
      });
    },
  }),
];

function judgeNumbers(stage: Stage, numbers: readonly string[], count: number, order: RequirementId, once: RequirementId): void {
  judge(stage, once, new Set(numbers).size === numbers.length, "each message once", "one comes twice");
  judge(
    stage,
    order,
    numbers.length === count && numbers.every((number, index) => number === String(index)),
    "all messages in the order in which they were sent",
    "one is missing or out of order",
  );
}

/** Sends until every peer has got a message: from then on the socket knows them all. */
async function untilAllKnown(subject: Subject, peers: readonly WirePeer[]): Promise<void> {
  const known = new Set<WirePeer>();
  for (let round = 0; known.size < peers.length; round += 1) {
    if (round >= 20 * peers.length) throw new Unexpected("every peer gets a message in turn", "one gets none while the others get twenty each");
    known.add(await exchange(subject, peers, `round ${String(round)}`));
  }
}

/** One message out, and for REQ the reply; gives the peer that got it. */
async function exchange(subject: Subject, peers: readonly WirePeer[], word: string): Promise<WirePeer> {
  await subject.send(words(word));
  const peer = await whoeverReceives(peers, subject.ceilingMs);
  await peer.receives(subject.type === "REQ" ? words("", word) : words(word));
  if (subject.type === "REQ") {
    peer.send(words("", "reply"));
    await subject.receives(words("reply"));
  }
  return peer;
}

/** One message in, so that the socket knows the peer. */
async function greetSubject(subject: Subject, peer: WirePeer): Promise<void> {
  peer.send(enveloped(subject.type, peer.name, "hello"));
  const from = await takeOne(subject);
  if (from !== peer.name) throw new Unexpected(`a message of ${peer.name}`, `a message of ${from}`);
}

/** Receives one message, answers it if the socket is a REP, and tells from whom it came. */
async function takeOne(subject: Subject): Promise<string> {
  const message = await subject.receive();
  if (subject.type === "REP") await subject.send(words("reply"));
  return Buffer.from(message[subject.type === "ROUTER" ? 1 : 0] ?? []).toString();
}

function enveloped(type: string, ...parts: readonly string[]): readonly Uint8Array[] {
  return type === "REP" ? words("", ...parts) : words(...parts);
}
