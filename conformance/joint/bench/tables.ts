/** Results as tables and as plots. */
import { markdownTable } from "../../checks/generate/markdown.ts";
import type { BenchResult, BenchRow } from "../../../schemas/types/bench.ts";
import { plot } from "../simulation/plot.ts";
import type { Goal } from "./goals.ts";
import { exponentOf, short, spreadOf, together, type Spread } from "./statistics.ts";
import { verdictsOf } from "./verdicts.ts";

/** What everyone is compared with, where it takes part; two at most. */
const measures = ["libzmq", "zeromq.js", "libzmq's radix tree", "node:net", "memcpy", "node alone", "reference, batches", "reference"];

/** The names of the cases, in the order of the results. */
export function casesOf(results: readonly BenchResult[]): readonly string[] {
  return [...new Set(results.map((result) => result.case))];
}

/** A case as Markdown: each point, each participant. */
export function caseTable(results: readonly BenchResult[]): string {
  const [first] = results;
  if (first === undefined) return "";
  const names = new Set(results.flatMap(({ rows }) => rows.map(({ participant }) => participant)));
  const against = measures.filter((name) => names.has(name)).slice(0, 2);
  const details = [...new Set(results.flatMap(({ rows }) => rows.flatMap((row) => Object.keys(row.details))))];
  const heads = [first.axis, "who", first.unit, "range", ...against.map((name) => `× ${name} (range)`), ...details];
  const rows = results.flatMap((result) =>
    result.rows.map((row) => {
      const { median, least, most } = spreadOf(row.values);
      const ratios = against.map((name) => ratioTo(result, row, name));
      return [
        ...[String(result.at), row.participant, short(median), `${short(least)} … ${short(most)}`],
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

export function goalsTable(results: readonly BenchResult[]): string {
  const rows = verdictsOf(results).map(({ result, goal, measured, met }) => [
    ...[
      result.case,
      `${short(result.at)} ${result.axis}`,
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
      return `${what}, ÷ that at ${short(by.from)}`;
    case "value":
      return what;
  }
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
        [name, who, first.axis, first.unit, `${short(from[1])} at ${short(from[0])}`, `${short(to[1])} at ${short(to[0])}`, exponentOf(points).toFixed(2)],
      ];
    });
  });
  return markdownTable(["case", "who", "of what", "unit", "first", "last", "exponent"], rows);
}

function seriesOf(results: readonly BenchResult[]): readonly { readonly name: string; readonly points: readonly (readonly [number, number])[] }[] {
  const names = [...new Set(results.flatMap(({ rows }) => rows.map(({ participant }) => participant)))];
  return names.map((name) => ({
    name,
    points: results.flatMap(({ at, rows }) => {
      const median = spreadOf(rows.find(({ participant }) => participant === name)?.values ?? []).median;
      return Number.isNaN(median) ? [] : [[at, median] as const];
    }),
  }));
}

/** A plot for each case that was measured at several points: its name, and the SVG. */
export function plotsOf(results: readonly BenchResult[]): ReadonlyMap<string, string> {
  const plots = new Map<string, string>();
  for (const name of casesOf(results)) {
    const own = results.filter((result) => result.case === name);
    const [first] = own;
    if (first !== undefined && own.length > 1) plots.set(name, plot(first.title, axisName(first.axis), first.unit, seriesOf(own)));
  }
  return plots;
}

function axisName(axis: string): string {
  return axis === "octets" ? "octets of a message" : axis;
}

function ranged({ median, least, most }: Spread): string {
  return Number.isNaN(median) ? "–" : `${short(median)} (${short(least)} … ${short(most)})`;
}
