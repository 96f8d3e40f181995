import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Report } from "../kit/model.ts";
import * as runner from "../kit/index.ts";
import type { RunOptions } from "../kit/run-options.ts";
import { repetitions } from "../kit/verify/stress.ts";
import { unstableIn } from "../kit/verify/unstable.ts";
import type { Verification } from "../kit/verify/verify.ts";
import { faultsOf } from "../manifests/schema.ts";
import { conformingReport } from "../reports/example-report.ts";
import { runCommandLine } from "./command-line.ts";
import { fakeContext, type FakeContext } from "./fake-context.ts";

const folder = mkdtempSync(join(tmpdir(), "patternwire-verify-"));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (options: RunOptions): Promise<Report> => Promise.resolve({ ...conformingReport, seed: options.seed });

function realSuite(): FakeContext {
  return { ...fakeContext(), loadSuite: () => Promise.resolve(runner) };
}

/** Leaves each thirtieth PING unanswered; a run of the property asks for twenty or so. */
const forgets = ["--", process.execPath, "conformance/adapters/degenerate/forgets.js", "30"];
const pings = ["--filter", "heartbeat.pong", "--jobs", "1"];

describe("verify", () => {
  it("lists a verdict that changes with both outcomes, and ends with 2", async () => {
    const file = join(folder, "forgets.json");
    const context = realSuite();
    expect(await runCommandLine(["verify", ...pings, "--repetitions", "2", "--restarts", "1", "--json", file, ...forgets], context)).toBe(2);
    const verification = JSON.parse(readFileSync(file, "utf8")) as Verification;
    expect(faultsOf("verify", verification)).toEqual([]);
    const entry = verification.unstable.find(({ name }) => name === "heartbeat.pong");
    expect(entry?.outcomes.map(({ verdict, runs }) => [verdict, runs])).toEqual([
      ["pass", [1, 3]],
      ["fail", [2]],
    ]);
    expect(context.printed()).toMatch(/^heartbeat\.pong\n {2}pass in runs 1 \(same adapter\), 3 \(restarted\)\n {2}fail in run 2/mu);
    expect(context.printed()).toContain("they are inconclusive");
  });

  it("finds the same implementation stable when each run begins anew", async () => {
    const context = realSuite();
    expect(await runCommandLine(["verify", ...pings, "--repetitions", "0", "--restarts", "2", ...forgets], context)).toBe(0);
    expect(context.printed()).toMatch(/^Stable: 2 quick runs of forgets 1\.0\.0 /u);
  });

  it("finds the reference stable in what frames are, whatever stands in the way", async () => {
    const context = realSuite();
    expect(
      await runCommandLine(["verify", "--filter", "framing.any-split", "--filter", "framing.more", "--repetitions", "5", "--restarts", "1"], context),
    ).toBe(0);
  });

  it("gives each run the same seed, tells how far it is, and ends with 0 when nothing changes", async () => {
    const context = fakeContext({ report: run });
    expect(await runCommandLine(["verify", "--seed", "7", "--repetitions", "2", "--restarts", "1"], context)).toBe(0);
    expect(context.runs.map(({ seed, level }) => [seed, level])).toEqual([7, 7, 7].map((seed) => [seed, "quick"]));
    expect(context.complained()).toMatch(/^run 1 of 3 \(same adapter\): 0 changes so far$/mu);
    expect(context.complained()).toMatch(/^run 3 of 3 \(restarted\): 0 changes so far, about \d+ s left$/mu);
  });

  it("ends with 3 when nothing was played", async () => {
    const nothing = { ...conformingReport, properties: conformingReport.properties.map((result) => ({ ...result, runs: 0 })) };
    expect(await runCommandLine(["verify", "--repetitions", "2", "--restarts", "0"], fakeContext({ report: nothing }))).toBe(3);
  });

  it("ends with 130 on Ctrl-C, and compares the runs that were complete", async () => {
    const context = fakeContext({
      report: (options) => {
        if (context.runs.length === 3) context.interrupt();
        return Promise.resolve({ ...conformingReport, complete: options.signal?.aborted !== true });
      },
    });
    expect(await runCommandLine(["verify"], context)).toBe(130);
    expect(context.printed()).toMatch(/^Stable: 2 quick runs/u);
  });

  it.each([
    [["--repetitions", "1", "--restarts", "0"], /Two runs at least/u],
    [["--quick", "--full"], /Give one of/u],
    [["--level", "some"], /quick, standard or full/u],
    [["--filter", "nothing.at-all"], /nothing\.at-all/u],
    [["zeromq.js"], /--impl zeromq\.js/u],
    [["--json", "/nowhere/at/all.json"], /does not exist/u],
  ])("refuses %s", async (args, message) => {
    const context = fakeContext({ report: run });
    expect(await runCommandLine(["verify", ...args], context)).toBe(3);
    expect(context.complained()).toMatch(message);
    expect(context.runs).toEqual([]);
  });
});

describe("the repetitions", () => {
  it("go through each stress alone and all at once, with kept adapters and with new ones", () => {
    const plan = repetitions(10, 5);
    expect(plan.map(({ adapter }) => adapter)).toEqual([...Array<string>(10).fill("kept"), ...Array<string>(5).fill("fresh")]);
    for (const adapter of ["kept", "fresh"]) {
      const stresses = new Set(plan.filter((one) => one.adapter === adapter).map(({ stress }) => stress.join()));
      expect([...stresses].sort()).toEqual(["", "buffers", "octets", "processors", "processors,buffers,octets"]);
    }
  });
});

describe("what is unstable", () => {
  it("includes a property that breaks another statement, and what only some runs have", () => {
    const [first] = conformingReport.properties;
    if (first === undefined) throw new Error("the example has properties");
    const other = { ...conformingReport, properties: [{ ...first, verdict: "fail" as const, statement: "framing.more" as const }] };
    const found = unstableIn([conformingReport, other]);
    expect(found.find(({ type }) => type === "property")?.outcomes.at(-1)).toMatchObject({ verdict: "fail", statement: "framing.more", runs: [2] });
    expect(unstableIn([conformingReport, conformingReport])).toEqual([]);
    expect(unstableIn([conformingReport, { ...conformingReport, statements: [] }])[0]?.outcomes[1]).toMatchObject({ verdict: "absent", runs: [2] });
  });
});
