import { describe, expect, it } from "vitest";
import { conformingReport, exampleReport, exampleStatements } from "./example-report.ts";
import { endingLines, terminalReport, type TerminalOptions } from "./terminal.ts";
import type { Report } from "../kit/model.ts";

const escape = "\u001b";
const options: TerminalOptions = {
  statements: new Map(exampleStatements.map((entry) => [entry.id, entry])),
  knownFailures: [{ statement: "framing.any-split", reason: "It needs whole frames.", see: "decision 0033", expires: "2030-01-01" }],
  width: 100,
  colour: false,
  decisionRecord: (number) => `spec/decisions/${number}-example.md: Example`,
  replayCommand: (file) => `npx patternwire replay ${file} -- ./example`,
};

describe("the terminal report", () => {
  it("shows chapters, each failure with its scenario, and the verdict last", () => {
    expect(terminalReport(exampleReport, { ...options, witnessFolder: "found/" })).toMatchSnapshot();
  });

  it("says how to get witnesses when none were written", () => {
    const text = terminalReport(exampleReport, options);
    expect(text).toContain("--witnesses DIR");
    expect(text).not.toContain("npx patternwire replay");
  });

  it("is short when all is well, and says what the exit code means", () => {
    expect(terminalReport(conformingReport, options)).toMatchSnapshot();
  });

  it("fits a narrow terminal but for ids, traces, octets and commands", () => {
    const text = terminalReport(exampleReport, { ...options, width: 40 });
    expect(text).toMatchSnapshot();
    const long = text.split("\n").filter((line) => line.length > 40 && line.replace(/^ {2}\w+ +/u, "").includes(" "));
    expect(long.filter((line) => !/BROKEN| until /u.test(line))).toEqual([]);
  });

  it("has colours only when they are wanted", () => {
    expect(terminalReport(exampleReport, options)).not.toContain(escape);
    expect(terminalReport(exampleReport, { ...options, colour: true })).toContain(`${escape}[31m`);
  });

  it("lets no implementation send control sequences to the terminal", () => {
    const nasty = { ...exampleReport, implementation: { ...exampleReport.implementation, name: `x${escape}[2J` } };
    const text = terminalReport(nasty, options);
    expect(text).not.toContain(escape);
    expect(text).toContain("x\\x1b[2J");
  });

  it("names a transport other than tcp in the fence, so that the fence replays as it stands", () => {
    const [first] = exampleReport.properties;
    if (first?.witness === undefined) throw new Error("the example has no witness");
    const onInproc: Report = { ...exampleReport, properties: [{ ...first, transport: "inproc", witness: { ...first.witness, transport: "inproc" } }] };
    expect(terminalReport(onInproc, { ...options, witnessFolder: "found" })).toContain("```zmtp trace transport=inproc\n");
    expect(terminalReport(onInproc, { ...options, witnessFolder: "found" })).toContain("found/framing.close-on-command-more.framing-command-more.inproc.json");
  });

  it("shows faults of the harness apart from failures of the implementation", () => {
    const faulty: Report = {
      ...exampleReport,
      statements: [{ id: "framing.more", level: "MUST", verdict: "error", reason: "no input was tried", properties: [], reached: 0, classes: {} }],
      summary: { ...exampleReport.summary, error: 1 },
      exitCode: 3,
    };
    const text = terminalReport(faulty, options);
    expect(text).toContain("ERROR  framing.more");
    expect(text).toContain("fault of the harness");
    expect(text).not.toContain("BROKEN");
  });
});

describe("the last lines", () => {
  const { summary } = exampleReport;
  const cases: readonly (readonly [string, Partial<Report>, string])[] = [
    ["a run without a fault", { exitCode: 0, summary: { ...summary, known: 0 } }, "conforms"],
    ["known failures only", { exitCode: 0 }, "breaks 1 statement, a known failure"],
    ["broken statements", { exitCode: 1 }, "breaks 2 statements"],
    ["only stale known failures", { exitCode: 1, summary: { ...summary, fail: 0 } }, "1 known failure did not happen"],
    ["doubt", { exitCode: 2 }, "1 statement could not be judged"],
    ["nothing judged", { exitCode: 3 }, "nothing was judged"],
    ["a fault of the harness", { exitCode: 3, summary: { ...summary, error: 1 } }, "the harness failed"],
    ["an interruption", { exitCode: 130, complete: false }, "interrupted"],
  ];
  it.each(cases)("name %s", (_name, change, words) => {
    const lines = endingLines({ ...exampleReport, ...change }, 200);
    expect(lines.join("\n")).toContain(words);
    expect(lines.at(-1)).toContain(`Exit code ${String(change.exitCode)}`);
  });
});
