/** Many histories against one implementation: several at a time, and from the first that disagrees the smallest that still does. */
import { AdapterFailure, type AdapterClient } from "../adapter/types.ts";
import type { Transport } from "../model.ts";
import { Unexpected, Violation } from "../outcome.ts";
import { Stage } from "../stage.ts";
import { typesWithCompanions } from "./companions.ts";
import { historyOf, historyTypes, type History } from "./history.ts";
import type { Disagreement } from "./oracle.ts";
import { perform, type PerformOptions, type Performance } from "./perform.ts";

export interface DifferOptions extends PerformOptions {
  /** Opens the adapter; each of those that work side by side has its own. */
  readonly open: () => Promise<AdapterClient>;
  /** Default tcp. Within a process the peers are sockets of the implementation. */
  readonly transport?: Transport;
  readonly seed: number;
  readonly runs: number;
  readonly jobs: number;
  readonly ceilingMs: number;
  /** Only histories of these socket types; default all. */
  readonly types?: readonly string[];
  /** Default true: a history that disagrees is made smaller. */
  readonly shrink?: boolean;
  /** Told after each history, for progress. */
  readonly onHistory?: (done: number) => void;
}

/** A history on which the implementation and the oracle disagree. */
export interface Difference {
  readonly history: History;
  readonly number: number;
  readonly trace: readonly string[];
  readonly disagreement: Disagreement;
}

export interface DifferResult {
  readonly histories: number;
  readonly actions: number;
  /** How many histories of each socket type were played. */
  readonly types: Readonly<Record<string, number>>;
  /** In how many histories a statement was broken that is known to be, by statement. */
  readonly deviations: Readonly<Record<string, number>>;
  readonly difference?: Difference;
}

interface Found {
  readonly number: number;
  readonly history: History;
  readonly performance: Performance;
}

/** Plays histories until one disagrees; that one is made smaller. */
export async function differ(options: DifferOptions): Promise<DifferResult> {
  const tally = { histories: 0, actions: 0, types: {} as Record<string, number>, deviations: {} as Record<string, number> };
  let next = 0;
  const found: Found[] = [];
  const worker = async (adapter: AdapterClient): Promise<void> => {
    while (next < options.runs && found.length === 0) {
      const number = next;
      next += 1;
      const history = historyOf(options.seed, number, options.types ?? (options.transport === "inproc" ? typesWithCompanions : historyTypes));
      if (!adapter.hello.capabilities.socketTypes.includes(history.type)) continue;
      const performance = await performOn(adapter, history, options);
      tally.histories += 1;
      tally.actions += performance.played;
      count(tally.types, history.type);
      for (const statement of performance.deviations) count(tally.deviations, statement);
      options.onHistory?.(tally.histories);
      if (performance.disagreement !== undefined) found.push({ number, history, performance });
    }
  };
  const adapters = await Promise.all(Array.from({ length: options.jobs }, () => options.open()));
  try {
    await Promise.all(adapters.map(worker));
  } finally {
    await Promise.all(adapters.map((adapter) => adapter.end()));
  }
  const first = found.sort((a, b) => a.number - b.number)[0];
  return first === undefined ? tally : { ...tally, difference: options.shrink === false ? differenceOf(first) : await smallest(first, options) };
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

/** Plays one history on a stage of its own. */
export async function performOn(
  adapter: AdapterClient,
  history: History,
  options: PerformOptions & Pick<DifferOptions, "ceilingMs" | "transport">,
): Promise<Performance> {
  const { transport = "tcp", ceilingMs } = options;
  const stage = new Stage({ adapter, hello: adapter.hello, transport, protocol: adapter.hello.capabilities.protocol, ceilingMs });
  try {
    return await perform(history, stage, options);
  } catch (error) {
    return { trace: stage.record.steps, played: 0, deviations: [], disagreement: disagreementOf(error) };
  } finally {
    if (adapter.failure === undefined) await stage.clear();
    else stage.release();
  }
}

/** A step that does not go as any history has it, or the end of the implementation. */
function disagreementOf(error: unknown): Disagreement {
  if (error instanceof AdapterFailure) return { statements: [], expected: ["the implementation goes on"], actual: error.message };
  if (!(error instanceof Unexpected) && !(error instanceof Violation)) throw error;
  return { statements: error instanceof Violation ? [error.statement] : [], expected: [error.expected], actual: error.actual };
}

/** Leaves out actions, many at a time and then single ones, as long as the two still disagree. */
async function smallest({ number, history, performance }: Found, options: DifferOptions): Promise<Difference> {
  let best = { history, performance };
  let adapter = await options.open();
  const impatient = { ...options, ceilingMs: options.ceilingMs / 4 };
  for (let size = Math.ceil(history.actions.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = best.history.actions.length - size; at >= 0; at -= size) {
      const shorter = { ...best.history, actions: best.history.actions.filter((_action, index) => index < at || index >= at + size) };
      const again = await performOn(adapter, shorter, impatient);
      if (again.disagreement !== undefined) best = { history: shorter, performance: again };
      if (adapter.failure === undefined) continue;
      await adapter.end();
      adapter = await options.open();
    }
  }
  await adapter.end();
  return differenceOf({ ...best, number });
}

function differenceOf({ number, history, performance: { trace, disagreement } }: Found): Difference {
  if (disagreement === undefined) throw new Error("A history that disagrees has a disagreement.");
  return { history, number, trace, disagreement };
}
