/** spec/patterns/request-reply.md, REQ. */
import * as fc from "fast-check";
import { bodies, classesOf, messageClasses, partsOf, type Body, messageShape } from "../../kit/generate/body.ts";
import { ascii, equal } from "../../kit/octets.ts";
import { blame, expect, NotReached, Unexpected } from "../../kit/outcome.ts";
import { property, type AnyProperty } from "../../kit/property.ts";
import { fields } from "../../kit/shrink/shape.ts";
import type { Stage } from "../../kit/stage.ts";
import type { Subject } from "../../kit/subject.ts";
import type { WirePeer } from "../../kit/wire/peer.ts";
import { meet, sides, words, type Meeting, type Side } from "../support.ts";

const attempts = 10;
const pauseMs = 20;

export const req: readonly AnyProperty[] = [
  property<{ readonly side: Side }>({
    name: "request-reply/req-refuses-a-second-request",
    judges: ["request-reply.req-send-state"],
    socketTypes: ["REQ"],
    cases: sides.map((side) => ({ side })),
    play: async (stage, { side }) => {
      const { subject, peer } = await meet(stage, "REQ", side);
      await subject.send(words("one"));
      await peer.receives(words("", "one"));
      await blame(stage, "request-reply.req-send-state", () => subject.refuses(words("two"), ["wrong-state", "would-block"]));
      peer.send(words("", "reply"));
      await subject.receives(words("reply"));
      await blame(stage, "request-reply.req-send-state", async () => {
        await subject.send(words("three"));
        await peer.receives(words("", "three"));
      });
    },
  }),
  property<{ readonly side: Side }>({
    name: "request-reply/req-refuses-to-receive-first",
    judges: ["request-reply.req-receive-state"],
    socketTypes: ["REQ"],
    cases: sides.map((side) => ({ side })),
    play: async (stage, { side }) => {
      const { subject, peer } = await meet(stage, "REQ", side);
      await blame(stage, "request-reply.req-receive-state", () => subject.refusesToReceive());
      await subject.send(words("one"));
      await peer.receives(words("", "one"));
    },
  }),
  property<{ readonly message: readonly Body[]; readonly side: Side }>({
    name: "request-reply/req-sends-a-delimiter",
    judges: ["request-reply.req-delimiter"],
    socketTypes: ["REQ"],
    cases: [
      [{ size: 0, fill: 0 }],
      [{ size: 3, fill: 71 }],
      [
        { size: 0, fill: 0 },
        { size: 3, fill: 71 },
      ],
    ].flatMap((message) => sides.map((side) => ({ side, message }))),
    shape: fields({ message: messageShape }),
    arbitrary: fc.record({ side: fc.constantFrom<Side>("binds", "connects"), message: bodies(4, 300) }),
    classes: classesOf(messageClasses, ({ message }) => message),
    play: async (stage, { message, side }) => {
      const { subject, peer } = await meet(stage, "REQ", side);
      await blame(stage, "request-reply.req-delimiter", async () => {
        await subject.send(partsOf(message));
        await peer.receives([ascii(""), ...partsOf(message)]);
      });
    },
  }),
  property<{ readonly message: readonly Body[]; readonly side: Side }>({
    name: "request-reply/req-strips-the-delimiter",
    judges: ["request-reply.req-strip"],
    socketTypes: ["REQ"],
    cases: [
      [{ size: 0, fill: 0 }],
      [{ size: 3, fill: 71 }],
      [
        { size: 0, fill: 0 },
        { size: 3, fill: 71 },
      ],
    ].flatMap((message) => sides.map((side) => ({ side, message }))),
    shape: fields({ message: messageShape }),
    arbitrary: fc.record({ side: fc.constantFrom<Side>("binds", "connects"), message: bodies(4, 300) }),
    classes: classesOf(messageClasses, ({ message }) => message),
    play: async (stage, { message, side }) => {
      const { subject, peer } = await meet(stage, "REQ", side);
      await subject.send(words("request"));
      await peer.receives(words("", "request"));
      await blame(stage, "request-reply.req-strip", async () => {
        peer.send([ascii(""), ...partsOf(message)]);
        await subject.receives(partsOf(message));
      });
    },
  }),
  property<Record<string, never>>({
    name: "request-reply/req-keeps-its-request",
    judges: ["request-reply.req-keeps-request"],
    socketTypes: ["REQ"],
    cases: [{}],
    play: async (stage) => {
      const listening = await stage.listen();
      const subject = await stage.open("REQ");
      await subject.connectTo(listening);
      const refusal = await subject.trySend(words("request"));
      if (refusal !== undefined) throw new NotReached("precondition", `the request was not accepted: ${refusal}`);
      await blame(stage, "request-reply.req-keeps-request", async () => {
        const peer = await stage.accept(listening, "REP");
        await peer.receives(words("", "request"));
      });
    },
  }),
  property<{ readonly others: number }>({
    name: "request-reply/req-listens-to-the-asked-peer",
    judges: ["request-reply.req-asked-peer"],
    socketTypes: ["REQ"],
    cases: [{ others: 1 }, { others: 3 }],
    play: async (stage, { others }) => {
      const { subject, peer: asked } = await meet(stage, "REQ");
      await subject.send(words("request"));
      await asked.receives(words("", "request"));
      await blame(stage, "request-reply.req-asked-peer", async () => {
        const strangers = await connectAll(stage, subject, others);
        for (const stranger of strangers) {
          stranger.send(words("", `from ${stranger.name}`));
          await passed(stage, stranger);
        }
        asked.send(words("", "reply"));
        await subject.receives(words("reply"));
        for (const stranger of strangers) await passed(stage, stranger);
      });
    },
  }),
  property<{ readonly others: number }>({
    name: "request-reply/req-whose-asked-peer-is-gone",
    judges: ["request-reply.req-asked-peer-gone"],
    socketTypes: ["REQ"],
    window: `another peer answers ${String(attempts)} times, and after each answer the socket is given ${String(pauseMs)} ms to deliver it: no message can follow that must be delivered`,
    cases: [{ others: 1 }],
    play: async (stage, { others }) => {
      const { subject, peer: asked } = await meet(stage, "REQ");
      await subject.send(words("request"));
      await asked.receives(words("", "request"));
      const strangers = await connectAll(stage, subject, others);
      await asked.leave();
      await subject.step();
      await blame(stage, "request-reply.req-asked-peer-gone", async () => {
        for (let count = 0; count < attempts; count += 1) {
          for (const stranger of strangers) stranger.send(words("", "stray"));
          for (const stranger of strangers) if (!(await passedOrClosed(stage, stranger))) return;
          const { parts } = await subject.tryReceive(pauseMs);
          if (parts !== undefined) throw new Unexpected("nothing is delivered: the asked peer is gone", "a message of another peer is delivered as the reply");
        }
      });
    },
  }),
  property<Record<string, never>>({
    name: "request-reply/req-drops-what-came-before-the-request",
    judges: ["request-reply.req-stale"],
    socketTypes: ["REQ"],
    cases: [{}],
    play: async (stage) => {
      const { subject, peer } = await meet(stage, "REQ");
      peer.send(words("", "stale"));
      if (stage.setting.protocol === "3.0") return alwaysOneBehind(stage, { subject, peer });
      await peer.isOpen();
      await subject.send(words("request"));
      await peer.receives(words("", "request"));
      await blame(stage, "request-reply.req-stale", async () => {
        peer.send(words("", "reply"));
        await subject.receives(words("reply"));
      });
    },
  }),
  property<{ readonly reply: readonly string[] }>({
    name: "request-reply/req-does-not-deliver-malformed-replies",
    judges: ["request-reply.req-malformed", "request-reply.req-malformed-close"],
    socketTypes: ["REQ"],
    since: "3.1",
    cases: [["bare"], ["envelope", "", "body"], ["x", "body"], [""]].map((reply) => ({ reply })),
    play: async (stage, { reply }) => {
      const { subject, peer } = await meet(stage, "REQ");
      await subject.send(words("request"));
      await peer.receives(words("", "request"));
      await blame(stage, "request-reply.req-malformed", async () => {
        peer.send(words(...reply));
        const open = await peer.survives();
        stage.observe("request-reply.req-malformed-close", open ? "keep" : "close");
        if (open) {
          peer.send(words("", "reply"));
          await subject.receives(words("reply"));
        } else await subject.receivesNothing();
      });
    },
  }),
  property<Record<string, never>>({
    name: "request-reply/req-that-lost-its-peer",
    judges: ["request-reply.req-peer-lost"],
    socketTypes: ["REQ"],
    cases: [{}],
    window: "whether the wait for a reply goes on is seen after 200 ms",
    play: async (stage) => {
      const { subject, peer } = await meet(stage, "REQ");
      await subject.send(words("request"));
      await peer.receives(words("", "request"));
      await peer.leave();
      const { refusal } = await subject.tryReceive(200);
      stage.observe("request-reply.req-peer-lost", refusal === "would-block" ? "wait" : "fail");
    },
  }),
];

