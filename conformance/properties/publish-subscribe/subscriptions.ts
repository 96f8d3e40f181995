/** spec/patterns/publish-subscribe.md, subscribers: how subscriptions are sent, counted and sent again. */
import { around, ascending, limits, subscribeOverhead } from "../../kit/generate/limits.ts";
import { ascii, concat, describeParts, equal, hex } from "../../kit/octets.ts";
import { blame, expect } from "../../kit/outcome.ts";
import { property, type AnyProperty } from "../../kit/property.ts";
import type { Stage } from "../../kit/stage.ts";
import type { Subject } from "../../kit/subject.ts";
import type { WirePeer } from "../../kit/wire/peer.ts";
import { deliversOther, request } from "./shared.ts";
import { knows, meet, sides, turnsUntilHeard, words, type Meeting, type Side } from "../support.ts";

/** Around the largest topics that fit a short frame: as a command, and as a message behind one octet. */
const atLimits = ascending([...around(limits.shortBody - subscribeOverhead), ...around(limits.shortBody - 1), 1000]);
const topics = ["", "a", "ab", "\0\xff", ...atLimits.map((size) => "x".repeat(size))];
const last = ascii("last topic");

export const subscriptions: readonly AnyProperty[] = [
  property<{ readonly side: Side; readonly topic: string }>({
    name: "publish-subscribe/subscribes-by-command",
    judges: ["publish-subscribe.subscribe-command", "publish-subscribe.cancel-sent"],
    socketTypes: ["SUB"],
    since: "3.1",
    cases: topics.flatMap((topic) => sides.map((side) => ({ side, topic }))),
    play: async (stage, { side, topic }) => {
      const { subject, peer } = await meet(stage, "SUB", side);
      await knows(subject, peer);
      await blame(stage, "publish-subscribe.subscribe-command", async () => {
        await ask(subject, "subscribe", ascii(topic));
        await turnsUntilHeard(stage, subject, peer);
        const { name, data } = await peer.command("a SUBSCRIBE command");
        expect(name === "SUBSCRIBE" && equal(data, ascii(topic)), `SUBSCRIBE x${hex(ascii(topic))}`, `${name} with ${String(data.length)} octets`);
      });
      await blame(stage, "publish-subscribe.cancel-sent", async () => {
        await ask(subject, "unsubscribe", ascii(topic));
        await turnsUntilHeard(stage, subject, peer);
        const { name, data } = await peer.command("a CANCEL command");
        expect(name === "CANCEL" && equal(data, ascii(topic)), `CANCEL x${hex(ascii(topic))}`, `${name} with ${String(data.length)} octets`);
      });
    },
  }),
  property<{ readonly topic: string }>({
    name: "publish-subscribe/subscribes-by-message-at-3-0",
    judges: ["publish-subscribe.subscribe-message"],
    socketTypes: ["SUB"],
    cases: topics.map((topic) => ({ topic })),
    play: async (stage, { topic }) => {
      const { subject, peer } = await meet(stage, "SUB", "connects", {}, { version: "3.0" });
      await blame(stage, "publish-subscribe.subscribe-message", async () => {
        await ask(subject, "subscribe", ascii(topic));
        await turnsUntilHeard(stage, subject, peer);
        await peer.receives([concat(Uint8Array.of(1), ascii(topic))]);
        await ask(subject, "unsubscribe", ascii(topic));
        await turnsUntilHeard(stage, subject, peer);
        await peer.receives([concat(Uint8Array.of(0), ascii(topic))]);
      });
    },
  }),
  property<{ readonly topics: readonly string[]; readonly times: number }>({
    name: "publish-subscribe/subscribes-on-each-connection",
    judges: ["publish-subscribe.resubscribe"],
    socketTypes: ["SUB"],
    since: "3.1",
    cases: [
      { topics: ["a"], times: 2 },
      { topics: ["a", "b", ""], times: 3 },
    ],
    play: async (stage, { topics: wanted, times }) => {
      const listening = await stage.listen();
      const subject = await stage.open("SUB");
      for (const topic of wanted) await subject.subscribe(ascii(topic));
      await subject.connectTo(listening);
      await blame(stage, "publish-subscribe.resubscribe", async () => {
        for (let count = 0; count < times; count += 1) {
          const peer = await stage.accept(listening, "PUB");
          await subject.step();
          const seen = new Set<string>();
          while (seen.size < wanted.length) {
            await turnsUntilHeard(stage, subject, peer);
            const { name, data } = await peer.command("a SUBSCRIBE command for each topic");
            expect(name === "SUBSCRIBE" && wanted.includes(Buffer.from(data).toString()), "SUBSCRIBE with one of the topics", `${name} x${hex(data)}`);
            seen.add(Buffer.from(data).toString());
          }
          await peer.leave();
          await subject.step();
        }
      });
    },
  }),
  property<{ readonly side: Side }>({
    name: "publish-subscribe/subscribes-once-to-a-topic",
    judges: ["publish-subscribe.subscribe-once"],
    socketTypes: ["SUB"],
    since: "3.1",
    cases: sides.map((side) => ({ side })),
    play: async (stage, { side }) => {
      const { subject, peer } = await introduced(await meet(stage, "SUB", side));
      await ask(subject, "subscribe", ascii("a"));
      await ask(subject, "subscribe", ascii("a"));
      await ask(subject, "subscribe", last);
      await blame(stage, "publish-subscribe.subscribe-once", async () => {
        const seen = await commandsBeforeLast(stage, subject, peer);
        expect(
          seen.filter((entry) => entry === "SUBSCRIBE 61").length === 1,
          "one SUBSCRIBE a",
          `${String(seen.filter((entry) => entry === "SUBSCRIBE 61").length)} of them`,
        );
      });
    },
  }),
  property<{ readonly times: number }>({
    name: "publish-subscribe/cancels-with-the-last-cancellation",
    judges: ["publish-subscribe.cancel-last"],
    socketTypes: ["SUB"],
    since: "3.1",
    cases: [2, 3].map((times) => ({ times })),
    play: async (stage, { times }) => {
      const { subject, peer } = await introduced(await meet(stage, "SUB"));
      for (let count = 0; count < times; count += 1) await ask(subject, "subscribe", ascii("a"));
      for (let count = 1; count < times; count += 1) await ask(subject, "unsubscribe", ascii("a"));
      await ask(subject, "subscribe", last);
      await blame(stage, "publish-subscribe.cancel-last", async () => {
        const seen = await commandsBeforeLast(stage, subject, peer);
        expect(!seen.includes("CANCEL 61"), "no CANCEL a before the last cancellation", "one arrives");
      });
    },
  }),
  property<{ readonly side: Side }>({
    name: "publish-subscribe/sub-does-not-send",
    judges: ["publish-subscribe.sub-no-send"],
    socketTypes: ["SUB"],
    cases: sides.map((side) => ({ side })),
    play: async (stage, { side }) => {
      const { subject, peer } = await meet(stage, "SUB", side);
      await ask(subject, "subscribe", ascii(""));
      await blame(stage, "publish-subscribe.sub-no-send", async () => {
        expect((await subject.trySend(words("hello"))) !== undefined, "a refusal", "the message is accepted");
      });
      peer.send(words("news"));
      await subject.receives(words("news"));
    },
  }),
  property<{ readonly topic: string }>({
    name: "publish-subscribe/sub-filters-or-not",
    judges: ["publish-subscribe.sub-filter"],
    socketTypes: ["SUB"],
    cases: [{ topic: "a" }],
    play: async (stage, { topic }) => {
      const { subject, peer } = await meet(stage, "SUB");
      await ask(subject, "subscribe", ascii(topic));
      stage.observe("publish-subscribe.sub-filter", await deliversOther(stage, subject, peer, topic));
    },
  }),
  property<{ readonly messages: number; readonly size: number }>({
    name: "publish-subscribe/receiver-with-a-full-queue",
    judges: ["publish-subscribe.full-receiver"],
    socketTypes: ["SUB"],
    options: ["receiveHighWaterMark"],
    // Small messages come together: none waits for the application to take the one before it.
    cases: [{ messages: 150, size: 1000 }],
    play: async (stage, { messages, size }) => {
      const { subject, peer } = await meet(stage, "SUB", "connects", { receiveHighWaterMark: 2 });
      await ask(subject, "subscribe", ascii(""));
      await request(stage, subject, peer);
      for (let count = 0; count < messages; count += 1) peer.send([ascii(String(count)), new Uint8Array(size)]);
      peer.send(words("end"));
      let delivered = 0;
      await blame(stage, "publish-subscribe.full-receiver", async () => {
        for (;;) {
          const message = await subject.receive();
          if (message.length === 1) break;
          expect(message.length === 2, "whole messages", describeParts(message));
          delivered += 1;
        }
      });
      stage.observe("publish-subscribe.full-receiver", delivered === messages ? "hold-back" : "discard");
    },
  }),
];

/** Changes the socket's subscriptions and lets it tell its peers. */
async function ask(subject: Subject, what: "subscribe" | "unsubscribe", topic: Uint8Array): Promise<void> {
  await subject[what](topic);
  await subject.step();
}

/** The socket has taken note of its peer: what it is asked from now on, it tells the peer at once. */
async function introduced(meeting: Meeting): Promise<Meeting> {
  await meeting.peer.isOpen();
  await meeting.subject.step();
  return meeting;
}

/** The commands that come before the subscription to the last topic, as words. */
async function commandsBeforeLast(stage: Stage, subject: Subject, peer: WirePeer): Promise<readonly string[]> {
  const seen: string[] = [];
  for (;;) {
    await turnsUntilHeard(stage, subject, peer);
    const { name, data } = await peer.command("a SUBSCRIBE command for the last topic");
    if (equal(data, last)) return seen;
    seen.push(`${name} ${hex(data)}`);
  }
}
