/** A run from beginning to end: hello, calibration, the properties that apply, and the report. */
import type { RequirementId } from "../../schemas/types/requirement-id.ts";
import { openAdapter } from "./adapter/client.ts";
import type { Hello } from "./adapter/types.ts";
import { doesNotApply, picks, spokenOver } from "./applies.ts";
import { calibrate, speaksBareOnly } from "./calibrate.ts";
import type { PropertyResult, ProtocolVersion, Report, Transport } from "./model.ts";
import { properties } from "./properties.ts";
import type { Property } from "./property.ts";
import { requirements, specificationFingerprint, type Requirement } from "./requirements.ts";
import { mechanismNames, type MechanismName } from "./security/mechanism.ts";
import type { RunOptions } from "./run-options.ts";
import { adapterCeilings, runTasks, type Task } from "./schedule.ts";
import { excuseUndisclosed, exitCodeOf, staleKnownFailures, statementResult, summaryOf } from "./summary.ts";

const specificationVersion = "0.1";
/** An entry excuses to the end of the day that it names. */
const dayMs = 86_400_000;

/** Every statement with the properties that name it. */
export function listStatements(): readonly (Requirement & { readonly properties: readonly string[] })[] {
  return [...requirements().values()].map((entry) => ({ ...entry, properties: propertiesOf(entry.id) }));
}

/** Judges the implementation. The same seed gives the same report but for its volatile part. */
export async function runSuite(options: RunOptions): Promise<Report> {
  const started = Date.now();
  const log: string[] = [];
  options.onPhase?.("hello");
  const hooks = options.ceilingMs === undefined ? {} : adapterCeilings(options.ceilingMs);
  const first = await (options.openShared?.(hooks) ?? openAdapter(options.target, hooks));
  const { hello } = first;
  const protocol = options.protocol ?? hello.capabilities.protocol;
  const choices = { ...hello.choices, ...options.choices };
  options.onPhase?.("calibration");
  const bareOnly = await speaksBareOnly(first);
  if (bareOnly) log.push("over WebSocket it accepts ZWS2.0/NULL and speaks as under ZWS2.0, so peers offer ZWS2.0 alone");
  const ceilingMs = options.ceilingMs ?? (await calibrate(first, protocol, bareOnly));
  // The adapter goes on with the ceilings that were measured on it.
  Object.assign(hooks, adapterCeilings(ceilingMs));
  if (first.failure !== undefined) {
    log.push(`before the first property it failed: ${first.failure.message}`);
    await first.end();
  }
  const plan = planOf(options, hello, protocol, choices);
  const results = [...plan.skipped];
  const take = (result: PropertyResult): void => {
    results.push(result);
    options.onResult?.(result, results.length, plan.tasks.length + plan.skipped.length);
  };
  options.onPhase?.("properties");
  await runTasks(plan.tasks, {
    target: options.target,
    first: first.failure === undefined ? first : undefined,
    hello,
    protocol,
    ceilingMs,
    bareOnly,
    credentials: options.credentials,
    manner: options.manner,
    openShared: options.openShared,
    level: options.level,
    seed: options.seed,
    runs: options.runs,
    choices,
    jobs: options.jobs,
    signal: options.signal,
    onResult: take,
    shrinks: options.shrinks,
    onShrink: options.onShrink,
    onLog: (line) => log.push(line),
  });
  return reportOf(options, hello, protocol, choices, results, { started, ceilingMs, log });
}

interface Plan {
  readonly tasks: readonly Task[];
  readonly skipped: readonly PropertyResult[];
}

function planOf(options: RunOptions, hello: Hello, protocol: ProtocolVersion, choices: Readonly<Record<string, string>>): Plan {
  const tasks: Task[] = [];
  const skipped: PropertyResult[] = [];
  for (const property of properties().filter((candidate) => picks(options.filters, candidate))) {
    for (const { transport, mechanism, chosen } of groundsOf(options, hello, property)) {
      const reason = chosen
        ? doesNotApply(property, { hello, transport, mechanism, protocol: spokenOver(transport, protocol), hostile: options.hostile, choices })
        : `judged under ${mechanism}: --mechanism ${mechanism.toLowerCase()}`;
      if (reason === undefined) tasks.push({ property, transport, mechanism, waits: waits(property, options) });
      else skipped.push(notApplicable(property, transport, mechanism, reason));
    }
  }
  return { tasks, skipped };
}

/** Whoever breaks a statement is often seen to do so by what does not come. */
function waits(property: Property<unknown>, { knownFailures }: RunOptions): boolean {
  return property.waits === true || property.window !== undefined || knownFailures.some(({ statement }) => property.judges.some((id) => id === statement));
}

