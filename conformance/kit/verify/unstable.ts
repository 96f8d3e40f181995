/** Which verdicts of several runs with the same seed differ: such a verdict says nothing, whichever of the runs is looked at. */
import type { PropertyResult, Report, StatementResult } from "../model.ts";

/** One outcome, and in which runs it came, counted from 1. */
export interface Outcome {
  readonly verdict: string;
  /** The statement that was broken, for a property. */
  readonly statement?: string;
  /** For a person: what was seen the first time. */
  readonly reason: string;
  readonly runs: readonly number[];
}

export interface Unstable {
  /** A statement, or a property with where it was played. */
  readonly type: "statement" | "property";
  readonly name: string;
  readonly outcomes: readonly Outcome[];
}

/** Statements first, each in the order of the alphabet. A run that lacks what others have is an outcome too. */
export function unstableIn(reports: readonly Report[]): readonly Unstable[] {
  const statements = reports.map((report) => new Map(report.statements.map((entry) => [entry.id as string, ofStatement(entry)])));
  const properties = reports.map((report) => new Map(report.properties.map((entry) => [nameOf(entry), ofProperty(entry)])));
  return [...changed("statement", statements), ...changed("property", properties)];
}

type Seen = Omit<Outcome, "runs">;

function changed(type: Unstable["type"], runs: readonly ReadonlyMap<string, Seen>[]): readonly Unstable[] {
  const names = [...new Set(runs.flatMap((run) => [...run.keys()]))].sort();
  return names.flatMap((name) => {
    const outcomes = grouped(runs.map((run) => run.get(name) ?? { verdict: "absent", reason: "the run has no such entry" }));
    return outcomes.length > 1 ? [{ type, name, outcomes }] : [];
  });
}

function grouped(seen: readonly Seen[]): readonly Outcome[] {
  const outcomes = new Map<string, Seen & { readonly runs: number[] }>();
  for (const [index, one] of seen.entries()) {
    const key = `${one.verdict} ${one.statement ?? ""}`;
    const outcome = outcomes.get(key) ?? { ...one, runs: [] };
    outcome.runs.push(index + 1);
    outcomes.set(key, outcome);
  }
  return [...outcomes.values()];
}

/** A known failure that does not happen changes the verdict as well. */
function ofStatement({ verdict, reason = "" }: StatementResult): Seen {
  return { verdict, reason };
}

function ofProperty({ verdict, statement, reason, witness }: PropertyResult): Seen {
  const seen = witness === undefined ? "" : `expected: ${witness.expected}; actual: ${witness.actual}`;
  return { verdict, ...(statement === undefined ? {} : { statement }), reason: reason ?? seen };
}

function nameOf({ property, transport, mechanism = "NULL" }: PropertyResult): string {
  return `${property} on ${transport}${mechanism === "NULL" ? "" : ` under ${mechanism}`}`;
}
