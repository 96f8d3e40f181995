/** spec/patterns/sockets.md: what one peer's queue, arrival or departure may not do to others. */
import { blame, expect, NotReached } from "../../kit/outcome.ts";
import { property, type AnyProperty } from "../../kit/property.ts";
import { largePart, withLittleRoom } from "../../kit/room.ts";
import { whoeverReceives } from "../../kit/wire/group.ts";
import { meet, partner, words } from "../support.ts";

const most = 600;

export const independence: readonly AnyProperty[] = [
  ...["DEALER", "PULL"].map((type) =>
    property<{ readonly peers: number; readonly messages: number }>({
      name: `sockets/everything-that-arrives-at-${type.toLowerCase()}-is-delivered`,
      judges: ["sockets.delivery"],
      socketTypes: [type],
      cases: [
        { peers: 1, messages: 1 },
        { peers: 3, messages: 100 },
      ],
      play: async (stage, { peers: count, messages }) => {
        const subject = await stage.bound(type);
        const peers = await Promise.all(Array.from({ length: count }, () => stage.connect(subject, partner[type] ?? "DEALER")));
        for (let index = 0; index < messages; index += 1) for (const peer of peers) peer.send(words(peer.name, String(index)));
        await blame(stage, "sockets.delivery", async () => {
          const missing = new Set(peers.flatMap((peer) => Array.from({ length: messages }, (_, index) => `${peer.name} ${String(index)}`)));
          while (missing.size > 0) missing.delete((await subject.receive()).map((part) => Buffer.from(part).toString()).join(" "));
        });
      },
    }),
  ),
  property<{ readonly direction: "receives while it cannot send" }>({
    name: "sockets/a-full-queue-does-not-stop-the-other",
    judges: ["sockets.queues-independent"],
    socketTypes: ["DEALER"],
    options: ["sendHighWaterMark"],
    cases: [{ direction: "receives while it cannot send" }],
    play: async (stage) => {
      const { subject, peer } = await meet(stage, "DEALER", "connects", withLittleRoom(stage, { sendHighWaterMark: 4 }));
      peer.stream.pause();
      let accepted = 0;
      while (accepted < most && (await subject.trySend([new Uint8Array(largePart)], 50)) === undefined) accepted += 1;
      if (accepted === most) throw new NotReached("precondition", "the queue of a stalled peer never fills");
      await blame(stage, "sockets.queues-independent", async () => {
        peer.send(words("in"));
        await subject.receives(words("in"));
      });
    },
  }),
  property<{ readonly messages: number }>({
    name: "sockets/an-unread-queue-does-not-stop-the-other",
    judges: ["sockets.queues-independent"],
    socketTypes: ["DEALER"],
    options: ["receiveHighWaterMark"],
    cases: [{ messages: 200 }],
    play: async (stage, { messages }) => {
      const { subject, peer } = await meet(stage, "DEALER", "connects", { receiveHighWaterMark: 2 });
      for (let count = 0; count < messages; count += 1) peer.send([new Uint8Array(largePart)]);
      await blame(stage, "sockets.queues-independent", async () => {
        await subject.send(words("out"));
        await peer.receives(words("out"));
      });
    },
  }),
  property<{ readonly rounds: number }>({
    name: "sockets/turns-go-on-when-a-peer-joins",
    judges: ["sockets.round-robin-change"],
    peersAlike: true,
    socketTypes: ["DEALER"],
    cases: [{ rounds: 6 }],
    play: async (stage, { rounds }) => {
      const subject = await stage.bound("DEALER");
      const steady = [await stage.connect(subject, "DEALER"), await stage.connect(subject, "DEALER")];
      const known = new Set<string>();
      for (let round = 0; known.size < steady.length; round += 1) {
        if (round > 40) throw new NotReached("precondition", "not every peer gets a message in turn");
        await subject.send(words("warm"));
        const peer = await whoeverReceives(steady, stage.ceilingMs);
        await peer.message();
        known.add(peer.name);
      }
      const peers = [...steady];
      const order: string[] = [];
      for (let index = 0; index < 3 * rounds; index += 1) {
        if (index === rounds) peers.push(await stage.connect(subject, "DEALER"));
        await subject.send(words(String(index)));
        const peer = await whoeverReceives(peers, stage.ceilingMs);
        await peer.message();
        order.push(peer.name);
      }
      await blame(stage, "sockets.round-robin-change", async () => {
        const ofSteady = order.filter((name) => steady.some((peer) => peer.name === name));
        const twice = ofSteady.some((name, index) => name === ofSteady[index - 1]);
        expect(!twice, "neither of two steady peers gets two messages without the other getting one", "one gets two in a row");
        return Promise.resolve();
      });
    },
  }),
];
