/** The data that schemas/witness.schema.json describes. Generated from it: do not edit. */

/**
 * The id of a normative statement: its chapter and its slug.
 */
export type StatementId = string;
/**
 * A transport on which properties run.
 */
export type TransportName = "tcp" | "ipc" | "inproc";
/**
 * A version of ZMTP.
 */
export type ProtocolVersionName = "3.1" | "3.0";

/**
 * The smallest scenario in which a statement was broken. It replays without the generator that found it.
 */
export interface WitnessFile {
  /**
   * The format and its version.
   */
  readonly format: "patternwire-witness/1";
  readonly statement: StatementId;
  /**
   * The sentence of the statement when it was broken.
   */
  readonly text: string;
  /**
   * The property that found it.
   */
  readonly property: string;
  readonly transport: TransportName;
  readonly protocol: ProtocolVersionName;
  /**
   * The seed of the run.
   */
  readonly seed: number;
  /**
   * The property's input; octets are written as {"hex": "…"}.
   */
  readonly input: unknown;
  /**
   * What the statement asks for here.
   */
  readonly expected: string;
  /**
   * What happened.
   */
  readonly actual: string;
  /**
   * The scenario in the trace language, one step a line.
   */
  readonly trace: readonly string[];
  /**
   * Octets that crossed the wire, annotated field by field, one line a field.
   */
  readonly octets: readonly string[];
  /**
   * The implementation that broke it.
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
  };
}
