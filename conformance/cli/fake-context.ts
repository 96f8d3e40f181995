/** A world for tests: outputs that are kept, an environment that is given, and a suite that gives a prepared report. */
import type { Report, Witness } from "../kit/model.ts";
import type { PairReports, PairRunOptions } from "../kit/pairs/types.ts";
import type { RunOptions, Target } from "../kit/run-options.ts";
import { exampleStatements } from "../reports/example-report.ts";
import type { Context, Replay, Suite } from "./context.ts";

export interface FakeWorld {
  readonly environment?: Context["environment"];
  readonly terminal?: boolean;
  readonly columns?: number;
  /** What a run gives; an error is thrown. Default: the run must not happen. */
  readonly report?: Report | Error | ((options: RunOptions) => Promise<Report>);
  readonly replay?: Replay | Error;
  readonly pairs?: (options: PairRunOptions) => Promise<PairReports>;
}

export interface FakeContext extends Context {
  readonly printed: () => string;
  readonly complained: () => string;
  /** Options of the runs, in order. */
  readonly runs: readonly RunOptions[];
  readonly replays: readonly { readonly witness: Witness; readonly target: Target }[];
  /** Presses Ctrl-C. */
  readonly interrupt: () => void;
}

export function fakeContext(world: FakeWorld = {}): FakeContext {
  const texts = { out: "", err: "" };
  const runs: RunOptions[] = [];
  const replays: { readonly witness: Witness; readonly target: Target }[] = [];
  const handlers = new Set<() => void>();
  const output = (name: "out" | "err"): Context["out"] => ({
    isTerminal: world.terminal ?? false,
    columns: world.columns ?? 100,
    write: (text) => void (texts[name] += text),
  });
  const suite: Suite = {
    listStatements: () => exampleStatements,
    runSuite: async (options) => {
      runs.push(options);
      const { report = new Error("no run was expected") } = world;
      if (report instanceof Error) throw report;
      return typeof report === "function" ? report(options) : report;
    },
    replayWitness: (witness, target) => {
      replays.push({ witness, target });
      const { replay = new Error("no replay was expected") } = world;
      return replay instanceof Error ? Promise.reject(replay) : Promise.resolve(replay);
    },
  };
  return {
    out: output("out"),
    err: output("err"),
    environment: world.environment ?? {},
    loadSuite: () => Promise.resolve(suite),
    loadPairs: () =>
      Promise.resolve({ runPairs: (options) => (world.pairs === undefined ? Promise.reject(new Error("no pair was expected")) : world.pairs(options)) }),
    loadMutants: () => Promise.resolve([{ id: "framing-forgets-more", breaks: "framing.more", does: "It forgets the MORE bit." }]),
    onInterrupt: (handler) => {
      handlers.add(handler);
      return () => void handlers.delete(handler);
    },
    printed: () => texts.out,
    complained: () => texts.err,
    runs,
    replays,
    interrupt: () => handlers.forEach((handler) => handler()),
  };
}
