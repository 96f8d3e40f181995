/** Runs the suite again and again with one seed, and says which verdicts change: with the same adapter, with new ones, and under stress. */
import { openAdapter } from "../adapter/client.ts";
import type { AdapterClient } from "../adapter/types.ts";
import type { Level, Report } from "../model.ts";
import type { RunOptions, Target } from "../run-options.ts";
import { roofMs } from "../calibrate.ts";
import { adapterCeilings } from "../schedule.ts";
import { keepProcessorsBusy } from "./burn.ts";
import { mannerOf, type Repetition } from "./stress.ts";
import { unstableIn, type Unstable } from "./unstable.ts";

/** What `schemas/verify.schema.json` describes. */
export interface Verification {
  readonly format: "patternwire-verify/1";
  readonly implementation: { readonly name: string; readonly version: string };
  /** The words that make it again. */
  readonly command: string;
  readonly specification: { readonly version: string; readonly fingerprint: string };
  readonly seed: number;
  readonly level: Level;
  readonly repetitions: readonly Repetition[];
  /** How many verdicts were compared, and how many of the properties were played at all. */
  readonly compared: { readonly statements: number; readonly properties: number; readonly played: number };
  readonly unstable: readonly Unstable[];
}

export interface VerifyOptions {
  /** All but what the repetitions decide. */
  readonly run: Omit<RunOptions, "manner" | "openShared">;
  readonly command: string;
  readonly repetitions: readonly Repetition[];
  readonly runSuite: (options: RunOptions) => Promise<Report>;
  /** Called before each repetition, with what is unstable so far. */
  readonly onRepetition?: (index: number, unstable: readonly Unstable[]) => void;
}

/** Nothing when no run was complete. An interruption ends it with the complete runs so far. */
export async function verify(options: VerifyOptions): Promise<Verification | undefined> {
  const reports: Report[] = [];
  const keeper = new Keeper(options.run.target);
  try {
    for (const [index, repetition] of options.repetitions.entries()) {
      if (options.run.signal?.aborted === true) break;
      options.onRepetition?.(index, unstableIn(reports));
      if (repetition.adapter === "fresh") await keeper.end();
      const report = await repeated(options, repetition, keeper);
      if (report.complete) reports.push(report);
    }
  } finally {
    await keeper.end();
  }
  return verificationOf(options, reports);
}

async function repeated({ run, runSuite }: VerifyOptions, repetition: Repetition, keeper: Keeper): Promise<Report> {
  const calm = repetition.stress.includes("processors") ? await keepProcessorsBusy() : (): Promise<void> => Promise.resolve();
  try {
    const kept = repetition.adapter === "kept" && keeper.keeps ? { openShared: () => keeper.open() } : {};
    // A ceiling is measured in calm, handshake by handshake: under stress only the longest is generous enough.
    const patience = repetition.stress.length > 0 ? { ceilingMs: roofMs } : {};
    return await runSuite({ ...run, ...patience, manner: mannerOf(repetition), ...kept });
  } finally {
    await calm();
  }
}

function verificationOf({ command, run, repetitions }: VerifyOptions, reports: readonly Report[]): Verification | undefined {
  const [first] = reports;
  if (first === undefined) return undefined;
  const { name, version } = first.implementation;
  return {
    format: "patternwire-verify/1",
    implementation: { name, version },
    command,
    specification: first.specification,
    seed: run.seed,
    level: run.level,
    repetitions: repetitions.slice(0, reports.length),
    compared: { statements: first.statements.length, properties: first.properties.length, played: first.properties.filter(({ runs }) => runs > 0).length },
    unstable: unstableIn(reports),
  };
}

/** Keeps one adapter over several runs; one that has failed is replaced. */
class Keeper {
  readonly #target: Target;
  #kept: { readonly adapter: AdapterClient; readonly lent: AdapterClient } | undefined;

  constructor(target: Target) {
    this.#target = target;
  }

  /** Within this process the process is the same anyway, and adapters that are open beside each other share more than a handle. */
  get keeps(): boolean {
    return this.#target.type === "program";
  }

  async open(): Promise<AdapterClient> {
    if (this.#kept?.adapter.failure !== undefined) await this.end();
    if (this.#kept === undefined) {
      const adapter = await openAdapter(this.#target, adapterCeilings(roofMs));
      const lent = Object.create(adapter, { end: { value: () => Promise.resolve() } }) as AdapterClient;
      this.#kept = { adapter, lent };
    }
    return this.#kept.lent;
  }

  async end(): Promise<void> {
    await this.#kept?.adapter.end();
    this.#kept = undefined;
  }
}
