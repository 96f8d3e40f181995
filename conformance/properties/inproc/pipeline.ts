/** spec/transports/inproc.md: the pipeline without a wire, through sockets of one implementation. */
import { blame, judge } from "../../kit/outcome.ts";
import { property, type AnyProperty } from "../../kit/property.ts";
import type { Stage } from "../../kit/stage.ts";
import type { Subject } from "../../kit/subject.ts";
import { words } from "../support.ts";

export const pipeline: readonly AnyProperty[] = [
  property<{ readonly peers: number; readonly rounds: number }>({
    name: "inproc/distributes-work",
    judges: ["pipeline.one-peer", "sockets.round-robin"],
    socketTypes: ["PUSH", "PULL"],
    transports: ["inproc"],
    cases: [
      { peers: 1, rounds: 2 },
      { peers: 3, rounds: 3 },
    ],
    play: async (stage, { peers, rounds }) => {
      const source = await stage.bound("PUSH");
      const workers = await connected(stage, "PULL", peers, source);
      for (let number = 0; number < peers * rounds; number += 1) await source.send(words(String(number)));
      const taken = new Set<number>();
      for (const worker of workers)
        for (let round = 0; round < rounds; round += 1) {
          const number = Number(Buffer.from((await blame(stage, "sockets.round-robin", () => worker.receive()))[0] ?? []).toString());
          judge(stage, "pipeline.one-peer", !taken.has(number), "each message at one peer", `message ${String(number)} at two`);
          taken.add(number);
        }
      for (const worker of workers) await blame(stage, "pipeline.one-peer", () => worker.receivesNothing());
    },
  }),
  property<{ readonly peers: number; readonly rounds: number }>({
    name: "inproc/collects-results",
    judges: ["sockets.fair-queueing", "sockets.order-received"],
    socketTypes: ["PUSH", "PULL"],
    transports: ["inproc"],
    cases: [{ peers: 3, rounds: 3 }],
    play: async (stage, { peers, rounds }) => {
      const sink = await stage.bound("PULL");
      const workers = await connected(stage, "PUSH", peers, sink);
      // Each peer is known to the queue of the sink before the count begins.
      for (const [index, worker] of workers.entries()) {
        await worker.send(words(String(index)));
        await sink.receives(words(String(index)));
      }
      for (const [index, worker] of workers.entries()) for (let round = 0; round < rounds; round += 1) await worker.send(words(String(index), String(round)));
      for (let round = 0; round < rounds; round += 1) {
        const turn = new Set<string>();
        for (let index = 0; index < peers; index += 1) {
          const [peer, place] = (await sink.receive()).map((part) => Buffer.from(part).toString());
          turn.add(peer ?? "");
          judge(stage, "sockets.fair-queueing", turn.size === index + 1, "one message of each peer a turn", "a peer is served twice");
          judge(stage, "sockets.order-received", place === String(round), `message ${String(round)} of the peer`, `message ${place ?? ""}`);
        }
      }
    },
  }),
  property<Record<string, never>>({
    name: "inproc/push-waits-for-a-peer",
    judges: ["sockets.no-available-peer", "pipeline.push-no-receive", "pipeline.pull-no-send"],
    socketTypes: ["PUSH", "PULL"],
    transports: ["inproc"],
    cases: [{}],
    play: async (stage) => {
      const source = await stage.bound("PUSH");
      await blame(stage, "sockets.no-available-peer", () => source.refuses(words("early"), ["would-block"]));
      const sink = await stage.open("PULL");
      await sink.connectTo(source);
      await source.send(words("work"));
      await sink.receives(words("work"));
      await blame(stage, "pipeline.push-no-receive", () => source.refusesToReceive());
      judge(stage, "pipeline.pull-no-send", (await sink.trySend(words("hello"))) !== undefined, "a refusal", "the message is accepted");
    },
  }),
];

async function connected(stage: Stage, type: string, count: number, to: Subject): Promise<readonly Subject[]> {
  const sockets = await Promise.all(Array.from({ length: count }, () => stage.open(type)));
  for (const socket of sockets) await socket.connectTo(to);
  return sockets;
}
