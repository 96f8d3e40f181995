/** Runs the suite for `check` and `start`: settles what is to be judged, shows progress, and writes the reports. */
import type { Report } from "../kit/model.ts";
import type { KnownFailure, RunOptions } from "../kit/run-options.ts";
import { credentialsOf, knownFailuresOf, loadKnownFailures } from "../manifests/load.ts";
import type { StatementEntry, StatementLookup } from "../reports/statement-entry.ts";
import type { CheckOptions } from "./check-options.ts";
import { canRewrite } from "./colour.ts";
import type { Context, ExitCode, Suite } from "./context.ts";
import { judgeable } from "./filters.ts";
import { nearest } from "./nearest.ts";
import { assertOutputs, writeOutputs } from "./outputs.ts";
import { progressOn } from "./progress.ts";
import { adapterFault } from "./adapter-fault.ts";
import { resolveTarget, type Resolved } from "./target.ts";
import { UsageError } from "./usage-error.ts";

const defaultJobs = 8;

/** Throws `UsageError` or `FileError` before anything runs; after that, every ending is an exit code. */
export async function judge(options: CheckOptions, context: Context): Promise<ExitCode> {
  const resolved = resolveTarget(options);
  const knownFailures = knownFailuresFor(options, resolved);
  assertOutputs(options);
  const suite = await context.loadSuite();
  const statements = suite.listStatements();
  judgeable(statements, options.filters);
  assertChoices(options, statements);
  for (const entry of knownFailures) assertStatement(entry.statement, "A known failure", statements);
  noteExpired(knownFailures, context);
  const report = await run(suite, runOptions(options, resolved, knownFailures), resolved, context);
  if (typeof report === "number") return report;
  noteOtherVersion(report, resolved, context);
  const lookup: StatementLookup = new Map(statements.map((entry) => [entry.id, entry]));
  // A report judged without known failures still says which failures are known.
  const described = [...knownFailures, ...(resolved.manifest === undefined ? [] : knownFailuresOf(resolved.manifest))];
  const written = writeOutputs(report, { options, knownFailures: described, lookup, words: resolved.words }, context);
  return written ? report.exitCode : 3;
}

async function run(suite: Suite, options: RunOptions, resolved: Resolved, context: Context): Promise<Report | ExitCode> {
  const progress = progressOn(context.err, canRewrite(context.err, context.environment));
  const abort = new AbortController();
  const release = context.onInterrupt(() => {
    progress.end();
    context.err.write("Interrupted: what is under way ends first, then a partial report follows. Ctrl-C again leaves at once.\n");
    abort.abort();
  });
  try {
    return await suite.runSuite({ ...options, onPhase: progress.phase, onResult: progress.result, onShrink: progress.shrink, signal: abort.signal });
  } catch (error) {
    progress.end();
    if (abort.signal.aborted) return 130;
    const fault = adapterFault(error, resolved);
    if (fault === undefined) throw error;
    context.err.write(fault);
    return 3;
  } finally {
    progress.end();
    release();
  }
}

function runOptions(options: CheckOptions, { target, manifest }: Resolved, knownFailures: readonly KnownFailure[]): RunOptions {
  return {
    target,
    level: options.level,
    seed: options.seed,
    ...(options.runs === undefined ? {} : { runs: options.runs }),
    jobs: options.jobs ?? manifest?.parameters.jobs ?? defaultJobs,
    filters: options.filters,
    ...(options.transports === undefined ? {} : { transports: options.transports }),
    ...(options.mechanisms === undefined ? {} : { mechanisms: options.mechanisms }),
    credentials: credentialsOf(manifest),
    ...(options.protocol === undefined ? {} : { protocol: options.protocol }),
    hostile: options.hostile,
    knownFailures,
    ...(manifest?.undisclosed === undefined || options.knownFailures !== undefined ? {} : { undisclosed: manifest.undisclosed }),
    choices: { ...manifest?.choices, ...options.choices },
  };
}

function knownFailuresFor(options: CheckOptions, { manifest }: Resolved): readonly KnownFailure[] {
  if (options.knownFailures === "none") return [];
  if (options.knownFailures !== undefined) return loadKnownFailures(options.knownFailures);
  return manifest === undefined ? [] : knownFailuresOf(manifest);
}

function assertChoices(options: CheckOptions, statements: readonly StatementEntry[]): void {
  for (const [id, value] of Object.entries(options.choices)) {
    const { choice } = assertStatement(id, "--choice", statements);
    if (choice === undefined) throw new UsageError(`--choice: ${id} leaves no choice. Those that do: ${withChoice(statements).join(", ")}.`);
    if (!choice.includes(value)) throw new UsageError(`--choice: ${id} takes ${choice.join(" or ")}, not "${value}".`);
  }
}

function withChoice(statements: readonly StatementEntry[]): readonly string[] {
  return statements.filter((entry) => entry.choice !== undefined).map((entry) => entry.id);
}

function assertStatement(id: string, what: string, statements: readonly StatementEntry[]): StatementEntry {
  const entry = statements.find((candidate) => candidate.id === id);
  if (entry !== undefined) return entry;
  const near = nearest(
    id,
    statements.map((candidate) => candidate.id),
  );
  throw new UsageError(`${what} names ${id}, but there is no such statement.${near.length === 0 ? "" : ` Nearest: ${near.join(", ")}.`}`);
}

function noteExpired(knownFailures: readonly KnownFailure[], context: Context): void {
  for (const { statement, expires } of knownFailures.filter((entry) => Date.parse(entry.expires) < Date.now())) {
    context.err.write(`Note: the known failure ${statement} expired on ${expires} and excuses nothing any more.\n`);
  }
}

function noteOtherVersion(report: Report, { manifest }: Resolved, context: Context): void {
  if (manifest === undefined || manifest.knownFailures.length === 0) return;
  // An adapter may add the version of a library inside: "6.8.0 (libzmq 4.3.5)".
  if (`${report.implementation.version} `.startsWith(`${manifest.version} `)) return;
  context.err.write(`Note: the known failures were found in ${manifest.name} ${manifest.version}; this is ${report.implementation.version}.\n`);
}
