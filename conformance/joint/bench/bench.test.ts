/** The bench warms by work, its goals are of what it measures, and its tables say what was measured. No test here asserts a time. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, describe, expect, test } from "vitest";
import type { BenchFile, BenchResult } from "../../../schemas/types/bench.ts";
import { readJson, root } from "../../checks/generate/repository.ts";
import { outputsOf } from "../generate/bench.ts";
import { changedSources } from "../mutate.ts";
import { cases } from "./cases.ts";
import { decisions } from "./decisions.ts";
import { goals } from "./goals.ts";
import { exponentOf, spreadOf, together } from "./statistics.ts";
import { caseTable, comparisonTable } from "./tables.ts";
import { missOf, misses, textOf } from "./texts.ts";
import { verdictsOf } from "./verdicts.ts";
import { Window } from "./window.ts";

const folder = mkdtempSync(join(tmpdir(), "patternwire-bench-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("messages count only after each source has had its share", () => {
  const window = new Window({ warmMessages: 100, warmMs: 0, measureMs: 0 }, 2);
  expect(window.count(1000, 0)).toBeUndefined();
  expect(window.count(49, 1)).toBeUndefined();
  expect(window.isOpen).toBe(false);
  expect(window.count(1, 1)).toBeUndefined();
  expect(window.isOpen).toBe(true);
  expect(window.count(7, 0)?.messages).toBe(7);
});

test("a round that failed has no part in medians and ratios", () => {
  expect(spreadOf([4, null, 1, 3])).toEqual({ median: 3, least: 1, most: 4 });
  expect(together([10, null, 30], [1, 2, null], (a, b) => a / b)).toEqual({ median: 10, least: 10, most: 10 });
  expect(spreadOf([null]).median).toBeNaN();
});

test("the exponent of a power is found", () => {
  expect(exponentOf([10, 100, 1000].map((x) => [x, 7 * x ** -0.5] as const))).toBeCloseTo(-0.5, 10);
});

test("topics are those of the programs in C", () => {
  expect([0, 999_999].map((number) => textOf(number, 20))).toEqual(["ovpuyajiyskxarazhooa", "imwmekfgexeqcbqeuiio"]);
  expect(missOf(0)).toBe(`${textOf(0, 19)}A`);
  expect(misses(1_000_000)).toHaveLength(10_000);
});

test("cases have names of their own", () => {
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
});

test("each goal is of a case and of points that are measured", () => {
  const lost = goals.filter((goal) => {
    const own = cases.filter(({ name }) => goal.cases.test(name));
    const points = [...goal.at, ...(goal.by.type === "growth" ? [goal.by.from] : [])];
    return own.length === 0 || own.some((one) => points.some((point) => !one.points.includes(point)));
  });
  expect(lost).toEqual([]);
});

test.each(decisions.map((decision) => [decision.does, decision] as const))("a reference without the decision can be made: %s", (_does, decision) => {
  expect(changedSources(decision)).toHaveLength(1);
});

describe("a short run", () => {
  const file = join(folder, "bench.json");
  const words = ["push-pull-inproc", "--quick", "--at", "16", "--rounds", "2", "--who", "reference", "--json", file];
  const bench = async (...more: readonly string[]): Promise<string> =>
    (await promisify(execFile)(process.execPath, [join(root, "dist/conformance/joint/bench/main.js"), ...words, ...more])).stdout;
  const written = (): BenchFile => JSON.parse(readFileSync(file, "utf8")) as BenchFile;

  test("writes what the schema describes, and does not measure again what it has", async () => {
    const validate = new Ajv2020({ strict: false }).compile(readJson("schemas/bench.schema.json") as object);
    const screen = await bench();
    const [result] = written().results;
    expect(validate(written()), JSON.stringify(validate.errors)).toBe(true);
    expect(result?.rows.map(({ participant, values }) => [participant, values.length])).toEqual([["reference", 2]]);
    expect(result?.rows[0]?.values.every((value) => value !== null && value > 0)).toBe(true);
    expect(screen).toContain("PUSH → PULL over inproc");
    await bench("--resume");
    expect(written().results).toEqual([result]);
    expect(written().parts).toHaveLength(1);
  });
});

describe("of results", () => {
  const row = (participant: string, ...values: (number | null)[]): BenchResult["rows"][number] => ({ participant, values, details: {} });
  const at = (point: number, ...rows: BenchResult["rows"]): BenchResult => ({
    ...{ case: "push-pull-tcp", title: "PUSH → PULL over tcp", unit: "messages/s", better: "more", axis: "octets", at: point, rows },
  });
  const results = [16, 100, 1024].map((point) => at(point, row("libzmq", 100, 200, 400), row("reference, batches", 140, 150, 800)));

  test("the median of the ratios of one round decides on a goal", () => {
    const [verdict] = verdictsOf(results);
    expect(verdict).toMatchObject({ met: true, measured: { median: 1.4, least: 0.75, most: 2 } });
    expect(verdictsOf([at(16, row("libzmq", 100), row("reference, batches", 129))])[0]?.met).toBe(false);
  });

  test("tables have the medians, and the ranges", () => {
    expect(comparisonTable(results).split("\n")[2]).toBe("| 16 | 200 | 150 | 1.40 (0.750 … 2) |");
    expect(caseTable(results).split("\n")[3]).toBe("| 16 | reference, batches | 150 | 140 … 800 | 1.40 (0.750 … 2) |");
  });

  test("the page is made of them, with a plot", () => {
    const outputs = outputsOf({ format: "patternwire-bench/1", parts: [], participants: {}, notes: [], results });
    expect(outputs.map(({ path }) => path)).toEqual([
      "conformance/guides/performance.md",
      "conformance/reports/bench.md",
      "conformance/reports/bench/push-pull-tcp.svg",
    ]);
    expect(outputs[0]?.text).toContain("![push-pull-tcp, in messages/s](../reports/bench/push-pull-tcp.svg)");
    expect(outputs[0]?.text).toContain("3 of 3 goals are met.");
  });
});
