/**
 * What a message costs, in counts that do not depend on the machine: system calls, octets copied, octets of objects. A bound that is passed is a regression, and each kind of
 * count is shown to notice one. Whoever makes something cheaper lowers its bound.
 */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { root } from "../../checks/generate/repository.ts";
import { buildMutant } from "../mutate.ts";
import { regressions, type Meter } from "./mutants.ts";
import type { Counts } from "./program.ts";

type Form = "single" | "batch";
const run = promisify(execFile);
const program = join(root, "dist/conformance/joint/counts/program.js");

/**
 * Without a compiler each object that the source makes is made, however long the program has run; and there is room for all of them, so that none is collected while it counts.
 * Both make the count the same on each machine.
 */
const flags = ["--jitless", "--single-threaded", "--min-semi-space-size=1024", "--max-semi-space-size=1024"];

async function count(reference: string, form: Form, size: number, messages: number, ...more: readonly string[]): Promise<Counts> {
  const { stdout } = await run(process.execPath, [...flags, ...more, program, reference, form, String(size), String(messages)]);
  return JSON.parse(stdout) as Counts;
}

interface Bounds {
  readonly form: Form;
  readonly size: number;
  readonly messages: number;
  readonly most: Counts;
}

/** Writes and reads for all messages, the rest for each of them; what is counted plus about a tenth, or as much as the system may cut differently. */
const bounds: readonly Bounds[] = [
  { form: "single", size: 16, messages: 10_000, most: { writes: 40, reads: 60, copiedOctets: 24, heapOctets: 1270 } },
  { form: "single", size: 1024, messages: 10_000, most: { writes: 130, reads: 500, copiedOctets: 1100, heapOctets: 1650 } },
  { form: "single", size: 65_536, messages: 1000, most: { writes: 1100, reads: 3000, copiedOctets: 2.2 * 65_536, heapOctets: 1270 } },
  { form: "batch", size: 16, messages: 10_000, most: { writes: 40, reads: 60, copiedOctets: 24, heapOctets: 750 } },
  { form: "batch", size: 1024, messages: 10_000, most: { writes: 130, reads: 500, copiedOctets: 1100, heapOctets: 1160 } },
  { form: "batch", size: 65_536, messages: 1000, most: { writes: 1100, reads: 3000, copiedOctets: 2.2 * 65_536, heapOctets: 1270 } },
];

describe("a message costs no more than it may", () => {
  test.each(bounds.map((one) => [one.form, one.size, one] as const))("%s, %i octets", async (form, size, { messages, most }) => {
    const counts = await count(join(root, "dist/reference/index.js"), form, size, messages);
    for (const meter of Object.keys(most) as (keyof Counts)[])
      expect.soft(counts[meter], `${meter} of ${JSON.stringify(counts)}`).toBeLessThanOrEqual(most[meter]);
    // A meter that stands still would keep every bound.
    expect(counts.copiedOctets).toBeGreaterThanOrEqual(size);
    expect(counts.writes).toBeGreaterThan(0);
    expect(counts.heapOctets).toBeGreaterThan(100);
  });
});

describe("a regression is noticed", () => {
  const small = bounds.find(({ form, size }) => form === "batch" && size === 16);
  test.each(regressions.map((one) => [one.does, one] as const))("%s", async (_does, regression) => {
    if (small === undefined) throw new Error("the bounds of small messages are missing");
    buildMutant(regression);
    const reference = join(root, "dist/mutants", regression.id, "dist/reference/index.js");
    const counts = await count(reference, small.form, small.size, small.messages, "--preserve-symlinks", "--preserve-symlinks-main");
    expect(counts[regression.exceeds], "it costs less than the bound: lower the bound").toBeGreaterThan(small.most[regression.exceeds]);
  });

  test("each kind of count has one", () => {
    const meters: readonly Meter[] = ["writes", "copiedOctets", "heapOctets"];
    expect(regressions.map(({ exceeds }) => exceeds)).toEqual(meters);
  });
});
