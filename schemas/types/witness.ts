/** The data that schemas/witness.schema.json describes. Generated from it: do not edit. */

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
 * A version of ZMTP.
 */
export type ProtocolVersionName = "3.1" | "3.0" | "2.0";
export type ScriptStep = {
  /**
   * connects: to a socket; a second time, in place of the first connection. receives: waits for one greeting or one frame; the octets are those that came. is closed: waits for the end of what the other side sends, or a reset; octets may come before it that differ from time to time. hears nothing: waits, and nothing comes. closes: ends its side in order; aborts: resets the connection.
   */
  readonly does: "connects" | "sends" | "receives" | "is closed" | "hears nothing" | "closes" | "aborts";
  /**
   * The client, by its name in the trace.
   */
  readonly peer: string;
  /**
   * The socket to which it connects.
   */
  readonly to?: string;
  /**
   * Octets in hexadecimal.
   */
  readonly octets?: string;
};

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
  readonly mechanism?: MechanismName;
  readonly protocol: ProtocolVersionName;
  /**
   * The seed of the run.
   */
  readonly seed: number;
  /**
   * The property's input; octets are written as {"hex": "…"}.
   */
  readonly input: unknown;
  readonly shrunk?: Shrunk;
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
  readonly script?: WitnessScript;
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
/**
 * How the input was found from the first that failed. Absent when it could not be smaller.
 */
export interface Shrunk {
  /**
   * Cases that were played for it, those for the rate included.
   */
  readonly plays: number;
  readonly rate: Rate;
  /**
   * How often a smaller input was played before it was given up.
   */
  readonly repeats: number;
  /**
   * False when the plays were used up or the run was interrupted: there may be a smaller input.
   */
  readonly complete: boolean;
  readonly from: Extent;
  readonly to: SmallestExtent;
}
/**
 * How often the first failure happened again.
 */
export interface Rate {
  /**
   * Repetitions that failed.
   */
  readonly failures: number;
  /**
   * Repetitions.
   */
  readonly plays: number;
}
/**
 * What the first input had of each kind.
 */
export interface Extent {
  /**
   * Parties.
   */
  readonly parties?: number;
  /**
   * Steps, such as messages.
   */
  readonly steps?: number;
  /**
   * Frames.
   */
  readonly frames?: number;
  /**
   * Octets.
   */
  readonly octets?: number;
}
/**
 * What this input has.
 */
export interface SmallestExtent {
  /**
   * Parties.
   */
  readonly parties?: number;
  /**
   * Steps, such as messages.
   */
  readonly steps?: number;
  /**
   * Frames.
   */
  readonly frames?: number;
  /**
   * Octets.
   */
  readonly octets?: number;
}
/**
 * The scenario as octets that any TCP client can send. Absent where the implementation's application takes part, where the octets depend on keys, and where they are more than 16 KiB.
 */
export interface WitnessScript {
  /**
   * What the implementation does before, in the trace language: it opens sockets and binds them. Under PLAIN they are servers that admit the credentials of the run.
   *
   * @minItems 1
   */
  readonly sockets: readonly string[];
  /**
   * One after another.
   *
   * @minItems 1
   */
  readonly steps: readonly ScriptStep[];
}
