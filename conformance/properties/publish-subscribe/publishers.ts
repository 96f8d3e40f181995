/** spec/patterns/publish-subscribe.md, publishers: which messages reach whom. */
import * as fc from "fast-check";
import { ascii, concat, equal, fromHex } from "../../kit/octets.ts";
import { blame, expect, judge, NotReached, Unexpected } from "../../kit/outcome.ts";
import { property, type AnyProperty } from "../../kit/property.ts";
import { largePart, moreThanFits, withLittleRoom } from "../../kit/room.ts";
import { entries, fields, letters } from "../../kit/shrink/shape.ts";
import type { Subject } from "../../kit/subject.ts";
import type { WirePeer } from "../../kit/wire/peer.ts";
import { meet, words } from "../support.ts";

/** Topics and first parts over a small alphabet, so that prefixes are common; hex. */
const text = fc.array(fc.constantFrom("00", "41", "42", "ff"), { maxLength: 4, size: "max" }).map((octets) => octets.join(""));
const end = "7f656e64";

interface Published {
  readonly topics: readonly string[];
  readonly messages: readonly string[];
}

const published: readonly Published[] = [
  { topics: ["41"], messages: ["", "41", "4142", "42"] },
  { topics: [""], messages: ["", "00", "ff41"] },
  { topics: ["41", "4142", ""], messages: ["41", "4142", "414200"] },
  { topics: ["4141"], messages: ["41", "4141", "42"] },
  { topics: ["00"], messages: ["00", "0041", "41"] },
];

type Publisher = "PUB" | "XPUB";

export const publishers: readonly AnyProperty[] = (["PUB", "XPUB"] as const).flatMap((type) => [
  sendsWhatMatches(type),
  acceptsCommands(type),
  acceptsMessages(type),
  takesNoPart(type),
  ignoresUnknownCancellation(type),
  countsOrNot(type),
  forgetsWithTheConnection(type),
  dropsWholeMessages(type),
]);

const attempts = 50;

/** The numbers of the messages that arrive, until a last one does; each must be whole. */
async function arrived(subject: Subject, peer: WirePeer): Promise<readonly number[]> {
  const numbers: number[] = [];
  for (let deadline = performance.now() + subject.ceilingMs; ;) {
    expect(performance.now() < deadline, "the last message arrives", "nothing arrives any more");
    await subject.trySend(words("end"));
    await peer.stream.until(() => peer.stream.ready, 20);
    peer.poll();
    for (let message = peer.inbox.shift(); message !== undefined; message = peer.inbox.shift()) {
      const [first, middle, again] = message;
      if (message.length === 1 && equal(first ?? ascii(""), ascii("end"))) return numbers;
      expect(
        message.length === 3 && middle?.length === largePart && equal(first ?? ascii(""), again ?? ascii("x")),
        "all parts of a message or none",
        `${String(message.length)} parts arrive`,
      );
      numbers.push(Number(Buffer.from(first ?? []).toString()));
      deadline = performance.now() + subject.ceilingMs;
    }
  }
}

/** The publisher has taken note of everything that the peer sent: its engine has read it, and its application called it since. */
async function settled(subject: Subject, peer: WirePeer): Promise<void> {
  await peer.isOpen();
  await subject.step();
}

