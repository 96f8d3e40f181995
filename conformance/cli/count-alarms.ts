/** Runs the suite again and again for `false-alarms`, and writes the count after each run, so that nothing is lost. */
import { existsSync } from "node:fs";
import type { Level, Report } from "../kit/model.ts";
import type { RunOptions } from "../kit/run-options.ts";
import { counted, emptyCount, type Alarm, type AlarmCount } from "../kit/verify/alarms.ts";
import { keepProcessorsBusy } from "../kit/verify/burn.ts";
import { FileError, someFaults } from "../manifests/file-error.ts";
import { knownFailuresOf, readJsonFile } from "../manifests/load.ts";
import { faultsOf } from "../manifests/schema.ts";
import { counted as several } from "../reports/ending.ts";
import { stableJson } from "../reports/json.ts";
import { printable } from "../reports/text.ts";
import type { Context, ExitCode } from "./context.ts";
import { assertWritable, writeWhole } from "./files.ts";
import { timeLeft } from "./progress.ts";
import { resolveTarget, type Resolved } from "./target.ts";
import { UsageError } from "./usage-error.ts";

export interface AlarmOptions {
  readonly implementation: string | undefined;
  readonly runs: number;
  readonly level: Level;
  readonly busy: boolean;
  readonly file: string | undefined;
  readonly minutes: number | undefined;
}

const defaultJobs = 8;

export async function countAlarms(options: AlarmOptions, context: Context): Promise<ExitCode> {
  const resolved = resolveTarget(options);
  if (options.file !== undefined) assertWritable(options.file);
  const before = options.file === undefined ? undefined : earlier(options.file, resolved, options.level);
  const { runSuite } = await context.loadSuite();
  const abort = new AbortController();
  const release = context.onInterrupt(() => abort.abort());
  const calm = options.busy ? await keepProcessorsBusy() : (): Promise<void> => Promise.resolve();
  try {
    const count = await countOn(before, options, { run: (seed) => runSuite(runOptions(resolved, options, seed, abort.signal)), signal: abort.signal }, context);
    if (count === undefined || count.runs === 0) return abort.signal.aborted ? 130 : 3;
    context.out.write(`${endingOf(count, options)}\n`);
    if (abort.signal.aborted) return 130;
    return count.alarms.length > 0 ? 1 : 0;
  } finally {
    await calm();
    release();
  }
}

interface Runs {
  readonly run: (seed: number) => Promise<Report>;
  readonly signal: AbortSignal;
}

async function countOn(before: AlarmCount | undefined, options: AlarmOptions, { run, signal }: Runs, context: Context): Promise<AlarmCount | undefined> {
  const started = performance.now();
  const first = before?.runs ?? 0;
  let count = before;
  for (let seed = first + 1; seed <= options.runs && !signal.aborted; seed += 1) {
    const report = await run(seed);
    if (!report.complete) break;
    const known = count?.alarms.length ?? 0;
    count = counted(count ?? emptyCount(report), report, options.busy);
    if (options.file !== undefined) writeWhole(options.file, stableJson(count));
    for (const alarm of count.alarms.slice(known)) context.out.write(`${alarmText(alarm)}\n`);
    const passed = performance.now() - started;
    context.err.write(
      `run ${String(seed)} of ${String(options.runs)}, ${several(count.alarms.length, "false alarm")}, ${timeLeft((passed / (seed - first)) * (options.runs - seed))}\n`,
    );
    if (options.minutes !== undefined && passed > options.minutes * 60_000) break;
  }
  return count;
}

function runOptions({ target, manifest }: Resolved, { level }: AlarmOptions, seed: number, signal: AbortSignal): RunOptions {
  return {
    target,
    level,
    seed,
    jobs: manifest?.parameters.jobs ?? defaultJobs,
    filters: [],
    hostile: false,
    knownFailures: manifest === undefined ? [] : knownFailuresOf(manifest),
    choices: manifest?.choices ?? {},
    signal,
  };
}

/** The count that the file holds, when it is of the same implementation and level. */
function earlier(file: string, { manifest }: Resolved, level: Level): AlarmCount | undefined {
  if (!existsSync(file)) return undefined;
  const value = readJsonFile(file);
  const faults = faultsOf("false-alarms", value);
  if (faults.length > 0) throw new FileError(`${file} holds no count (schemas/false-alarms.schema.json): ${someFaults(faults)}.`);
  const count = value as AlarmCount;
  if (count.implementation.name !== manifest?.name || count.level !== level)
    throw new UsageError(`${file} counts ${count.implementation.name} at the level ${count.level}: give another file, or remove it to count anew.`);
  return count;
}

function alarmText({ seed, statement, verdict, reason }: Alarm): string {
  return printable(`false alarm: seed ${String(seed)}, ${statement}: ${verdict}${reason === "" ? "" : `: ${reason}`}`);
}

function endingOf({ implementation, runs, busyRuns, alarms, level }: AlarmCount, options: AlarmOptions): string {
  const rest = runs < options.runs ? ` Of ${String(options.runs)} runs ${String(options.runs - runs)} are left.` : "";
  return `${several(alarms.length, "false alarm")} in ${several(runs, `${level} run`)} of ${implementation.name} ${implementation.version}, ${String(busyRuns)} of them with every processor busy.${rest}`;
}
