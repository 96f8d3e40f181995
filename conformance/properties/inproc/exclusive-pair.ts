/** spec/transports/inproc.md: the exclusive pair without a wire, through sockets of one implementation. */
import * as fc from "fast-check";
import { bodies, classesOf, messageClasses, partsOf, type Body, messageShape } from "../../kit/generate/body.ts";
import { describeParts, equalParts, hex } from "../../kit/octets.ts";
import { blame, expect, judge, Unexpected } from "../../kit/outcome.ts";
import { property, type AnyProperty } from "../../kit/property.ts";
import { entries, fields } from "../../kit/shrink/shape.ts";
import type { Stage } from "../../kit/stage.ts";
import type { Subject } from "../../kit/subject.ts";
import { words } from "../support.ts";

const newcomers = 10;

export const exclusivePair: readonly AnyProperty[] = [
  property<{ readonly messages: readonly (readonly Body[])[] }>({
    name: "inproc/pairs-exchange-messages",
    judges: ["exchange-patterns.unmodified", "sockets.order-received"],
    socketTypes: ["PAIR"],
    transports: ["inproc"],
    cases: [{ messages: [[{ size: 1, fill: 1 }], [{ size: 0, fill: 0 }]] }],
    shape: fields({ messages: entries("steps", 1, messageShape) }),
    arbitrary: fc.record({ messages: fc.array(bodies(3, 3000), { minLength: 1, maxLength: 4 }) }),
    classes: classesOf(messageClasses, ({ messages }) => messages.flat()),
    play: async (stage, { messages }) => {
      const one = await stage.bound("PAIR");
      const other = await stage.open("PAIR");
      await other.connectTo(one);
      for (const message of messages) {
        await one.send(partsOf(message));
        await other.send(partsOf(message));
      }
      const sent = messages.map((message) => print(partsOf(message)));
      for (const socket of [other, one]) {
        const arrived: string[] = [];
        await blame(stage, "exchange-patterns.unmodified", async () => {
          while (arrived.length < sent.length) arrived.push(print(await socket.receive()));
          expect(
            arrived.every((message) => sent.includes(message)),
            "messages that were sent",
            "another one",
          );
        });
        judge(stage, "sockets.order-received", arrived.join() === sent.join(), "all messages in the order in which they were sent", "one is out of order");
      }
    },
  }),
  property<Record<string, never>>({
    name: "inproc/pairs-have-one-peer",
    judges: ["exclusive-pair.first-peer", "exclusive-pair.only-peer"],
    socketTypes: ["PAIR"],
    transports: ["inproc"],
    cases: [{}],
    play: async (stage) => {
      const one = await stage.bound("PAIR");
      const first = await stage.open("PAIR");
      await first.connectTo(one);
      await first.send(words("first"));
      await one.receives(words("first"));
      const second = await stage.open("PAIR");
      await second.connectTo(one);
      await second.trySend(words("second"));
      await one.step();
      await blame(stage, "exclusive-pair.only-peer", () => one.receivesNothing());
      await blame(stage, "exclusive-pair.first-peer", async () => {
        await one.send(words("to the first"));
        await first.receives(words("to the first"));
        await first.send(words("again"));
        await one.receives(words("again"));
      });
    },
  }),
  property<Record<string, never>>({
    name: "inproc/pairs-take-a-new-peer",
    judges: ["exclusive-pair.new-peer"],
    socketTypes: ["PAIR"],
    transports: ["inproc"],
    cases: [{}],
    play: async (stage) => {
      const one = await stage.bound("PAIR");
      const first = await stage.open("PAIR");
      await first.connectTo(one);
      await first.send(words("first"));
      await one.receives(words("first"));
      await first.close();
      await blame(stage, "exclusive-pair.new-peer", async () => {
        const second = await servedNewcomer(stage, one);
        await one.send(words("to the second"));
        await second.receives(words("to the second"));
      });
    },
  }),
];

/**
 * The first new peer whose message arrives. Nothing tells when the other side has noted that its peer is gone, and one that comes earlier is refused with
 * reason: so peers come and go until one is served.
 */
async function servedNewcomer(stage: Stage, one: Subject): Promise<Subject> {
  for (let count = 0; count < newcomers; count += 1) {
    await one.step();
    const second = await stage.open("PAIR");
    await second.connectTo(one);
    await second.trySend(words("second"));
    const { parts } = await one.tryReceive(Math.ceil(stage.ceilingMs / newcomers));
    if (parts === undefined) {
      await second.close();
      continue;
    }
    expect(equalParts(parts, words("second")), 'S receives "second"', `it receives ${describeParts(parts)}`);
    return second;
  }
  throw new Unexpected("a new peer is served", `${newcomers} come one after the other, and none is`);
}

function print(message: readonly Uint8Array[]): string {
  return message.map(hex).join(" ");
}
