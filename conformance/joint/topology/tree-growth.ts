/** A distribution tree of real processes, from the publisher to the last subscriber. */
import { ascii } from "../../kit/octets.ts";
import type { Mutation } from "../simulation/mutants.ts";
import { machineLimits, shareOut } from "./limits.ts";
import { bindFree, eachOf, startDevice, type Crowd, type Device, type Implementation, type Process } from "./nodes.ts";

export interface TreePlan {
  readonly subscribers: number;
  /** Forwarders in each layer, from the publisher down. */
  readonly layers: readonly number[];
  readonly topics: number;
  /** Published in each of three rounds: before, while and after a forwarder is gone. */
  readonly messages: number;
  readonly implementations: readonly Implementation[];
  readonly mutation?: Mutation | undefined;
}

export interface Leaf {
  readonly process: Process;
  readonly handle: number;
  readonly topic: string;
  readonly forwarder: number;
}

interface Root {
  readonly process: Process;
  readonly handle: number;
}

/** A forwarder, and how it starts again. */
interface Place {
  device: Device;
  readonly start: (endpoint?: string) => Promise<Device>;
}

export interface GrownTree {
  readonly root: Root;
  /** The layers, from the publisher down. */
  readonly forwarders: readonly (readonly Place[])[];
  readonly leaves: readonly Leaf[];
}

type Tell = (phase: string) => void;

export async function growTree(crowd: Crowd, plan: TreePlan, tell: Tell): Promise<GrownTree> {
  const { implementations: names, layers } = plan;
  const nameAt = (index: number): Implementation => names[index % names.length] ?? "reference";
  const process = await crowd.start("publisher", nameAt(0));
  // It is told of every subscription that reaches it: so each of its peers is seen to ask once.
  const handle = await process.adapter.open("XPUB", {
    linger: 0,
    verbosity: process.implementation === "zeromq.js" || process.implementation === "reference" ? "allSubs" : true,
  });
  let above = [await bindFree(process, handle)];
  const forwarders: (readonly Place[])[] = [];
  let count = 1;
  for (const [layer, width] of layers.entries()) {
    const row: Place[] = [];
    for (let index = 0; index < width; index += 1) {
      tell(`forwarder ${String(index + 1)} of ${String(width)} in layer ${String(layer + 1)}`);
      const upstream = above[Math.floor((index * above.length) / width)] ?? "";
      const implementation = nameAt(count);
      const mutation = layer === 0 && index === 0 ? plan.mutation : undefined;
      const start = (endpoint?: string): Promise<Device> =>
        startDevice(crowd, {
          name: `forwarder-${String(layer)}-${String(index)}`,
          implementation,
          connects: "XSUB",
          binds: "XPUB",
          upstream: [upstream],
          ...(endpoint === undefined ? {} : { endpoint }),
          mutation,
        });
      row.push({ device: await start(), start });
      count += 1;
    }
    forwarders.push(row);
    above = row.map(({ device }) => device.endpoint);
  }
  return { root: { process, handle }, forwarders, leaves: await sprout(crowd, plan, above, tell) };
}

async function sprout(crowd: Crowd, plan: TreePlan, above: readonly string[], tell: Tell): Promise<readonly Leaf[]> {
  const leaves: Leaf[] = [];
  const shares = shareOut(plan.subscribers, plan.implementations, machineLimits());
  for (const [number, { implementation, subscribers }] of shares.entries()) {
    tell(
      `process ${String(number + 1)} of ${String(shares.length)}: ${String(subscribers)} subscribers with ${implementation}; ${String(leaves.length)} are there`,
    );
    const process = await crowd.start(`subscribers-${String(number)}`, implementation);
    const indices = Array.from({ length: subscribers }, (_none, index) => leaves.length + index);
    const opened: Leaf[] = [];
    await eachOf(indices, 50, async (index) => {
      const handle = await process.adapter.open("SUB", { linger: 0, reconnectInterval: 100 });
      const topic = topicOf(index % plan.topics);
      await process.adapter.option(handle, "subscribe", ascii(topic));
      // Neighbours have different forwarders, so that each forwarder serves every implementation.
      const forwarder = Math.floor(index / plan.topics) % above.length;
      await process.adapter.connect(handle, above[forwarder] ?? "");
      opened.push({ process, handle, topic, forwarder });
    });
    leaves.push(...opened);
  }
  return leaves;
}

export function topicOf(index: number): string {
  return `topic-${String(index)}.`;
}