interface PossibleGround {
  readonly transport: Transport;
  readonly mechanism: MechanismName;
  /** False when the run leaves the mechanism out. */
  readonly chosen: boolean;
}

/** Where a property is to be played. A mechanism with more than NULL to it is judged on one transport, unless the run names transports or is full. */
function groundsOf(options: RunOptions, hello: Hello, property: Property<unknown>): readonly PossibleGround[] {
  const transports = transportsOf(options, hello, property);
  const own = property.mechanisms ?? ["NULL"];
  const wanted =
    options.mechanisms ?? (options.level === "full" ? mechanismNames.filter((name) => hello.capabilities.mechanisms.includes(name)) : ["NULL" as const]);
  const mechanisms = own.filter((name) => wanted.includes(name));
  const [first = "NULL"] = own;
  if (mechanisms.length === 0) return transports.slice(0, 1).map((transport) => ({ transport, mechanism: first, chosen: false }));
  const everywhere = options.transports !== undefined || options.level === "full";
  return mechanisms.flatMap((mechanism) =>
    (mechanism === "NULL" || everywhere ? transports : transports.slice(0, 1))
      .filter((transport) => mechanism === "NULL" || (transport !== "inproc" && !(transport === "ws" && mechanism === "CURVE")))
      .map((transport) => ({ transport, mechanism, chosen: true })),
  );
}

/** The first that is declared is the one of a quick run. */
const transportNames: readonly Transport[] = ["tcp", "ws", "ipc", "inproc"];

function notApplicable(property: Property<unknown>, transport: Transport, mechanism: MechanismName, reason: string): PropertyResult {
  const where = { property: property.name, transport, ...(mechanism === "NULL" ? {} : { mechanism }) };
  return { ...where, judges: property.judges, verdict: "not-applicable", cause: "undeclared", reason, runs: 0, reached: {} };
}

function transportsOf(options: RunOptions, hello: Hello, property: Property<unknown>): readonly Transport[] {
  const declared = transportNames.filter((transport) => hello.capabilities.transports.includes(transport));
  const wanted = options.transports ?? (options.level === "quick" ? declared.slice(0, 1) : declared);
  return (property.transports ?? ["tcp", "ipc"]).filter((transport) => wanted.includes(transport) && declared.includes(transport));
}

function reportOf(
  options: RunOptions,
  hello: Hello,
  protocol: ProtocolVersion,
  choices: Readonly<Record<string, string>>,
  results: readonly PropertyResult[],
  run: { readonly started: number; readonly ceilingMs: number; readonly log: readonly string[] },
): Report {
  const sorted = [...results].sort(
    (a, b) => compare(a.property, b.property) || compare(a.transport, b.transport) || compare(a.mechanism ?? "NULL", b.mechanism ?? "NULL"),
  );
  const chosen = [...requirements().values()].filter((entry) => options.filters.length === 0 || sorted.some((result) => result.judges.includes(entry.id)));
  const known = options.knownFailures.filter((entry) => Date.parse(entry.expires) + dayMs > run.started);
  const judged = chosen.map((entry) => statementResult(entry, propertiesOf(entry.id), sorted, known));
  const { undisclosed } = options;
  const valid = undisclosed !== undefined && Date.parse(undisclosed.expires) + dayMs > run.started;
  const statements = valid ? excuseUndisclosed(judged, sorted, undisclosed) : judged;
  const stale = staleKnownFailures(statements, known, sorted);
  const aborted = options.signal?.aborted === true;
  return {
    format: "patternwire-report/1",
    implementation: { name: hello.implementation.name, version: hello.implementation.version, language: hello.implementation.language, protocol },
    specification: { version: specificationVersion, fingerprint: specificationFingerprint() },
    seed: options.seed,
    level: options.level,
    hostile: options.hostile,
    transports: [...new Set(sorted.filter((result) => result.runs > 0).map((result) => result.transport))].sort(),
    mechanisms: mechanismNames.filter((name) => sorted.some((result) => result.runs > 0 && (result.mechanism ?? "NULL") === name)),
    choices,
    statements,
    properties: sorted,
    staleKnownFailures: stale,
    summary: summaryOf(statements),
    exitCode: aborted ? 130 : exitCodeOf(statements, stale, sorted),
    complete: !aborted,
    volatile: {
      startedAt: new Date(run.started).toISOString(),
      durationMs: Date.now() - run.started,
      ceilingMs: run.ceilingMs,
      cases: sorted.reduce((sum, result) => sum + result.runs, 0),
      host: `${process.platform} ${process.arch}, Node ${process.versions.node}`,
      adapterLog: run.log,
    },
  };
}

function propertiesOf(id: RequirementId): readonly string[] {
  return properties()
    .filter((property) => property.judges.includes(id))
    .map((property) => property.name);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
