/** The data that schemas/manifest.schema.json describes. Generated from it: do not edit. */

/**
 * A version of ZMTP.
 */
export type ProtocolVersionName = "3.1" | "3.0";
/**
 * The id of a normative statement: its chapter and its slug.
 */
export type StatementId = string;
/**
 * A transport on which properties run.
 */
export type TransportName = "tcp" | "ipc" | "inproc";

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
  };
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
 * What an implementation does where a statement leaves a choice: statement id to one of the values that the statement names.
 */
export interface Choices {
  readonly [k: string]: string;
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
  /**
   * Only on these transports; all when absent.
   *
   * @minItems 1
   */
  readonly transports?: readonly TransportName[];
}
