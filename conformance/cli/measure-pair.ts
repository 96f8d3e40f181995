/** Measures one pair of implementations for the matrix: each plays every socket type with the other, with the recorder between them. */
import type { PairMeasurementFile } from "../../schemas/types/pair-measurement.ts";
import { loadManifest } from "../manifests/load.ts";
import { pairMeasurementOf } from "../reports/pair-measurement.ts";
import { absent } from "./build-adapter.ts";
import type { Context } from "./context.ts";
import type { MeasureOptions } from "./measure.ts";
import { resolveTarget } from "./target.ts";

export type MeasurePairOptions = Pick<MeasureOptions, "level" | "build" | "signal" | "onProgress">;

export type MeasuredPair = { readonly type: "measured"; readonly measurement: PairMeasurementFile } | { readonly type: "left-out"; readonly why: string };

/** Generous: what is late on a busy machine is not absent. */
const ceilingMs = 6000;

/** All pairs of different names, each once, in the order of the list. */
export function pairsOf<T>(names: readonly T[]): readonly (readonly [T, T])[] {
  return names.flatMap((one, index) => names.slice(index + 1).map((other) => [one, other] as const));
}

/** Whatever the two do, the other pairs are measured all the same. */
export async function measurePair(
  names: readonly [string, string],
  { runPairs }: Awaited<ReturnType<Context["loadPairs"]>>,
  options: MeasurePairOptions,
): Promise<MeasuredPair> {
  for (const name of names) {
    const built = await options.build(loadManifest(name));
    if (built.type === "missing-tools") return { type: "left-out", why: `${absent(built.tools)}; get it with: ${built.install}` };
    if (built.type === "failed") return { type: "left-out", why: `the build of ${name} failed at ${built.command} (${built.install})` };
  }
  try {
    const [one, other] = names.map((name) => resolveTarget({ implementation: name }).target);
    if (one === undefined || other === undefined) throw new Error("a pair is of two");
    const reports = await runPairs({
      targets: { one, other },
      knownFailures: { one: [], other: [] },
      level: options.level,
      transports: ["tcp", "ws"],
      firstShared: true,
      filters: [],
      ceilingMs,
      signal: options.signal,
      onPair: (name, _, done, total) => options.onProgress(`${names.join(" and ")}: ${name} (${String(done)} of ${String(total)})`),
    });
    const measurement = pairMeasurementOf(reports, names);
    const { cases, withheld } = measurement;
    if (withheld === 0 && cases.every(({ verdicts }) => verdicts.every((verdict) => verdict === "not-applicable")))
      return { type: "left-out", why: `they have nothing in common: ${cases.at(-1)?.reason ?? "no pair of sockets was played"}` };
    return { type: "measured", measurement };
  } catch (error) {
    return { type: "left-out", why: error instanceof Error ? error.message : String(error) };
  }
}
