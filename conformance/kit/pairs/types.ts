/** What a run of two implementations needs to know, and what it gives. */
import type { Level, Report, Verdict } from "../model.ts";
import type { KnownFailure, Target } from "../run-options.ts";
import type { WatchedTransport } from "../watch/judge.ts";
import type { Party } from "./plan.ts";

export interface PairRunOptions {
  readonly targets: Readonly<Record<Party, Target>>;
  readonly knownFailures: Readonly<Record<Party, readonly KnownFailure[]>>;
  readonly level: Level;
  readonly transports: readonly WatchedTransport[];
  /** Of the transports only the first that both declare. */
  readonly firstShared?: boolean;
  /** Globs over names of pairs; empty means all. */
  readonly filters: readonly string[];
  readonly ceilingMs?: number;
  readonly signal?: AbortSignal;
  readonly onPair?: (name: string, verdicts: Readonly<Record<Party, Verdict>>, done: number, total: number) => void;
}

/** Of the implementation under test, and of the other. */
export type PairReports = Readonly<Record<Party, Report>>;
