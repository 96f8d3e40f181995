/** spec/patterns/publish-subscribe.md, XSUB: subscriptions that the application writes as messages. */
import { ascii, concat, equal } from "../../kit/octets.ts";
import { blame, expect } from "../../kit/outcome.ts";
import { property, type AnyProperty } from "../../kit/property.ts";
import { knows, meet, words } from "../support.ts";
import { deliversOther, request } from "./shared.ts";

export const xsub: readonly AnyProperty[] = [
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
      await knows(subject, peer);
      await blame(stage, "publish-subscribe.subscribe-command", async () => {
        await subject.send([concat(Uint8Array.of(1), ascii(topic))]);
        const { type, octets } = await request(stage, subject, peer);
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
      await blame(stage, "publish-subscribe.xsub-subscribe", async () => {
        await subject.send([concat(Uint8Array.of(1), ascii(topic))]);
        await subject.connectTo(listening);
        const peer = await stage.accept(listening, "PUB", { version });
        await subject.step();
        for (const octet of [1, 0]) {
          if (octet === 0) await subject.send([concat(Uint8Array.of(octet), ascii(topic))]);
          const { type, octets } = await request(stage, subject, peer);
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
      // A peer that hears of a subscription is one that the socket knows.
      await subject.send([concat(Uint8Array.of(1), ascii("a"))]);
      for (const peer of peers) await request(stage, subject, peer);
      await blame(stage, "publish-subscribe.xsub-upstream", async () => {
        await subject.send(words("up", "stream"));
        for (const peer of peers) await peer.receives(words("up", "stream"));
      });
    },
  }),
];
