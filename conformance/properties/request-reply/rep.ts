/** spec/patterns/request-reply.md, REP. */
import * as fc from "fast-check";
import { bodies, octetsOf, partsOf, type Body, messageShape } from "../../kit/generate/body.ts";
import { ascii } from "../../kit/octets.ts";
import { blame, expect } from "../../kit/outcome.ts";
import { property, type AnyProperty } from "../../kit/property.ts";
import { largePart, moreThanFits, withLittleRoom } from "../../kit/room.ts";
import { content, count, entries, fields } from "../../kit/shrink/shape.ts";
import { meet, sides, words, type Side } from "../support.ts";

interface Enveloped {
  readonly side: Side;
  /** Sizes of the frames before the delimiter; none is empty. */
  readonly envelope: readonly Body[];
  readonly message: readonly Body[];
}

const hop = (size: number): Body => ({ size, fill: 300 + size });
const one: Body = { size: 4, fill: 72 };
const none: Body = { size: 0, fill: 0 };
const enveloped: readonly Enveloped[] = [
  { envelope: [], message: [one] },
  { envelope: [hop(5)], message: [one] },
  { envelope: [hop(5), hop(255)], message: [one, none, one] },
  { envelope: [], message: [none] },
  { envelope: [hop(1)], message: [none, one, none] },
  { envelope: Array.from({ length: 8 }, (_, index) => hop(index + 1)), message: [one] },
].flatMap((input) => sides.map((side) => ({ side, ...input })));
const anyEnveloped = fc.record({
  side: fc.constantFrom<Side>("binds", "connects"),
  envelope: fc.array(fc.record({ size: fc.integer({ min: 1, max: 300 }), fill: fc.nat({ max: 900 }) }), { maxLength: 8, size: "max" }),
  message: bodies(4, 300),
});
/** A frame of the envelope is never empty: it would be the delimiter. */
const envelopedShape = fields({ envelope: entries("frames", 0, fields({ size: count("octets", 1), fill: content })), message: messageShape });
const classes = {
  "an envelope of two frames or more": ({ envelope }: Enveloped) => envelope.length > 1,
  "an empty part behind the delimiter": ({ message }: Enveloped) => message.some((part) => part.size === 0),
};

