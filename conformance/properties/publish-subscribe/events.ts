/** spec/patterns/publish-subscribe.md: what PUB and XPUB do with what subscribers send. */
import { ascii, concat } from "../../kit/octets.ts";
import { blame, expect } from "../../kit/outcome.ts";
import { property, type AnyProperty } from "../../kit/property.ts";
import { meet, words } from "../support.ts";

const subscribe = (topic: string): Uint8Array => concat(Uint8Array.of(1), ascii(topic));
const cancel = (topic: string): Uint8Array => concat(Uint8Array.of(0), ascii(topic));
const topics = ["", "a", "x".repeat(250), "x".repeat(300)];

export const events: readonly AnyProperty[] = [
  property<Record<string, never>>({
    name: "publish-subscribe/pub-does-not-receive",
    judges: ["publish-subscribe.pub-no-receive"],
    socketTypes: ["PUB"],
    since: "3.1",
    cases: [{}],
    play: async (stage) => {
      const { subject, peer } = await meet(stage, "PUB");
      peer.sendCommand("SUBSCRIBE", ascii("a"));
      peer.send(words("hello"));
      await peer.isOpen();
      await subject.step();
      await blame(stage, "publish-subscribe.pub-no-receive", () => subject.refusesToReceive());
      await subject.send(words("a"));
      await peer.receives(words("a"));
    },
  }),
  property<{ readonly message: readonly string[] }>({
    name: "publish-subscribe/pub-discards-other-messages",
    judges: ["publish-subscribe.pub-discards"],
    socketTypes: ["PUB"],
    since: "3.1",
    cases: [["hello"], [""], ["\x02a"], ["hello", "world"]].map((message) => ({ message })),
    play: async (stage, { message }) => {
      const { subject, peer } = await meet(stage, "PUB");
      await blame(stage, "publish-subscribe.pub-discards", async () => {
        peer.send(words(...message));
        peer.sendCommand("SUBSCRIBE", ascii("a"));
        await peer.isOpen();
        await subject.step();
        await subject.send(words("a"));
        await peer.receives(words("a"));
      });
    },
  }),
  property<{ readonly topic: string }>({
    name: "publish-subscribe/xpub-tells-subscriptions",
    judges: ["publish-subscribe.xpub-subscription", "publish-subscribe.xpub-cancellation"],
    socketTypes: ["XPUB"],
    since: "3.1",
    cases: topics.map((topic) => ({ topic })),
    play: async (stage, { topic }) => {
      const { subject, peer } = await meet(stage, "XPUB");
      await blame(stage, "publish-subscribe.xpub-subscription", async () => {
        peer.sendCommand("SUBSCRIBE", ascii(topic));
        await subject.receives([subscribe(topic)]);
      });
      await blame(stage, "publish-subscribe.xpub-cancellation", async () => {
        peer.sendCommand("CANCEL", ascii(topic));
        await subject.receives([cancel(topic)]);
      });
    },
  }),
  property<Record<string, never>>({
    name: "publish-subscribe/xpub-tells-repeated-subscriptions-or-not",
    judges: ["publish-subscribe.xpub-repeated"],
    socketTypes: ["XPUB"],
    since: "3.1",
    cases: [{}],
    play: async (stage) => {
      const { subject, peer } = await meet(stage, "XPUB");
      peer.sendCommand("SUBSCRIBE", ascii("a"));
      await subject.receives([subscribe("a")]);
      const other = await stage.connect(subject, "SUB");
      other.sendCommand("SUBSCRIBE", ascii("a"));
      other.sendCommand("SUBSCRIBE", ascii("z"));
      const [first] = await subject.receive();
      stage.observe("publish-subscribe.xpub-repeated", Buffer.from(first ?? []).toString() === "\x01a" ? "each" : "first");
    },
  }),
  property<{ readonly topics: readonly string[] }>({
    name: "publish-subscribe/xpub-tells-of-a-disconnection",
    judges: ["publish-subscribe.xpub-disconnect"],
    socketTypes: ["XPUB"],
    since: "3.1",
    cases: [["a"], ["a", "b", ""]].map((wanted) => ({ topics: wanted })),
    play: async (stage, { topics: wanted }) => {
      const { subject, peer } = await meet(stage, "XPUB");
      for (const topic of wanted) {
        peer.sendCommand("SUBSCRIBE", ascii(topic));
        await subject.receives([subscribe(topic)]);
      }
      await peer.leave();
      await blame(stage, "publish-subscribe.xpub-disconnect", async () => {
        const told = new Set<string>();
        for (let count = 0; count < wanted.length; count += 1) told.add(Buffer.from((await subject.receive())[0] ?? []).toString());
        expect(told.size === wanted.length && wanted.every((topic) => told.has(`\0${topic}`)), "a cancellation of each topic, once", "others are told");
      });
      const next = await stage.connect(subject, "SUB");
      next.sendCommand("SUBSCRIBE", ascii("z"));
      await blame(stage, "publish-subscribe.xpub-disconnect", () => subject.receives([subscribe("z")]));
    },
  }),
  property<{ readonly topic: string }>({
    name: "publish-subscribe/xpub-does-not-tell-an-unknown-cancellation",
    judges: ["publish-subscribe.xpub-cancel-unknown"],
    socketTypes: ["XPUB"],
    since: "3.1",
    cases: ["b", ""].map((topic) => ({ topic })),
    play: async (stage, { topic }) => {
      const { subject, peer } = await meet(stage, "XPUB");
      peer.sendCommand("SUBSCRIBE", ascii("a"));
      await subject.receives([subscribe("a")]);
      await blame(stage, "publish-subscribe.xpub-cancel-unknown", async () => {
        peer.sendCommand("CANCEL", ascii(topic));
        peer.sendCommand("SUBSCRIBE", ascii("z"));
        await subject.receives([subscribe("z")]);
      });
    },
  }),
  property<{ readonly topics: readonly string[] }>({
    name: "publish-subscribe/xpub-tells-in-the-order-of-the-changes",
    judges: ["publish-subscribe.xpub-event-order"],
    socketTypes: ["XPUB"],
    since: "3.1",
    cases: [["a"], ["a", "b", ""]].map((wanted) => ({ topics: wanted })),
    play: async (stage, { topics: wanted }) => {
      const { subject, peer } = await meet(stage, "XPUB");
      const other = await stage.connect(subject, "SUB");
      const asked: Uint8Array[] = [];
      for (const topic of wanted) {
        for (const name of ["SUBSCRIBE", "CANCEL"]) peer.sendCommand(name, ascii(topic));
        await peer.isOpen();
        await subject.step();
        other.sendCommand("SUBSCRIBE", ascii(topic));
        await other.isOpen();
        await subject.step();
        asked.push(subscribe(topic), cancel(topic), subscribe(topic));
      }
      await blame(stage, "publish-subscribe.xpub-event-order", async () => {
        for (const event of asked) await subject.receives([event]);
      });
    },
  }),
];
