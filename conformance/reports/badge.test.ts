import { describe, expect, it } from "vitest";
import { badgeJson, badgeSvg, badgeWords } from "./badge.ts";
import { conformingReport, exampleReport } from "./example-report.ts";

describe("the badge", () => {
  it.each([
    ["a conforming report", conformingReport, "2 of 2 kept", "green"],
    ["a report that breaks statements", exampleReport, "2 of 6 kept", "red"],
    ["known failures only", { ...exampleReport, summary: { ...exampleReport.summary, fail: 0 }, exitCode: 0 }, "2 of 6 kept", "orange"],
    ["an interrupted run", { ...conformingReport, complete: false, exitCode: 130 }, "run interrupted", "grey"],
    ["a run that judged nothing", { ...conformingReport, statements: [], exitCode: 3 }, "no verdict", "grey"],
  ] as const)("of %s", (_name, report, message, colour) => {
    expect(badgeWords(report)).toEqual({ label: "ZMTP conformance", message, colour });
  });

  it("as SVG says the same to eye and screen reader", () => {
    const text = badgeSvg(conformingReport);
    expect(text).toContain('role="img" aria-label="ZMTP conformance: 2 of 2 kept"');
    expect(text).toMatch(/<text [^>]+>2 of 2 kept<\/text>/u);
  });

  it("as JSON is what shields.io reads", () => {
    expect(JSON.parse(badgeJson(conformingReport))).toEqual({ schemaVersion: 1, label: "ZMTP conformance", message: "2 of 2 kept", color: "green" });
  });
});
