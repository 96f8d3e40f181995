import { describe, expect, it } from "vitest";
import type { PairMeasurementFile } from "../../schemas/types/pair-measurement.ts";
import { readJson } from "../kit/root.ts";
import { faultsOf } from "../manifests/schema.ts";
import type { PropertyResult, Report } from "../kit/model.ts";
import { exampleWitness } from "./example-report.ts";
import { conformingReport } from "./example-report.ts";
import { pairFindings, pairMeasurementJson, pairMeasurementOf, pairsTable } from "./pair-measurement.ts";

const kept = (property: string): PropertyResult => ({ property, transport: "tcp", judges: ["framing.more"], verdict: "pass", runs: 1, reached: {} });
const broken = (property: string): PropertyResult => ({
  ...kept(property),
  verdict: "fail",
  cause: "violated",
  statement: "framing.more",
  witness: { ...exampleWitness, statement: "framing.more", expected: "a | b", actual: "c" },
});
const died = (property: string): PropertyResult => ({
  ...kept(property),
  verdict: "fail",
  cause: "adapter-died",
  statement: "framing.more",
  reason: "it is gone",
});

function reportOf(name: string, properties: readonly PropertyResult[]): Report {
  return { ...conformingReport, implementation: { ...conformingReport.implementation, name, version: "1" }, properties };
}

const measured = pairMeasurementOf(
  {
    one: reportOf("One", [kept("pairs/req-binds-for-rep"), kept("pairs/req-connects-to-rep"), kept("pairs/pub-binds-for-sub")]),
    other: reportOf("Other", [broken("pairs/rep-connects-to-req"), kept("pairs/rep-binds-for-req"), died("pairs/sub-connects-to-pub")]),
  },
  ["one", "other"],
);

describe("what two implementations did with each other", () => {
  it("is put together from both reports, each case by the side of the first, and fits its schema", () => {
    expect(measured.cases.map(({ name, verdicts }) => [name, ...verdicts])).toEqual([
      ["pairs/req-binds-for-rep", "pass", "fail"],
      ["pairs/req-connects-to-rep", "pass", "pass"],
    ]);
    expect(faultsOf("pair-measurement", JSON.parse(pairMeasurementJson(measured)))).toEqual([]);
  });

  it("does not name the sockets at which a process ended", () => {
    expect(measured.withheld).toBe(1);
    expect(pairMeasurementJson(measured)).not.toMatch(/pub-binds|it is gone/u);
  });

  it("stands in the table by socket types, and in the list by who broke what", () => {
    expect(pairsTable([measured])).toMatch(/^\| One 1 and Other 1 \| 1 of 2 \| · \|/mu);
    expect(pairFindings([measured], (implementation, statement) => ({ implementation, statement, issue: "other/other#1", searched: "2026-01-01" }))).toContain(
      "| `framing.more` | Other 1 | REP | 1, with One 1 | expected: a \\| b; actual: c | [other/other#1](https://github.com/other/other/issues/1) |",
    );
  });

  it("has a question mark where a case did not come to its end", () => {
    const example = readJson("schemas/examples/pair-measurement/valid-one-breaks-something.json") as PairMeasurementFile;
    const [first] = example.cases;
    if (first === undefined) throw new Error("the example has a case");
    const unsure: PairMeasurementFile = { ...example, cases: [{ ...first, verdicts: ["inconclusive", "inconclusive"], broken: [[], []] }] };
    expect(pairsTable([unsure])).toContain("| 0 of 1? |");
  });
});
