/** From the results of properties to what the run says about each statement, about known failures, and in the end. */
import type { RequirementId } from "../../schemas/types/requirement-id.ts";
import { worst, type PropertyResult, type Report, type StatementResult, type Transport, type Verdict } from "./model.ts";
import type { Requirement } from "./requirements.ts";
import type { KnownFailure } from "./run-options.ts";

/** The worst verdict of the properties that name the statement. A property that broke another of its statements says nothing certain about this one. */
export function statementResult(
  entry: Requirement,
  properties: readonly string[],
  results: readonly PropertyResult[],
  known: readonly KnownFailure[],
): StatementResult {
  const own = results.filter((result) => result.judges.includes(entry.id));
  const opinions = own.map((result) => opinion(entry.id, result));
  const verdict = opinions.reduce<Verdict>((sum, next) => worst(sum, next.verdict), "not-applicable");
  const reason = opinions.find((next) => next.verdict === verdict && next.reason !== undefined)?.reason ?? (own.length === 0 ? noProperty(entry) : undefined);
  const excuse = verdict === "fail" || verdict === "warning" || verdict === "inconclusive" ? excuseFor(entry.id, own, known) : undefined;
  return {
    id: entry.id,
    level: entry.level,
    verdict,
    ...(reason === undefined ? {} : { reason }),
    properties,
    reached: own.filter((result) => result.verdict === "pass" || result.statement === entry.id).reduce((sum, result) => sum + result.runs, 0),
    ...(excuse === undefined ? {} : { known: { reason: excuse.reason, expires: excuse.expires } }),
  };
}

/** Known failures that did not show although every property that names the statement was carried through. */
export function staleKnownFailures(statements: readonly StatementResult[], known: readonly KnownFailure[]): readonly RequirementId[] {
  const listed = new Set(known.map((entry) => entry.statement));
  return statements.filter((statement) => statement.verdict === "pass" && listed.has(statement.id)).map((statement) => statement.id);
}

export function summaryOf(statements: readonly StatementResult[]): Report["summary"] {
  const count = { pass: 0, fail: 0, warning: 0, inconclusive: 0, "not-applicable": 0, error: 0, known: 0 };
  for (const statement of statements) count[statement.known === undefined ? statement.verdict : "known"] += 1;
  return count;
}

/** 3 when the harness failed or nothing was judged, else 1 for a broken MUST or a stale known failure, 2 for doubt, 0 (design: 3 before 1 before 2). */
export function exitCodeOf(statements: readonly StatementResult[], stale: readonly RequirementId[], properties: readonly PropertyResult[]): 0 | 1 | 2 | 3 {
  if (
    properties.every(
      (result) =>
        (result.runs === 0 || result.verdict === "not-applicable") &&
        result.cause !== "adapter-died" &&
        result.cause !== "adapter-silent" &&
        result.cause !== "adapter-invalid",
    )
  )
    return 3;
  const open = statements.filter((statement) => statement.known === undefined);
  if (open.some((statement) => statement.verdict === "error")) return 3;
  if (stale.length > 0 || open.some((statement) => statement.verdict === "fail")) return 1;
  return open.some((statement) => statement.verdict === "inconclusive") ? 2 : 0;
}

function opinion(id: RequirementId, result: PropertyResult): { readonly verdict: Verdict; readonly reason?: string } {
  const reason = result.reason === undefined ? {} : { reason: result.reason };
  if (result.statement === undefined || result.statement === id) return { verdict: result.verdict, ...reason };
  return { verdict: "inconclusive", reason: `hidden behind ${result.statement}, which ${result.property} found broken first` };
}

function excuseFor(id: string, own: readonly PropertyResult[], known: readonly KnownFailure[]): KnownFailure | undefined {
  const transports = new Set<Transport>(
    own.filter((result) => result.verdict !== "pass" && result.verdict !== "not-applicable").map((result) => result.transport),
  );
  return known.find(
    (entry) => entry.statement === id && [...transports].every((transport) => entry.transports === undefined || entry.transports.includes(transport)),
  );
}

function noProperty(entry: Requirement): string {
  return entry.observable === "none" ? `not observable: ${entry.reason ?? ""}` : "no property of this selection names it";
}
