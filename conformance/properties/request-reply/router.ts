/** spec/patterns/request-reply.md, ROUTER. */
import * as fc from "fast-check";
import { bodies, classesOf, messageClasses, partsOf, type Body, messageShape } from "../../kit/generate/body.ts";
import { limits } from "../../kit/generate/limits.ts";
import { ascii, equal, equalParts, hex } from "../../kit/octets.ts";
import { blame, expect, NotReached } from "../../kit/outcome.ts";
import { property, type AnyProperty } from "../../kit/property.ts";
import { largePart, moreThanFits, withLittleRoom } from "../../kit/room.ts";
import { fields } from "../../kit/shrink/shape.ts";
import type { Subject } from "../../kit/subject.ts";
import { meet, sides, words, type Side } from "../support.ts";

export const router: readonly AnyProperty[] = [
  property<{ readonly message: readonly Body[]; readonly side: Side }>({
    name: "request-reply/router-prefixes-the-identity",
    judges: ["request-reply.router-prefix"],
    socketTypes: ["ROUTER"],
    cases: [
      [{ size: 0, fill: 0 }],
      [
        { size: 3, fill: 73 },
        { size: 0, fill: 0 },
      ],
    ].flatMap((message) => sides.map((side) => ({ side, message }))),
    shape: fields({ message: messageShape }),
    arbitrary: fc.record({ side: fc.constantFrom<Side>("binds", "connects"), message: bodies(4, 300) }),
    classes: classesOf(messageClasses, ({ message }) => message),
    play: async (stage, { message, side }) => {
      const { subject, peer } = await meet(stage, "ROUTER", side);
      await blame(stage, "request-reply.router-prefix", async () => {
        peer.send(partsOf(message));
        const [identity, ...rest] = await subject.receive();
        expect(
          identity !== undefined && identity.length > 0 && equalParts(rest, partsOf(message)),
          "an identity, then the parts of the message",
          `${String(rest.length + 1)} parts of which the first has ${String(identity?.length)} octets`,
        );
      });
    },
  }),
  property<{ readonly peers: number }>({
    name: "request-reply/router-routes-by-the-first-part",
    judges: ["request-reply.router-route"],
    socketTypes: ["ROUTER"],
    cases: [{ peers: 1 }, { peers: 3 }],
    play: async (stage, { peers: count }) => {
      const subject = await stage.bound("ROUTER");
      const peers = await Promise.all(Array.from({ length: count }, (_, index) => stage.connect(subject, "DEALER", { identity: ascii(`id${String(index)}`) })));
      const identities: Uint8Array[] = [];
      for (const peer of peers) {
        peer.send(words("hello"));
        // Whether it is the announced one is another matter (request-reply.router-peer-identity).
        const [identity = new Uint8Array()] = await subject.receive();
        identities.push(identity);
      }
      await blame(stage, "request-reply.router-route", async () => {
        for (const [index, identity] of [...identities.entries()].reverse()) await subject.send([identity, ...words("for", String(index))]);
        for (const [index, peer] of peers.entries()) await peer.receives(words("for", String(index)));
        if (stage.hasPing) for (const peer of peers) await peer.isOpen();
        expect(
          peers.every((peer) => peer.inbox.length === 0),
          "each peer receives its message only",
          "one receives more",
        );
      });
    },
  }),
  property<{ readonly peers: number }>({
    name: "request-reply/router-gives-unique-identities",
    judges: ["request-reply.router-unique"],
    socketTypes: ["ROUTER"],
    cases: [{ peers: 2 }, { peers: 10 }],
    play: async (stage, { peers: count }) => {
      const subject = await stage.bound("ROUTER");
      const identities: string[] = [];
      for (let index = 0; index < count; index += 1) {
        const peer = await stage.connect(subject, "DEALER");
        peer.send(words("hello"));
        const [identity] = await subject.receive();
        identities.push(hex(identity ?? ascii("")));
      }
      await blame(stage, "request-reply.router-unique", async () => {
        expect(
          new Set(identities).size === count && !identities.includes(""),
          `${String(count)} different identities`,
          `${String(new Set(identities).size)} different ones`,
        );
        return Promise.resolve();
      });
    },
  }),
  property<{ readonly size: number }>({
    name: "request-reply/router-uses-the-announced-identity",
    judges: ["request-reply.router-peer-identity"],
    socketTypes: ["ROUTER"],
    cases: [1, 5, limits.identity - 1, limits.identity].map((size) => ({ size })),
    play: async (stage, { size }) => {
      const identity = new Uint8Array(size).fill(105);
      const { subject, peer } = await meet(stage, "ROUTER", "binds", {}, { identity });
      await blame(stage, "request-reply.router-peer-identity", async () => {
        peer.send(words("hello"));
        await receivesFrom(subject, identity, words("hello"));
      });
    },
  }),
  property<Record<string, never>>({
    name: "request-reply/router-follows-a-changed-identity",
    judges: ["request-reply.router-reconnect-identity"],
    socketTypes: ["ROUTER"],
    cases: [{}],
    play: async (stage) => {
      const listening = await stage.listen();
      const subject = await stage.open("ROUTER");
      await subject.connectTo(listening);
      const before = await stage.accept(listening, "DEALER", { identity: ascii("before") });
      before.send(words("one"));
      await subject.receives(words("before", "one"));
      await before.leave();
      const after = await stage.accept(listening, "DEALER", { identity: ascii("after") });
      await blame(stage, "request-reply.router-reconnect-identity", async () => {
        after.send(words("two"));
        await receivesFrom(subject, ascii("after"), words("two"));
        await subject.send(words("after", "three"));
        await after.receives(words("three"));
      });
    },
  }),
  property<{ readonly size: number }>({
    name: "request-reply/router-with-a-duplicate-identity",
    mechanisms: ["NULL"],
    judges: ["request-reply.router-duplicate"],
    socketTypes: ["ROUTER"],
    since: "3.1",
    cases: [{ size: 4 }],
    play: async (stage, { size }) => {
      const identity = new Uint8Array(size).fill(100);
      const { subject, peer: first } = await meet(stage, "ROUTER", "binds", {}, { identity });
      first.send(words("first"));
      await subject.receives([identity, ...words("first")]);
      const second = await stage.dial(subject);
      second.writeGreeting();
      await second.readGreeting();
      second.writeReady({ socketType: "DEALER", identity });
      await blame(stage, "request-reply.router-duplicate", async () => {
        if (!(await second.survives())) {
          stage.observe("request-reply.router-duplicate", "refuse");
          first.send(words("still"));
          await subject.receives([identity, ...words("still")]);
          return;
        }
        second.send(words("second"));
        await second.isOpen();
        await receivesFrom(subject, identity, words("second"));
        await subject.send([identity, ...words("for the newest")]);
        await second.receives(words("for the newest"));
        stage.observe("request-reply.router-duplicate", "hand-over");
      });
    },
  }),
  property<{ readonly unknown: string }>({
    name: "request-reply/router-discards-what-it-cannot-route",
    judges: ["request-reply.router-unroutable"],
    socketTypes: ["ROUTER"],
    cases: ["nobody", "", "x".repeat(255)].map((unknown) => ({ unknown })),
    play: async (stage, { unknown }) => {
      const { subject, peer } = await meet(stage, "ROUTER", "binds", {}, { identity: ascii("A") });
      peer.send(words("hello"));
      const [identity = new Uint8Array()] = await subject.receive();
      await blame(stage, "request-reply.router-unroutable", async () => {
        const refusal = await subject.trySend(words(unknown, "lost"));
        expect(refusal === undefined, "the message is accepted and discarded", `it is refused: ${refusal ?? ""}`);
        await subject.send([identity, ...words("kept")]);
        await peer.receives(words("kept"));
      });
    },
  }),
  property<{ readonly unknown: string }>({
    name: "request-reply/mandatory-router-refuses-what-it-cannot-route",
    judges: ["request-reply.router-mandatory"],
    socketTypes: ["ROUTER"],
    options: ["mandatory"],
    cases: ["nobody", "x".repeat(255)].map((unknown) => ({ unknown })),
    play: async (stage, { unknown }) => {
      const { subject, peer } = await meet(stage, "ROUTER", "binds", { mandatory: true }, { identity: ascii("A") });
      peer.send(words("hello"));
      await subject.receives(words("A", "hello"));
      await blame(stage, "request-reply.router-mandatory", async () => {
        await subject.refuses(words(unknown, "lost"), ["no-route"]);
        await subject.send(words("A", "kept"));
        await peer.receives(words("kept"));
      });
    },
  }),
  property<{ readonly size: number }>({
    name: "request-reply/mandatory-router-loses-nothing",
    judges: ["request-reply.router-mandatory-full"],
    socketTypes: ["ROUTER"],
    options: ["mandatory", "sendHighWaterMark"],
    cases: [{ size: 65536 }],
    play: async (stage, { size }) => {
      const { subject, peer } = await meet(stage, "ROUTER", "binds", withLittleRoom(stage, { mandatory: true, sendHighWaterMark: 4 }), {
        identity: ascii("A"),
      });
      peer.send(words("hello"));
      await subject.receives(words("A", "hello"));
      peer.stream.pause();
      let accepted = 0;
      let refusal: string | undefined;
      for (; accepted < 600 && refusal === undefined; accepted += refusal === undefined ? 1 : 0)
        refusal = await subject.trySend([ascii("A"), ascii(String(accepted)), new Uint8Array(size)], 50);
      await blame(stage, "request-reply.router-mandatory-full", async () => {
        expect(refusal !== undefined, "a message for a peer whose queue is full is refused", "every message is accepted");
        peer.stream.resume();
        for (let number = 0; number < accepted; number += 1) {
          const [arrived] = await peer.message();
          expect(Buffer.from(arrived ?? []).toString() === String(number), "every accepted message arrives", "one is missing");
        }
      });
    },
  }),
  property<{ readonly size: number }>({
    name: "request-reply/router-does-not-block",
    judges: ["request-reply.router-never-blocks"],
    socketTypes: ["ROUTER"],
    options: ["sendHighWaterMark"],
    cases: [{ size: largePart }],
    play: async (stage, { size }) => {
      const subject = await stage.bound("ROUTER", withLittleRoom(stage, { sendHighWaterMark: 2 }));
      const stalled = await stage.connect(subject, "DEALER", { identity: ascii("stalled") });
      const live = await stage.connect(subject, "DEALER", { identity: ascii("live") });
      for (const peer of [stalled, live]) {
        peer.send(words("hello"));
        await subject.receive();
      }
      stalled.stream.pause();
      await blame(stage, "request-reply.router-never-blocks", async () => {
        for (let count = 0; count < moreThanFits(stage); count += 1) {
          const refusal = await subject.trySend([ascii("stalled"), new Uint8Array(size)]);
          expect(refusal === undefined, "the message is taken, or dropped, at once", `the send is refused: ${refusal ?? ""}`);
        }
        await subject.send(words("live", "next"));
        await live.receives(words("next"));
      });
    },
  }),
  property<{ readonly part: string }>({
    name: "request-reply/router-refuses-a-single-part",
    judges: ["request-reply.router-one-part"],
    socketTypes: ["ROUTER"],
    cases: [{ part: "A" }],
    play: async (stage, { part }) => {
      const { subject, peer } = await meet(stage, "ROUTER", "binds", {}, { identity: ascii(part) });
      peer.send(words("hello"));
      const [identity] = await subject.receive();
      if (identity === undefined || !equal(identity, ascii(part))) throw new NotReached("precondition", "the announced identity is not used");
      await blame(stage, "request-reply.router-one-part", () => subject.refuses(words(part), ["invalid", "wrong-state", "failed", "no-route"]));
    },
  }),
];

/** The next message comes from the peer with this identity. An identity that the socket made is not told: it differs from run to run. */
async function receivesFrom(subject: Subject, identity: Uint8Array, parts: readonly Uint8Array[]): Promise<void> {
  const [from, ...rest] = await subject.receive();
  expect(from !== undefined && equal(from, identity), "the peer is known by the identity that it announced last", "it is known by another one");
  expect(equalParts(rest, parts), "its message follows the identity", "another message follows");
}
