/** From the results of properties to what the run says about each statement, about known failures, and in the end. */
import type { RequirementId } from "../../schemas/types/requirement-id.ts";
import { worst, type PropertyResult, type Report, type StatementResult, type Verdict } from "./model.ts";
import type { Requirement } from "./requirements.ts";
import type { KnownFailure, RunOptions } from "./run-options.ts";

/** The worst verdict of the properties that name the statement. A property that broke another of its statements says nothing certain about this one; what is known to fail sometimes is never passed. */
export function statementResult(
  entry: Requirement,
  properties: readonly string[],
  results: readonly PropertyResult[],
  known: readonly KnownFailure[],
): StatementResult {
  const own = results.filter((result) => result.judges.includes(entry.id));
  const opinions = own.map((result) => opinion(entry.id, result));
  const seen = opinions.reduce<Verdict>((sum, next) => worst(sum, next.verdict), "not-applicable");
  const chance = seen === "pass" ? known.find((one) => one.statement === entry.id && one.sometimes !== undefined && wasPlayed(one, own)) : undefined;
  const verdict = chance === undefined ? seen : "inconclusive";
  const reason =
    chance === undefined
      ? (opinions.find((next) => next.verdict === verdict && next.reason !== undefined)?.reason ?? (own.length === 0 ? noProperty(entry) : undefined))
      : `kept this time, which shows nothing: it is known to fail ${rateOf(chance)}`;
  const excuse = chance ?? (verdict === "fail" || verdict === "warning" || verdict === "inconclusive" ? excuseFor(entry.id, own, known) : undefined);
  return {
    id: entry.id,
    level: entry.level,
    verdict,
    ...(reason === undefined ? {} : { reason }),
    properties,
    reached: own.reduce((sum, result) => sum + casesThatJudged(entry.id, result), 0),
    classes: classesOf(entry.id, own),
    ...(excuse === undefined
      ? {}
      : { known: { reason: `${excuse.reason}${excuse.sometimes === undefined ? "" : ` It fails ${rateOf(excuse)}.`}`, expires: excuse.expires } }),
  };
}

/** Whether the statement is broken by the end or the silence of the process: that of a deployed release is told to its maintainers first, and counted without its name (SECURITY.md). */
export function isDeadly({ id, verdict }: StatementResult, results: readonly PropertyResult[]): boolean {
  return (verdict === "fail" || verdict === "warning") && resultsOn(id, results).some(({ cause }) => cause === "adapter-died" || cause === "adapter-silent");
}

/** The results that broke a statement, or left it unjudged. */
export function resultsOn(id: string, results: readonly PropertyResult[]): readonly PropertyResult[] {
  return results.filter(
    ({ judges, statement, verdict }) => verdict !== "pass" && (statement === id || (statement === undefined && judges.some((judged) => judged === id))),
  );
}

/** So many deadly statements are excused unnamed, those among them that are known for another reason as well; one more, and none is. */
export function excuseUndisclosed(
  statements: readonly StatementResult[],
  results: readonly PropertyResult[],
  { count, expires }: NonNullable<RunOptions["undisclosed"]>,
): readonly StatementResult[] {
  const deadly = statements.filter((statement) => isDeadly(statement, results));
  if (deadly.length > count) return statements;
  const reason = "the process ends or falls silent; told to its maintainers first (SECURITY.md)";
  return statements.map((statement) =>
    statement.known === undefined && deadly.includes(statement) ? { ...statement, known: { reason, expires } } : statement,
  );
}

/** Known failures that did not show although every property that names the statement was carried through. */
export function staleKnownFailures(
  statements: readonly StatementResult[],
  known: readonly KnownFailure[],
  results: readonly PropertyResult[],
): readonly RequirementId[] {
  const judging = (id: RequirementId): readonly PropertyResult[] => results.filter((result) => result.judges.includes(id));
  return statements
    .filter(({ id, verdict }) => verdict === "pass" && known.some((entry) => entry.statement === id && wasPlayed(entry, judging(id))))
    .map((statement) => statement.id);
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

/** Where no cases are told apart, all count of a result that says something about the statement. */
function casesThatJudged(id: RequirementId, result: PropertyResult): number {
  if (result.judged !== undefined) return result.judged[id]?.cases ?? 0;
  return result.verdict === "pass" || result.statement === id ? result.runs : 0;
}

/** Over all properties: how many cases that judged the statement were of each input class. */
function classesOf(id: RequirementId, own: readonly PropertyResult[]): Readonly<Record<string, number>> {
  const sum: Record<string, number> = {};
  for (const result of own) for (const [name, count] of Object.entries(result.judged?.[id]?.classes ?? {})) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

function opinion(id: RequirementId, result: PropertyResult): { readonly verdict: Verdict; readonly reason?: string } {
  const reason = result.reason === undefined ? {} : { reason: result.reason };
  if (result.verdict === "pass" && result.judged !== undefined && result.judged[id] === undefined)
    return { verdict: "inconclusive", reason: `no case of ${result.property} came to the point where it judges the statement` };
  if (result.statement === undefined || result.statement === id) return { verdict: result.verdict, ...reason };
  return { verdict: "inconclusive", reason: `hidden behind ${result.statement}, which ${result.property} found broken first` };
}

function excuseFor(id: string, own: readonly PropertyResult[], known: readonly KnownFailure[]): KnownFailure | undefined {
  const entries = known.filter((entry) => entry.statement === id);
  const failing = own.filter((result) => result.verdict !== "pass" && result.verdict !== "not-applicable");
  return failing.every((result) => entries.some((entry) => covers(entry, result)))
    ? entries.find((entry) => failing.some((result) => covers(entry, result)))
    : undefined;
}

function wasPlayed(entry: KnownFailure, results: readonly PropertyResult[]): boolean {
  return results.some((result) => result.runs > 0 && covers(entry, result));
}

function rateOf({ sometimes }: KnownFailure): string {
  return sometimes === undefined ? "in every run" : `in ${String(sometimes.failed)} of ${String(sometimes.of)} runs`;
}

function covers({ transports, mechanisms }: KnownFailure, result: PropertyResult): boolean {
  return transports?.includes(result.transport) !== false && mechanisms?.includes(result.mechanism ?? "NULL") !== false;
}

function noProperty(entry: Requirement): string {
  return entry.observable === "none" ? `not observable: ${entry.reason ?? ""}` : "no property of this selection names it";
}
