/** The data that schemas/rfc-statement.schema.json describes. Generated from it: do not edit. */

/**
 * The id of a normative statement: its chapter and its slug.
 */
export type StatementId = string;

/**
 * One normative sentence of a public RFC, in our own words, with the statements that take it up or the reason why none does. model/rfc-statements.json is an array of them.
 */
export interface RfcStatement {
  /**
   * A short name: letters and a number.
   */
  readonly id: string;
  /**
   * The numbers of the RFCs that say so.
   *
   * @minItems 1
   */
  readonly rfcs: readonly number[];
  /**
   * The key word there; GRAMMAR when the RFC gives the rule by grammar or in plain prose.
   */
  readonly level: "MUST" | "MUST NOT" | "SHOULD" | "SHOULD NOT" | "MAY" | "GRAMMAR";
  /**
   * What shows whether it is kept.
   */
  readonly observable: "wire" | "api" | "wire+api" | "none";
  /**
   * What it says, in our words.
   */
  readonly text: string;
  /**
   * The statements of this specification that take it up.
   *
   * @minItems 1
   */
  readonly statements?: readonly StatementId[];
  readonly left?: LeftOut;
}
/**
 * Why no statement takes it up.
 */
export interface LeftOut {
  /**
   * The reason, in a sentence or more.
   */
  readonly reason: string;
  /**
   * Where it belongs, or that nothing shows it.
   */
  readonly until: string;
}
