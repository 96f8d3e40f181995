/** spec/transports/inproc.md: publish–subscribe without a wire, through sockets of one implementation. */
import * as fc from "fast-check";
import { ascii, concat } from "../../kit/octets.ts";
import { blame, expect, judge } from "../../kit/outcome.ts";
import { property, type AnyProperty } from "../../kit/property.ts";
import { entries, fields, letters } from "../../kit/shrink/shape.ts";
import type { Subject } from "../../kit/subject.ts";
import { words } from "../support.ts";

/** Topics of the subscribers, one list each, and what is published. */
interface Publication {
  readonly topics: readonly (readonly string[])[];
  readonly published: readonly string[];
}

const topic = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 3 });

export const publishSubscribe: readonly AnyProperty[] = [
  property<Publication>({
    name: "inproc/publishes-by-prefix",
    judges: ["publish-subscribe.match", "publish-subscribe.filter", "publish-subscribe.one-copy"],
    socketTypes: ["PUB", "XSUB"],
    transports: ["inproc"],
    cases: [
      { topics: [["a"]], published: ["a", "b", "ab"] },
      { topics: [[""], ["a", "ab"], ["b"]], published: ["", "abc", "b", "ba", "c"] },
    ],
    shape: fields({ topics: entries("parties", 1, entries("steps", 1, letters())), published: entries("steps", 0, letters()) }),
    arbitrary: fc.record({
      topics: fc.array(fc.array(topic, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
      published: fc.array(topic, { maxLength: 8 }),
    }),
    classes: {
      "a message that nobody wants": ({ topics, published }) => published.some((text) => !topics.flat().some((prefix) => text.startsWith(prefix))),
      "a message that two want": ({ topics, published }) =>
        published.some((text) => topics.filter((prefixes) => prefixes.some((prefix) => text.startsWith(prefix))).length > 1),
      "two matching subscriptions of one": ({ topics, published }) =>
        published.some((text) => topics.some((prefixes) => prefixes.filter((prefix) => text.startsWith(prefix)).length > 1)),
    },
    play: async (stage, { topics, published }) => {
      const publisher = await stage.bound("PUB");
      const receivers: Subject[] = [];
      for (const prefixes of topics) {
        const receiver = await stage.open("XSUB");
        await receiver.connectTo(publisher);
        for (const prefix of [...prefixes, "end"]) await subscribe(receiver, prefix);
        receivers.push(receiver);
      }
      await publisher.step();
      for (const text of [...published, "end"]) await publisher.send(words(text, "body"));
      for (const [index, receiver] of receivers.entries()) {
        const isWanted = (text: string): boolean => topics[index]?.some((prefix) => text.startsWith(prefix)) ?? false;
        const wanted = published.filter(isWanted);
        const heard = await blame(stage, "publish-subscribe.match", () => receiveUntil(receiver, (texts) => texts.at(-1) === "end"));
        const unwanted = heard.filter((text) => text !== "end" && !isWanted(text));
        judge(stage, "publish-subscribe.filter", unwanted.length === 0, "what a subscription matches", list(unwanted));
        judge(stage, "publish-subscribe.one-copy", heard.length <= wanted.length + 1, list([...wanted, "end"]), list(heard));
        judge(stage, "publish-subscribe.match", list(heard) === list([...wanted, "end"]), list([...wanted, "end"]), list(heard));
      }
    },
  }),
  property<{ readonly times: number }>({
    name: "inproc/cancels-as-often-as-it-subscribed",
    judges: ["publish-subscribe.cancel-last", "publish-subscribe.cancel-sent"],
    socketTypes: ["XPUB", "SUB"],
    transports: ["inproc"],
    options: ["subscribe", "unsubscribe"],
    cases: [{ times: 1 }, { times: 3 }],
    play: async (stage, { times }) => {
      const publisher = await stage.bound("XPUB");
      const subscriber = await stage.open("SUB");
      await subscriber.connectTo(publisher);
      for (let count = 0; count < times; count += 1) await subscriber.subscribe(ascii("a"));
      await publisher.receives([told(1, "a")]);
      for (let count = 1; count < times; count += 1) await subscriber.unsubscribe(ascii("a"));
      await subscriber.subscribe(ascii("end"));
      await blame(stage, "publish-subscribe.cancel-last", async () => {
        await publisher.receives([told(1, "end")]);
        await publisher.send(words("a", "still"));
        await subscriber.receives(words("a", "still"));
      });
      await blame(stage, "publish-subscribe.cancel-sent", async () => {
        await subscriber.unsubscribe(ascii("a"));
        await publisher.receives([told(0, "a")]);
      });
    },
  }),
  property<{ readonly subscribers: number }>({
    name: "inproc/tells-the-first-and-the-last-subscription",
    judges: ["publish-subscribe.xpub-subscription", "publish-subscribe.xpub-cancellation", "publish-subscribe.xpub-disconnect"],
    socketTypes: ["XPUB", "XSUB"],
    transports: ["inproc"],
    cases: [{ subscribers: 1 }, { subscribers: 3 }],
    play: async (stage, { subscribers: count }) => {
      const publisher = await stage.bound("XPUB");
      const subscribers = await Promise.all(Array.from({ length: count }, () => stage.open("XSUB")));
      for (const [index, subscriber] of subscribers.entries()) {
        await subscriber.connectTo(publisher);
        await subscribe(subscriber, "shared");
        await subscribe(subscriber, `own ${String(index)}`);
      }
      await blame(stage, "publish-subscribe.xpub-subscription", async () => {
        // A repeated subscription may be told as well.
        const heard = await receiveUntil(publisher, (texts) => new Set(texts).size === count + 1);
        const expected = ["shared", ...subscribers.map((_, index) => `own ${String(index)}`)].map((text) => `\x01${text}`);
        expect(list([...new Set(heard)].sort()) === list(expected.sort()), list(expected), list(heard));
      });
      const [first, ...others] = subscribers;
      for (const subscriber of others) await subscriber.send([told(0, "shared")]);
      await first?.send([told(0, "own 0")]);
      await blame(stage, "publish-subscribe.xpub-cancellation", async () => {
        await publisher.receives([told(0, "own 0")]);
      });
      await first?.close();
      await blame(stage, "publish-subscribe.xpub-disconnect", async () => {
        await publisher.receives([told(0, "shared")]);
      });
    },
  }),
  property<{ readonly messages: number }>({
    name: "inproc/never-waits-for-a-subscriber",
    judges: ["publish-subscribe.never-blocks", "publish-subscribe.full-dropped"],
    socketTypes: ["PUB", "XSUB"],
    transports: ["inproc"],
    options: ["sendHighWaterMark", "receiveHighWaterMark"],
    cases: [{ messages: 50 }],
    play: async (stage, { messages }) => {
      const publisher = await stage.bound("PUB", { sendHighWaterMark: 2 });
      const subscriber = await stage.open("XSUB", { receiveHighWaterMark: 2 });
      await subscriber.connectTo(publisher);
      await subscribe(subscriber, "");
      await publisher.step();
      await blame(stage, "publish-subscribe.never-blocks", async () => {
        for (let number = 0; number < messages; number += 1)
          expect((await publisher.trySend(words(String(number), "second"))) === undefined, "the message is accepted", "a refusal");
      });
      await blame(stage, "publish-subscribe.full-dropped", async () => {
        let last = -1;
        for (;;) {
          const { parts } = await subscriber.tryReceive();
          if (parts === undefined) break;
          const number = Number(Buffer.from(parts[0] ?? []).toString());
          expect(
            parts.length === 2 && number > last,
            "whole messages in order",
            `${String(parts.length)} parts of message ${String(number)} after ${String(last)}`,
          );
          last = number;
        }
        expect(last >= 0 && last < messages - 1, "the first messages, and not those for which there was no room", `messages up to ${String(last)}`);
      });
    },
  }),
  property<Record<string, never>>({
    name: "inproc/publishers-do-not-receive-and-subscribers-do-not-send",
    judges: ["publish-subscribe.pub-no-receive", "publish-subscribe.sub-no-send"],
    socketTypes: ["PUB", "SUB"],
    transports: ["inproc"],
    options: ["subscribe"],
    cases: [{}],
    play: async (stage) => {
      const publisher = await stage.bound("PUB");
      const subscriber = await stage.open("SUB");
      await subscriber.connectTo(publisher);
      await subscriber.subscribe(ascii(""));
      await publisher.step();
      await blame(stage, "publish-subscribe.pub-no-receive", () => publisher.refusesToReceive());
      await blame(stage, "publish-subscribe.sub-no-send", async () => {
        expect((await subscriber.trySend(words("hello"))) !== undefined, "a refusal", "the message is accepted");
      });
      await publisher.send(words("news"));
      await subscriber.receives(words("news"));
    },
  }),
];

/** An XSUB's request to subscribe. */
async function subscribe(subscriber: Subject, prefix: string): Promise<void> {
  await subscriber.send([told(1, prefix)]);
}

/** What an XPUB delivers and an XSUB takes: 01 and the topic, or 00 and the topic. */
function told(octet: 0 | 1, text: string): Uint8Array {
  return concat(Uint8Array.of(octet), ascii(text));
}

/** The first parts of the messages that arrive until the condition holds. */
async function receiveUntil(receiver: Subject, isEnough: (texts: readonly string[]) => boolean): Promise<readonly string[]> {
  const texts: string[] = [];
  while (!isEnough(texts)) texts.push(Buffer.from((await receiver.receive())[0] ?? []).toString("latin1"));
  return texts;
}

function list(texts: readonly string[]): string {
  return JSON.stringify(texts);
}