/** Further REP peers of a bound REQ. */
async function connectAll(stage: Stage, subject: Subject, count: number): Promise<readonly WirePeer[]> {
  const peers: WirePeer[] = [];
  for (let index = 0; index < count; index += 1) peers.push(await stage.connect(subject, "REP"));
  return peers;
}

const rounds = 20;

/**
 * Without a PING nobody knows whether the stale reply was read before the request was sent, or is taken for its reply with reason. In the rounds that follow the same goes for each
 * reply that is left over; but who drops what came before a request catches up in one of them, and who does not stays one behind for ever.
 */
async function alwaysOneBehind(stage: Stage, { subject, peer }: Meeting): Promise<void> {
  let behind = 0;
  await blame(stage, "request-reply.req-stale", async () => {
    for (; behind < rounds; behind += 1) {
      await subject.send(words("request", String(behind)));
      await peer.receives(words("", "request", String(behind)));
      peer.send(words("", "reply", String(behind)));
      const [, number] = await subject.receive();
      if (number !== undefined && equal(number, ascii(String(behind)))) return;
    }
    expect(false, "the reply to the request", `the reply before it, in each of ${String(rounds)} rounds`);
  });
}

/** The implementation's engine has read everything that the peer sent. */
async function passed(stage: Stage, peer: WirePeer): Promise<void> {
  if (stage.hasPing) await peer.isOpen();
}

async function passedOrClosed(stage: Stage, peer: WirePeer): Promise<boolean> {
  return stage.hasPing ? peer.survives() : true;
}
