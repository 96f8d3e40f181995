/** The data that schemas/report.schema.json describes. Generated from it: do not edit. */

/**
 * A version of ZMTP.
 */
export type ProtocolVersionName = "3.1" | "3.0" | "2.0";
/**
 * A transport on which properties run.
 */
export type TransportName = "tcp" | "ipc" | "inproc" | "ws";
/**
 * A security mechanism under which properties run.
 */
export type MechanismName = "NULL" | "PLAIN" | "CURVE";
/**
 * The id of a normative statement: its chapter and its slug.
 */
export type StatementId = string;
/**
 * The key word of a statement, as RFC 2119 and RFC 8174 define it.
 */
export type KeyWord = "MUST" | "MUST NOT" | "SHOULD" | "SHOULD NOT" | "MAY";
/**
 * What became of a statement or a property.
 */
export type VerdictName = "pass" | "not-applicable" | "warning" | "inconclusive" | "fail" | "error";
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
 * A number of statements.
 */
export type Count = number;

/**
 * A run of the harness on one implementation. The same seed gives the same report but for the part named volatile.
 */
export interface ReportFile {
  /**
   * The format and its version.
   */
  readonly format: "patternwire-report/1";
  /**
   * What was judged.
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
   * Whether statements were judged whose cases crash deployed releases.
   */
  readonly hostile: boolean;
  /**
   * Transports that were used.
   */
  readonly transports: readonly TransportName[];
  /**
   * Security mechanisms under which properties were played.
   */
  readonly mechanisms: readonly MechanismName[];
  readonly choices: Choices;
  /**
   * One entry a statement, in the order of the specification.
   */
  readonly statements: readonly StatementEntry[];
  /**
   * One entry for each property, transport and mechanism.
   */
  readonly properties: readonly PropertyEntry[];
  /**
   * Known failures that did not happen, although their property ran.
   */
  readonly staleKnownFailures: readonly StatementId[];
  /**
   * How many statements have each verdict, and how many of these are known failures.
   */
  readonly summary: {
    readonly pass: Count;
    readonly "not-applicable": Count;
    readonly warning: Count;
    readonly inconclusive: Count;
    readonly fail: Count;
    readonly error: Count;
    readonly known: Count;
  };
  /**
   * 0 conforming, 1 a MUST violated or a known failure stale, 2 inconclusive, 3 usage or harness error or nothing run, 130 interrupted.
   */
  readonly exitCode: 0 | 1 | 2 | 3 | 130;
  /**
   * False when the run was ended early.
   */
  readonly complete: boolean;
  /**
   * What differs from run to run.
   */
  readonly volatile: {
    /**
     * When the run began.
     */
    readonly startedAt: string;
    /**
     * Milliseconds that it took.
     */
    readonly durationMs: number;
    /**
     * Milliseconds that were allowed for what must happen, as calibrated.
     */
    readonly ceilingMs: number;
    /**
     * Inputs played.
     */
    readonly cases: number;
    /**
     * System and processor, for a person.
     */
    readonly host: string;
    /**
     * The last lines that the adapter wrote to its standard error.
     */
    readonly adapterLog: readonly string[];
  };
}
/**
 * What an implementation does where a statement leaves a choice: statement id to one of the values that the statement names.
 */
export interface Choices {
  readonly [k: string]: string;
}
/**
 * What the run says about one statement: the worst of its properties.
 */
export interface StatementEntry {
  readonly id: StatementId;
  readonly level: KeyWord;
  readonly verdict: VerdictName;
  /**
   * For a person: why.
   */
  readonly reason?: string;
  /**
   * The properties that judge it.
   */
  readonly properties: readonly string[];
  /**
   * Cases in which the statement's own judgement was carried out, over all its properties.
   */
  readonly reached: number;
  /**
   * How many of these cases were of each input class.
   */
  readonly classes?: {
    readonly [k: string]: number;
  };
  /**
   * Set when a known failure excuses the verdict.
   */
  readonly known?: {
    /**
     * The entry's reason.
     */
    readonly reason: string;
    /**
     * The entry's date.
     */
    readonly expires: string;
  };
}
/**
 * What one property found on one transport, under one mechanism (NULL when none is named).
 */
export interface PropertyEntry {
  /**
   * The property's name.
   */
  readonly property: string;
  readonly transport: TransportName;
  readonly mechanism?: MechanismName;
  /**
   * The statements that it judges.
   *
   * @minItems 1
   */
  readonly judges: readonly StatementId[];
  readonly verdict: VerdictName;
  /**
   * Why the verdict is not a plain pass.
   */
  readonly cause?:
    "violated" | "not-reached" | "precondition" | "undeclared" | "choice-mismatch" | "adapter-died" | "adapter-silent" | "adapter-invalid" | "harness";
  readonly statement?: StatementId;
  /**
   * For a person: why it is inconclusive, not applicable or an error.
   */
  readonly reason?: string;
  /**
   * Inputs that were tried.
   */
  readonly runs: number;
  /**
   * How many inputs reached each input class.
   */
  readonly reached: {
    readonly [k: string]: number;
  };
  /**
   * For each statement, the cases in which it was itself judged; absent where occasions are counted, and no cases.
   */
  readonly judged?: {
    readonly [k: string]: JudgedEntry;
  };
  readonly witness?: WitnessFile;
  /**
   * What the implementation was seen to choose, where the statement leaves a choice.
   */
  readonly observed?: string;
  /**
   * Set when a window of time stood in for a barrier; says why.
   */
  readonly window?: string;
}
/**
 * Cases in which one statement was judged.
 */
export interface JudgedEntry {
  /**
   * How many there were.
   */
  readonly cases: number;
  /**
   * How many of them were of each input class.
   */
  readonly classes: {
    readonly [k: string]: number;
  };
}
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
