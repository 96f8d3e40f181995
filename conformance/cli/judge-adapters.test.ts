import { describe, expect, it } from "vitest";
import type { Report } from "../kit/model.ts";
import { manifestNames } from "../manifests/load.ts";
import { conformingReport, exampleReport } from "../reports/example-report.ts";
import { runCommandLine } from "./command-line.ts";
import { fakeContext } from "./fake-context.ts";

const judge = async (report: Report | Error, ...args: readonly string[]) => {
  const context = fakeContext({ report });
  return {
    code: await runCommandLine(["adapters", "judge", ...args], context),
    printed: context.printed(),
    complained: context.complained(),
    runs: context.runs,
  };
};

describe("adapters judge", () => {
  it("judges by the manifest, with its known failures, at the level that was asked for", async () => {
    const { code, printed, runs } = await judge(conformingReport, "zeromq.js", "--quick");
    expect(code).toBe(0);
    expect(runs[0]).toMatchObject({ level: "quick", hostile: false });
    expect(runs[0]?.knownFailures.length).toBeGreaterThan(20);
    expect(printed).toMatch(/^zeromq\.js: .* keeps \d+ statements, with \d+ known failures$/mu);
    expect(printed).toMatch(/^1 of 1 implementations judged\.$/mu);
  });

  it("fails with what no manifest says, by name", async () => {
    const { code, printed } = await judge({ ...exampleReport, exitCode: 1 }, "zeromq.js");
    expect(code).toBe(1);
    expect(printed).toMatch(/^ {2}broken: [a-z-]+\.[a-z-]+: /mu);
    expect(printed).toContain("npx patternwire check --impl zeromq.js");
  });

  it("judges anew what no manifest says; a verdict that changes is told, and is no failure", async () => {
    const context = fakeContext({ report: ({ filters }) => Promise.resolve(filters.length === 0 ? { ...exampleReport, exitCode: 1 } : conformingReport) });
    expect(await runCommandLine(["adapters", "judge", "zeromq.js"], context)).toBe(0);
    expect(context.runs.map(({ filters }) => filters.length > 0)).toEqual([false, true, true]);
    expect(context.printed()).toMatch(/^ {2}unstable, not in each of 3 runs: broken: [a-z-]+\.[a-z-]+: /mu);
  });

  it("an adapter that was built and does not work is a failure", async () => {
    const { code, printed } = await judge(Object.assign(new Error("no answer"), { cause: "adapter-silent" }), "zeromq.js");
    expect(code).toBe(3);
    expect(printed).toMatch(/does not answer in time/u);
  });

  it("without a toolchain everything is left out, and said, and that is no failure", async () => {
    const path = process.env["PATH"];
    process.env["PATH"] = "/nowhere";
    try {
      const { code, printed } = await judge(new Error("nothing is run"));
      expect(code).toBe(0);
      expect(printed.match(/: left out: .* is not on the PATH; get it with: /gu)?.length).toBeGreaterThanOrEqual(5);
      expect(printed).toMatch(/^0 of \d+ implementations judged\.$/mu);
    } finally {
      process.env["PATH"] = path;
    }
  });

  it("names what it does not know, and takes its options for itself", async () => {
    expect((await judge(conformingReport, "nothing")).complained).toContain(manifestNames().join(", "));
    expect((await judge(conformingReport, "--within", "0")).code).toBe(3);
    expect(await runCommandLine(["adapters", "build", "--quick"], fakeContext())).toBe(3);
  });
});
