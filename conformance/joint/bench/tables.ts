/** Results as tables and as plots. */
import { plot } from "../simulation/plot.ts";
import type { Judged, Result, Row } from "./measure.ts";
import { ratiosOf, short } from "./statistics.ts";
import type { Table } from "./table.ts";

/** One table for each case, and one of the goals. */
export function tablesOf(results: readonly Result[]): readonly Table[] {
  const names = [...new Set(results.map((result) => result.case))];
  const tables = names.map((name) => tableOf(results.filter((result) => result.case === name)));
  const goals = results.flatMap((result) => result.goals.map((goal) => goalRow(result, goal)));
  const heads = ["case", "octets", "what", "goal", "measured (range)", ""];
  return goals.length === 0 ? tables : [...tables, { title: "Goals, as ratios of the same round", heads, rows: goals }];
}

function tableOf(results: readonly Result[]): Table {
  const [first] = results;
  const roundTrips = first?.unit === "round trip, µs";
  return {
    title: first === undefined ? "" : `${first.title} (${first.case})`,
    heads: ["octets", "who", first?.unit ?? "", "range", "× libzmq (range)", "× zeromq.js (range)", ...(roundTrips ? ["p99", "p99.9"] : ["CPU ns a message"])],
    rows: results.flatMap((result) => result.rows.map((row) => line(result, row, roundTrips))),
  };
}

function line(result: Result, row: Row, roundTrips: boolean): readonly string[] {
  const { median, least, most } = row.spread;
  const against = (name: string): string => {
    const other = result.rows.find(({ participant }) => participant === name);
    return other === undefined || other === row ? "" : ratio(ratiosOf(row.values, other.values));
  };
  const rest = roundTrips ? [short(row.p99Us ?? NaN), short(row.p999Us ?? NaN)] : [short(row.cpuNs ?? NaN)];
  return [String(result.size), row.participant, short(median), `${short(least)} … ${short(most)}`, against("libzmq"), against("zeromq.js"), ...rest];
}

function goalRow(result: Result, goal: Judged): readonly string[] {
  const bound = goal.atLeast === undefined ? `≤ ${String(goal.atMost)}` : `≥ ${String(goal.atLeast)}`;
  return [result.case, String(result.size), `${goal.of} : ${goal.to}`, bound, ratio(goal.ratio), goal.met ? "met" : "missed"];
}

function ratio({ median, least, most }: { readonly median: number; readonly least: number; readonly most: number }): string {
  return `${median.toFixed(2)} (${least.toFixed(2)} … ${most.toFixed(2)})`;
}

/** A plot for each case that was measured with several sizes: its name, and the SVG. */
export function plotsOf(results: readonly Result[]): ReadonlyMap<string, string> {
  const plots = new Map<string, string>();
  for (const name of new Set(results.map((result) => result.case))) {
    const own = results.filter((result) => result.case === name);
    const [first] = own;
    if (first === undefined || own.length < 2) continue;
    const series = first.rows.map(({ participant }) => ({
      name: participant,
      points: own.map(({ size, rows }) => [size, rows.find((row) => row.participant === participant)?.spread.median ?? 0] as const),
    }));
    plots.set(name, plot(first.title, "octets of a message", first.unit, series));
  }
  return plots;
}
