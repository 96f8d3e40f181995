/** The laws of topologies hold in the simulation, whatever strikes; the same plan gives the same history; and each faulty device is found. */
import { describe, expect, it } from "vitest";
import { filesBelow, readText } from "../../checks/generate/repository.ts";
import { faultsOf } from "../../manifests/schema.ts";
import { lawIds } from "./laws.ts";
import { mutations } from "./mutants.ts";
import { mutantPlans, small, smallPlans } from "./selection.ts";
import { shrink } from "./shrink.ts";
import { simulate } from "./simulate.ts";

const plans = smallPlans().filter(({ mutant, seed }) => mutant === undefined && seed <= 3);

describe("the laws hold", () => {
  it.each(plans.map((plan) => [`in a ${plan.topology.type} of ${plan.wire}, seed ${String(plan.seed)}, ${String(plan.faults.length)} faults`, plan] as const))(
    "%s",
    (_name, plan) => {
      const result = simulate(plan);
      expect(result.laws.filter(({ broken }) => broken > 0)).toEqual([]);
      if (plan.faults.length === 0) {
        expect(result.laws.filter(({ judged }) => judged === 0)).toEqual([]);
        if (plan.topology.type !== "ring") expect(result.delivered).toBeGreaterThan(0);
      }
    },
  );
});

describe("a faulty device is found by the law that it breaks", () => {
  it.each(mutantPlans().map((plan) => [plan.mutant ?? "", plan] as const))("%s", (id, plan) => {
    const law = mutations.find((mutation) => mutation.id === id)?.breaks;
    expect(simulate(plan).laws.find((result) => result.law === law)?.broken).toBeGreaterThan(0);
  });

  it("every law has one", () => {
    const laws = new Set(
      small.flatMap((topology) => simulate({ seed: 1, topology, wire: "messages", delayMs: [1, 1], faults: [] }).laws.map(({ law }) => law)),
    );
    const broken = new Set(mutations.map(({ breaks }) => breaks));
    expect([...laws].filter((law) => !broken.has(law))).toEqual([]);
  });
});

it("every law of spec/topologies is judged, and every law that is judged stands there", () => {
  const told = filesBelow("spec/topologies", ".md").flatMap((file) => [...readText(file).matchAll(/^> \*\*Law \[([^\]]+)\]\.\*\* /gmu)].map(([, id]) => id));
  expect(told.sort()).toEqual([...lawIds].sort());
});

it("the same plan gives the same history", () => {
  const [plan] = plans.filter(({ faults, topology }) => faults.length > 0 && topology.type === "tree");
  if (plan === undefined) throw new Error("no plan with faults");
  expect(simulate(plan)).toEqual(simulate(plan));
});

it("a broken law shrinks to a plan that breaks it too", () => {
  const [plan] = mutantPlans().filter(({ mutant }) => mutant === "tree-device-drops");
  if (plan === undefined) throw new Error("no such mutant");
  const smallest = shrink(plan, () => undefined);
  expect(simulate(smallest).broken).toBe("distribution-tree.conservation");
  expect(smallest.topology).toMatchObject({ type: "tree", topics: 1 });
  expect(simulate(smallest).accepted).toBeLessThanOrEqual(6);
});

it("plans are what their schema says", () => {
  for (const plan of smallPlans()) expect(faultsOf("simulation-plan", JSON.parse(JSON.stringify(plan)))).toEqual([]);
  expect(faultsOf("simulation-plan", { seed: -1 })).not.toEqual([]);
});
