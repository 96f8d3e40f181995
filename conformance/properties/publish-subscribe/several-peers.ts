/** spec/patterns/publish-subscribe.md, with several subscribers: to each what it wants, counted over all of them. */
import * as fc from "fast-check";
import { ascii, concat, equal } from "../../kit/octets.ts";
import { blame, expect, judge, NotReached } from "../../kit/outcome.ts";
import { property, type AnyProperty } from "../../kit/property.ts";
import { largePart, moreThanFits, withLittleRoom } from "../../kit/room.ts";
import { count, entries, fields, letters } from "../../kit/shrink/shape.ts";
import type { Stage } from "../../kit/stage.ts";
import type { Subject } from "../../kit/subject.ts";
import type { WirePeer } from "../../kit/wire/peer.ts";
import { meet, words } from "../support.ts";

const told = (octet: 0 | 1, topic: string): readonly Uint8Array[] => [concat(Uint8Array.of(octet), ascii(topic))];
const topic = fc.array(fc.constantFrom("a", "b"), { maxLength: 3, size: "max" }).map((letters) => letters.join(""));

export const severalPeers: readonly AnyProperty[] = [
  property<{ readonly subscribers: readonly (readonly string[])[]; readonly messages: readonly string[] }>({
    name: "publish-subscribe/each-subscriber-gets-what-it-wants",
    judges: ["publish-subscribe.match", "publish-subscribe.filter", "publish-subscribe.one-copy"],
    socketTypes: ["PUB"],
    since: "3.1",
    cases: [
      { subscribers: [["a"], ["b"], [""]], messages: ["a", "b", "ab", "c"] },
      { subscribers: [["a", "ab"], ["ab"], []], messages: ["a", "ab", "aba", ""] },
    ],
    shape: fields({ subscribers: entries("parties", 2, entries("steps", 0, letters())), messages: entries("steps", 1, letters()) }),
    arbitrary: fc.record({
      subscribers: fc.array(fc.uniqueArray(topic, { maxLength: 3 }), { minLength: 2, maxLength: 5, size: "max" }),
      messages: fc.array(topic, { minLength: 1, maxLength: 8, size: "max" }),
    }),
    classes: {
      "a message that several want": ({ subscribers, messages }) => messages.some((message) => wanting(subscribers, message) > 1),
      "a message that some want and some do not": ({ subscribers, messages }) =>
        messages.some((message) => wanting(subscribers, message) > 0 && wanting(subscribers, message) < subscribers.length),
    },
    play: async (stage, { subscribers, messages }) => {
      const subject = await stage.bound("PUB");
      const peers = await subscribed(stage, subject, subscribers);
      for (const [number, first] of messages.entries()) await subject.send(words(first, String(number)));
      await subject.send(words("end"));
      for (const [at, peer] of peers.entries()) {
        const numbers = await untilEnd(stage, peer);
        const wanted = messages.flatMap((first, number) => ((subscribers[at] ?? []).some((prefix) => first.startsWith(prefix)) ? [String(number)] : []));
        judge(stage, "publish-subscribe.one-copy", new Set(numbers).size === numbers.length, "each message once", "one comes twice");
        judge(
          stage,
          "publish-subscribe.filter",
          numbers.every((number) => wanted.includes(number)),
          "to each subscriber only what matches its own topics",
          `${peer.name} gets another message`,
        );
        judge(
          stage,
          "publish-subscribe.match",
          numbers.join() === wanted.join(),
          "to each subscriber all that matches its own topics",
          `${peer.name} lacks a message`,
        );
      }
    },
  }),
  property<{ readonly peers: number }>({
    name: "publish-subscribe/xpub-counts-its-subscribers",
    judges: ["publish-subscribe.xpub-subscription", "publish-subscribe.xpub-cancellation"],
    socketTypes: ["XPUB"],
    since: "3.1",
    shape: fields({ peers: count("parties", 2) }),
    cases: [2, 4].map((peers) => ({ peers })),
    play: async (stage, { peers: count }) => {
      const { subject, peer: first } = await meet(stage, "XPUB");
      const others = await Promise.all(Array.from({ length: count - 1 }, () => stage.connect(subject, "SUB")));
      await blame(stage, "publish-subscribe.xpub-subscription", async () => {
        first.sendCommand("SUBSCRIBE", ascii("a"));
        await subject.receives(told(1, "a"));
      });
      for (const other of others) {
        other.sendCommand("SUBSCRIBE", ascii("a"));
        await other.isOpen();
      }
      const repeated = stage.setting.hello.choices["publish-subscribe.xpub-repeated"] === "each";
      await blame(stage, "publish-subscribe.xpub-subscription", async () => {
        for (const _ of repeated ? others : []) await subject.receives(told(1, "a"));
        // All but the last cancel: the topic is wanted still, so the next thing to be told is another topic.
        for (const other of others) {
          other.sendCommand("CANCEL", ascii("a"));
          await other.isOpen();
        }
        first.sendCommand("SUBSCRIBE", ascii("z"));
        await subject.receives(told(1, "z"));
      });
      await blame(stage, "publish-subscribe.xpub-cancellation", async () => {
        first.sendCommand("CANCEL", ascii("a"));
        await subject.receives(told(0, "a"));
      });
    },
  }),
  property<{ readonly size: number }>({
    name: "publish-subscribe/a-slow-subscriber-harms-no-other",
    judges: ["publish-subscribe.match", "publish-subscribe.never-blocks"],
    socketTypes: ["PUB"],
    options: ["sendHighWaterMark"],
    since: "3.1",
    cases: [{ size: largePart }],
    play: async (stage, { size }) => {
      const subject = await stage.bound("PUB", withLittleRoom(stage, { sendHighWaterMark: 4 }));
      const [slow, quick] = await subscribed(stage, subject, [[""], [""]]);
      if (slow === undefined || quick === undefined) throw new NotReached("harness", "two subscribers were asked for");
      slow.stream.pause();
      for (let number = 0; number < moreThanFits(stage); number += 1) {
        await blame(stage, "publish-subscribe.never-blocks", () => subject.send([ascii(String(number)), new Uint8Array(size)]));
        await blame(stage, "publish-subscribe.match", async () => {
          const [arrived] = await quick.message();
          expect(Buffer.from(arrived ?? []).toString() === String(number), "every message, at the subscriber that reads", "one is missing");
        });
      }
    },
  }),
  property<{ readonly topics: readonly string[] }>({
    name: "publish-subscribe/subscriptions-are-passed-on-by-hand",
    judges: ["publish-subscribe.xsub-subscribe", "publish-subscribe.xpub-subscription", "publish-subscribe.match"],
    socketTypes: ["XPUB", "XSUB"],
    since: "3.1",
    shape: fields({ topics: entries("steps", 1, letters()) }),
    cases: [["a"], ["", "x".repeat(250)]].map((topics) => ({ topics })),
    play: async (stage, { topics }) => {
      const below = await stage.bound("XPUB");
      const above = await stage.bound("XSUB");
      const publisher = await stage.connect(above, "PUB");
      const subscriber = await stage.connect(below, "SUB");
      await publisher.isOpen();
      await above.step();
      for (const wanted of topics) {
        subscriber.sendCommand("SUBSCRIBE", ascii(wanted));
        const message = await blame(stage, "publish-subscribe.xpub-subscription", () => below.receive());
        await above.send(message);
        await above.step();
        await blame(stage, "publish-subscribe.xsub-subscribe", async () => {
          const arrived = await asked(stage, publisher);
          expect(equal(arrived, ascii(wanted)), "a subscription to the topic", `one of ${String(arrived.length)} octets`);
        });
      }
      for (const wanted of topics) {
        publisher.send(words(`${wanted}!`, "news"));
        const message = await above.receive();
        await below.send(message);
        await blame(stage, "publish-subscribe.match", () => subscriber.receives(words(`${wanted}!`, "news")));
      }
    },
  }),
];

