/**
 * Runs many properties against one implementation, several at a time. When the adapter dies or falls silent, those that were under way are played again one by
 * one, each with an adapter of its own, so that the death is laid at the right door; then the run goes on with a fresh adapter.
 */
import { openAdapter } from "./adapter/client.ts";
import { AdapterFailure, type AdapterClient, type AdapterHooks, type Hello } from "./adapter/types.ts";
import { spokenOver } from "./applies.ts";
import type { PropertyResult, ProtocolVersion, Transport } from "./model.ts";
import { playProperty, type PlayOptions } from "./play.ts";
import type { Credentials } from "./security/credentials.ts";
import type { MechanismName } from "./security/mechanism.ts";
import type { Property } from "./property.ts";
import type { Target } from "./run-options.ts";
import type { StageSetting } from "./stage.ts";
import type { Manner } from "./wire/manner.ts";

export interface Task {
  readonly property: Property<unknown>;
  readonly transport: Transport;
  readonly mechanism: MechanismName;
  /** Whether it is likely to wait more than it works: it is begun first. */
  readonly waits: boolean;
}

export interface ScheduleOptions extends PlayOptions {
  readonly target: Target;
  /** An adapter that is open already, with the ceilings of {@link adapterCeilings}: it is the first to be used, and is ended like the others. */
  readonly first?: AdapterClient | undefined;
  readonly hello: Hello;
  readonly protocol: ProtocolVersion;
  readonly ceilingMs: number;
  readonly bareOnly?: boolean | undefined;
  readonly credentials?: Credentials | undefined;
  readonly manner?: Manner | undefined;
  readonly openShared?: ((hooks: AdapterHooks) => Promise<AdapterClient>) | undefined;
  readonly jobs: number;
  readonly signal?: AbortSignal | undefined;
  readonly onResult: (result: PropertyResult) => void;
  readonly onLog: (line: string) => void;
}

/** After so many failures of the adapter the rest is not played, unless more properties than that were judged; silences, which last, are never more. */
const mostDeaths = 8;

export async function runTasks(tasks: readonly Task[], options: ScheduleOptions): Promise<void> {
  const sharing = tasks.filter(({ property }) => property.alone !== true);
  const alone = tasks.filter(({ property }) => property.alone === true);
  const state: State = {
    first: options.first,
    deaths: 0,
    silences: 0,
    judged: 0,
    waiting: [...sharing.filter(({ waits }) => waits), ...sharing.filter(({ waits }) => !waits)],
  };
  if (options.jobs > 1 && options.target.type === "program") await Promise.all([runSharing(state, options), runEachAlone(alone, state, options)]);
  else {
    // Within a process adapters share more than a handle: none is left open beside one that is alone.
    await runSharing(state, options);
    await runEachAlone(alone, state, options);
  }
}

interface State {
  first: AdapterClient | undefined;
  deaths: number;
  silences: number;
  /** Properties that were played to a judgement. */
  judged: number;
  /** Tasks for a shared adapter, those that wait first. */
  waiting: Task[];
}

function goesOn(state: State, options: ScheduleOptions): boolean {
  return canBeJudged(state) && options.signal?.aborted !== true;
}

function canBeJudged({ deaths, silences, judged }: State): boolean {
  return silences < mostDeaths && (deaths < mostDeaths || deaths < judged);
}

async function runSharing(state: State, options: ScheduleOptions): Promise<void> {
  while (state.waiting.length > 0 && goesOn(state, options)) await runTogether(state, options);
  await state.first?.end();
  for (const task of state.waiting) tellNotPlayed(task, state, options);
}

async function runEachAlone(tasks: readonly Task[], state: State, options: ScheduleOptions): Promise<void> {
  for (const task of tasks) {
    if (goesOn(state, options)) await runAlone(task, state, options);
    else tellNotPlayed(task, state, options);
  }
}

function tellNotPlayed(task: Task, state: State, options: ScheduleOptions): void {
  options.onResult(notPlayed(task, !canBeJudged(state) ? `the adapter failed ${String(state.deaths)} times` : "the run was interrupted"));
}

