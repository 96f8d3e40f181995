/** From a plan that breaks a law to the smallest that breaks the same: fewer faults, then fewer parties, then less traffic. */
import type { SimulationPlan, TopologyPlan } from "./plan.ts";
import type { Progress } from "./outcome.ts";
import { simulate } from "./simulate.ts";

const mostTries = 300;

export function shrink(plan: SimulationPlan, progress: Progress): SimulationPlan {
  const { broken } = simulate(plan);
  let smallest = plan;
  let tries = 0;
  for (let found: SimulationPlan | undefined = plan; found !== undefined && tries < mostTries;) {
    found = undefined;
    for (const candidate of smaller(smallest)) {
      if ((tries += 1) > mostTries) break;
      if (simulate(candidate).broken !== broken) continue;
      found = candidate;
      smallest = candidate;
      progress(`a smaller plan breaks ${String(broken)} too, after ${String(tries)} tries`);
      break;
    }
  }
  return smallest;
}

/** Candidates, the boldest first. */
function* smaller(plan: SimulationPlan): Generator<SimulationPlan> {
  const { faults } = plan;
  for (let size = faults.length; size >= 1; size = Math.floor(size / 2))
    for (let from = 0; from < faults.length; from += size) yield { ...plan, faults: [...faults.slice(0, from), ...faults.slice(from + size)] };
  for (const topology of smallerTopologies(plan.topology)) yield { ...plan, topology };
}

function* smallerTopologies(topology: TopologyPlan): Generator<TopologyPlan> {
  switch (topology.type) {
    case "tree":
      if (topology.fanout.length > 1) yield { ...topology, fanout: topology.fanout.slice(1) };
      for (const fanout of eachLess(topology.fanout)) yield { ...topology, fanout };
      yield* fields(topology, ["topics", "messages", "rounds"]);
      return;
    case "bus":
      if (topology.layers.length > 1) yield { ...topology, layers: topology.layers.slice(1) };
      for (const layers of eachLess(topology.layers)) yield { ...topology, layers };
      yield* fields(topology, ["clients", "services", "requests"]);
      return;
    case "ring":
      yield* fields(topology, ["clients", "brokers", "hopLimit"]);
      return;
    case "graph":
      yield* fields(topology, ["clients", "brokers", "degree", "services", "requests", "hopLimit"]);
      return;
    case "pipeline":
      if (topology.stages.length > 1) yield { ...topology, stages: topology.stages.slice(1) };
      for (const stages of eachLess(topology.stages)) yield { ...topology, stages };
      yield* fields(topology, ["streamers", "items", "rounds", "credit"]);
  }
}

function* fields<T extends TopologyPlan>(topology: T, names: readonly (keyof T & string)[]): Generator<T> {
  for (const name of names) {
    const value = topology[name] as number;
    for (const less of new Set([1, Math.floor(value / 2), value - 1])) if (less >= 1 && less < value) yield { ...topology, [name]: less };
  }
}

function* eachLess(numbers: readonly number[]): Generator<readonly number[]> {
  for (const [at, number] of numbers.entries())
    for (const less of new Set([1, Math.floor(number / 2), number - 1]))
      if (less >= 1 && less < number) yield numbers.map((other, index) => (index === at ? less : other));
}
