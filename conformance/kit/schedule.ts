/**
 * Runs many properties against one implementation, several at a time. When the adapter dies or falls silent, those that were under way are played again one by
 * one, each with an adapter of its own, so that the death is laid at the right door; then the run goes on with a fresh adapter.
 */
import { openAdapter } from "./adapter/client.ts";
import { AdapterFailure, type AdapterClient, type AdapterHooks, type Hello } from "./adapter/types.ts";
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
}

export interface ScheduleOptions extends PlayOptions {
  readonly target: Target;
  /** An adapter that is open already, with the ceilings of {@link adapterCeilings}: it is the first to be used, and is ended like the others. */
  readonly first?: AdapterClient | undefined;
  readonly hello: Hello;
  readonly protocol: ProtocolVersion;
  readonly ceilingMs: number;
  readonly credentials?: Credentials | undefined;
  readonly manner?: Manner | undefined;
  readonly openShared?: ((hooks: AdapterHooks) => Promise<AdapterClient>) | undefined;
  readonly jobs: number;
  readonly signal?: AbortSignal | undefined;
  readonly onResult: (result: PropertyResult) => void;
  readonly onLog: (line: string) => void;
}

/** After so many deaths the rest is not played: the implementation cannot be judged. */
const mostDeaths = 8;

export async function runTasks(tasks: readonly Task[], options: ScheduleOptions): Promise<void> {
  const sharing = tasks.filter(({ property }) => property.alone !== true);
  const state: State = { first: options.first, deaths: 0, retry: [], waiting: [...sharing] };
  const goesOn = (): boolean => state.waiting.length > 0 && state.deaths < mostDeaths && options.signal?.aborted !== true;
  while (goesOn()) await runTogether(state, options);
  // Within a process adapters share more than a handle: none is left open beside one that is alone.
  await state.first?.end();
  state.waiting.push(...tasks.filter((task) => !sharing.includes(task)));
  while (goesOn()) {
    const task = state.waiting.shift();
    if (task !== undefined) await runAlone(task, state, options);
  }
  for (const task of state.waiting)
    options.onResult(notPlayed(task, state.deaths >= mostDeaths ? `the adapter failed ${String(mostDeaths)} times` : "the run was interrupted"));
}

interface State {
  first: AdapterClient | undefined;
  deaths: number;
  retry: Task[];
  waiting: Task[];
}

/** Plays tasks with one shared adapter until none is left or the adapter fails; then replays alone what was under way. */
async function runTogether(state: State, options: ScheduleOptions): Promise<void> {
  const hooks = adapterCeilings(options.ceilingMs);
  const adapter = state.first ?? (await (options.openShared?.(hooks) ?? openAdapter(options.target, hooks)));
  state.first = undefined;
  const failures: AdapterFailure[] = [];
  const worker = async (): Promise<void> => {
    for (let task = state.waiting.shift(); task !== undefined; task = state.waiting.shift()) {
      const ended = await playWith(adapter, task, options);
      if (ended instanceof AdapterFailure) {
        failures.push(ended);
        state.retry.push(task);
      } else options.onResult(ended);
      if (failures.length > 0 || options.signal?.aborted === true) return;
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.jobs) }, worker));
  await adapter.end();
  if (failures[0] !== undefined) options.onLog(`the adapter failed; what was under way is played again, one by one: ${failures[0].message}`);
  for (const task of state.retry.splice(0)) {
    if (state.deaths >= mostDeaths) state.waiting.push(task);
    else await runAlone(task, state, options);
  }
}

async function runAlone(task: Task, state: State, options: ScheduleOptions): Promise<void> {
  const adapter = await openAdapter(options.target, adapterCeilings(options.ceilingMs));
  const ended = await playWith(adapter, task, options);
  await adapter.end();
  if (!(ended instanceof AdapterFailure)) {
    options.onResult(ended);
    return;
  }
  state.deaths += 1;
  const statement = task.property.judges[0];
  options.onLog(`${task.property.name}: ${ended.message}`);
  options.onResult({ ...blank(task), verdict: "fail", cause: ended.cause, ...(statement === undefined ? {} : { statement }), reason: ended.message });
}

async function playWith(adapter: AdapterClient, task: Task, options: ScheduleOptions): Promise<PropertyResult | AdapterFailure> {
  const { hello, protocol, ceilingMs, credentials, manner } = options;
  const { transport, mechanism } = task;
  const setting: StageSetting = { adapter, hello, transport, mechanism, protocol, ceilingMs, ...(credentials && { credentials }), ...(manner && { manner }) };
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
