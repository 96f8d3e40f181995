import { describe, expect, it } from "vitest";
import type { Report } from "../kit/model.ts";
import { excuseUndisclosed } from "../kit/summary.ts";
import { faultsOf } from "../manifests/schema.ts";
import { exampleReport } from "./example-report.ts";
import { findingsIndex, matrixTable, type Ground } from "./matrix.ts";
import { measurementJson, measurementOf } from "./measurement.ts";

const origin = { name: "example", fingerprintOf: () => "0a1b2c3d" };
const measurement = measurementOf(exampleReport, origin);
const broken = measurement.statements.filter(({ verdict }) => verdict === "fail");
const ground: Ground = { fingerprintOf: () => "0a1b2c3d", issueOf: () => undefined };

describe("a measurement", () => {
  it("is valid by its schema, with one statement a line", () => {
    const text = measurementJson(measurement);
    expect(faultsOf("measurement", JSON.parse(text) as unknown)).toEqual([]);
    expect(text.split("\n").filter((line) => line.startsWith('    {"id":')).length).toBe(measurement.statements.length);
  });

  it("has the smallest scenario of what is broken, and nothing but the verdict of what is kept", () => {
    expect(broken.length).toBeGreaterThan(0);
    expect(measurement.statements.filter(({ verdict }) => verdict === "pass").every((cell) => Object.keys(cell).length === 4)).toBe(true);
    expect(broken.some(({ trace }) => (trace?.length ?? 0) > 0)).toBe(true);
  });

  it.each(["adapter-died", "adapter-silent"] as const)("does not tell which statement is broken by %s, but counts it", (cause) => {
    const [first] = broken;
    const id = first?.id ?? "";
    const report: Report = {
      ...exampleReport,
      properties: exampleReport.properties.map((result) =>
        result.statement === id || result.judges.some((judged) => judged === id) ? { ...result, verdict: "fail", cause } : result,
      ),
    };
    const withheld = measurementOf(report, origin);
    expect(withheld.withheld).toBeGreaterThanOrEqual(1);
    expect(measurementJson(withheld)).not.toContain(id);
  });

  it("does not name what it withholds in the reason of another statement", () => {
    const [deadly = ""] = exampleReport.properties.filter(({ cause }) => cause === "adapter-died").map(({ statement }) => statement);
    const reason = `hidden behind ${deadly}, which framing/long found broken first`;
    const hidden = exampleReport.statements.map((statement) => (statement.verdict === "inconclusive" ? { ...statement, reason } : statement));
    const text = measurementJson(measurementOf({ ...exampleReport, statements: hidden }, origin));
    expect(text).toContain("hidden behind a statement that is told to the maintainers first");
    expect(text).not.toContain(deadly);
  });

  it("withholds what a manifest counts as undisclosed, and nothing else", () => {
    const { statements, properties } = exampleReport;
    const inconclusive = statements.find(({ verdict }) => verdict === "inconclusive");
    const judged = properties.map((result) =>
      inconclusive !== undefined && result.judges.includes(inconclusive.id) ? { ...result, cause: "adapter-died" as const } : result,
    );
    const { withheld } = measurementOf({ ...exampleReport, properties: judged }, origin);
    const excused = (count: number): number =>
      excuseUndisclosed(statements, judged, { count, expires: "2030-01-01" }).filter((statement, index) => statement !== statements[index]).length;
    expect(withheld).toBe(1);
    expect([withheld - 1, withheld, withheld + 1].map(excused)).toEqual([0, withheld, withheld]);
  });
});

describe("the matrix", () => {
  it("counts what is kept of what was judged, and marks chapters whose sentences have changed since", () => {
    expect(matrixTable([measurement], ground)).toMatch(/^\| \*\*all\*\* \| \d+ of \d+ \|$/mu);
    expect(matrixTable([measurement], { ...ground, fingerprintOf: () => "ffffffff" })).toMatch(/^\| \*\*all\*\* \| \d+ of \d+\\\* \|$/mu);
  });

  it("indexes each broken MUST, with a public issue or that none was found", () => {
    const [first] = broken;
    const known = { implementation: "example", statement: first?.id ?? "", searched: "2026-11-25" };
    const issueOf: typeof ground.issueOf = (name, statement) => (name === "example" && statement === known.statement ? known : undefined);
    expect(findingsIndex([measurement], ground)).toContain("not looked up");
    expect(findingsIndex([measurement], { ...ground, issueOf })).toContain("none found in the public list (2026-11-25)");
  });
});
