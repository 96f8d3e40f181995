/** Results as tables. */
import { markdownTable } from "../../checks/generate/markdown.ts";
import type { BenchProfile, BenchResult, BenchRow } from "../../../schemas/types/bench.ts";
import type { Goal } from "./goals.ts";
import { exponentOf, short, spreadOf, together, type Spread } from "./statistics.ts";
import { verdictsOf } from "./verdicts.ts";

/** Those with whom everyone is compared who takes part; two at most. Where none of them does, the reference is compared with itself as it is. */
const measures = ["libzmq", "zeromq.js", "libzmq's radix tree", "node:net", "memcpy", "node alone"];
const itself = ["reference, batches", "reference"];

function measuresAmong(names: readonly string[]): readonly string[] {
  const found = measures.filter((name) => names.includes(name)).slice(0, 2);
  return found.length > 0 ? found : itself.filter((name) => names.includes(name)).slice(0, 1);
}

/** The names of the cases, in the order of the results. */
export function casesOf(results: readonly BenchResult[]): readonly string[] {
  return [...new Set(results.map((result) => result.case))];
}

/** A case as Markdown: each point, each participant. */
export function caseTable(results: readonly BenchResult[]): string {
  const [first] = results;
  if (first === undefined) return "";
  const against = measuresAmong(seriesOf(results).map(({ name }) => name));
  const details = [...new Set(results.flatMap(({ rows }) => rows.flatMap((row) => Object.keys(row.details))))];
  const heads = [first.axis, "who", first.unit, "range", ...against.map((name) => `× ${name} (range)`), ...details];
  const rows = results.flatMap((result) =>
    result.rows.map((row) => {
      const { median, least, most } = spreadOf(row.values);
      const ratios = against.map((name) => ratioTo(result, row, name));
      return [
        ...[whole(result.at), row.participant, short(median), `${short(least)} … ${short(most)}`],
        ...ratios,
        ...details.map((name) => short(spreadOf(row.details[name] ?? []).median)),
      ];
    }),
  );
  return markdownTable(heads, rows);
}

function ratioTo({ rows }: BenchResult, row: BenchRow, name: string): string {
  const other = rows.find(({ participant }) => participant === name);
  return other === undefined || other === row ? "" : ranged(together(row.values, other.values, (a, b) => a / b));
}

/** A case in few columns: a row for each point, the median of each participant, and the reference beside the first of those that it is compared with. */
export function comparisonTable(results: readonly BenchResult[]): string {
  const [first] = results;
  if (first === undefined) return "";
  const lines = seriesOf(results);
  const names = lines.map(({ name }) => name);
  const [against = ""] = measuresAmong(names);
  const own = itself.includes(against) ? names.filter((name) => name !== against) : names.filter((name) => name.startsWith("reference"));
  const rows = results.map((result) => [
    whole(result.at),
    ...lines.map(({ points }) => short(points.find(([at]) => at === result.at)?.[1] ?? NaN)),
    ...own.map((name) => {
      const row = result.rows.find(({ participant }) => participant === name);
      return row === undefined ? "" : ratioTo(result, row, against);
    }),
  ]);
  return markdownTable([first.axis, ...names, ...own.map((name) => `${name} ÷ ${against} (range)`)], rows);
}

export function goalsTable(results: readonly BenchResult[]): string {
  const rows = verdictsOf(results).map(({ result, goal, measured, met }) => [
    ...[
      result.case,
      `${whole(result.at)} ${result.axis}`,
      whatOf(goal),
      goal.atLeast === undefined ? `≤ ${short(goal.atMost ?? NaN)}` : `≥ ${short(goal.atLeast)}`,
    ],
    ranged(measured),
    met ? "met" : "not met",
  ]);
  return markdownTable(["case", "at", "what", "goal", "measured (range)", ""], rows);
}

function whatOf({ of, by, detail }: Goal): string {
  const what = detail === undefined ? of : `${of}: ${detail}`;
  switch (by.type) {
    case "ratio":
      return `${what}, ÷ ${by.to}`;
    case "difference":
      return `${what}, less ${by.to}`;
    case "growth":
      return `${what}, ÷ that at ${whole(by.from)}`;
    case "value":
      return what;
  }
}

/** Where the time went, process by process. */
export function profilesTable(profiles: readonly BenchProfile[]): string {
  const rows = profiles.map(({ case: name, at, participant, role, top }) => [
    ...[name, whole(at), participant, role],
    top.map(({ name: part, share }) => `${String(Math.round(share * 100))} % ${part}`).join(", "),
  ]);
  return markdownTable(["case", "at", "who", "process", "its own time"], rows);
}

/** How the value of each participant grows from the first point to the last. */
export function slopesTable(results: readonly BenchResult[]): string {
  const rows = casesOf(results).flatMap((name) => {
    const own = results.filter((result) => result.case === name);
    const [first] = own;
    if (first === undefined || own.length < 2) return [];
    return seriesOf(own).flatMap(({ name: who, points }) => {
      const [from, to] = [points[0], points.at(-1)];
      if (from === undefined || to === undefined || points.length < 2) return [];
      return [
        [name, who, first.axis, first.unit, `${short(from[1])} at ${whole(from[0])}`, `${short(to[1])} at ${whole(to[0])}`, exponentOf(points).toFixed(2)],
      ];
    });
  });
  return markdownTable(["case", "who", "of what", "unit", "first", "last", "exponent"], rows);
}

export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [point: number, median: number])[];
}

/** The medians of each participant of a case, point by point. */
export function seriesOf(results: readonly BenchResult[]): readonly Line[] {
  const names = [...new Set(results.flatMap(({ rows }) => rows.map(({ participant }) => participant)))];
  return names.map((name) => ({
    name,
    points: results.flatMap(({ at, rows }) => {
      const median = spreadOf(rows.find(({ participant }) => participant === name)?.values ?? []).median;
      return Number.isNaN(median) ? [] : [[at, median] as const];
    }),
  }));
}

/** A whole number with its thousands apart. */
export function whole(value: number): string {
  return value.toLocaleString("en").replaceAll(",", " ");
}

function ranged({ median, least, most }: Spread): string {
  return Number.isNaN(median) ? "–" : `${short(median)} (${short(least)} … ${short(most)})`;
}
