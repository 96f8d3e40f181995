/** The data that schemas/mutants.schema.json describes. Generated from it: do not edit. */

/**
 * The id of a normative statement: its chapter and its slug.
 */
export type StatementId = string;
/**
 * The first eight hexadecimal digits of the SHA-256 of a text in UTF-8.
 */
export type Fingerprint = string;
/**
 * The properties that found the statement broken; none for a survivor.
 */
export type PropertyNames = readonly string[];

/**
 * What the suite found of each mutant of the reference: the matrix of statements, properties and mutants.
 */
export interface MutantsFile {
  /**
   * The format and its version.
   */
  readonly format: "patternwire-mutants/1";
  /**
   * The seed of the inputs.
   */
  readonly seed: number;
  /**
   * By what each mutant was judged: the properties that name the statement which it breaks, or all of them.
   */
  readonly scope: "statement" | "suite";
  readonly summary: MutantsSummary;
  /**
   * The mutants, in the order of their ids.
   *
   * @minItems 1
   */
  readonly mutants: readonly MutantResult[];
}
/**
 * The figures; rates are fractions of one.
 */
export interface MutantsSummary {
  /**
   * How many there are.
   */
  readonly mutants: number;
  /**
   * How many a property caught that names the statement.
   */
  readonly caught: number;
  /**
   * Caught of all.
   */
  readonly killRate: number;
  /**
   * How many results of properties found a statement broken.
   */
  readonly failures: number;
  /**
   * In how many of them it was the statement that the mutant breaks.
   */
  readonly rightReasons: number;
  /**
   * Right reasons of failures.
   */
  readonly rightReasonRate: number;
}
/**
 * One mutant and what the properties said.
 */
export interface MutantResult {
  /**
   * Its id in the catalogue.
   */
  readonly id: string;
  /**
   * What is changed: the source, a cell of the table of socket types, or octets on the way.
   */
  readonly kind: "source" | "table" | "octets";
  readonly breaks: StatementId;
  readonly fingerprint: Fingerprint;
  /**
   * What the implementation then does.
   */
  readonly does: string;
  /**
   * The real fault after which it is made.
   */
  readonly after?: string;
  readonly caughtBy: PropertyNames;
  /**
   * What each property said.
   */
  readonly results: readonly MutantPropertyResult[];
}
/**
 * What one property said on one transport.
 */
export interface MutantPropertyResult {
  /**
   * Its name.
   */
  readonly property: string;
  /**
   * The transport on which it was played.
   */
  readonly transport: "tcp" | "ipc" | "inproc" | "ws";
  /**
   * Its verdict.
   */
  readonly verdict: "pass" | "not-applicable" | "warning" | "inconclusive" | "fail" | "error";
  readonly statement?: StatementId;
}
