/** Topologies of real processes in a small size: the laws hold, and a faulty device is found. `npm run topology` goes further. */
import { describe, expect, it } from "vitest";
import { faultsOf } from "../../manifests/schema.ts";
import { readJson } from "../../kit/root.ts";
import { mutations, type Mutation } from "../simulation/mutants.ts";
import { runBus } from "./bus.ts";
import { shareOut, tooMany } from "./limits.ts";
import { absent, implementations } from "./nodes.ts";
import type { TopologyResult } from "./result.ts";
import { runTree } from "./tree.ts";

/** Those that are compiled take part where they are built. */
const present = implementations.filter((name) => absent(name) === undefined);
const seed = Number(process.env["PATTERNWIRE_SEED"] ?? "1");
const treeMutants = ["tree-device-duplicates", "tree-device-drops", "tree-device-changes-the-topic", "tree-device-forgets-to-unsubscribe"];
const busMutants = ["bus-device-strips-an-identity", "bus-device-swaps-replies", "bus-device-drops"];

/** Progress matters to a person only. */
const tell = (): void => undefined;

function tree(mutation?: Mutation): Promise<TopologyResult> {
  return runTree({ subscribers: 4 * present.length, layers: [1, 2], topics: 3, messages: 12, implementations: present, mutation }, tell);
}

function bus(mutation?: Mutation): Promise<TopologyResult> {
  return runBus({ clients: 2 * present.length, layers: [1, 2], services: 1, requests: 3, implementations: present, mutation }, tell);
}

function mutationOf(ids: readonly string[]): Mutation {
  const found = mutations.find(({ id }) => id === ids[seed % ids.length]);
  if (found === undefined) throw new Error(`there is no mutant ${ids.join(", ")}`);
  return found;
}

describe(`real processes of ${present.join(", ")}`, () => {
  it.each([
    ["a distribution tree, of which a forwarder ends and starts again", tree],
    ["a service bus", bus],
  ] as const)(
    "keep the laws of %s",
    async (_name, run) => {
      const result = await run();
      expect(result.laws.filter(({ judged, broken }) => judged === 0 || broken > 0)).toEqual([]);
      expect(Object.keys(result.implementations)).toEqual([...present].sort());
      expect(faultsOf("topologies", { format: "patternwire-topologies/1", command: "npm test", results: [result] })).toEqual([]);
    },
    300_000,
  );

  it.each([
    ["forwarder", tree, mutationOf(treeMutants)],
    ["broker", bus, mutationOf(busMutants)],
  ] as const)(
    "break the law that a faulty %s breaks",
    async (_name, run, mutation) => {
      const { laws } = await run(mutation);
      expect(laws.filter(({ broken }) => broken > 0).map(({ law }) => law)).toContain(mutation.breaks);
    },
    300_000,
  );
});

describe("the size", () => {
  const limits = { processors: 2, memoryMiB: 16_000, freeMiB: 12_000, openFiles: 20_000 };

  it("is shared out to processes that can hold their part, and is refused where the machine cannot", () => {
    const shares = shareOut(10_000, implementations, limits);
    expect(shares.reduce((sum, { subscribers }) => sum + subscribers, 0)).toBe(10_000);
    expect(new Set(shares.map(({ implementation }) => implementation)).size).toBe(implementations.length);
    expect(tooMany(shares, 8, limits)).toBeUndefined();
    expect(tooMany(shares, 8, { ...limits, openFiles: 1024 })).toContain("ulimit -n");
    expect(tooMany(shares, 8, { ...limits, freeMiB: 500 })).toContain("500 MiB are free");
  });

  it("that was measured stands in the results, without a broken law", () => {
    const file = readJson("spec/topologies/real.json") as { readonly results: readonly TopologyResult[] };
    expect(faultsOf("topologies", file)).toEqual([]);
    expect(file.results.map(({ topology }) => topology)).toEqual(["tree", "bus"]);
    expect(file.results.flatMap(({ laws }) => laws.filter(({ judged, broken }) => judged === 0 || broken > 0))).toEqual([]);
  });
});
