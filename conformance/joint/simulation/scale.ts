/** Sizes over a factor of a thousand: what nodes and links carry, as data and as figures in spec/topologies. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../kit/root.ts";
import { UsageError } from "../../cli/usage-error.ts";
import { measureLoss } from "./loss.ts";
import { describePlan, partiesOf, type SimulationPlan, type TopologyPlan } from "./plan.ts";
import type { Progress } from "./outcome.ts";
import { figuresOf, readScale, scaledTopologies, type ScaledTopology, type ScaleFile, type ScaleRow } from "./scale-file.ts";
import { simulate } from "./simulate.ts";

const steps: Readonly<Record<ScaledTopology, { readonly small: readonly TopologyPlan[]; readonly full: readonly TopologyPlan[] }>> = {
  tree: { small: [1, 2, 3].map((depth) => tree(8, depth)), full: [2, 3, 4].map((depth) => tree(32, depth)) },
  bus: { small: [50, 500].map((clients) => bus(clients)), full: [100, 1000, 10_000, 100_000].map((clients) => bus(clients)) },
  pipeline: { small: [6, 120].map((workers) => pipeline(workers)), full: [6, 12, 120, 1200, 10_200].map((workers) => pipeline(workers)) },
};

function tree(fanout: number, depth: number): TopologyPlan {
  return { type: "tree", fanout: Array.from({ length: depth }, () => fanout), topics: 100, messages: 100, rounds: 2, churn: 10 };
}

/** The brokers of a layer, and the services, grow with the clients: two thousand clients a broker of each layer, a hundred a service. */
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

/** Which of the sizes are measured; all when undefined. */
export interface Only {
  readonly topology: string;
  readonly parties: number | undefined;
}

/** Runs all sizes, or only some and keeps what was measured of the others; writes data and figures, and gives the exit code. Throws UsageError when nothing is meant. */
export function runScale(size: "small" | "full", only: Only | undefined, progress: Progress): number {
  const folder = join(projectRoot(), size === "full" ? "spec/topologies" : "coverage/topologies");
  const command = `npm run simulate -- --scale ${size}`;
  const file = join(folder, "scale.json");
  const chosen = scaledTopologies.flatMap((name) =>
    steps[name][size].filter((plan) => isMeant(only, name, partiesOf(plan))).map((topology) => ({ name, topology })),
  );
  const struck = scaledTopologies.filter((name) => only === undefined || only.topology === "loss" || only.topology === `loss-${name}`);
  if (chosen.length === 0 && struck.length === 0)
    throw new UsageError(
      `--only takes tree, bus or pipeline, or one of their sizes, for example pipeline=${String(smallest(size))}, or loss, loss-tree, loss-bus or loss-pipeline.`,
    );
  const rows = chosen.map(({ name, topology }) => measure(name, { seed: 1, topology, wire: "messages", delayMs: [5, 5], faults: [] }, progress));
  const before = readScale(file, command);
  const kept = before.rows.filter((row) => !isMeant(only, row.topology, row.parties));
  const loss = scaledTopologies.flatMap((name) =>
    struck.includes(name) ? measureLoss(name, size, progress) : before.loss.filter(({ topology }) => topology === name),
  );
  const all: ScaleFile = { command, rows: inOrder([...kept, ...rows]), loss };
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(all, undefined, 1)}\n`);
  for (const [name, text] of figuresOf(all)) writeFileSync(join(folder, name), text);
  console.log(`Written: ${file} and the figures beside it.`);
  const broken = [...rows.flatMap(({ laws }) => laws), ...loss].filter((judged) => judged.broken > 0);
  return broken.length === 0 ? 0 : 1;
}

function isMeant(only: Only | undefined, topology: string, parties: number): boolean {
  return only === undefined || (only.topology === topology && (only.parties ?? parties) === parties);
}

function inOrder(rows: readonly ScaleRow[]): readonly ScaleRow[] {
  const place = ({ topology }: ScaleRow): number => scaledTopologies.indexOf(topology);
  return [...rows].sort((a, b) => place(a) - place(b) || a.parties - b.parties);
}

function smallest(size: "small" | "full"): number {
  return Math.min(...steps.pipeline[size].map(partiesOf));
}

function measure(topology: ScaledTopology, plan: SimulationPlan, progress: Progress): ScaleRow {
  const begun = performance.now();
  const result = simulate(plan, (phase) => {
    progress(`${describePlan(plan)}: ${phase}`);
  });
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  const heapMiB = Math.round(process.memoryUsage().heapUsed / 2 ** 20);
  const { sockets, connections, depth, accepted, delivered, latencyMs, load } = result;
  console.log(
    `${describePlan(plan)}: ${String(sockets)} sockets, ${String(delivered)} delivered, ${String(seconds)} s, heap ${String(heapMiB)} MiB${result.broken === undefined ? "" : `, BROKEN: ${result.broken}`}`,
  );
  return {
    topology,
    parties: partiesOf(plan.topology),
    sockets,
    connections,
    depth,
    accepted,
    delivered,
    latencyMs,
    load,
    laws: result.laws.map(({ law, judged, broken }) => ({ law, judged, broken })),
    volatile: { seconds, heapMiB },
  };
}
