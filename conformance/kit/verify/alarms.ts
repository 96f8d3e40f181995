/**
 * False alarms: what a run says against an implementation of which it is known what it keeps. Run after run, each with a seed of its own, counts them; the count
 * goes on where it was left, so that it can be taken in slices.
 */
import { availableParallelism, loadavg } from "node:os";
import type { Report } from "../model.ts";

/** One thing said against the implementation that its manifest does not say. */
export interface Alarm {
  readonly seed: number;
  readonly statement: string;
  readonly verdict: string;
  readonly reason: string;
}

/** A count under way, or done: what `schemas/false-alarms.schema.json` describes. */
export interface AlarmCount {
  readonly format: "patternwire-false-alarms/1";
  readonly implementation: { readonly name: string; readonly version: string };
  readonly level: Report["level"];
  /** Runs so far; their seeds are 1 to this number. */
  readonly runs: number;
  /** Runs during which at least as many threads as there are processors wanted one. */
  readonly busyRuns: number;
  readonly alarms: readonly Alarm[];
  /** Of the specification at the time of each slice, oldest first. */
  readonly specifications: readonly string[];
}

export function emptyCount(report: Report): AlarmCount {
  const { name, version } = report.implementation;
  return { format: "patternwire-false-alarms/1", implementation: { name, version }, level: report.level, runs: 0, busyRuns: 0, alarms: [], specifications: [] };
}

/** Adds a run. `busy`: threads were kept busy on purpose; without, the load of the machine tells. */
export function counted(count: AlarmCount, report: Report, busy: boolean): AlarmCount {
  const loaded = busy || (loadavg()[0] ?? 0) >= availableParallelism();
  const { fingerprint } = report.specification;
  return {
    ...count,
    runs: count.runs + 1,
    busyRuns: count.busyRuns + (loaded ? 1 : 0),
    alarms: [...count.alarms, ...alarmsOf(report)],
    specifications: count.specifications.at(-1) === fingerprint ? count.specifications : [...count.specifications, fingerprint],
  };
}

/** What a run says that neither a conforming implementation nor the known failures explain. */
export function alarmsOf(report: Report): readonly Alarm[] {
  const { seed } = report;
  const spoken = report.statements
    .filter(({ verdict, known }) => known === undefined && (verdict === "fail" || verdict === "inconclusive" || verdict === "error"))
    .map(({ id, verdict, reason = "" }) => ({ seed, statement: id, verdict, reason: reason || actualOf(report, id) }));
  const stale = report.staleKnownFailures.map((id) => ({ seed, statement: id, verdict: "stale", reason: "the known failure did not happen" }));
  return [...spoken, ...stale];
}

function actualOf(report: Report, id: string): string {
  const witness = report.properties.find((result) => result.statement === id && result.witness !== undefined)?.witness;
  return witness === undefined ? "" : `${witness.property} on ${witness.transport}: expected ${witness.expected}; actual ${witness.actual}`;
}
