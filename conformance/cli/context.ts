/** What a command needs of the world: where it writes, what the environment says, the suite, and Ctrl-C. Tests give their own. */
import type { Credentials } from "../kit/security/credentials.ts";
import type { Report, Witness } from "../kit/model.ts";
import type { PairReports, PairRunOptions } from "../kit/pairs/types.ts";
import type { RunOptions, Target } from "../kit/run-options.ts";
import type { StatementEntry } from "../reports/statement-entry.ts";

export type ExitCode = Report["exitCode"];

export interface Output {
  /** A terminal that a person looks at. */
  readonly isTerminal: boolean;
  /** Columns of the terminal, or a width to print for when there is none. */
  readonly columns: number;
  readonly write: (text: string) => void;
}

export interface Replay {
  readonly reproduced: boolean;
  readonly expected: string;
  readonly actual: string;
  readonly trace: readonly string[];
  readonly octets: readonly string[];
  /** How often it was played. Absent: once. */
  readonly plays?: number;
}

/** The judge: what conformance/kit exports. */
export interface Suite {
  readonly runSuite: (options: RunOptions) => Promise<Report>;
  readonly listStatements: () => readonly StatementEntry[];
  readonly replayWitness: (witness: Witness, target: Target, credentials?: Credentials) => Promise<Replay>;
}

/** What `explain` says of a mutant: see conformance/mutants. */
export interface MutantEntry {
  readonly id: string;
  /** The id of a statement. */
  readonly breaks: string;
  readonly does: string;
}

export interface Context {
  readonly out: Output;
  readonly err: Output;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Loads the suite, with the generators that it needs: only when a command uses it. */
  readonly loadSuite: () => Promise<Suite>;
  /** Lets two implementations play with each other: conformance/kit/pairs/run.ts. */
  readonly loadPairs: () => Promise<{ readonly runPairs: (options: PairRunOptions) => Promise<PairReports> }>;
  /** The fault catalogue; empty where it is not installed. */
  readonly loadMutants: () => Promise<readonly MutantEntry[]>;
  /** Calls the handler on Ctrl-C until the returned function is called; a second Ctrl-C leaves at once. */
  readonly onInterrupt: (handler: () => void) => () => void;
}

/** A command of `patternwire`. */
export interface Command {
  readonly help: string;
  readonly run: (args: readonly string[], context: Context) => Promise<ExitCode>;
}
