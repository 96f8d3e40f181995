/** Every topology in a small size: what runs when nothing is asked for, and in the tests. */
import { drawFaults } from "./faults.ts";
import { mutations } from "./mutants.ts";
import type { SimulationPlan, TopologyPlan } from "./plan.ts";

export const small: readonly TopologyPlan[] = [
  { type: "tree", fanout: [4, 4, 4], topics: 5, messages: 60, rounds: 3, churn: 100 },
  { type: "bus", clients: 40, layers: [4, 2, 2], services: 6, requests: 10 },
  { type: "ring", brokers: 3, clients: 4, hopLimit: 8 },
  { type: "graph", brokers: 8, degree: 3, clients: 20, services: 6, requests: 10, hopLimit: 12 },
  { type: "pipeline", stages: [4, 5, 6], streamers: 2, items: 200, rounds: 3, credit: 40 },
];

const seedsOfEach = 10;

/** Each topology with messages and with octets: once in peace, then with faults; and each mutant. */
export function smallPlans(): readonly SimulationPlan[] {
  const plans: SimulationPlan[] = [];
  for (const topology of small)
    for (const wire of ["messages", "octets"] as const) {
      plans.push({ seed: 1, topology, wire, delayMs: [1, 20], faults: [] });
      if (topology.type === "ring") continue;
      for (let seed = 2; seed <= seedsOfEach; seed += 1)
        plans.push({ seed, topology, wire, delayMs: [1, 20], faults: drawFaults(seed, { crash: 2, cut: 3, partition: 1 }, 100) });
    }
  return [...plans, ...mutantPlans()];
}

export function mutantPlans(): readonly SimulationPlan[] {
  return mutations.flatMap(({ id, topology: type }) =>
    small
      .filter((topology) => topology.type === type)
      .map((topology) => ({ seed: 1, topology, wire: "messages" as const, delayMs: [1, 20] as const, faults: [], mutant: id })),
  );
}