function sendsWhatMatches(type: Publisher): AnyProperty {
  return property<Published>({
    name: `publish-subscribe/${type.toLowerCase()}-sends-what-matches`,
    judges: ["publish-subscribe.filter", "publish-subscribe.match", "publish-subscribe.one-copy"],
    socketTypes: [type],
    since: "3.1",
    cases: published,
    shape: fields({ topics: entries("steps", 1, letters(0, 2)), messages: entries("steps", 1, letters(0, 2)) }),
    arbitrary: fc.record({
      topics: fc.array(text, { minLength: 1, maxLength: 6, size: "max" }),
      messages: fc.array(text, { minLength: 1, maxLength: 12, size: "max" }),
    }),
    classes: {
      "a message that matches": ({ topics, messages }) => messages.some((message) => topics.some((topic) => message.startsWith(topic))),
      "a message that matches nothing": ({ topics, messages }) => messages.some((message) => !topics.some((topic) => message.startsWith(topic))),
    },
    play: async (stage, { topics, messages }) => {
      const { subject, peer } = await meet(stage, type);
      for (const topic of new Set([...topics, end])) peer.sendCommand("SUBSCRIBE", fromHex(topic));
      await settled(subject, peer);
      for (const [index, message] of messages.entries()) await subject.send([fromHex(message), ascii(String(index))]);
      await subject.send([fromHex(end)]);
      const seen: number[] = [];
      for (;;) {
        const [first, number] = await blame(stage, "publish-subscribe.match", () => peer.message());
        if (equal(first ?? ascii(""), fromHex(end))) break;
        seen.push(Number(Buffer.from(number ?? []).toString()));
      }
      const wanted = messages.flatMap((message, index) => (topics.some((topic) => message.startsWith(topic)) ? [index] : []));
      judge(stage, "publish-subscribe.one-copy", new Set(seen).size === seen.length, "each message once", "one comes twice");
      judge(
        stage,
        "publish-subscribe.filter",
        seen.every((index) => wanted.includes(index)),
        "only messages that match a subscription",
        "another one arrives",
      );
      judge(
        stage,
        "publish-subscribe.match",
        seen.length === wanted.length && seen.every((index, at) => index === wanted[at]),
        "every message that matches, in order",
        "one is missing",
      );
    },
  });
}

function acceptsCommands(type: Publisher): AnyProperty {
  return property<{ readonly topic: string }>({
    name: `publish-subscribe/${type.toLowerCase()}-accepts-commands`,
    judges: ["publish-subscribe.accepts-commands"],
    socketTypes: [type],
    since: "3.1",
    cases: ["", "a", "x".repeat(246), "x".repeat(300)].map((topic) => ({ topic })),
    play: async (stage, { topic }) => {
      const { subject, peer } = await meet(stage, type);
      await blame(stage, "publish-subscribe.accepts-commands", async () => {
        peer.sendCommand("SUBSCRIBE", ascii(topic));
        await settled(subject, peer);
        await subject.send(words(topic, "one"));
        await peer.receives(words(topic, "one"));
        peer.sendCommand("SUBSCRIBE", ascii("\x7fend"));
        peer.sendCommand("CANCEL", ascii(topic));
        await settled(subject, peer);
        await subject.send(words(topic, "two"));
        await subject.send(words("\x7fend"));
        await peer.receives(words("\x7fend"));
      });
    },
  });
}

function acceptsMessages(type: Publisher): AnyProperty {
  return property<{ readonly topic: string; readonly version: "3.0" | "3.1" }>({
    name: `publish-subscribe/${type.toLowerCase()}-accepts-messages`,
    judges: ["publish-subscribe.accepts-messages"],
    socketTypes: [type],
    cases: ["", "a", "x".repeat(300)].flatMap((topic) => (["3.0", "3.1"] as const).map((version) => ({ topic, version }))),
    play: async (stage, { topic, version }) => {
      const { subject, peer } = await meet(stage, type, "binds", {}, { version });
      await blame(stage, "publish-subscribe.accepts-messages", async () => {
        peer.send([concat(Uint8Array.of(1), ascii(topic))]);
        for (let count = 0; peer.inbox.length === 0; count += 1) {
          if (count === attempts) throw new Unexpected("a message that matches arrives after the subscription", "none arrives");
          await subject.step();
          await subject.send(words(topic, "one"));
          await peer.stream.until(() => peer.stream.ready, 20);
          peer.poll();
        }
        await peer.receives(words(topic, "one"));
      });
    },
  });
}

function takesNoPart(type: Publisher): AnyProperty {
  return property<{ readonly parts: number }>({
    name: `publish-subscribe/${type.toLowerCase()}-takes-no-part-for-a-subscription`,
    judges: ["publish-subscribe.single-frame"],
    socketTypes: [type],
    since: "3.1",
    cases: [2, 3].map((parts) => ({ parts })),
    play: async (stage, { parts }) => {
      const { subject, peer } = await meet(stage, type);
      await blame(stage, "publish-subscribe.single-frame", async () => {
        peer.send(Array.from({ length: parts }, () => ascii("\x01a")));
        peer.sendCommand("SUBSCRIBE", ascii("z"));
        await settled(subject, peer);
        await subject.send(words("a"));
        await subject.send(words("z"));
        await peer.receives(words("z"));
      });
    },
  });
}

