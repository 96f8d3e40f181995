/** Results as plots. */
import type { BenchResult } from "../../../schemas/types/bench.ts";
import { plot } from "../simulation/plot.ts";
import { casesOf, seriesOf } from "./tables.ts";

/** A plot for each case beside others that was measured at three points or more: its name, and the SVG. */
export function plotsOf(results: readonly BenchResult[]): ReadonlyMap<string, string> {
  const plots = new Map<string, string>();
  for (const name of casesOf(results)) {
    const own = results.filter((result) => result.case === name);
    const [first] = own;
    // The names of those without a decision are sentences, which find no place.
    if (first === undefined || own.length < 3 || name.startsWith("decisions")) continue;
    plots.set(name, plot(name, axisName(first.axis), first.unit, seriesOf(own), true));
  }
  return plots;
}

function axisName(axis: string): string {
  return axis === "octets" ? "octets of a message" : axis;
}
