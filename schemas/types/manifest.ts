/** The data that schemas/manifest.schema.json describes. Generated from it: do not edit. */

/**
 * A version of ZMTP.
 */
export type ProtocolVersionName = "3.1" | "3.0" | "2.0";
/**
 * The id of a normative statement: its chapter and its slug.
 */
export type StatementId = string;
/**
 * A transport on which properties run.
 */
export type TransportName = "tcp" | "ipc" | "inproc" | "ws";
/**
 * A security mechanism under which properties run.
 */
export type MechanismName = "NULL" | "PLAIN" | "CURVE";

/**
 * An implementation as the harness knows it: how it is started, the version that was judged, what it chooses, and which failures are known.
 */
export interface Manifest {
  /**
   * This schema.
   */
  $schema?: string;
  /**
   * The format and its version.
   */
  readonly format: "patternwire-manifest/1";
  /**
   * The implementation's name, the base name of the file.
   */
  readonly name: string;
  /**
   * The exact version that the known failures were found in.
   */
  readonly version: string;
  /**
   * The language that it is written in.
   */
  readonly language: string;
  /**
   * Where it lives.
   */
  readonly url?: string;
  readonly protocol?: ProtocolVersionName;
  /**
   * How its adapter is started.
   */
  readonly start: ProgramStart | InProcessStart;
  /**
   * What must be installed before it can start.
   */
  readonly needs?: {
    /**
     * The package that must resolve.
     */
    readonly module: string;
    /**
     * The command that installs it.
     */
    readonly install: string;
  };
  readonly build?: AdapterBuild;
  readonly choices: Choices;
  /**
   * Settings of the harness for this implementation.
   */
  readonly parameters: {
    /**
     * Milliseconds in which the adapter answers hello.
     */
    readonly startTimeoutMs?: number;
    /**
     * Cases that may run at once.
     */
    readonly jobs?: number;
    /**
     * Who the two sides are under PLAIN and CURVE, in place of the harness's own names and keys. Test credentials only: they stand in reports.
     */
    readonly credentials?: {
      /**
       * What clients give.
       */
      readonly plain?: {
        /**
         * The username.
         */
        readonly username: string;
        /**
         * The password.
         */
        readonly password: string;
      };
      /**
       * Secret keys as Z85, from which the public keys follow.
       */
      readonly curve?: {
        /**
         * The implementation's permanent secret key, in either role.
         */
        readonly implementation: string;
        /**
         * The permanent secret key of the wire peers.
         */
        readonly peer: string;
      };
    };
  };
  /**
   * Another manifest whose implementation is inside this one: its known failures are this one's as well. An entry here replaces that one's on the same statement.
   */
  readonly engine?: string;
  /**
   * Statements that the engine is known to break, and this one keeps or cannot show.
   */
  readonly notInherited?: readonly StatementId[];
  readonly undisclosed?: Undisclosed;
  /**
   * Statements that it is known not to keep. An entry excuses the failure until it expires; an entry whose failure no longer happens fails the run.
   */
  readonly knownFailures: readonly ManifestKnownFailure[];
}
export interface ProgramStart {
  /**
   * The program and its arguments, run without a shell, paths from the root of the package.
   *
   * @minItems 1
   */
  readonly command: readonly string[];
  /**
   * The folder to start in, from the root of the package.
   */
  readonly cwd?: string;
}
export interface InProcessStart {
  /**
   * The module of an adapter that runs in the harness's process, from the root of the package.
   */
  readonly module: string;
}
/**
 * How its adapter is built, where it must be, by `patternwire adapters build`.
 */
export interface AdapterBuild {
  /**
   * Programs that must be on the PATH.
   *
   * @minItems 1
   */
  readonly tools: readonly string[];
  /**
   * Environment variables that must be set, such as the place of a library that no package manager has.
   *
   * @minItems 1
   */
  readonly environment?: readonly string[];
  /**
   * For a person: the command that brings the tools and libraries on Debian.
   */
  readonly install: string;
  /**
   * Programs with their arguments, run one after the other without a shell, from the root of the package.
   *
   * @minItems 1
   */
  readonly commands: readonly string[][];
  /**
   * The file that is there when it is built, from the root of the package.
   */
  readonly makes: string;
}
/**
 * What an implementation does where a statement leaves a choice: statement id to one of the values that the statement names.
 */
export interface Choices {
  readonly [k: string]: string;
}
/**
 * Statements at which the process of this version ends or falls silent, not named until they are disclosed (SECURITY.md). So many are excused, and not one more: those that a measurement of it withholds.
 */
export interface Undisclosed {
  /**
   * How many.
   */
  readonly count: number;
  /**
   * The date after which they are excused no longer.
   */
  readonly expires: string;
}
export interface ManifestKnownFailure {
  readonly statement: StatementId;
  /**
   * What it does instead, in a sentence.
   */
  readonly reason: string;
  /**
   * A decision record, an issue or another address.
   */
  readonly see?: string;
  /**
   * The date after which the entry no longer excuses.
   */
  readonly expires: string;
  readonly sometimes?: Sometimes;
  /**
   * Only on these transports; all when absent.
   *
   * @minItems 1
   */
  readonly transports?: readonly TransportName[];
  /**
   * Only under these mechanisms; all when absent.
   *
   * @minItems 1
   */
  readonly mechanisms?: readonly MechanismName[];
}
/**
 * Absent when it happens in every run. Otherwise what was measured: in how many runs with one seed it failed. The entry excuses as any other, is never stale, and a run that keeps the statement shows nothing: its verdict is inconclusive.
 */
export interface Sometimes {
  /**
   * Runs in which the statement was not kept; fewer than all.
   */
  readonly failed: number;
  /**
   * Runs.
   */
  readonly of: number;
}
