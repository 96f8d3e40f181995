import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readJson } from "../kit/root.ts";
import { conformingReport } from "../reports/example-report.ts";
import { runCommandLine } from "./command-line.ts";
import { shardOf } from "./matrix-run.ts";
import { fakeContext } from "./fake-context.ts";

const folder = mkdtempSync(join(tmpdir(), "patternwire-matrix-"));
afterAll(() => rmSync(folder, { recursive: true }));
const example = readJson("schemas/examples/measurement/valid-one-broken.json") as Record<string, unknown>;

describe("matrix", () => {
  it("measures what is named, without known failures, and writes a file for each", async () => {
    const context = fakeContext({ report: conformingReport });
    expect(await runCommandLine(["matrix", "--impl", "zeromq.js", "--out", join(folder, "out")], context)).toBe(0);
    expect(context.runs[0]).toMatchObject({ knownFailures: [], hostile: false });
    expect(JSON.parse(readFileSync(join(folder, "out/zeromq.js.json"), "utf8"))).toMatchObject({ name: "zeromq.js", format: "patternwire-measurement/1" });
  });

  it.each([["0/2"], ["3/2"], ["1"], ["a/b"]])("refuses the shard %s", async (shard) => {
    expect(await runCommandLine(["matrix", "--shard", shard], fakeContext())).toBe(3);
  });

  it("gives every implementation to exactly one shard", () => {
    const names = ["a", "b", "c", "d", "e"];
    expect(["1/3", "2/3", "3/3"].flatMap((shard) => shardOf(names, shard)).sort()).toEqual(names);
  });
});

const pairExample = readJson("schemas/examples/pair-measurement/valid-one-breaks-something.json") as Record<string, unknown>;

describe("matrix of pairs", () => {
  it("plays each two of those that are named, and writes a file for each pair", async () => {
    const context = fakeContext({ report: conformingReport, pairs: () => Promise.resolve({ one: conformingReport, other: conformingReport }) });
    const out = join(folder, "of-pairs");
    expect(await runCommandLine(["matrix", "--impl", "zeromq.js", "--impl", "reference", "--out", out], context)).toBe(0);
    expect(readdirSync(out).sort()).toEqual(["reference-with-zeromq.js.json", "reference.json", "zeromq.js.json"]);
    expect(JSON.parse(readFileSync(join(out, "reference-with-zeromq.js.json"), "utf8"))).toMatchObject({ names: ["reference", "zeromq.js"] });
  });

  it("goes on when a pair cannot be played, and says so", async () => {
    const context = fakeContext({ pairs: () => Promise.reject(new Error("one of them does not come up")) });
    const args = ["matrix", "--pairs", "--impl", "zeromq.js", "--impl", "reference", "--out", join(folder, "none")];
    expect(await runCommandLine(args, context)).toBe(3);
    expect(context.printed()).toContain("reference and zeromq.js: left out: one of them does not come up");
  });

  it("plays on the first transport that both have, and leaves out two that have nothing in common", async () => {
    const asked: unknown[] = [];
    const undeclared = { property: "pairs/req-binds-for-rep", transport: "tcp", judges: [], verdict: "not-applicable", runs: 0, reached: {} } as const;
    const report = { ...conformingReport, properties: [{ ...undeclared, reason: "jszmq does not declare the transport tcp" }] };
    const context = fakeContext({
      pairs: (options) => {
        asked.push(options);
        return Promise.resolve({ one: report, other: { ...report, properties: [] } });
      },
    });
    const args = ["matrix", "--pairs", "--impl", "zeromq.js", "--impl", "reference", "--out", join(folder, "apart")];
    expect(await runCommandLine(args, context)).toBe(3);
    expect(asked).toMatchObject([{ transports: ["tcp", "ws"], firstShared: true }]);
    expect(context.printed()).toContain("left out: they have nothing in common: jszmq does not declare the transport tcp");
  });

  it("is put together by merge, and compared by diff", async () => {
    const [one, other] = [written("pair.json", pairExample), written("other-pair.json", { ...pairExample, names: ["one", "third"] })];
    const context = fakeContext();
    expect(await runCommandLine(["merge", "--out", join(folder, "merged-pairs"), one, other, written("whole.json", example)], context)).toBe(0);
    expect(readdirSync(join(folder, "merged-pairs")).sort()).toEqual(["example.json", "one-with-other.json", "one-with-third.json"]);
    expect(context.printed()).toMatch(/\| implementations \| REQ–REP/u);
    const mended = written("mended.json", {
      ...pairExample,
      cases: (pairExample["cases"] as object[]).map((entry) => ({ ...entry, verdicts: ["pass", "pass"], broken: [[], []] })),
    });
    expect(await runCommandLine(["diff", one, mended], context)).toBe(0);
    expect(context.printed()).toMatch(/^fixed +pairs\/req-binds-for-rep on tcp, other +fail → pass$/mu);
    expect(await runCommandLine(["diff", mended, one], context)).toBe(1);
  });
});

describe("merge and diff", () => {
  it("puts measurements of two machines together", async () => {
    const context = fakeContext();
    const [one, other] = [written("one.json", example), written("other.json", { ...example, name: "other" })];
    expect(await runCommandLine(["merge", "--out", join(folder, "merged"), one, other], context)).toBe(0);
    expect(context.printed()).toMatch(/\| chapter \|/u);
    expect(readFileSync(join(folder, "merged/other.json"), "utf8")).toBe(readFileSync(other, "utf8"));
  });

  it("refuses what was measured by other statements, or twice and otherwise", async () => {
    const one = written("one.json", example);
    const stale = written("stale.json", { ...example, name: "stale", specification: { version: "0.1", fingerprint: "00000000" } });
    const twice = written("twice.json", { ...example, seed: 2 });
    for (const [second, words] of [
      [stale, /other statements/u],
      [twice, /measured otherwise/u],
    ] as const) {
      const context = fakeContext();
      expect(await runCommandLine(["merge", "--out", join(folder, "merged"), one, second], context)).toBe(3);
      expect(context.complained()).toMatch(words);
    }
  });

  it("tells a fix by name and as JSON, and refuses what is neither report nor measurement", async () => {
    const before = written("before.json", example);
    const after = written("after.json", { ...example, statements: (example["statements"] as object[]).map((cell) => ({ ...cell, verdict: "pass" })) });
    const context = fakeContext();
    expect(await runCommandLine(["diff", before, after], context)).toBe(0);
    expect(context.printed()).toMatch(/^fixed +framing\.close-on-command-more {2}fail → pass$/mu);
    const json = fakeContext();
    expect(await runCommandLine(["diff", "--json", after, before], json)).toBe(1);
    expect(JSON.parse(json.printed())).toMatchObject({ exitCode: 1, differences: [{ change: "regression" }] });
    expect(await runCommandLine(["diff", before, written("x.json", {})], fakeContext())).toBe(3);
  });
});

function written(name: string, value: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(value));
  return path;
}