export const rep: readonly AnyProperty[] = [
  property<{ readonly side: Side }>({
    name: "request-reply/rep-refuses-to-send-first",
    judges: ["request-reply.rep-send-state"],
    socketTypes: ["REP"],
    cases: sides.map((side) => ({ side })),
    play: async (stage, { side }) => {
      const { subject, peer } = await meet(stage, "REP", side);
      await blame(stage, "request-reply.rep-send-state", () => subject.refuses(words("reply"), ["wrong-state", "would-block"]));
      peer.send(words("", "request"));
      await subject.receives(words("request"));
      await subject.send(words("reply"));
      await peer.receives(words("", "reply"));
      await blame(stage, "request-reply.rep-send-state", () => subject.refuses(words("second"), ["wrong-state", "would-block"]));
    },
  }),
  property<{ readonly requests: number }>({
    name: "request-reply/rep-answers-before-it-receives-again",
    judges: ["request-reply.rep-receive-state"],
    socketTypes: ["REP"],
    cases: [{ requests: 2 }],
    play: async (stage, { requests }) => {
      const { subject, peer } = await meet(stage, "REP");
      for (let count = 0; count < requests; count += 1) peer.send(words("", String(count)));
      if (stage.hasPing) await peer.isOpen();
      await subject.receives(words("0"));
      await blame(stage, "request-reply.rep-receive-state", () => subject.refusesToReceive());
      await subject.send(words("reply"));
      await subject.receives(words("1"));
    },
  }),
  property<Enveloped>({
    name: "request-reply/rep-delivers-what-follows-the-delimiter",
    judges: ["request-reply.rep-strip"],
    socketTypes: ["REP"],
    cases: enveloped,
    shape: envelopedShape,
    arbitrary: anyEnveloped,
    classes,
    play: async (stage, { side, envelope, message }) => {
      const { subject, peer } = await meet(stage, "REP", side);
      await blame(stage, "request-reply.rep-strip", async () => {
        peer.send([...envelope.map(octetsOf), ascii(""), ...partsOf(message)]);
        await subject.receives(partsOf(message));
      });
    },
  }),
  property<Enveloped>({
    name: "request-reply/rep-returns-the-envelope",
    judges: ["request-reply.rep-envelope"],
    socketTypes: ["REP"],
    cases: enveloped,
    shape: envelopedShape,
    arbitrary: anyEnveloped,
    classes,
    play: async (stage, { side, envelope, message }) => {
      const { subject, peer } = await meet(stage, "REP", side);
      const frames = envelope.map(octetsOf);
      peer.send([...frames, ascii(""), ascii("request")]);
      await subject.receive();
      await blame(stage, "request-reply.rep-envelope", async () => {
        await subject.send(partsOf(message));
        await peer.receives([...frames, ascii(""), ...partsOf(message)]);
      });
    },
  }),
  property<{ readonly peers: number; readonly rounds: number }>({
    name: "request-reply/rep-answers-the-peer-that-asked",
    judges: ["request-reply.rep-originator"],
    socketTypes: ["REP"],
    cases: [
      { peers: 2, rounds: 2 },
      { peers: 4, rounds: 3 },
    ],
    play: async (stage, { peers: count, rounds }) => {
      const subject = await stage.bound("REP");
      const peers = await Promise.all(Array.from({ length: count }, () => stage.connect(subject, "REQ")));
      for (let round = 0; round < rounds; round += 1) for (const peer of peers) peer.send(words("", peer.name, String(round)));
      await blame(stage, "request-reply.rep-originator", async () => {
        for (let index = 0; index < count * rounds; index += 1) {
          const [asker, number] = await subject.receive();
          await subject.send([asker ?? ascii(""), number ?? ascii("")]);
          const peer = peers.find(({ name }) => Buffer.from(asker ?? []).toString() === name);
          await peer?.receives([ascii(""), asker ?? ascii(""), number ?? ascii("")]);
        }
        if (stage.hasPing) for (const peer of peers) await peer.isOpen();
        expect(
          peers.every((peer) => peer.inbox.length === 0),
          "no reply reaches another peer",
          "one does",
        );
      });
    },
  }),
  property<{ readonly how: "FIN" | "RST" }>({
    name: "request-reply/rep-whose-asker-is-gone",
    judges: ["request-reply.rep-originator-gone"],
    socketTypes: ["REP"],
    cases: [{ how: "FIN" }, { how: "RST" }],
    play: async (stage, { how }) => {
      const { subject, peer } = await meet(stage, "REP");
      const other = await stage.connect(subject, "REQ");
      peer.send(words("", "request"));
      await subject.receives(words("request"));
      if (how === "FIN") await peer.leave();
      else peer.abort();
      await blame(stage, "request-reply.rep-originator-gone", async () => {
        await subject.trySend(words("reply"));
        other.send(words("", "next"));
        await subject.receives(words("next"));
        await subject.send(words("answer"));
        await other.receives(words("", "answer"));
      });
    },
  }),
  property<{ readonly size: number }>({
    name: "request-reply/rep-does-not-block",
    judges: ["request-reply.rep-never-blocks"],
    socketTypes: ["REP"],
    options: ["sendHighWaterMark"],
    cases: [{ size: largePart }],
    play: async (stage, { size }) => {
      const subject = await stage.bound("REP", withLittleRoom(stage, { sendHighWaterMark: 2 }));
      const peer = await stage.connect(subject, "REQ");
      peer.stream.pause();
      await blame(stage, "request-reply.rep-never-blocks", async () => {
        for (let count = 0; count < moreThanFits(stage); count += 1) {
          peer.send(words("", String(count)));
          await subject.receives(words(String(count)));
          const refusal = await subject.trySend([new Uint8Array(size)]);
          expect(refusal === undefined, "the reply is taken, or dropped, at once", `the send is refused: ${refusal ?? ""}`);
        }
      });
    },
  }),
  property<{ readonly request: readonly string[] }>({
    name: "request-reply/rep-discards-malformed-requests",
    judges: ["request-reply.rep-malformed"],
    socketTypes: ["REP"],
    cases: [["bare"], ["a", "b"], [""], ["a", ""]].map((request) => ({ request })),
    play: async (stage, { request }) => {
      const { subject, peer } = await meet(stage, "REP");
      const other = await stage.connect(subject, "REQ");
      await blame(stage, "request-reply.rep-malformed", async () => {
        peer.send(words(...request));
        if (stage.hasPing) await peer.survives();
        other.send(words("", "good"));
        await subject.receives(words("good"));
      });
    },
  }),
  property<{ readonly request: readonly string[] }>({
    name: "request-reply/rep-keeps-the-connection-of-malformed-requests",
    judges: ["request-reply.rep-malformed-keep"],
    socketTypes: ["REP"],
    since: "3.1",
    cases: [["bare"], ["a", "b"], [""], ["a", ""]].map((request) => ({ request })),
    play: async (stage, { request }) => {
      const { subject, peer } = await meet(stage, "REP");
      await blame(stage, "request-reply.rep-malformed-keep", async () => {
        peer.send(words(...request));
        peer.send(words("", "good"));
        await subject.receives(words("good"));
        // What was there already is delivered from a closed connection as well; the reply needs an open one.
        await subject.send(words("reply"));
        await peer.receives(words("", "reply"));
      });
    },
  }),
];
