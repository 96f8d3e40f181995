/** spec/transports/inproc.md: request–reply without a wire, through sockets of one implementation. */
import * as fc from "fast-check";
import { bodies, classesOf, messageClasses, partsOf, type Body, messageShape } from "../../kit/generate/body.ts";
import { ascii, describeParts, equal, equalParts, hex } from "../../kit/octets.ts";
import { blame, expect, judge } from "../../kit/outcome.ts";
import { property, type AnyProperty } from "../../kit/property.ts";
import { fields } from "../../kit/shrink/shape.ts";
import type { Subject } from "../../kit/subject.ts";
import { words } from "../support.ts";

export const requestReply: readonly AnyProperty[] = [
  property<{ readonly message: readonly Body[] }>({
    name: "inproc/request-and-reply",
    judges: ["inproc.same-semantics"],
    socketTypes: ["REQ", "REP"],
    transports: ["inproc"],
    cases: [
      { message: [{ size: 0, fill: 0 }] },
      {
        message: [
          { size: 3, fill: 75 },
          { size: 0, fill: 0 },
        ],
      },
    ],
    shape: fields({ message: messageShape }),
    arbitrary: fc.record({ message: bodies(4, 70000) }),
    classes: classesOf(messageClasses, ({ message }) => message),
    play: async (stage, { message }) => {
      const replier = await stage.bound("REP");
      const requester = await stage.open("REQ");
      await requester.connectTo(replier);
      const parts = partsOf(message);
      await blame(stage, "inproc.same-semantics", async () => {
        await requester.send(parts);
        await requester.refuses(parts, ["wrong-state", "would-block"]);
        await replier.receives(parts);
        await replier.send(parts);
        await requester.receives(parts);
      });
    },
  }),
  property<{ readonly depth: number }>({
    name: "inproc/envelopes-of-router-and-dealer",
    judges: ["inproc.same-semantics"],
    socketTypes: ["REQ", "REP", "DEALER", "ROUTER"],
    transports: ["inproc"],
    cases: [{ depth: 1 }],
    play: async (stage) => {
      const front = await stage.bound("ROUTER");
      const back = await stage.bound("DEALER");
      const requester = await stage.open("REQ");
      const replier = await stage.open("REP");
      await requester.connectTo(front);
      await replier.connectTo(back);
      await blame(stage, "inproc.same-semantics", async () => {
        await requester.send(words("request"));
        await back.send(await front.receive());
        await replier.receives(words("request"));
        await replier.send(words("reply"));
        await front.send(await back.receive());
        await requester.receives(words("reply"));
      });
    },
  }),
  property<{ readonly peers: number; readonly rounds: number }>({
    name: "inproc/round-robin-and-fair-queueing",
    judges: ["inproc.same-semantics"],
    socketTypes: ["DEALER"],
    transports: ["inproc"],
    cases: [{ peers: 3, rounds: 3 }],
    play: async (stage, { peers: count, rounds }) => {
      const subject = await stage.bound("DEALER");
      const peers = await Promise.all(Array.from({ length: count }, () => stage.open("DEALER")));
      for (const peer of peers) await peer.connectTo(subject);
      for (const [index, peer] of peers.entries()) {
        await peer.send(words(String(index)));
        await subject.receives(words(String(index)));
      }
      await blame(stage, "inproc.same-semantics", async () => {
        for (let index = 0; index < count * rounds; index += 1) await subject.send(words(String(index)));
        for (const peer of peers)
          for (let round = 0; round < rounds; round += 1)
            expect(Number(Buffer.from((await peer.receive())[0] ?? []).toString()) >= round * count, "each peer gets one message a turn", "a turn is left out");
        for (const [index, peer] of peers.entries()) for (let round = 0; round < rounds; round += 1) await peer.send(words(String(index)));
        for (let round = 0; round < rounds; round += 1) {
          const turn = new Set<string>();
          for (let index = 0; index < count; index += 1) turn.add(Buffer.from((await subject.receive())[0] ?? []).toString());
          expect(turn.size === count, "one message of each peer a turn", "a peer is served twice");
        }
      });
    },
  }),
  property<{ readonly limit: number }>({
    name: "inproc/queues-have-limits",
    judges: ["inproc.same-semantics"],
    socketTypes: ["DEALER"],
    transports: ["inproc"],
    options: ["sendHighWaterMark", "receiveHighWaterMark"],
    cases: [{ limit: 3 }],
    play: async (stage, { limit }) => {
      const receiver = await stage.bound("DEALER", { receiveHighWaterMark: limit });
      const sender = await stage.open("DEALER", { sendHighWaterMark: limit });
      await sender.connectTo(receiver);
      let accepted = 0;
      while (accepted < 10 * limit && (await sender.trySend(words(String(accepted)))) === undefined) accepted += 1;
      await blame(stage, "inproc.same-semantics", async () => {
        expect(
          accepted >= limit && accepted < 10 * limit,
          `between ${String(limit)} and ${String(10 * limit)} messages are accepted`,
          `${String(accepted)} are`,
        );
        for (let count = 0; count < accepted; count += 1) await receiver.receives(words(String(count)));
      });
    },
  }),
  property<Record<string, never>>({
    name: "inproc/request-and-reply-take-turns",
    judges: ["request-reply.req-send-state", "request-reply.req-receive-state", "request-reply.rep-send-state", "request-reply.rep-receive-state"],
    socketTypes: ["REQ", "REP"],
    transports: ["inproc"],
    cases: [{}],
    play: async (stage) => {
      const replier = await stage.bound("REP");
      const requester = await stage.open("REQ");
      await requester.connectTo(replier);
      await blame(stage, "request-reply.req-receive-state", () => requester.refusesToReceive());
      await blame(stage, "request-reply.rep-send-state", () => replier.refuses(words("early"), ["wrong-state"]));
      await requester.send(words("question"));
      await blame(stage, "request-reply.req-send-state", () => requester.refuses(words("second"), ["wrong-state", "would-block"]));
      await replier.receives(words("question"));
      await blame(stage, "request-reply.rep-receive-state", () => replier.refusesToReceive());
      await replier.send(words("answer"));
      await requester.receives(words("answer"));
    },
  }),
  property<{ readonly peers: number }>({
    name: "inproc/routers-know-their-peers",
    judges: ["request-reply.router-prefix", "request-reply.router-peer-identity", "request-reply.router-route", "request-reply.router-unroutable"],
    socketTypes: ["DEALER", "ROUTER"],
    transports: ["inproc"],
    options: ["routingId"],
    cases: [{ peers: 1 }, { peers: 3 }],
    play: async (stage, { peers: count }) => {
      const router = await stage.bound("ROUTER");
      const peers: Subject[] = [];
      for (let index = 0; index < count; index += 1) {
        const peer = await stage.open("DEALER", { routingId: ascii(`peer ${String(index)}`) });
        await peer.connectTo(router);
        await peer.send(words("hello"));
        await blame(stage, "request-reply.router-prefix", async () => {
          const [identity, ...message] = await router.receive();
          judge(
            stage,
            "request-reply.router-peer-identity",
            equal(identity ?? ascii(""), ascii(`peer ${String(index)}`)),
            `peer ${String(index)}`,
            hex(identity ?? ascii("")),
          );
          expect(equalParts(message, words("hello")), "the message behind one identity", describeParts(message));
        });
        peers.push(peer);
      }
      await blame(stage, "request-reply.router-unroutable", () => router.send(words("nobody", "lost")));
      await blame(stage, "request-reply.router-route", async () => {
        for (const index of peers.keys()) await router.send(words(`peer ${String(index)}`, "to", String(index)));
        for (const [index, peer] of peers.entries()) {
          await peer.receives(words("to", String(index)));
          await peer.receivesNothing();
        }
      });
    },
  }),
];
