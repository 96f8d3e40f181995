/** Under declared faults each loss has its declared cause, and a device that loses without one is found among them. */
import { describe, expect, it } from "vitest";
import { readJson } from "../../checks/generate/repository.ts";
import { faultsOf } from "../../manifests/schema.ts";
import { comesOut, type Account } from "./account.ts";
import { drawFaults } from "./faults.ts";
import { lossPlans } from "./loss.ts";
import type { SimulationPlan } from "./plan.ts";
import { figuresOf, scaledTopologies, type ScaledTopology, type ScaleFile } from "./scale-file.ts";
import { small } from "./selection.ts";
import { simulate } from "./simulate.ts";

const marks: Readonly<Record<ScaledTopology, boolean>> = { tree: true, bus: true, pipeline: false };

function topologyOf(type: ScaledTopology): SimulationPlan["topology"] {
  const found = small.find((topology) => topology.type === type);
  if (found === undefined) throw new Error(`no small ${type}`);
  return found;
}

/** Short queues, and faults of these kinds, with several seeds. */
function struck(type: ScaledTopology, counts: Parameters<typeof drawFaults>[1], queueLimit: number): readonly SimulationPlan[] {
  return Array.from({ length: 8 }, (_, seed) => ({
    seed,
    topology: topologyOf(type),
    wire: "messages",
    delayMs: [1, 20],
    faults: drawFaults(seed, counts, 100),
    queueLimit,
  }));
}

function sum(plans: readonly SimulationPlan[]): Account & { readonly broken: number } {
  const total = { due: 0, delivered: 0, lostAtFailures: 0, lostAtMarks: 0, unexplained: 0 };
  let broken = 0;
  for (const plan of plans) {
    const { account, laws } = simulate(plan);
    if (account === undefined) throw new Error("no account");
    for (const name of Object.keys(total) as (keyof Account)[]) total[name] += account[name];
    broken += laws.reduce((count, law) => count + law.broken, 0);
  }
  return { ...total, broken };
}

describe.each(scaledTopologies)("in a %s", (type) => {
  it("what was due is delivered, or lost at a declared failure or a full queue", () => {
    const account = sum(struck(type, { crash: 2, cut: 2, partition: 3 }, 3));
    expect(account).toMatchObject({ broken: 0, unexplained: 0 });
    expect(comesOut(account)).toBe(true);
    expect(account.delivered).toBeGreaterThan(0);
    expect(account.lostAtFailures).toBeGreaterThan(0);
  });

  it("a host that is only divided from the others costs what finds no room, and nothing where queues do not drop", () => {
    const account = sum(struck(type, { crash: 0, cut: 0, partition: 4 }, 3));
    expect(account).toMatchObject({ broken: 0, unexplained: 0, lostAtFailures: 0 });
    expect(account.lostAtMarks > 0).toBe(marks[type]);
  });

  it("a device that drops is found among declared faults", () => {
    const plans = struck(type, { crash: 1, cut: 1, partition: 2 }, 10).map((plan) => ({ ...plan, mutant: `${type}-device-drops` }));
    for (const plan of plans) expect(simulate(plan).account?.unexplained, `seed ${String(plan.seed)}`).toBeGreaterThan(0);
  });

  it("a host that is divided excuses no device that drops, as long as no queue is full", () => {
    const plans = struck(type, { crash: 0, cut: 0, partition: 4 }, 1000).map((plan) => ({ ...plan, mutant: `${type}-device-drops` }));
    const account = sum(plans);
    expect(account).toMatchObject({ lostAtFailures: 0, lostAtMarks: 0 });
    expect(account.unexplained).toBe(account.due - account.delivered);
    expect(account.unexplained).toBeGreaterThan(0);
  });
});

it("faults are spread over the runs of a size: as many of each kind", () => {
  const plans = lossPlans("tree", { type: "tree", fanout: [10, 10], topics: 10, messages: 10, rounds: 2, churn: 0 });
  for (const plan of plans) expect(faultsOf("simulation-plan", JSON.parse(JSON.stringify(plan)))).toEqual([]);
  const types = plans.flatMap(({ faults }) => faults.map(({ type }) => type));
  const count = (wanted: string): number => types.filter((type) => type === wanted).length;
  expect(count("crash")).toBeGreaterThan(0);
  expect([count("cut"), count("partition")]).toEqual([count("crash"), count("crash")]);
});

it("the accounts of the committed report come out, without anything unexplained", () => {
  const report = readJson("spec/topologies/scale.json") as ScaleFile;
  expect(new Set(report.loss.map(({ topology }) => topology))).toEqual(new Set(scaledTopologies));
  expect(report.loss.filter((row) => !comesOut(row) || row.unexplained > 0 || row.broken > 0)).toEqual([]);
  expect([...figuresOf(report).keys()]).toEqual(scaledTopologies.flatMap((name) => [`load-${name}.svg`, `loss-${name}.svg`]));
});
