/** spec/transports/inproc.md: the same semantics without a wire, through two sockets of one implementation. */
import * as fc from "fast-check";
import { bodies, partsOf, type Body } from "../kit/generate/body.ts";
import { AdapterError } from "../kit/adapter/types.ts";
import { blame, expect } from "../kit/outcome.ts";
import { property, type AnyProperty } from "../kit/property.ts";
import type { Stage } from "../kit/stage.ts";
import { words } from "./support.ts";

let names = 0;

export const inproc: readonly AnyProperty[] = [
  property<{ readonly messages: number }>({
    name: "inproc/connect-before-bind",
    judges: ["inproc.connect-before-bind"],
    socketTypes: ["DEALER"],
    transports: ["inproc"],
    cases: [{ messages: 3 }],
    play: async (stage, { messages }) => {
      const endpoint = freshName();
      const early = await stage.open("DEALER");
      const late = await stage.open("DEALER");
      await blame("inproc.connect-before-bind", async () => {
        await early.connectTo({ name: late.name, endpoint });
        for (let count = 0; count < messages; count += 1) await early.send(words(String(count)));
        await late.bind(endpoint);
        for (let count = 0; count < messages; count += 1) await late.receives(words(String(count)));
      });
    },
  }),
  property<Record<string, never>>({
    name: "inproc/refuses-a-name-in-use",
    judges: ["inproc.name-in-use"],
    socketTypes: ["DEALER"],
    transports: ["inproc"],
    cases: [{}],
    play: async (stage) => {
      const endpoint = freshName();
      const first = await stage.open("DEALER");
      await first.bind(endpoint);
      await blame("inproc.name-in-use", async () => {
        expect(!(await canBind(stage, endpoint)), "a refusal", "the name is bound twice");
      });
    },
  }),
  property<Record<string, never>>({
    name: "inproc/frees-the-name-at-close",
    judges: ["inproc.name-free-again"],
    socketTypes: ["DEALER"],
    transports: ["inproc"],
    cases: [{}],
    play: async (stage) => {
      const endpoint = freshName();
      const first = await stage.open("DEALER");
      await first.bind(endpoint);
      await first.close();
      await blame("inproc.name-free-again", async () => {
        const second = await stage.open("DEALER");
        await second.bind(endpoint);
        const third = await stage.open("DEALER");
        await third.connectTo({ name: second.name, endpoint });
        await third.send(words("hello"));
        await second.receives(words("hello"));
      });
    },
  }),
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
    arbitrary: fc.record({ message: bodies(4, 70000) }),
    play: async (stage, { message }) => {
      const replier = await stage.bound("REP");
      const requester = await stage.open("REQ");
      await requester.connectTo(replier);
      const parts = partsOf(message);
      await blame("inproc.same-semantics", async () => {
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
      await blame("inproc.same-semantics", async () => {
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
      await blame("inproc.same-semantics", async () => {
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
      await blame("inproc.same-semantics", async () => {
        expect(
          accepted >= limit && accepted < 10 * limit,
          `between ${String(limit)} and ${String(10 * limit)} messages are accepted`,
          `${String(accepted)} are`,
        );
        for (let count = 0; count < accepted; count += 1) await receiver.receives(words(String(count)));
      });
    },
  }),
];

function freshName(): string {
  names += 1;
  return `inproc://name-${String(names)}`;
}

async function canBind(stage: Stage, endpoint: string): Promise<boolean> {
  const socket = await stage.open("DEALER");
  try {
    await stage.setting.adapter.bind(socket.handle, endpoint);
    return true;
  } catch (error) {
    if (error instanceof AdapterError) return false;
    throw error;
  }
}
