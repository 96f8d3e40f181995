/** spec/patterns/request-reply.md, REQ. */
import * as fc from "fast-check";
import { bodies, partsOf, type Body } from "../../kit/generate/body.ts";
import { ascii } from "../../kit/octets.ts";
import { blame, expect, NotReached, Unexpected } from "../../kit/outcome.ts";
import { property, type AnyProperty } from "../../kit/property.ts";
import type { Stage } from "../../kit/stage.ts";
import type { Subject } from "../../kit/subject.ts";
import { whoeverReceives } from "../../kit/wire/group.ts";
import type { WirePeer } from "../../kit/wire/peer.ts";
import { meet, sides, words, type Side } from "../support.ts";

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
      await blame("request-reply.req-send-state", () => subject.refuses(words("two"), ["wrong-state", "would-block"]));
      peer.send(words("", "reply"));
      await subject.receives(words("reply"));
      await blame("request-reply.req-send-state", async () => {
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
      await blame("request-reply.req-receive-state", async () => {
        const { parts, refusal } = await subject.tryReceive();
        expect(
          parts === undefined && (refusal === "wrong-state" || refusal === "would-block"),
          "a refusal",
          parts === undefined ? (refusal ?? "") : "a message",
        );
      });
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
    arbitrary: fc.record({ side: fc.constantFrom<Side>("binds", "connects"), message: bodies(4, 300) }),
    play: async (stage, { message, side }) => {
      const { subject, peer } = await meet(stage, "REQ", side);
      await blame("request-reply.req-delimiter", async () => {
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
    arbitrary: fc.record({ side: fc.constantFrom<Side>("binds", "connects"), message: bodies(4, 300) }),
    play: async (stage, { message, side }) => {
      const { subject, peer } = await meet(stage, "REQ", side);
      await subject.send(words("request"));
      await peer.receives(words("", "request"));
      await blame("request-reply.req-strip", async () => {
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
      await blame("request-reply.req-keeps-request", async () => {
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
      const subject = await stage.bound("REQ");
      const peers = await connectAll(stage, subject, others + 1);
      const asked = await ask(subject, peers, "request");
      await blame("request-reply.req-asked-peer", async () => {
        for (const other of peers.filter((peer) => peer !== asked)) {
          other.send(words("", `from ${other.name}`));
          await passed(stage, other);
        }
        asked.send(words("", "reply"));
        await subject.receives(words("reply"));
        for (const other of peers) await passed(stage, other);
      });
    },
  }),
  property<{ readonly others: number }>({
    name: "request-reply/req-whose-asked-peer-is-gone",
    judges: ["request-reply.req-asked-peer-gone"],
    socketTypes: ["REQ"],
    window: `the other peer answers ${String(attempts)} times, and after each answer the socket is given ${String(pauseMs)} ms to deliver it: no message can follow that must be delivered`,
    cases: [{ others: 1 }],
    play: async (stage, { others }) => {
      const subject = await stage.bound("REQ");
      const peers = await connectAll(stage, subject, others + 1);
      const asked = await ask(subject, peers, "request");
      const [other] = peers.filter((peer) => peer !== asked);
      if (other === undefined) throw new NotReached("precondition", "there is no other peer");
      await asked.leave();
      await subject.step();
      await blame("request-reply.req-asked-peer-gone", async () => {
        for (let count = 0; count < attempts; count += 1) {
          other.send(words("", "stray"));
          if (!(await passedOrClosed(stage, other))) return;
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
      await passed(stage, peer);
      await subject.send(words("request"));
      await peer.receives(words("", "request"));
      await blame("request-reply.req-stale", async () => {
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
      await blame("request-reply.req-malformed", async () => {
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

/** Several REP peers of a bound REQ; each has been asked once, so that the socket knows them all. */
async function connectAll(stage: Stage, subject: Subject, count: number): Promise<readonly WirePeer[]> {
  const peers: WirePeer[] = [];
  for (let index = 0; index < count; index += 1) peers.push(await stage.connect(subject, "REP"));
  const known = new Set<WirePeer>();
  for (let round = 0; known.size < count; round += 1) {
    if (round >= 20 * count) throw new NotReached("precondition", "not every peer was asked in turn");
    const asked = await ask(subject, peers, `round ${String(round)}`);
    asked.send(words("", "ready"));
    await subject.receives(words("ready"));
    known.add(asked);
  }
  return peers;
}

/** Sends a request and finds the peer that got it. */
async function ask(subject: Subject, peers: readonly WirePeer[], request: string): Promise<WirePeer> {
  await subject.send(words(request));
  const asked = await whoeverReceives(peers, subject.ceilingMs);
  await asked.receives(words("", request));
  return asked;
}

/** The implementation's engine has read everything that the peer sent. */
async function passed(stage: Stage, peer: WirePeer): Promise<void> {
  if (stage.setting.protocol === "3.1") await peer.isOpen();
}

async function passedOrClosed(stage: Stage, peer: WirePeer): Promise<boolean> {
  return stage.setting.protocol === "3.1" ? peer.survives() : true;
}