/** Peers with their topics, and one more by which the end is told; the publisher has taken note of all. */
async function subscribed(stage: Stage, subject: Subject, subscribers: readonly (readonly string[])[]): Promise<readonly WirePeer[]> {
  const peers = await Promise.all(subscribers.map(() => stage.connect(subject, "SUB")));
  for (const [at, peer] of peers.entries()) {
    for (const wanted of [...(subscribers[at] ?? []), "end"]) peer.sendCommand("SUBSCRIBE", ascii(wanted));
    await peer.isOpen();
  }
  await subject.step();
  return peers;
}

async function untilEnd(stage: Stage, peer: WirePeer): Promise<readonly string[]> {
  const numbers: string[] = [];
  for (;;) {
    const [first, number] = await blame(stage, "publish-subscribe.match", () => peer.message());
    if (number === undefined && equal(first ?? ascii(""), ascii("end"))) return numbers;
    numbers.push(Buffer.from(number ?? []).toString());
  }
}

/** The topic of the next subscription, in whichever form it comes. */
async function asked(stage: Stage, peer: WirePeer): Promise<Uint8Array> {
  await peer.stream.until(() => peer.stream.ready, stage.ceilingMs);
  peer.poll();
  const [part] = peer.inbox.shift() ?? [];
  if (part !== undefined) return part.subarray(1);
  return (await peer.command("a subscription")).data;
}

/** How many of the subscribers want the message. */
function wanting(subscribers: readonly (readonly string[])[], message: string): number {
  return subscribers.filter((topics) => topics.some((prefix) => message.startsWith(prefix))).length;
}
