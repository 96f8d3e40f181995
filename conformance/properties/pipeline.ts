/** spec/patterns/pipeline.md: PUSH and PULL. What they share with other sockets is judged in sockets/. */
import { blame, expect } from "../kit/outcome.ts";
import { property, type AnyProperty } from "../kit/property.ts";
import { collect } from "../kit/wire/group.ts";
import { meet, sides, words, type Side } from "./support.ts";

export const pipeline: readonly AnyProperty[] = [
  property<{ readonly peers: number; readonly messages: number }>({
    name: "pipeline/each-message-goes-to-one-peer",
    judges: ["pipeline.one-peer"],
    socketTypes: ["PUSH"],
    since: "3.1",
    peersAlike: true,
    cases: [
      { peers: 2, messages: 6 },
      { peers: 4, messages: 20 },
    ],
    play: async (stage, { peers: count, messages }) => {
      const subject = await stage.bound("PUSH");
      const peers = await Promise.all(Array.from({ length: count }, () => stage.connect(subject, "PULL")));
      for (const peer of peers) await peer.isOpen();
      for (let number = 0; number < messages; number += 1) await subject.send(words(String(number)));
      await blame(stage, "pipeline.one-peer", async () => {
        const taken = await collect(peers, messages, stage.ceilingMs);
        for (const peer of peers) await peer.isOpen();
        const numbers = [...taken.values()].flat().map(([part]) => Buffer.from(part ?? []).toString());
        expect(new Set(numbers).size === messages && peers.every((peer) => peer.inbox.length === 0), "each message at one peer", "a message at several");
      });
    },
  }),
  property<{ readonly side: Side }>({
    name: "pipeline/push-does-not-receive",
    judges: ["pipeline.push-no-receive"],
    socketTypes: ["PUSH"],
    since: "3.1",
    cases: sides.map((side) => ({ side })),
    play: async (stage, { side }) => {
      const { subject, peer } = await meet(stage, "PUSH", side);
      peer.send(words("hello"));
      await peer.survives();
      await blame(stage, "pipeline.push-no-receive", () => subject.refusesToReceive());
      if (peer.stream.closed !== undefined) return;
      await subject.send(words("work"));
      await peer.receives(words("work"));
    },
  }),
  property<{ readonly side: Side }>({
    name: "pipeline/pull-does-not-send",
    judges: ["pipeline.pull-no-send"],
    socketTypes: ["PULL"],
    cases: sides.map((side) => ({ side })),
    play: async (stage, { side }) => {
      const { subject, peer } = await meet(stage, "PULL", side);
      await blame(stage, "pipeline.pull-no-send", async () => {
        expect((await subject.trySend(words("hello"))) !== undefined, "a refusal", "the message is accepted");
      });
      peer.send(words("work"));
      await subject.receives(words("work"));
    },
  }),
];
