/** spec/patterns/publish-subscribe.md, subscribers: how subscriptions are sent, counted and sent again. */
import { ascii, concat, describeParts, equal, hex } from "../../kit/octets.ts";
import { blame, expect } from "../../kit/outcome.ts";
import { property, type AnyProperty } from "../../kit/property.ts";
import type { Stage } from "../../kit/stage.ts";
import type { Subject } from "../../kit/subject.ts";
import type { WirePeer } from "../../kit/wire/peer.ts";
import { meet, sides, words, type Side } from "../support.ts";

const topics = [
  "",
  "a",
  "ab",
  "\0\xff",
  "x".repeat(244),
  "x".repeat(245),
  "x".repeat(246),
  "x".repeat(254),
  "x".repeat(255),
  "x".repeat(256),
  "x".repeat(1000),
];
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
      await blame("publish-subscribe.subscribe-command", async () => {
        await ask(subject, "subscribe", ascii(topic));
        const { name, data } = await peer.command("a SUBSCRIBE command");
        expect(name === "SUBSCRIBE" && equal(data, ascii(topic)), `SUBSCRIBE x${hex(ascii(topic))}`, `${name} with ${String(data.length)} octets`);
      });
      await blame("publish-subscribe.cancel-sent", async () => {
        await ask(subject, "unsubscribe", ascii(topic));
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
      await blame("publish-subscribe.subscribe-message", async () => {
        await ask(subject, "subscribe", ascii(topic));
        await peer.receives([concat(Uint8Array.of(1), ascii(topic))]);
        await ask(subject, "unsubscribe", ascii(topic));
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
      await blame("publish-subscribe.resubscribe", async () => {
        for (let count = 0; count < times; count += 1) {
          const peer = await stage.accept(listening, "PUB");
          await subject.step();
          const seen = new Set<string>();
          while (seen.size < wanted.length) {
            const { name, data } = await stepping(subject, () => peer.command("a SUBSCRIBE command for each topic"));
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
      const { subject, peer } = await meet(stage, "SUB", side);
      await ask(subject, "subscribe", ascii("a"));
      await ask(subject, "subscribe", ascii("a"));
      await ask(subject, "subscribe", last);
      await blame("publish-subscribe.subscribe-once", async () => {
        const seen = await commandsBeforeLast(peer);
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
      const { subject, peer } = await meet(stage, "SUB");
      for (let count = 0; count < times; count += 1) await ask(subject, "subscribe", ascii("a"));
      for (let count = 1; count < times; count += 1) await ask(subject, "unsubscribe", ascii("a"));
      await ask(subject, "subscribe", last);
      await blame("publish-subscribe.cancel-last", async () => {
        const seen = await commandsBeforeLast(peer);
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
      await blame("publish-subscribe.sub-no-send", async () => {
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
  property<{ readonly topic: string }>({
    name: "publish-subscribe/xsub-filters-or-not",
    judges: ["publish-subscribe.xsub-filter"],
    socketTypes: ["XSUB"],
    cases: [{ topic: "a" }],
    play: async (stage, { topic }) => {
      const { subject, peer } = await meet(stage, "XSUB");
      await subject.send([concat(Uint8Array.of(1), ascii(topic))]);
      await subject.step();
      stage.observe("publish-subscribe.xsub-filter", await deliversOther(stage, subject, peer, topic));
    },
  }),
  property<{ readonly topic: string }>({
    name: "publish-subscribe/xsub-subscribes-by-command",
    judges: ["publish-subscribe.subscribe-command"],
    socketTypes: ["XSUB"],
    since: "3.1",
    cases: ["", "a", "x".repeat(300)].map((topic) => ({ topic })),
    play: async (stage, { topic }) => {
      const { subject, peer } = await meet(stage, "XSUB", "connects");
      await subject.step();
      await blame("publish-subscribe.subscribe-command", async () => {
        await subject.send([concat(Uint8Array.of(1), ascii(topic))]);
        const { type, octets } = await request(stage, peer);
        expect(type === "SUBSCRIBE command" && equal(octets, ascii(topic)), "a SUBSCRIBE command with the topic", `a ${type}`);
      });
    },
  }),
  property<{ readonly topic: string; readonly version: "3.1" | "3.0" }>({
    name: "publish-subscribe/xsub-takes-subscriptions",
    judges: ["publish-subscribe.xsub-subscribe"],
    socketTypes: ["XSUB"],
    since: "3.1",
    cases: ["", "a", "x".repeat(300)].flatMap((topic) => (["3.1", "3.0"] as const).map((version) => ({ topic, version }))),
    play: async (stage, { topic, version }) => {
      // A request that was made before there is a peer shows that it is one, and no message to whoever is there.
      const listening = await stage.listen();
      const subject = await stage.open("XSUB");
      await blame("publish-subscribe.xsub-subscribe", async () => {
        await subject.send([concat(Uint8Array.of(1), ascii(topic))]);
        await subject.connectTo(listening);
        const peer = await stage.accept(listening, "PUB", { version });
        await subject.step();
        for (const octet of [1, 0]) {
          if (octet === 0) await subject.send([concat(Uint8Array.of(octet), ascii(topic))]);
          const { type, octets } = await request(stage, peer);
          const whole = type === "message" ? octets : concat(Uint8Array.of(type === "SUBSCRIBE command" ? 1 : 0), octets);
          expect(
            equal(whole, concat(Uint8Array.of(octet), ascii(topic))),
            octet === 1 ? "a subscription to the topic" : "a cancellation of the topic",
            `a ${type} with ${String(octets.length)} octets`,
          );
        }
      });
    },
  }),
  property<{ readonly peers: number }>({
    name: "publish-subscribe/xsub-sends-upstream",
    judges: ["publish-subscribe.xsub-upstream"],
    socketTypes: ["XSUB"],
    cases: [1, 3].map((peers) => ({ peers })),
    play: async (stage, { peers: count }) => {
      const subject = await stage.bound("XSUB");
      const peers = await Promise.all(Array.from({ length: count }, () => stage.connect(subject, "XPUB")));
      for (const peer of peers) await subscribed(stage, peer);
      await subject.step();
      await blame("publish-subscribe.xsub-upstream", async () => {
        await subject.send(words("up", "stream"));
        for (const peer of peers) await peer.receives(words("up", "stream"));
      });
    },
  }),
  property<{ readonly messages: number; readonly size: number }>({
    name: "publish-subscribe/receiver-with-a-full-queue",
    judges: ["publish-subscribe.full-receiver"],
    socketTypes: ["SUB"],
    options: ["receiveHighWaterMark"],
    cases: [{ messages: 200, size: 65536 }],
    play: async (stage, { messages, size }) => {
      const { subject, peer } = await meet(stage, "SUB", "connects", { receiveHighWaterMark: 2 });
      await ask(subject, "subscribe", ascii(""));
      await peer.command("a SUBSCRIBE command");
      for (let count = 0; count < messages; count += 1) peer.send([ascii(String(count)), new Uint8Array(size)]);
      peer.send(words("end"));
      let delivered = 0;
      await blame("publish-subscribe.full-receiver", async () => {
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

/** The commands that come before the subscription to the last topic, as words. */
async function commandsBeforeLast(peer: WirePeer): Promise<readonly string[]> {
  const seen: string[] = [];
  for (;;) {
    const { name, data } = await peer.command("a SUBSCRIBE command for the last topic");
    if (equal(data, last)) return seen;
    seen.push(`${name} ${hex(data)}`);
  }
}

/** The peer's engine has read everything, and its socket had a turn. */
async function subscribed(stage: Stage, peer: WirePeer): Promise<void> {
  if (stage.setting.protocol === "3.1") await peer.isOpen();
}

/** Some implementations tell their subscriptions only when the application calls them. */
async function stepping<T>(subject: Subject, wait: () => Promise<T>): Promise<T> {
  await subject.step();
  return wait();
}

/** The next thing that a subscriber asks, in whichever form. */
async function request(stage: Stage, peer: WirePeer): Promise<{ readonly type: string; readonly octets: Uint8Array }> {
  await peer.stream.until(() => peer.stream.ready, stage.ceilingMs);
  peer.poll();
  const [part] = peer.inbox.shift() ?? [];
  if (part !== undefined) return { type: "message", octets: part };
  const { name, data } = await peer.command("a subscription or a cancellation");
  return { type: `${name} command`, octets: data };
}

/** Whether a message that does not match is delivered. */
async function deliversOther(stage: Stage, subject: Subject, peer: WirePeer, topic: string): Promise<"deliver" | "discard"> {
  await subscribed(stage, peer);
  peer.send(words("other"));
  peer.send(words(`${topic} match`));
  const [first] = await subject.receive();
  return Buffer.from(first ?? []).toString() === "other" ? "deliver" : "discard";
}
