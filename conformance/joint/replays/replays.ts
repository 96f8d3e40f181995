/** Replays of the models of which all parties are sockets of one implementation: in the simulation the reference, through their adapters the reference and libzmq. */
import { openAdapter } from "../../kit/adapter/client.ts";
import { contender } from "../differential-run.ts";
import type { TraceStep } from "../models/itf.ts";
import type { Bench } from "./bench.ts";
import { connectionConstants, replayConnection } from "./connection.ts";
import { replayDistributionTree } from "./distribution-tree.ts";
import { pairConstants, replayExclusivePair } from "./exclusive-pair.ts";
import type { Played } from "./history.ts";
import type { Constants } from "./judge.ts";
import { replayParallelPipeline } from "./parallel-pipeline.ts";
import { replayServiceBus } from "./service-bus.ts";
import { SimulatedBench } from "./simulated-bench.ts";
import { StagedBench } from "./staged-bench.ts";

export type Play = (trace: readonly TraceStep[], bench: Bench) => Promise<Played>;

interface ReplayedModel {
  readonly play: Play;
  /** The most steps of a trace. */
  readonly steps: number;
  readonly transport: "tcp" | "inproc";
  readonly constants?: Constants;
  /** The model has several beginnings. */
  readonly withInit?: true;
  /** Its steps are octets. */
  readonly wire?: "octets";
}

/** By the name of the model. */
export const plays: Readonly<Record<string, ReplayedModel>> = {
  connection: { play: replayConnection, steps: 60, transport: "tcp", constants: connectionConstants, withInit: true, wire: "octets" },
  "service-bus": { play: replayServiceBus, steps: 60, transport: "tcp" },
  "distribution-tree": { play: replayDistributionTree, steps: 60, transport: "tcp" },
  "parallel-pipeline": { play: replayParallelPipeline, steps: 60, transport: "tcp" },
  "exclusive-pair": { play: replayExclusivePair, steps: 80, transport: "tcp", constants: pairConstants },
};

/** What the sockets of one implementation made of the traces. */
export interface ReplayedOn {
  readonly on: string;
  readonly played: readonly Played[];
  readonly constants: Constants;
}

export type Trace = readonly TraceStep[];

export async function replaySimulated(model: string, traces: readonly Trace[], seed: number): Promise<ReplayedOn> {
  const { play, wire, constants = {} } = modelOf(model);
  const played: Played[] = [];
  for (const [number, trace] of traces.entries()) played.push(await play(trace, new SimulatedBench(seed + number, wire)));
  return { on: "reference, simulated", played, constants };
}

/** An implementation by the name of its manifest, through its adapter. */
export async function replayStaged(model: string, name: string, traces: readonly Trace[]): Promise<ReplayedOn> {
  const { play, transport, constants = {} } = modelOf(model);
  const { target, known } = contender(name);
  const adapter = await openAdapter(target);
  const played: Played[] = [];
  try {
    for (const trace of traces) {
      const bench = new StagedBench(adapter, known, transport);
      try {
        played.push(await play(trace, bench));
      } finally {
        await bench.end();
      }
    }
  } finally {
    await adapter.end();
  }
  return { on: `${name}, ${transport}`, played, constants };
}

export function modelOf(model: string): ReplayedModel {
  const found = plays[model];
  if (found === undefined) throw new Error(`there is no replay of ${model}`);
  return found;
}
