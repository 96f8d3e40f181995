import { describe, expect, it } from "vitest";
import { faultsOf } from "../manifests/schema.ts";
import type { Report } from "../kit/model.ts";
import { conformingReport, exampleReport, exampleStatements, exampleWitness } from "./example-report.ts";
import { witnesses, witnessFileName } from "./findings.ts";
import { reportJson, stableJson, witnessJson } from "./json.ts";
import { junitReport } from "./junit.ts";
import { markdownReport } from "./markdown.ts";
import { replayText } from "./replay.ts";

const statements = new Map(exampleStatements.map((entry) => [entry.id, entry]));

describe("the JSON report", () => {
  it("is valid by its schema, and says the same as the report", () => {
    const value: unknown = JSON.parse(reportJson(exampleReport));
    expect(faultsOf("report", value)).toEqual([]);
    expect(value).toEqual(exampleReport);
  });

  it("has the same order of names however the report was put together, and the volatile part last", () => {
    expect(reportJson(reversed(exampleReport) as Report)).toBe(reportJson(exampleReport));
    expect(Object.keys(JSON.parse(reportJson(reversed(exampleReport) as Report)) as object).at(-1)).toBe("volatile");
  });

  it("ends with a line feed", () => {
    expect(stableJson([])).toBe("[]\n");
  });
});

describe("a witness file", () => {
  it("is valid by its schema, and its name tells statement and property", () => {
    expect(faultsOf("witness", JSON.parse(witnessJson(exampleWitness)))).toEqual([]);
    expect(witnessFileName(exampleWitness)).toBe("framing.close-on-command-more.framing-command-more.json");
  });

  it("exists for each failure and each warning", () => {
    expect(witnesses(exampleReport).map(({ statement }) => statement)).toEqual(["framing.close-on-command-more", "framing.short-command"]);
  });
});

describe("the JUnit report", () => {
  it("has a suite a chapter and a case a statement", () => {
    expect(junitReport(exampleReport, statements)).toMatchSnapshot();
  });

  it("counts in its head what stands in it", () => {
    const text = junitReport(exampleReport, statements);
    const head = /<testsuites [^>]*>/u.exec(text)?.[0] ?? "";
    for (const [attribute, element] of [
      ["tests", "testcase"],
      ["failures", "failure"],
      ["errors", "error"],
      ["skipped", "skipped"],
    ] as const) {
      expect(head).toContain(` ${attribute}="${String(text.split(`<${element} `).length - 1)}"`);
    }
  });

  it("carries characters that XML does not know", () => {
    const name = `<a&"b">\u0000\ud800`;
    const text = junitReport({ ...conformingReport, implementation: { ...conformingReport.implementation, name } }, statements);
    expect(text).toContain("&lt;a&amp;&quot;b&quot;&gt;\ufffd\ufffd");
  });

  it("is not green when the run was interrupted", () => {
    expect(junitReport({ ...conformingReport, complete: false, exitCode: 130 }, statements)).toContain('<error type="interrupted"');
  });
});

describe("the Markdown report", () => {
  it("has a table of chapters and the smallest scenario of each failure", () => {
    expect(markdownReport(exampleReport, statements)).toMatchSnapshot();
  });

  it("is short when all is well", () => {
    expect(markdownReport(conformingReport, statements)).not.toContain("## ");
  });
});

describe("the text of a replay", () => {
  it("shows what was expected, what happened, and whether that is the failure", () => {
    const outcome = { reproduced: true, expected: "the connection is closed", actual: "it is open", trace: ["S opens ROUTER"], octets: ["05  # flags"] };
    expect(replayText(exampleWitness, outcome, { width: 80, colour: false })).toMatchSnapshot();
    expect(replayText(exampleWitness, { ...outcome, reproduced: false }, { width: 80, colour: false })).toContain("the statement is kept");
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
}
