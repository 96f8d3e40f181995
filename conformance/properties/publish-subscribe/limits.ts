/** spec/patterns/publish-subscribe.md: subscriptions are no messages, so no limit on those applies to them. */
import { ascii, concat, text } from "../../kit/octets.ts";
import { blame, expect } from "../../kit/outcome.ts";
import { property, type AnyProperty } from "../../kit/property.ts";

export const subscriptionLimits: readonly AnyProperty[] = [
  property<{ readonly limit: number; readonly topics: readonly string[] }>({
    name: "publish-subscribe/subscribes-to-more-than-the-limit-of-messages",
    judges: ["publish-subscribe.resubscribe"],
    socketTypes: ["XSUB"],
    options: ["sendHighWaterMark"],
    since: "3.1",
    cases: [
      { limit: 1, topics: ["a", "b"] },
      { limit: 2, topics: ["a", "b", "c", "d", ""] },
    ],
    play: async (stage, { limit, topics }) => {
      const listening = await stage.listen();
      const subject = await stage.open("XSUB", { sendHighWaterMark: limit });
      for (const topic of topics) await subject.send([concat(Uint8Array.of(1), ascii(topic))]);
      await subject.connectTo(listening);
      const peer = await stage.accept(listening, "PUB");
      for (let count = 0; count < 2; count += 1) {
        await subject.step();
        await peer.isOpen();
      }
      const commands = peer.commands.filter(({ name }) => name === "SUBSCRIBE").map(({ data }) => text(data));
      const messages = peer.inbox.map(([part = new Uint8Array()]) => text(part.subarray(1)));
      await blame(stage, "publish-subscribe.resubscribe", async () => {
        const missing = topics.filter((topic) => !commands.includes(topic) && !messages.includes(topic));
        expect(missing.length === 0, `a subscription to each of ${String(topics.length)} topics`, `${String(missing.length)} of them missing`);
        return Promise.resolve();
      });
    },
  }),
];
