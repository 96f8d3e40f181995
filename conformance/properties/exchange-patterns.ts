/** spec/patterns/exchange-patterns.md: what every pattern owes to the messages that it carries. */
import * as fc from "fast-check";
import { bodies, partsOf, type Body, messageShape } from "../kit/generate/body.ts";
import { ascii, equalParts } from "../kit/octets.ts";
import { blame, expect } from "../kit/outcome.ts";
import { property, type AnyProperty } from "../kit/property.ts";
import { fields } from "../kit/shrink/shape.ts";
import { encodeCommandBody } from "../kit/wire/encode.ts";
import { meet, sides, words, type Side } from "./support.ts";

interface Carried {
  readonly side: Side;
  readonly message: readonly Body[];
}

const empty: Body = { size: 0, fill: 0 };
const short: Body = { size: 3, fill: 70 };
const carried: readonly Carried[] = [
  [empty],
  [empty, empty],
  [short, empty, short],
  [empty, short],
  [short, empty],
  [{ size: 65536, fill: 300 }, short],
].flatMap((message) => sides.map((side) => ({ side, message })));
const anyCarried = fc.record({ side: fc.constantFrom<Side>("binds", "connects"), message: bodies() });
const classes = {
  "an empty part": ({ message }: Carried) => message.some((part) => part.size === 0),
  "a part of more than 255 octets": ({ message }: Carried) => message.some((part) => part.size > 255),
};

export const exchangePatterns: readonly AnyProperty[] = [
  property<Carried>({
    name: "exchange-patterns/dealer-carries-messages-unmodified",
    judges: ["exchange-patterns.unmodified"],
    socketTypes: ["DEALER"],
    cases: carried,
    shape: fields({ message: messageShape }),
    arbitrary: anyCarried,
    classes,
    play: async (stage, { side, message }) => {
      const { subject, peer } = await meet(stage, "DEALER", side);
      const parts = partsOf(message);
      await blame(stage, "exchange-patterns.unmodified", async () => {
        await subject.send(parts);
        await peer.receives(parts);
        peer.send(parts);
        await subject.receives(parts);
      });
    },
  }),
  property<Carried>({
    name: "exchange-patterns/request-and-reply-are-unmodified",
    judges: ["exchange-patterns.unmodified"],
    socketTypes: ["REQ", "REP"],
    cases: carried,
    shape: fields({ message: messageShape }),
    arbitrary: anyCarried,
    classes,
    play: async (stage, { side, message }) => {
      const parts = partsOf(message);
      const requester = await meet(stage, "REQ", side);
      const replier = await meet(stage, "REP", side);
      await blame(stage, "exchange-patterns.unmodified", async () => {
        await requester.subject.send(parts);
        await requester.peer.receives([ascii(""), ...parts]);
        requester.peer.send([ascii(""), ...parts]);
        await requester.subject.receives(parts);
        replier.peer.send([ascii(""), ...parts]);
        await replier.subject.receives(parts);
        await replier.subject.send(parts);
        await replier.peer.receives([ascii(""), ...parts]);
      });
    },
  }),
  property<Carried>({
    name: "exchange-patterns/router-carries-messages-unmodified",
    judges: ["exchange-patterns.unmodified"],
    socketTypes: ["ROUTER"],
    cases: carried,
    shape: fields({ message: messageShape }),
    arbitrary: anyCarried,
    classes,
    play: async (stage, { side, message }) => {
      const { subject, peer } = await meet(stage, "ROUTER", side, {}, { identity: ascii("A") });
      const parts = partsOf(message);
      await blame(stage, "exchange-patterns.unmodified", async () => {
        peer.send(parts);
        const [identity, ...rest] = await subject.receive();
        expect(equalParts(rest, parts), "the parts behind the identity are those that were sent", "they differ");
        await subject.send([identity ?? ascii(""), ...parts]);
        await peer.receives(parts);
      });
    },
  }),
  property<{ readonly offence: "cut message" | "commands" | "nothing" }>({
    name: "exchange-patterns/only-sent-messages-are-delivered",
    judges: ["exchange-patterns.nothing-invented"],
    socketTypes: ["DEALER"],
    cases: [{ offence: "nothing" }, { offence: "commands" }, { offence: "cut message" }],
    play: async (stage, { offence }) => {
      const { subject, peer } = await meet(stage, "DEALER");
      if (offence === "commands") peer.writeFrame(encodeCommandBody("PONG", ascii("x")), { command: true });
      if (offence === "cut message") {
        peer.writeFrame(ascii("half"), { more: true });
        await peer.leave();
      }
      const other = await stage.connect(subject, "DEALER");
      await blame(stage, "exchange-patterns.nothing-invented", async () => {
        other.send(words("whole"));
        await subject.receives(words("whole"));
        await subject.receivesNothing();
      });
    },
  }),
  property<{ readonly requests: number }>({
    name: "exchange-patterns/one-response-to-a-request",
    judges: ["exchange-patterns.one-response"],
    socketTypes: ["REP"],
    cases: [{ requests: 1 }, { requests: 3 }],
    play: async (stage, { requests }) => {
      const { subject, peer } = await meet(stage, "REP");
      await blame(stage, "exchange-patterns.one-response", async () => {
        for (let count = 0; count < requests; count += 1) {
          peer.send(words("", String(count)));
          await subject.receives(words(String(count)));
          await subject.send(words(`reply ${String(count)}`));
          await peer.receives(words("", `reply ${String(count)}`));
        }
        if (stage.hasPing) await peer.isOpen();
        expect(peer.inbox.length === 0, "no second reply", "one arrives");
      });
    },
  }),
];
