/** The data that schemas/measurement.schema.json describes. Generated from it: do not edit. */

/**
 * A version of ZMTP.
 */
export type ProtocolVersionName = "3.1" | "3.0" | "2.0";
/**
 * A transport on which properties run.
 */
export type TransportName = "tcp" | "ipc" | "inproc" | "ws";
/**
 * The id of a normative statement: its chapter and its slug.
 */
export type StatementId = string;
/**
 * The key word of a statement, as RFC 2119 and RFC 8174 define it.
 */
export type KeyWord = "MUST" | "MUST NOT" | "SHOULD" | "SHOULD NOT" | "MAY";

/**
 * What a run found of one implementation, short enough to be committed: a cell of the matrix for each statement.
 */
export interface MeasurementFile {
  /**
   * The format and its version.
   */
  readonly format: "patternwire-measurement/1";
  /**
   * The name of the manifest.
   */
  readonly name: string;
  /**
   * What was judged, as its adapter says.
   */
  readonly implementation: {
    /**
     * Its name.
     */
    readonly name: string;
    /**
     * Its version.
     */
    readonly version: string;
    /**
     * Its language.
     */
    readonly language: string;
    readonly protocol: ProtocolVersionName;
  };
  /**
   * By what it was judged.
   */
  readonly specification: {
    /**
     * The version of the specification.
     */
    readonly version: string;
    /**
     * Tells whether the text of any statement differs.
     */
    readonly fingerprint: string;
  };
  /**
   * The seed of all generated inputs.
   */
  readonly seed: number;
  /**
   * How much was run.
   */
  readonly level: "quick" | "standard" | "full";
  /**
   * Transports that were used.
   */
  readonly transports: readonly TransportName[];
  /**
   * The command that measures it again.
   */
  readonly reproduce: string;
  /**
   * False when the run was ended early.
   */
  readonly complete: boolean;
  /**
   * One entry a statement, in the order of the specification, but for those that are withheld.
   */
  readonly statements: readonly MeasuredStatement[];
  /**
   * How many broken statements are not listed: their cases end or hang a deployed release, and are told to its maintainers first (SECURITY.md).
   */
  readonly withheld: number;
}
/**
 * A statement's verdict, and for what is not kept its smallest scenario.
 */
export interface MeasuredStatement {
  readonly id: StatementId;
  /**
   * Of the statement's text when it was judged.
   */
  readonly fingerprint: string;
  readonly level: KeyWord;
  /**
   * What became of it.
   */
  readonly verdict: "pass" | "not-applicable" | "warning" | "inconclusive" | "fail" | "error";
  /**
   * Why it is neither a pass nor broken.
   */
  readonly reason?: string;
  /**
   * The property that found it.
   */
  readonly property?: string;
  readonly transport?: TransportName;
  /**
   * What the statement demands of the scenario.
   */
  readonly expected?: string;
  /**
   * What happened.
   */
  readonly actual?: string;
  /**
   * The smallest scenario, one step a line.
   */
  readonly trace?: readonly string[];
}
