import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Report } from "../kit/model.ts";
import { alarmsOf } from "../kit/verify/alarms.ts";
import { faultsOf } from "../manifests/schema.ts";
import { exampleReport, conformingReport } from "../reports/example-report.ts";
import { runCommandLine } from "./command-line.ts";
import { fakeContext } from "./fake-context.ts";

const folder = mkdtempSync(join(tmpdir(), "patternwire-alarms-"));
afterAll(() => rmSync(folder, { recursive: true }));

const quiet: Report = { ...conformingReport, level: "quick", implementation: { ...conformingReport.implementation, name: "reference" } };

describe("false-alarms", () => {
  it("gives each run another seed, and prints the count", async () => {
    const context = fakeContext({ report: (options) => Promise.resolve({ ...quiet, seed: options.seed }) });
    expect(await runCommandLine(["false-alarms", "--runs", "3"], context)).toBe(0);
    expect(context.runs.map(({ seed }) => seed)).toEqual([1, 2, 3]);
    expect(context.printed()).toMatch(/^0 false alarms in 3 quick runs of reference /u);
  });

  it("goes on from the file of an earlier count", async () => {
    const file = join(folder, "count.json");
    const context = fakeContext({ report: (options) => Promise.resolve({ ...quiet, seed: options.seed }) });
    await runCommandLine(["false-alarms", "--runs", "2", "--json", file], context);
    expect(await runCommandLine(["false-alarms", "--runs", "3", "--json", file], context)).toBe(0);
    expect(context.runs.map(({ seed }) => seed)).toEqual([1, 2, 3]);
    expect(faultsOf("false-alarms", JSON.parse(readFileSync(file, "utf8")))).toEqual([]);
    expect(await runCommandLine(["false-alarms", "--level", "full", "--json", file], context)).toBe(3);
    expect(context.complained()).toContain("give another file");
  });

  it("counts and tells what is said against the implementation", async () => {
    const context = fakeContext({ report: { ...exampleReport, level: "quick", implementation: quiet.implementation } });
    expect(await runCommandLine(["false-alarms", "--runs", "1"], context)).toBe(1);
    expect(context.printed()).toMatch(/^false alarm: seed \d+, \S+: fail/mu);
    expect(alarmsOf(exampleReport).length).toBeGreaterThan(0);
    expect(alarmsOf(conformingReport)).toEqual([]);
  });

  it.each([
    [["--", "x"], /only an implementation with a manifest/u],
    [["--level", "some"], /quick, standard or full/u],
    [["--runs", "0"], /whole number from 1/u],
  ])("refuses %s", async (args, message) => {
    const context = fakeContext({ report: quiet });
    expect(await runCommandLine(["false-alarms", ...args], context)).toBe(3);
    expect(context.complained()).toMatch(message);
    expect(context.runs).toEqual([]);
  });

  it("refuses a file that holds no count", async () => {
    const file = join(folder, "other.json");
    writeFileSync(file, "{}");
    const context = fakeContext({ report: quiet });
    expect(await runCommandLine(["false-alarms", "--json", file], context)).toBe(3);
    expect(context.complained()).toContain("holds no count");
  });
});
