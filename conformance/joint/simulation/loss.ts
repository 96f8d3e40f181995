/** Loss under declared faults, over several sizes: as many faults for each host at every size, so that only the size differs. */
import type { Account } from "./account.ts";
import { drawFaults } from "./faults.ts";
import type { Progress } from "./outcome.ts";
import { describePlan, partiesOf, product, type Fault, type SimulationPlan, type TopologyPlan } from "./plan.ts";
import type { LossRow, ScaledTopology } from "./scale-file.ts";
import { simulate } from "./simulate.ts";

type FaultCounts = Record<Fault["type"], number>;

const kinds = ["crash", "cut", "partition"] as const;
/** Of each kind, for each host that can be struck. */
const perHost = 0.01;
/** Of each kind, over all runs of a size at least: small ones run more often. In a pipeline a single streamer tells most. */
const fewest: Readonly<Record<ScaledTopology, number>> = { tree: 12, bus: 12, pipeline: 100 };

const sizes: Readonly<Record<ScaledTopology, Readonly<Record<"small" | "full", readonly number[]>>>> = {
  tree: { small: [2, 3], full: [2, 3, 4, 5] },
  bus: { small: [20, 100], full: [100, 1000, 10_000] },
  pipeline: { small: [6, 60], full: [6, 60, 600, 3000] },
};

/** Queues that are short enough to fill while a host is divided from the others; those of a pipeline do not drop what finds no room. */
const queueLimits: Readonly<Record<ScaledTopology, number>> = { tree: 10, bus: 100, pipeline: 1000 };

/** While the traffic lasts. */
const withinMs = 100;

const plans: Readonly<Record<ScaledTopology, (size: number) => TopologyPlan>> = {
  tree: (depth) => ({ type: "tree", fanout: Array.from({ length: depth }, () => 10), topics: 10, messages: 100, rounds: 2, churn: 10 }),
  bus: (clients) => {
    const width = Math.max(1, Math.round(clients / 2000));
    return { type: "bus", clients, layers: [width, width, width], services: Math.max(1, Math.round(clients / 100)), requests: 5 };
  },
  pipeline: (workers) => ({
    type: "pipeline",
    stages: Array.from({ length: 6 }, () => workers / 6),
    streamers: Math.max(1, Math.round(workers / 600)),
    items: workers * 10,
    rounds: 2,
    credit: workers * 4,
  }),
};

/** Runs all sizes of a topology. */
export function measureLoss(topology: ScaledTopology, size: "small" | "full", progress: Progress): readonly LossRow[] {
  return sizes[topology][size].map((parties) => measure(topology, plans[topology](parties), progress));
}

/** The plans of one size; what strikes is drawn anew for each. */
export function lossPlans(topology: ScaledTopology, plan: TopologyPlan): readonly SimulationPlan[] {
  const expected = hostsOf(plan) * perHost;
  const runs = Math.max(1, Math.ceil(fewest[topology] / expected));
  const total = Math.round(expected * runs);
  return Array.from({ length: runs }, (_, run) => {
    // Spread evenly over the runs, and the kinds apart from each other.
    const share = (kind: number): number => {
      const at = (run + Math.floor((kind * runs) / kinds.length)) % runs;
      return Math.floor(((at + 1) * total) / runs) - Math.floor((at * total) / runs);
    };
    const seed = run + 1;
    const counts = { crash: share(0), cut: share(1), partition: share(2) };
    return { seed, topology: plan, wire: "messages", delayMs: [1, 9], faults: drawFaults(seed, counts, withinMs), queueLimit: queueLimits[topology] };
  });
}

/** How many hosts can be struck. */
function hostsOf(plan: TopologyPlan): number {
  switch (plan.type) {
    case "tree":
      return plan.fanout.slice(1).reduce((sum, _, layer) => sum + product(plan.fanout.slice(0, layer + 1)), 0);
    case "bus":
      return plan.services + plan.layers.reduce((sum, next) => sum + next, 0);
    case "pipeline":
      return partiesOf(plan) + plan.stages.length * plan.streamers;
    default:
      throw new Error(`no loss is measured in a ${plan.type}`);
  }
}

function measure(topology: ScaledTopology, plan: TopologyPlan, progress: Progress): LossRow {
  const begun = performance.now();
  const faults: FaultCounts = { crash: 0, cut: 0, partition: 0 };
  const sum = { due: 0, delivered: 0, lostAtFailures: 0, lostAtMarks: 0, unexplained: 0 };
  let judged = 0;
  let broken = 0;
  const all = lossPlans(topology, plan);
  for (const one of all) {
    progress(`${describePlan(one)}: run ${String(one.seed)} of ${String(all.length)}, ${String(one.faults.length)} faults`);
    const { account, laws } = simulate(one);
    if (account === undefined) throw new Error(`a ${topology} gives no account`);
    for (const name of Object.keys(sum) as (keyof Account)[]) sum[name] += account[name];
    for (const { type } of one.faults) faults[type] += 1;
    for (const law of laws) {
      judged += law.judged;
      broken += law.broken;
    }
  }
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  const row = { topology, parties: partiesOf(plan), hosts: hostsOf(plan), runs: all.length, queueLimit: queueLimits[topology], faults, ...sum, judged, broken };
  console.log(
    `${topology} of ${String(row.parties)} under faults, ${String(row.runs)} runs: ${JSON.stringify(sum)}, ${String(broken)} laws broken, ${String(seconds)} s`,
  );
  return { ...row, volatile: { seconds } };
}
