/** A run from beginning to end: hello, calibration, the properties that apply, and the report. */
import { suite } from "../properties/suite.ts";
import type { RequirementId } from "../../schemas/types/requirement-id.ts";
import { openAdapter } from "./adapter/client.ts";
import type { Hello } from "./adapter/types.ts";
import { doesNotApply, picks } from "./applies.ts";
import { calibrate } from "./calibrate.ts";
import type { PropertyResult, ProtocolVersion, Report, Transport, Witness } from "./model.ts";
import { playOnce } from "./play.ts";
import type { Property } from "./property.ts";
import { requirements, specificationFingerprint, type Requirement } from "./requirements.ts";
import type { RunOptions, Target } from "./run-options.ts";
import { runTasks, type Task } from "./schedule.ts";
import { exitCodeOf, staleKnownFailures, statementResult, summaryOf } from "./summary.ts";

const specificationVersion = "0.1";
/** An entry excuses to the end of the day that it names. */
const dayMs = 86_400_000;

/** All properties, by name. */
export function properties(): readonly Property<unknown>[] {
  return suite as unknown as readonly Property<unknown>[];
}

/** Every statement with the properties that name it. */
export function listStatements(): readonly (Requirement & { readonly properties: readonly string[] })[] {
  return [...requirements().values()].map((entry) => ({ ...entry, properties: propertiesOf(entry.id) }));
}

/** Judges the implementation. The same seed gives the same report but for its volatile part. */
export async function runSuite(options: RunOptions): Promise<Report> {
  const started = Date.now();
  const log: string[] = [];
  options.onPhase?.("hello");
  const hello = await readHello(options.target);
  const protocol = options.protocol ?? hello.capabilities.protocol;
  const choices = { ...hello.choices, ...options.choices };
  options.onPhase?.("calibration");
  const ceilingMs = options.ceilingMs ?? (await calibrate(options.target, hello, protocol));
  const plan = planOf(options, hello, protocol, choices);
  const results = [...plan.skipped];
  const take = (result: PropertyResult): void => {
    results.push(result);
    options.onResult?.(result, results.length, plan.tasks.length + plan.skipped.length);
  };
  options.onPhase?.("properties");
  await runTasks(plan.tasks, {
    target: options.target,
    hello,
    protocol,
    ceilingMs,
    level: options.level,
    seed: options.seed,
    runs: options.runs,
    choices,
    jobs: options.jobs,
    signal: options.signal,
    onResult: take,
    onLog: (line) => log.push(line),
  });
  return reportOf(options, hello, protocol, choices, results, { started, ceilingMs, log });
}

/** Plays the witness's input again. */
export async function replayWitness(
  witness: Witness,
  target: Target,
): Promise<{
  readonly reproduced: boolean;
  readonly expected: string;
  readonly actual: string;
  readonly trace: readonly string[];
  readonly octets: readonly string[];
}> {
  const property = properties().find((candidate) => candidate.name === witness.property);
  if (property === undefined) throw new Error(`There is no property ${witness.property}: the witness was made by another version of the suite.`);
  const hello = await readHello(target);
  const ceilingMs = await calibrate(target, hello, witness.protocol);
  const adapter = await openAdapter(target);
  try {
    const ended = await playOnce(property, { adapter, hello, transport: witness.transport, protocol: witness.protocol, ceilingMs }, witness.input);
    const { record } = ended.stage;
    return {
      reproduced: ended.statement === witness.statement,
      expected: ended.expected ?? witness.expected,
      actual: ended.actual ?? ended.reason ?? "the statement is kept",
      ...record.told(property.peersAlike === true),
    };
  } finally {
    await adapter.end();
  }
}

async function readHello(target: Target): Promise<Hello> {
  const adapter = await openAdapter(target);
  try {
    return adapter.hello;
  } finally {
    await adapter.end();
  }
}

interface Plan {
  readonly tasks: readonly Task[];
  readonly skipped: readonly PropertyResult[];
}

function planOf(options: RunOptions, hello: Hello, protocol: ProtocolVersion, choices: Readonly<Record<string, string>>): Plan {
  const tasks: Task[] = [];
  const skipped: PropertyResult[] = [];
  for (const property of properties().filter((candidate) => picks(options.filters, candidate))) {
    for (const transport of transportsOf(options, hello, property)) {
      const reason = doesNotApply(property, { hello, transport, protocol, hostile: options.hostile, choices });
      if (reason === undefined) tasks.push({ property, transport });
      else
        skipped.push({
          property: property.name,
          transport,
          judges: property.judges,
          verdict: "not-applicable",
          cause: "undeclared",
          reason,
          runs: 0,
          reached: {},
        });
    }
  }
  return { tasks, skipped };
}

function transportsOf(options: RunOptions, hello: Hello, property: Property<unknown>): readonly Transport[] {
  const wanted = options.transports ?? (options.level === "quick" ? (["tcp"] as const) : (["tcp", "ipc", "inproc"] as const));
  return (property.transports ?? ["tcp", "ipc"]).filter((transport) => wanted.includes(transport) && hello.capabilities.transports.includes(transport));
}

function reportOf(
  options: RunOptions,
  hello: Hello,
  protocol: ProtocolVersion,
  choices: Readonly<Record<string, string>>,
  results: readonly PropertyResult[],
  run: { readonly started: number; readonly ceilingMs: number; readonly log: readonly string[] },
): Report {
  const sorted = [...results].sort((a, b) => compare(a.property, b.property) || compare(a.transport, b.transport));
  const chosen = [...requirements().values()].filter((entry) => options.filters.length === 0 || sorted.some((result) => result.judges.includes(entry.id)));
  const known = options.knownFailures.filter((entry) => Date.parse(entry.expires) + dayMs > run.started);
  const statements = chosen.map((entry) => statementResult(entry, propertiesOf(entry.id), sorted, known));
  const stale = staleKnownFailures(statements, known);
  const aborted = options.signal?.aborted === true;
  return {
    format: "patternwire-report/1",
    implementation: { name: hello.implementation.name, version: hello.implementation.version, language: hello.implementation.language, protocol },
    specification: { version: specificationVersion, fingerprint: specificationFingerprint() },
    seed: options.seed,
    level: options.level,
    hostile: options.hostile,
    transports: [...new Set(sorted.filter((result) => result.runs > 0).map((result) => result.transport))].sort(),
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
