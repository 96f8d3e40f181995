/** Runs `verify`: settles what is to be judged, tells how far it is, and prints what is unstable. */
import type { Level } from "../kit/model.ts";
import type { RunOptions } from "../kit/run-options.ts";
import { describeRepetition, repetitions } from "../kit/verify/stress.ts";
import { verify, type Verification } from "../kit/verify/verify.ts";
import { credentialsOf, knownFailuresOf } from "../manifests/load.ts";
import { counted } from "../reports/ending.ts";
import { stableJson } from "../reports/json.ts";
import { verificationText } from "../reports/verification.ts";
import { adapterFault } from "./adapter-fault.ts";
import type { Context, ExitCode } from "./context.ts";
import { assertWritable, writeWhole } from "./files.ts";
import { judgeable } from "./filters.ts";
import { timeLeft } from "./progress.ts";
import { quoted, resolveTarget, type Resolved } from "./target.ts";

export interface VerifyRunOptions {
  readonly implementation: string | undefined;
  readonly program: readonly string[] | undefined;
  readonly repetitions: number;
  readonly restarts: number;
  readonly level: Level;
  readonly filters: readonly string[];
  readonly seed: number;
  readonly jobs: number | undefined;
  readonly file: string | undefined;
  /** The words of the command line, which the result repeats. */
  readonly words: readonly string[];
}

const defaultJobs = 8;

export async function verifyImplementation(options: VerifyRunOptions, context: Context): Promise<ExitCode> {
  const resolved = resolveTarget(options);
  if (options.file !== undefined && options.file !== "-") assertWritable(options.file);
  const suite = await context.loadSuite();
  judgeable(suite.listStatements(), options.filters);
  const abort = new AbortController();
  const release = context.onInterrupt(() => {
    context.err.write("Interrupted: what is under way ends first. Ctrl-C again leaves at once.\n");
    abort.abort();
  });
  const plan = repetitions(options.repetitions, options.restarts);
  const started = performance.now();
  try {
    const verification = await verify({
      run: runOptions(resolved, options, abort.signal),
      command: ["patternwire", "verify", ...options.words].map(quoted).join(" "),
      repetitions: plan,
      runSuite: suite.runSuite,
      onRepetition: (index, unstable) => {
        const repetition = plan[index];
        if (repetition === undefined) return;
        const left = index === 0 ? "" : `, ${timeLeft(((performance.now() - started) / index) * (plan.length - index))}`;
        context.err.write(
          `run ${String(index + 1)} of ${String(plan.length)} (${describeRepetition(repetition)}): ${counted(unstable.length, "change")} so far${left}\n`,
        );
      },
    });
    return ended(verification, options, abort.signal.aborted, context);
  } catch (error) {
    const fault = adapterFault(error, resolved);
    if (fault === undefined) throw error;
    context.err.write(fault);
    return 3;
  } finally {
    release();
  }
}

function ended(verification: Verification | undefined, { file }: VerifyRunOptions, interrupted: boolean, context: Context): ExitCode {
  if (verification === undefined) return interrupted ? 130 : 3;
  const json = stableJson(verification);
  if (file === "-") context.out.write(json);
  else {
    if (file !== undefined) writeWhole(file, json);
    context.out.write(verificationText(verification, context.out.columns));
  }
  if (interrupted) return 130;
  if (verification.compared.played === 0) return 3;
  return verification.unstable.length > 0 ? 2 : 0;
}

function runOptions({ target, manifest }: Resolved, { level, seed, jobs, filters }: VerifyRunOptions, signal: AbortSignal): RunOptions {
  return {
    target,
    level,
    seed,
    jobs: jobs ?? manifest?.parameters.jobs ?? defaultJobs,
    filters,
    credentials: credentialsOf(manifest),
    hostile: false,
    knownFailures: manifest === undefined ? [] : knownFailuresOf(manifest),
    choices: manifest?.choices ?? {},
    signal,
  };
}
