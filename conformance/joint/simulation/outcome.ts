/** What a topology tells of a run: on the way, and when all is over. */
import type { Account } from "./account.ts";
import type { LayerLoad } from "./load.ts";

/** Says what is being done. */
export type Progress = (phase: string) => void;

/** What a topology tells when all is over. */
export interface Outcome {
  /** Messages, requests or items that the application handed in. */
  readonly accepted: number;
  /** Messages at subscribers, answers at clients, items at the sink. */
  readonly delivered: number;
  /** Layers of devices, or stages. */
  readonly depth: number;
  /** A sample. */
  readonly latenciesMs: readonly number[];
  readonly load: readonly LayerLoad[];
  /** Absent where no conservation law speaks of the whole. */
  readonly account?: Account;
}
