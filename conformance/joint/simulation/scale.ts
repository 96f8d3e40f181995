/** Sizes over a factor of a thousand: what nodes and links carry, as data and as figures in spec/topologies. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../kit/root.ts";
import { plot, type Series } from "./plot.ts";
import { describePlan, product, type SimulationPlan, type TopologyPlan } from "./plan.ts";
import type { Progress } from "./outcome.ts";
import { simulate, type SimulationResult } from "./simulate.ts";

interface Measured {
  readonly size: number;
  readonly result: SimulationResult;
  readonly seconds: number;
  readonly heapMiB: number;
}

const steps: Readonly<Record<"tree" | "bus" | "pipeline", { readonly small: readonly TopologyPlan[]; readonly full: readonly TopologyPlan[] }>> = {
  tree: { small: [1, 2, 3].map((depth) => tree(8, depth)), full: [2, 3, 4].map((depth) => tree(32, depth)) },
  bus: { small: [50, 500].map((clients) => bus(clients)), full: [100, 1000, 10_000, 100_000].map((clients) => bus(clients)) },
  pipeline: { small: [12, 120].map((workers) => pipeline(workers)), full: [12, 120, 1200, 10_200].map((workers) => pipeline(workers)) },
};

function tree(fanout: number, depth: number): TopologyPlan {
  return { type: "tree", fanout: Array.from({ length: depth }, () => fanout), topics: 100, messages: 100, rounds: 2, churn: 10 };
}

/** The brokers of a layer, and the services, grow with the clients: a hundred clients a broker of the first layer, and from layer to layer as many. */
function bus(clients: number): TopologyPlan {
  const width = Math.max(1, Math.round(clients / 2000));
  return { type: "bus", clients, layers: [width, width, width], services: Math.max(1, Math.round(clients / 100)), requests: 5 };
}

function pipeline(workers: number): TopologyPlan {
  const each = Math.max(1, Math.round(workers / 6));
  return {
    type: "pipeline",
    stages: Array.from({ length: 6 }, () => each),
    streamers: Math.max(1, Math.round(workers / 600)),
    items: workers * 10,
    rounds: 2,
    credit: workers * 4,
  };
}

/** Runs all sizes, writes data and figures, and gives the exit code. */
export function runScale(size: "small" | "full", progress: Progress): number {
  const folder = join(projectRoot(), size === "full" ? "spec/topologies" : "coverage/topologies");
  mkdirSync(folder, { recursive: true });
  let broken = 0;
  const rows: object[] = [];
  for (const [name, plans] of Object.entries(steps)) {
    const measured = plans[size].map((topology) => measure({ seed: 1, topology, wire: "messages", delayMs: [5, 5], faults: [] }, progress));
    broken += measured.filter(({ result }) => result.broken !== undefined).length;
    writeFileSync(
      join(folder, `load-${name}.svg`),
      plot(`Load per node: ${name}`, sizeName(name), "messages sent for one of the application", seriesOf(measured)),
    );
    for (const { result, size: parties, seconds, heapMiB } of measured)
      rows.push({
        topology: name,
        parties,
        sockets: result.sockets,
        connections: result.connections,
        depth: result.depth,
        accepted: result.accepted,
        delivered: result.delivered,
        latencyMs: result.latencyMs,
        load: result.load,
        laws: result.laws.map(({ law, judged, broken: count }) => ({ law, judged, broken: count })),
        volatile: { seconds, heapMiB },
      });
  }
  writeFileSync(join(folder, "scale.json"), `${JSON.stringify({ command: `npm run simulate -- --scale ${size}`, rows }, undefined, 1)}\n`);
  console.log(`Written: ${folder}/scale.json and the figures beside it.`);
  return broken === 0 ? 0 : 1;
}

function measure(plan: SimulationPlan, progress: Progress): Measured {
  const begun = performance.now();
  const result = simulate(plan, (phase) => {
    progress(`${describePlan(plan)}: ${phase}`);
  });
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  const heapMiB = Math.round(process.memoryUsage().heapUsed / 2 ** 20);
  console.log(
    `${describePlan(plan)}: ${String(result.sockets)} sockets, ${String(result.delivered)} delivered, ${String(seconds)} s, heap ${String(heapMiB)} MiB${result.broken === undefined ? "" : `, BROKEN: ${result.broken}`}`,
  );
  return { size: partiesOf(plan.topology), result, seconds, heapMiB };
}

function partiesOf(topology: TopologyPlan): number {
  switch (topology.type) {
    case "tree":
      return product(topology.fanout);
    case "bus":
    case "ring":
    case "graph":
      return topology.clients;
    case "pipeline":
      return topology.stages.reduce((sum, next) => sum + next, 0);
  }
}

function sizeName(topology: string): string {
  return { tree: "subscribers", bus: "clients", pipeline: "workers" }[topology] ?? "parties";
}

/** One line a layer; a layer that is not in every size is drawn where it is. */
function seriesOf(measured: readonly Measured[]): readonly Series[] {
  const names = [...new Set(measured.flatMap(({ result }) => result.load.map(({ layer }) => layer)))];
  return names.map((name) => ({
    name,
    points: measured.flatMap(({ size, result }) => result.load.filter(({ layer }) => layer === name).map(({ perMessage }) => [size, perMessage] as const)),
  }));
}
