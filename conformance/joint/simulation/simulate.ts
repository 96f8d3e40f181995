/** One run: from a plan to what held, what it carried and what was lost. The same plan gives the same result. */
import type { Account } from "./account.ts";
import { Bus } from "./bus.ts";
import { Graph } from "./graph.ts";
import type { LawId, LawResult } from "./laws.ts";
import type { LayerLoad } from "./load.ts";
import { mutations, type Mutation } from "./mutants.ts";
import type { Progress } from "./outcome.ts";
import { Pipeline } from "./pipeline.ts";
import type { SimulationPlan, TopologyPlan } from "./plan.ts";
import { Ring } from "./ring.ts";
import { Scene } from "./scene.ts";
import { Tree } from "./tree.ts";

export interface SimulationResult {
  readonly plan: SimulationPlan;
  readonly laws: readonly LawResult[];
  /** The first law that is broken; absent when all hold. */
  readonly broken?: LawId;
  readonly accepted: number;
  readonly delivered: number;
  readonly depth: number;
  readonly latencyMs: { readonly median: number; readonly p99: number; readonly most: number };
  readonly load: readonly LayerLoad[];
  readonly sockets: number;
  readonly connections: number;
  /** Messages, or pieces of octets, that were under way on connections that broke. */
  readonly lostUnderWay: number;
  readonly account?: Account;
  readonly strikes: number;
  readonly virtualMs: number;
}

export function simulate(plan: SimulationPlan, progress: Progress = () => undefined): SimulationResult {
  const mutation = mutations.find(({ id }) => id === plan.mutant);
  if (plan.mutant !== undefined && mutation?.topology !== plan.topology.type) throw new Error(`there is no mutant ${plan.mutant} of a ${plan.topology.type}`);
  const scene = new Scene(plan);
  const topology = build(scene, plan, plan.topology, mutation);
  const outcome = topology.run(plan.faults, progress);
  const { broken } = topology.laws;
  return {
    plan,
    laws: topology.laws.results,
    ...(broken === undefined ? {} : { broken }),
    accepted: outcome.accepted,
    delivered: outcome.delivered,
    depth: outcome.depth,
    latencyMs: quantiles(outcome.latenciesMs),
    load: outcome.load,
    sockets: scene.sockets,
    connections: scene.network.connections,
    lostUnderWay: scene.network.lost,
    ...(outcome.account === undefined ? {} : { account: outcome.account }),
    strikes: scene.strikes.length,
    virtualMs: scene.clock.nowMs,
  };
}

function build(scene: Scene, plan: SimulationPlan, topology: TopologyPlan, mutation: Mutation | undefined): Tree | Bus | Ring | Graph | Pipeline {
  switch (topology.type) {
    case "tree":
      return new Tree(scene, { ...plan, topology }, mutation);
    case "bus":
      return new Bus(scene, { ...plan, topology }, mutation);
    case "ring":
      return new Ring(scene, { ...plan, topology }, mutation);
    case "graph":
      return new Graph(scene, { ...plan, topology }, mutation);
    case "pipeline":
      return new Pipeline(scene, { ...plan, topology }, mutation);
  }
}

function quantiles(values: readonly number[]): SimulationResult["latencyMs"] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { median: at(0.5), p99: at(0.99), most: sorted.at(-1) ?? 0 };
}
