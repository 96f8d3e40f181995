/** spec/patterns/sockets.md, with several peers at once: whole messages, the order of each peer, nothing twice. */
import * as fc from "fast-check";
import { ascii, describeParts, equalParts } from "../../kit/octets.ts";
import { blame, expect, judge, NotReached } from "../../kit/outcome.ts";
import { property, type AnyProperty } from "../../kit/property.ts";
import { withLittleRoom } from "../../kit/room.ts";
import { count, fields } from "../../kit/shrink/shape.ts";
import { collect } from "../../kit/wire/group.ts";
import { encodeFrame } from "../../kit/wire/encode.ts";
import { partner, words } from "../support.ts";

interface Crowd {
  readonly peers: number;
  readonly messages: number;
}

const crowds: readonly Crowd[] = [
  { peers: 2, messages: 4 },
  { peers: 5, messages: 10 },
];
const anyCrowd = fc.record({ peers: fc.integer({ min: 2, max: 6 }), messages: fc.integer({ min: 1, max: 20 }) });
const crowdShape = fields({ peers: count("parties", 2), messages: count("steps", 1) });

const crowdClasses = { "three peers or more": ({ peers }: Crowd) => peers > 2, "ten messages or more": ({ messages }: Crowd) => messages > 9 };

export const severalPeers: readonly AnyProperty[] = [
  ...(["DEALER", "PULL", "SUB"] as const).map((type) =>
    property<Crowd>({
      name: `sockets/${type.toLowerCase()}-keeps-the-order-of-each-peer`,
      judges: ["sockets.order-received", "sockets.no-duplicate-delivery"],
      socketTypes: [type],
      cases: crowds,
      shape: crowdShape,
      arbitrary: anyCrowd,
      classes: crowdClasses,
      play: async (stage, { peers: count, messages }) => {
        const subject = await stage.bound(type);
        if (type === "SUB") await subject.subscribe(ascii(""));
        const peers = await Promise.all(Array.from({ length: count }, () => stage.connect(subject, partner[type] ?? "DEALER")));
        for (let number = 0; number < messages; number += 1) for (const peer of peers) peer.send(words(peer.name, String(number)));
        const next = new Map(peers.map((peer) => [peer.name, 0]));
        for (let taken = 0; taken < count * messages; taken += 1) {
          const [name = "", number = ""] = (await blame(stage, "sockets.order-received", () => subject.receive())).map((part) => Buffer.from(part).toString());
          const wanted = next.get(name) ?? 0;
          judge(stage, "sockets.no-duplicate-delivery", Number(number) >= wanted, "each message of a peer once", "one comes twice");
          judge(
            stage,
            "sockets.order-received",
            Number(number) === wanted,
            "the messages of each peer in their order, none left out",
            "one is missing or out of order",
          );
          next.set(name, wanted + 1);
        }
      },
    }),
  ),
  property<Crowd>({
    name: "sockets/each-peer-gets-its-messages-in-order",
    judges: ["sockets.order-sent", "sockets.no-duplicates"],
    peersAlike: true,
    socketTypes: ["PUSH"],
    cases: crowds,
    shape: crowdShape,
    arbitrary: anyCrowd,
    classes: crowdClasses,
    play: async (stage, { peers: count, messages }) => {
      const subject = await stage.bound("PUSH");
      const peers = await Promise.all(Array.from({ length: count }, () => stage.connect(subject, "PULL")));
      for (let number = 0; number < count * messages; number += 1) await subject.send(words(String(number)));
      const taken = await blame(stage, "sockets.order-sent", () => collect(peers, count * messages, stage.ceilingMs));
      const numbers = [...taken.values()].map((list) => list.map(([first]) => Number(Buffer.from(first ?? []).toString())));
      judge(stage, "sockets.no-duplicates", new Set(numbers.flat()).size === count * messages, "each message once", "one comes twice");
      judge(
        stage,
        "sockets.order-sent",
        numbers.every((list) => list.every((number, at) => at === 0 || number > (list[at - 1] ?? 0))),
        "what a peer gets, in the order in which it was sent",
        "a later message comes first",
      );
    },
  }),
  ...(["DEALER", "PULL"] as const).map((type) =>
    property<{ readonly peers: number; readonly parts: number }>({
      name: `sockets/${type.toLowerCase()}-does-not-mix-the-parts-of-peers`,
      judges: ["exchange-patterns.unmodified"],
      socketTypes: [type],
      since: "3.1",
      shape: fields({ peers: count("parties", 2), parts: count("frames", 1) }),
      cases: [
        { peers: 2, parts: 2 },
        { peers: 4, parts: 5 },
      ],
      play: async (stage, { peers: count, parts }) => {
        const subject = await stage.bound(type);
        const peers = await Promise.all(Array.from({ length: count }, () => stage.connect(subject, partner[type] ?? "DEALER")));
        // Every peer has begun its message before any ends one; a PING after each frame shows that it was read.
        for (let part = 0; part < parts; part += 1)
          for (const peer of peers) {
            peer.write(encodeFrame(ascii(`${peer.name}${String(part)}`), { more: part < parts - 1 }));
            await peer.isOpen();
          }
        const wanted = peers.map((peer) => words(...Array.from({ length: parts }, (_, part) => `${peer.name}${String(part)}`)));
        await blame(stage, "exchange-patterns.unmodified", async () => {
          for (let taken = 0; taken < count; taken += 1) {
            const message = await subject.receive();
            const at = wanted.findIndex((candidate) => equalParts(candidate, message));
            expect(at >= 0, "the message of one peer, with all of its parts", describeParts(message));
            wanted.splice(at, 1);
          }
        });
      },
    }),
  ),
  property<{ readonly parts: number; readonly size: number }>({
    name: "sockets/the-next-peer-gets-whole-messages",
    judges: ["exchange-patterns.unmodified"],
    socketTypes: ["PUSH"],
    options: ["sendHighWaterMark"],
    cases: [{ parts: 3, size: 65536 }],
    play: async (stage, { parts, size }) => {
      const subject = await stage.bound("PUSH", withLittleRoom(stage, { sendHighWaterMark: 4 }));
      const stalled = await stage.connect(subject, "PULL");
      await subject.send(words("here"));
      await stalled.receives(words("here"));
      stalled.stream.pause();
      const message = (number: number): readonly Uint8Array[] => [ascii(String(number)), ...Array.from({ length: parts }, () => new Uint8Array(size))];
      let accepted = 0;
      while (accepted < 1000 && (await subject.trySend(message(accepted), 50)) === undefined) accepted += 1;
      if (accepted === 1000) throw new NotReached("precondition", "the queue of a stalled peer never fills");
      stalled.abort();
      const next = await stage.connect(subject, "PULL");
      await subject.send(words("end"));
      await blame(stage, "exchange-patterns.unmodified", async () => {
        for (let arrived = await next.message(); !equalParts(arrived, words("end")); arrived = await next.message()) {
          expect(arrived.length === parts + 1 && arrived[0] !== undefined && arrived[0].length < 4, "whole messages", `${String(arrived.length)} parts`);
        }
      });
    },
  }),
];