function ignoresUnknownCancellation(type: Publisher): AnyProperty {
  return property<{ readonly topic: string }>({
    name: `publish-subscribe/${type.toLowerCase()}-ignores-an-unknown-cancellation`,
    judges: ["publish-subscribe.cancel-unknown"],
    socketTypes: [type],
    since: "3.1",
    cases: ["b", "", "aa"].map((topic) => ({ topic })),
    play: async (stage, { topic }) => {
      const { subject, peer } = await meet(stage, type);
      await blame(stage, "publish-subscribe.cancel-unknown", async () => {
        peer.sendCommand("SUBSCRIBE", ascii("a"));
        peer.sendCommand("CANCEL", ascii(topic));
        await settled(subject, peer);
        await subject.send(words("a1"));
        await peer.receives(words("a1"));
      });
    },
  });
}

function countsOrNot(type: Publisher): AnyProperty {
  return property<{ readonly times: number }>({
    name: `publish-subscribe/${type.toLowerCase()}-counts-or-not`,
    judges: ["publish-subscribe.counted"],
    socketTypes: [type],
    since: "3.1",
    cases: [{ times: 2 }],
    play: async (stage, { times }) => {
      const { subject, peer } = await meet(stage, type);
      for (let count = 0; count < times; count += 1) peer.sendCommand("SUBSCRIBE", ascii("a"));
      peer.sendCommand("SUBSCRIBE", ascii("z"));
      peer.sendCommand("CANCEL", ascii("a"));
      await settled(subject, peer);
      await subject.send(words("a"));
      await subject.send(words("z"));
      const [first] = await peer.message();
      stage.observe("publish-subscribe.counted", Buffer.from(first ?? []).toString() === "a" ? "count" : "once");
    },
  });
}

function forgetsWithTheConnection(type: Publisher): AnyProperty {
  return property<{ readonly topic: string }>({
    name: `publish-subscribe/${type.toLowerCase()}-forgets-with-the-connection`,
    judges: ["publish-subscribe.connection-scope"],
    socketTypes: [type],
    since: "3.1",
    cases: [{ topic: "a" }],
    play: async (stage, { topic }) => {
      const { subject, peer } = await meet(stage, type);
      peer.sendCommand("SUBSCRIBE", ascii(topic));
      await settled(subject, peer);
      await peer.leave();
      const next = await stage.connect(subject, "SUB");
      next.sendCommand("SUBSCRIBE", ascii("z"));
      await settled(subject, next);
      await blame(stage, "publish-subscribe.connection-scope", async () => {
        await subject.send(words(topic));
        await subject.send(words("z"));
        await next.receives(words("z"));
      });
    },
  });
}

function dropsWholeMessages(type: Publisher): AnyProperty {
  return property<{ readonly size: number }>({
    name: `publish-subscribe/${type.toLowerCase()}-drops-whole-messages`,
    judges: ["publish-subscribe.never-blocks", "publish-subscribe.full-dropped"],
    socketTypes: [type],
    options: ["sendHighWaterMark"],
    since: "3.1",
    cases: [{ size: largePart }],
    play: async (stage, { size }) => {
      const { subject, peer } = await meet(stage, type, "binds", withLittleRoom(stage, { sendHighWaterMark: 2 }));
      const messages = moreThanFits(stage);
      const alone = await subject.trySend(words("nobody"));
      judge(stage, "publish-subscribe.never-blocks", alone === undefined, "a message for nobody is accepted", "it is refused");
      peer.sendCommand("SUBSCRIBE", ascii(""));
      await settled(subject, peer);
      peer.stream.pause();
      for (let number = 0; number < messages; number += 1) {
        const refusal = await subject.trySend([ascii(String(number)), new Uint8Array(size), ascii(String(number))]);
        judge(stage, "publish-subscribe.never-blocks", refusal === undefined, "every message is accepted at once", "one is refused");
      }
      peer.stream.resume();
      const numbers = await blame(stage, "publish-subscribe.full-dropped", () => arrived(subject, peer));
      judge(
        stage,
        "publish-subscribe.full-dropped",
        numbers.every((number, at) => at === 0 || number > (numbers[at - 1] ?? -1)),
        "those that arrive keep their order",
        "they do not",
      );
      if (numbers.length === messages) throw new NotReached("precondition", "the queue of a stalled peer never fills");
    },
  });
}
