/** What a report found, sorted for people: each statement that is not plainly kept, with the results that say so and the witnesses that show it. */
import type { PropertyResult, Report, StatementResult, Verdict, Witness } from "../kit/model.ts";

export interface Finding {
  readonly statement: StatementResult;
  /** The results behind the verdict; those with a witness come first. */
  readonly results: readonly PropertyResult[];
}

/** The words of the summary, one a class of statements. Known failures are a class of their own, whatever their verdict. */
export type Class = "ok" | "broken" | "warning" | "unsure" | "n/a" | "known" | "error";

export const classes: readonly Class[] = ["ok", "broken", "warning", "unsure", "n/a", "known", "error"];

const classOfVerdict: Readonly<Record<Verdict, Class>> = {
  pass: "ok",
  fail: "broken",
  warning: "warning",
  inconclusive: "unsure",
  "not-applicable": "n/a",
  error: "error",
};

export function classOf(statement: StatementResult): Class {
  return statement.known === undefined ? classOfVerdict[statement.verdict] : "known";
}

/** The statements of one class, in the order of the report. */
export function findings(report: Report, wanted: Class): readonly Finding[] {
  return report.statements.filter((statement) => classOf(statement) === wanted).map((statement) => ({ statement, results: resultsBehind(report, statement) }));
}

/** The first witness of a finding, when there is one. */
export function witnessOf(finding: Finding): Witness | undefined {
  return finding.results.find((result) => result.witness !== undefined)?.witness;
}

/** All witnesses of a report, those of known failures included, in the order of the report. */
export function witnesses(report: Report): readonly Witness[] {
  return report.properties.flatMap((result) => (result.witness === undefined ? [] : [result.witness]));
}

/** Where a property was played: `tcp`, or `tcp under CURVE`. */
export function groundOf({ transport, mechanism }: Pick<PropertyResult, "transport" | "mechanism">): string {
  return mechanism === undefined || mechanism === "NULL" ? transport : `${transport} under ${mechanism}`;
}

/** What the fence of a witness says besides `zmtp trace`. */
export function fenceInfo({ transport, mechanism }: Witness): string {
  return `${transport === "tcp" ? "" : ` transport=${transport}`}${mechanism === undefined || mechanism === "NULL" ? "" : ` mechanism=${mechanism}`}`;
}

/** `framing.more.framing-splits.json`; a transport other than tcp and a mechanism other than NULL are named, as the same property may fail under several. */
export function witnessFileName(witness: Witness): string {
  const slug = witness.property
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, "-")
    .replace(/^-|-$/gu, "");
  const protection = witness.mechanism === undefined || witness.mechanism === "NULL" ? "" : `.${witness.mechanism.toLowerCase()}`;
  return `${witness.statement}.${slug}${witness.transport === "tcp" ? "" : `.${witness.transport}`}${protection}.json`;
}

/** What a finding says in one line: the reason given, or what was expected and what was seen. */
export function shortReason(finding: Finding): string {
  const reason = finding.statement.reason ?? finding.results.find((result) => result.reason !== undefined)?.reason;
  const witness = witnessOf(finding);
  return reason ?? (witness === undefined ? "no reason was given" : `expected: ${witness.expected}; actual: ${witness.actual}`);
}

function resultsBehind(report: Report, { id, verdict }: StatementResult): readonly PropertyResult[] {
  const same = report.properties.filter((result) => result.verdict === verdict && result.judges.includes(id));
  const named = same.filter((result) => result.statement === id);
  const behind = named.length > 0 ? named : same.filter((result) => result.statement === undefined);
  return [...behind.filter((result) => result.witness !== undefined), ...behind.filter((result) => result.witness === undefined)];
}