/** Plays tasks with one shared adapter until none is left or the adapter fails; then replays alone what was under way. */
async function runTogether(state: State, options: ScheduleOptions): Promise<void> {
  const hooks = adapterCeilings(options.ceilingMs);
  const adapter = state.first ?? (await (options.openShared?.(hooks) ?? openAdapter(options.target, hooks)));
  state.first = undefined;
  const failures: AdapterFailure[] = [];
  const retry: Task[] = [];
  const worker = async (takes: (task: Task) => boolean): Promise<void> => {
    for (let task = taken(state, takes); task !== undefined; task = taken(state, takes)) {
      const ended = await playWith(adapter, task, options);
      if (ended instanceof AdapterFailure) {
        failures.push(ended);
        retry.push(task);
      } else tell(ended, state, options);
      if (failures.length > 0 || options.signal?.aborted === true) return;
    }
  };
  await Promise.all(hands(options.jobs).map(worker));
  await adapter.end();
  if (failures[0] !== undefined) options.onLog(`the adapter failed; what was under way is played again, one by one: ${failures[0].message}`);
  for (const task of retry) {
    if (!canBeJudged(state)) state.waiting.push(task);
    else await runAlone(task, state, options);
  }
}

/** What each of those that play side by side takes up. Who waits keeps no one from working: there are as many hands for either. */
function hands(jobs: number): readonly ((task: Task) => boolean)[] {
  if (jobs <= 1) return [() => true];
  return Array.from({ length: 2 * jobs }, (_, index) => (index < jobs ? (task) => task.waits : (task) => !task.waits));
}

function taken(state: State, takes: (task: Task) => boolean): Task | undefined {
  const at = state.waiting.findIndex(takes);
  return at < 0 ? undefined : state.waiting.splice(at, 1)[0];
}

async function runAlone(task: Task, state: State, options: ScheduleOptions): Promise<void> {
  const adapter = await openAdapter(options.target, adapterCeilings(options.ceilingMs));
  const ended = await playWith(adapter, task, options);
  await adapter.end();
  if (!(ended instanceof AdapterFailure)) {
    tell(ended, state, options);
    return;
  }
  state.deaths += 1;
  if (ended.cause === "adapter-silent") state.silences += 1;
  const statement = task.property.judges[0];
  options.onLog(`${task.property.name}: ${ended.message}`);
  options.onResult({ ...blank(task), verdict: "fail", cause: ended.cause, ...(statement === undefined ? {} : { statement }), reason: ended.message });
}

function tell(result: PropertyResult, state: State, options: ScheduleOptions): void {
  if (result.verdict === "pass" || result.verdict === "warning" || result.verdict === "fail") state.judged += 1;
  options.onResult(result);
}

async function playWith(adapter: AdapterClient, task: Task, options: ScheduleOptions): Promise<PropertyResult | AdapterFailure> {
  const { hello, ceilingMs, bareOnly, credentials, manner } = options;
  const { transport, mechanism } = task;
  const protocol = spokenOver(transport, options.protocol);
  const setting: StageSetting = {
    adapter,
    hello,
    transport,
    mechanism,
    protocol,
    ceilingMs,
    bareOnly,
    ...(credentials && { credentials }),
    ...(manner && { manner }),
  };
  try {
    return await playProperty(task.property, setting, options);
  } catch (error) {
    if (error instanceof AdapterFailure) return error;
    return { ...blank(task), verdict: "error", cause: "harness", reason: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** An adapter answers at once or after the time that the request allows; what takes twice the ceiling of a wait beyond that is slow, and thrice is silence. */
export function adapterCeilings(ceilingMs: number): AdapterHooks {
  return { answerMs: 2 * ceilingMs, graceMs: ceilingMs };
}

function notPlayed(task: Task, reason: string): PropertyResult {
  return { ...blank(task), verdict: "inconclusive", cause: "not-reached", reason: `not played: ${reason}` };
}

function blank({
  property,
  transport,
  mechanism,
}: Task): Pick<PropertyResult, "property" | "transport" | "mechanism" | "judges" | "runs" | "reached" | "judged"> {
  return { property: property.name, transport, ...(mechanism === "NULL" ? {} : { mechanism }), judges: property.judges, runs: 0, reached: {}, judged: {} };
}
