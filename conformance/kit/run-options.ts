/** What a run needs to know, and what it tells while it goes on: the contract between the command line and the runner. */
import type { AdapterClient, AdapterHooks } from "./adapter/types.ts";
import type { Credentials } from "./security/credentials.ts";
import type { MechanismName } from "./security/mechanism.ts";
import type { Level, PropertyResult, ProtocolVersion, Transport } from "./model.ts";
import type { ShrinkProgress } from "./shrink/shrink.ts";
import type { Manner } from "./wire/manner.ts";

/** How the implementation is reached. */
export type Target =
  | { readonly type: "program"; readonly name: string; readonly command: readonly string[]; readonly cwd?: string }
  | { readonly type: "in-process"; readonly name: string; readonly module: string };

/** A failure that is expected, with its reason; it expires. */
export interface KnownFailure {
  readonly statement: string;
  readonly reason: string;
  /** A decision record, an issue or another address. */
  readonly see?: string;
  /** ISO date after which the entry no longer excuses. */
  readonly expires: string;
  /** In how many runs it was seen, where it does not happen in each. Default: in every run. */
  readonly sometimes?: { readonly failed: number; readonly of: number };
  /** Only on these transports; default all. */
  readonly transports?: readonly Transport[];
  /** Only under these mechanisms; default all. */
  readonly mechanisms?: readonly MechanismName[];
}

export interface RunOptions {
  readonly target: Target;
  readonly level: Level;
  readonly seed: number;
  /** Overrides the number of inputs of every property. */
  readonly runs?: number;
  readonly jobs: number;
  /** Globs over statement ids, chapters and property names; empty means all. */
  readonly filters: readonly string[];
  readonly transports?: readonly Transport[];
  /** Default: NULL; at the level full, those declared. */
  readonly mechanisms?: readonly MechanismName[];
  /** Default: keys and passwords for tests. */
  readonly credentials?: Credentials;
  /** Default: what the implementation announces in hello. */
  readonly protocol?: ProtocolVersion;
  readonly hostile: boolean;
  /** The ceiling of waits in milliseconds, instead of a measured one. */
  readonly ceilingMs?: number;
  readonly knownFailures: readonly KnownFailure[];
  /** How many statements may end the adapter's process, or silence it, without being named; `expires` is an ISO date. */
  readonly undisclosed?: { readonly count: number; readonly expires: string };
  /** How wire peers move octets. Default: as the platform does. */
  readonly manner?: Manner;
  /** Opens the adapter that properties share, in place of a new one for each run. */
  readonly openShared?: (hooks: AdapterHooks) => Promise<AdapterClient>;
  /** Declared choices that replace those of hello. */
  readonly choices?: Readonly<Record<string, string>>;
  /** Called when a property ends; for progress. */
  readonly onResult?: (result: PropertyResult, done: number, total: number) => void;
  /** False where only verdicts are wanted: a failure is told as it was found first. */
  readonly shrinks?: boolean;
  /** Called when a smaller input is found that fails alike; for progress. */
  readonly onShrink?: (property: string, progress: ShrinkProgress) => void;
  readonly onPhase?: (phase: string) => void;
  /** Ends the run early: the report is then incomplete. */
  readonly signal?: AbortSignal;
}
