/** The data that schemas/pair-measurement.schema.json describes. Generated from it: do not edit. */

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
 * What two implementations did with each other through the recording proxy, short enough to be committed: an entry for each pair of sockets.
 */
export interface PairMeasurementFile {
  /**
   * The format and its version.
   */
  readonly format: "patternwire-pair-measurement/1";
  /**
   * The names of the two manifests, in the order of the alphabet. All that comes in twos is in this order.
   *
   * @minItems 2
   * @maxItems 2
   */
  readonly names: readonly string[];
  /**
   * Who they are, as their adapters say.
   *
   * @minItems 2
   * @maxItems 2
   */
  readonly implementations: readonly PairedImplementation[];
  /**
   * By what they were judged.
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
   * How many messages were exchanged.
   */
  readonly level: "quick" | "standard" | "full";
  /**
   * The command that measures it again.
   */
  readonly reproduce: string;
  /**
   * False when the run was ended early.
   */
  readonly complete: boolean;
  /**
   * One entry a pair of sockets and transport.
   */
  readonly cases: readonly PairedSockets[];
  /**
   * How many pairs of sockets are not listed: a process ended or fell silent, which is told to its maintainers first (SECURITY.md).
   */
  readonly withheld: number;
}
export interface PairedImplementation {
  /**
   * Its name.
   */
  readonly name: string;
  /**
   * Its version.
   */
  readonly version: string;
  readonly protocol: ProtocolVersionName;
}
/**
 * Two sockets that met.
 */
export interface PairedSockets {
  /**
   * What the first implementation does: pairs/req-binds-for-rep.
   */
  readonly name: string;
  readonly transport: TransportName;
  /**
   * The worst that was seen of each.
   *
   * @minItems 2
   * @maxItems 2
   */
  readonly verdicts: readonly ("pass" | "not-applicable" | "warning" | "inconclusive" | "fail")[];
  /**
   * Why it was not played, or not to its end.
   */
  readonly reason?: string;
  /**
   * What each broke.
   *
   * @minItems 2
   * @maxItems 2
   */
  readonly broken: readonly BrokenByPeer[][];
}
/**
 * A statement that one of the two did not keep, as the other met it.
 */
export interface BrokenByPeer {
  readonly statement: StatementId;
  /**
   * What the statement demands here.
   */
  readonly expected: string;
  /**
   * What happened.
   */
  readonly actual: string;
}
