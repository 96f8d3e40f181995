/** What `patternwire matrix` does. */
import { join } from "node:path";
import { manifestNames } from "../manifests/load.ts";
import { measurementJson } from "../reports/measurement.ts";
import { pairFile, pairMeasurementJson } from "../reports/pair-measurement.ts";
import { parseArguments, wholeNumber } from "./arguments.ts";
import { buildNothing, builder } from "./build-adapter.ts";
import type { Command, Context, ExitCode } from "./context.ts";
import { makeFolder, writeWhole } from "./files.ts";
import type { MeasureOptions } from "./measure.ts";
import { UsageError } from "./usage-error.ts";

const defaultFolder = "matrix";

export const run: Command["run"] = async (args, context) => {
  const options = {
    ...({ impl: "texts", shard: "text", out: "text", "no-build": "flag", pairs: "flag", "no-pairs": "flag" } as const),
    ...({ quick: "flag", full: "flag", seed: "text", jobs: "text" } as const),
  };
  const { positionals, flag, text, texts } = parseArguments(args, { options, command: "patternwire matrix" });
  if (positionals.length > 0) throw new UsageError(`"${positionals[0] ?? ""}" is unexpected. An implementation is named by --impl.`);
  for (const [one, other] of [
    ["quick", "full"],
    ["pairs", "no-pairs"],
  ] as const)
    if (flag(one) && flag(other)) throw new UsageError(`Give either --${one} or --${other}, not both.`);
  const unknown = texts("impl").find((name) => !manifestNames().includes(name));
  if (unknown !== undefined) throw new UsageError(`There is no implementation "${unknown}". Known are: ${manifestNames().join(", ")}.`);
  const names = texts("impl").length > 0 ? texts("impl") : manifestNames();
  const { pairsOf } = await import("./measure-pair.ts");
  const folder = text("out") ?? defaultFolder;
  const abort = new AbortController();
  const release = context.onInterrupt(() => abort.abort());
  const onProgress = (line: string): void => context.err.write(`${line}\n`);
  const run: MatrixRun = {
    names: flag("pairs") ? [] : shardOf(names, text("shard")),
    pairs: flag("no-pairs") ? [] : shardOf(pairsOf([...names].sort()), text("shard")),
    folder,
    context,
    options: {
      level: flag("quick") ? "quick" : flag("full") ? "full" : "standard",
      seed: wholeNumber("seed", text("seed") ?? "1", -(2 ** 31 - 1), 2 ** 31 - 1),
      jobs: wholeNumber("jobs", text("jobs") ?? "8", 1, 1024),
      build: flag("no-build") ? buildNothing : builder(onProgress, abort.signal),
      signal: abort.signal,
      onProgress,
    },
  };
  makeFolder(folder);
  const measured = (await measureAll(run)) + (await measurePairs(run));
  release();
  if (abort.signal.aborted) return 130;
  return endOf(measured, run, texts("impl").length > 0);
};

interface MatrixRun {
  readonly names: readonly string[];
  readonly pairs: readonly (readonly [string, string])[];
  readonly folder: string;
  readonly context: Context;
  readonly options: MeasureOptions;
}

function endOf(measured: number, { names, pairs }: MatrixRun, wereNamed: boolean): ExitCode {
  if (measured === 0) return 3;
  return wereNamed && measured < names.length + pairs.length ? 1 : 0;
}

/** How many were measured. */
async function measureAll({ names, folder, context, options }: MatrixRun): Promise<number> {
  const { measure } = await import("./measure.ts");
  const suite = await context.loadSuite();
  let measured = 0;
  for (const name of names) {
    const result = await measure(name, suite, options);
    if (options.signal.aborted) break;
    if (result.type === "left-out") {
      context.out.write(`${name}: left out: ${result.why}\n`);
      continue;
    }
    const path = join(folder, `${name}.json`);
    writeWhole(path, measurementJson(result.measurement));
    const { summary } = result.report;
    context.out.write(`${name}: keeps ${String(summary.pass)}, breaks ${String(summary.fail)}, unsure of ${String(summary.inconclusive)}: ${path}\n`);
    measured += 1;
  }
  return measured;
}

/** How many pairs were measured. */
async function measurePairs({ pairs, folder, context, options }: MatrixRun): Promise<number> {
  const { measurePair } = await import("./measure-pair.ts");
  let measured = 0;
  for (const pair of options.signal.aborted ? [] : pairs) {
    const result = await measurePair(pair, await context.loadPairs(), options);
    if (options.signal.aborted) break;
    const words = pair.join(" and ");
    if (result.type === "left-out") {
      context.out.write(`${words}: left out: ${result.why}\n`);
      continue;
    }
    const path = join(folder, pairFile(pair));
    writeWhole(path, pairMeasurementJson(result.measurement));
    const { cases } = result.measurement;
    const kept = cases.filter(({ verdicts }) => verdicts.every((verdict) => verdict === "pass")).length;
    const played = cases.filter(({ verdicts }) => !verdicts.every((verdict) => verdict === "not-applicable")).length;
    context.out.write(`${words}: ${String(kept)} of ${String(played)} pairs of sockets break nothing: ${path}\n`);
    measured += 1;
  }
  return measured;
}

/** The I-th of N parts; together they are the whole list. Exported for its test. */
export function shardOf<T>(names: readonly T[], text: string | undefined): readonly T[] {
  if (text === undefined) return names;
  const [, part = "", parts = ""] = /^(\d+)\/(\d+)$/u.exec(text) ?? [];
  if (!(Number(part) >= 1 && Number(part) <= Number(parts))) throw new UsageError(`--shard takes I/N with 1 ≤ I ≤ N, as in 2/3, not "${text}".`);
  return names.filter((_, index) => index % Number(parts) === Number(part) - 1);
}
