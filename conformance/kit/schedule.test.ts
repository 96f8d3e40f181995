/** When the rest of a run is given up because the adapter fails. */
import { describe, expect, it } from "vitest";
import { AdapterDied, AdapterSilent, type Hello } from "./adapter/types.ts";
import type { PropertyResult } from "./model.ts";
import type { Property } from "./property.ts";
import { projectRoot } from "./root.ts";
import { runTasks, type Task } from "./schedule.ts";

const hello: Hello = {
  version: 1,
  implementation: { name: "lies", version: "1", language: "JavaScript" },
  capabilities: { protocol: "3.1", socketTypes: [], transports: ["tcp"], mechanisms: ["NULL"], options: [], operations: [], events: [] },
  choices: {},
};
const target = { type: "program", name: "lies", command: [process.execPath, "conformance/adapters/degenerate/lies.js"], cwd: projectRoot() } as const;

const passes = task("framing/passes", () => Promise.resolve());
const dies = task("framing/dies", () => Promise.reject(new AdapterDied("it ended", 1, null)));
const silences = task("framing/silences", () => Promise.reject(new AdapterSilent("it is silent")));

describe("when the adapter fails again and again", () => {
  it("the rest is not played where hardly anything else happens", async () => {
    const results = await played([passes, passes, ...repeat(12, dies), passes]);
    expect(count(results, "adapter-died")).toBe(8);
    expect(notPlayed(results)).toBe(5);
  });

  it("all is played where more properties than that are played to their end: one fault does not hide the others", async () => {
    const results = await played(repeat(12, passes, passes, dies));
    expect(count(results, "adapter-died")).toBe(12);
    expect(notPlayed(results)).toBe(0);
  });

  it("the rest is not played after so many silences, whatever else happens", async () => {
    const results = await played(repeat(12, passes, passes, silences));
    expect(count(results, "adapter-silent")).toBe(8);
    expect(notPlayed(results)).toBeGreaterThan(0);
  });
});

function task(name: string, play: Property<unknown>["play"]): Task {
  const property: Property<unknown> = { name, judges: ["framing.more"], socketTypes: [], cases: [1], play };
  return { property, transport: "tcp", mechanism: "NULL", waits: false };
}

function repeat(times: number, ...tasks: readonly Task[]): readonly Task[] {
  return Array.from({ length: times }, () => tasks).flat();
}

async function played(tasks: readonly Task[]): Promise<readonly PropertyResult[]> {
  const results: PropertyResult[] = [];
  const common = { target, hello, protocol: "3.1", ceilingMs: 100, level: "quick", seed: 1, choices: {}, jobs: 1 } as const;
  await runTasks(tasks, { ...common, onResult: (result) => results.push(result), onLog: () => undefined });
  expect(results).toHaveLength(tasks.length);
  return results;
}

function count(results: readonly PropertyResult[], cause: PropertyResult["cause"]): number {
  return results.filter((result) => result.cause === cause).length;
}

function notPlayed(results: readonly PropertyResult[]): number {
  return results.filter(({ reason }) => reason?.startsWith("not played") === true).length;
}
