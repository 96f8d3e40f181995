/** spec/security/null.md: the mechanism without security. */
import * as fc from "fast-check";
import { bodies, partsOf, type Body, messageShape } from "../kit/generate/body.ts";
import { limits } from "../kit/generate/limits.ts";
import { equal } from "../kit/octets.ts";
import { blame, expect, judge } from "../kit/outcome.ts";
import { describeItem } from "../kit/wire/labels.ts";
import { property, type AnyProperty } from "../kit/property.ts";
import { fields } from "../kit/shrink/shape.ts";
import { isNotSentBack, meet, meetRaw, sides, words, type Side } from "./support.ts";

export const nullMechanism: readonly AnyProperty[] = [
  property<{ readonly side: Side; readonly asServer: number }>({
    name: "null/as-server-has-no-meaning",
    judges: ["null.as-server-ignored"],
    socketTypes: ["DEALER"],
    cases: [0, 1, 2, 255].flatMap((asServer) => sides.map((side) => ({ side, asServer }))),
    play: async (stage, { side, asServer }) => {
      const { subject, peer } = await meetRaw(stage, "DEALER", side);
      await blame(stage, "null.as-server-ignored", async () => {
        peer.writeGreeting({ asServer }, `greeting as-server=${String(asServer)}`);
        await peer.readGreeting();
        peer.writeReady({ socketType: "DEALER" });
        await peer.readReady();
        peer.send(words("hello"));
        await subject.receives(words("hello"));
      });
    },
  }),
  property<{ readonly side: Side }>({
    name: "null/says-that-it-is-no-server",
    judges: ["null.as-server-zero"],
    socketTypes: ["DEALER"],
    cases: sides.map((side) => ({ side })),
    play: async (stage, { side }) => {
      const { peer } = await meetRaw(stage, "DEALER", side);
      peer.writeGreeting();
      const { asServer } = await peer.readGreeting();
      judge(stage, "null.as-server-zero", asServer === 0, "as-server is zero", `it is ${String(asServer)}`);
      await isNotSentBack(stage, side);
    },
  }),
  property<{ readonly message: readonly Body[] }>({
    name: "null/messages-are-message-frames",
    judges: ["null.clear-messages"],
    socketTypes: ["DEALER"],
    cases: [{ message: [{ size: 5, fill: 69 }] }],
    shape: fields({ message: messageShape }),
    arbitrary: fc.record({ message: bodies(3, 300) }),
    classes: { "several parts": ({ message }) => message.length > 1, "a long frame": ({ message }) => message.some(({ size }) => size > limits.shortBody) },
    play: async (stage, { message }) => {
      const { subject, peer } = await meet(stage, "DEALER");
      await blame(stage, "null.clear-messages", async () => {
        await subject.send(partsOf(message));
        for (const part of partsOf(message)) {
          const item = await peer.stream.next(stage.ceilingMs);
          expect(item.type === "frame" && !item.frame.command && equal(item.frame.body, part), "each part arrives in a message frame", describeItem(item));
        }
      });
    },
  }),
];
