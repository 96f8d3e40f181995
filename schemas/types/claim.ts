/** The data that schemas/claim.schema.json describes. Generated from it: do not edit. */

/**
 * The id of a normative statement: its chapter and its slug.
 */
export type StatementId = string;
/**
 * The version of the protocol that it announces, if the claim says so.
 */
export type ProtocolVersionName = "3.1" | "3.0" | "2.0";

/**
 * What is said of an implementation, of its source or of its behaviour, in our own words, and what verdicts would show it. model/claims.json is an array of them.
 */
export interface Claim {
  /**
   * The implementation and what the claim is about.
   */
  readonly id: string;
  /**
   * Its name.
   */
  readonly implementation: string;
  /**
   * Of which version it is said.
   */
  readonly version: string;
  /**
   * Whether it was seen once, by hand, or read in the source.
   */
  readonly basis: "seen" | "read";
  /**
   * What it does, in one sentence.
   */
  readonly claim: string;
  /**
   * The statements that it concerns.
   *
   * @minItems 1
   */
  readonly statements: readonly ClaimedStatement[];
  readonly protocol?: ProtocolVersionName;
  /**
   * Why no verdict can show it.
   */
  readonly unseen?: string;
  /**
   * The manifests by which the implementation is run; absent when it is not.
   *
   * @minItems 1
   */
  readonly runs?: readonly string[];
}
/**
 * A statement, and what a run would say of it if the claim holds.
 */
export interface ClaimedStatement {
  readonly id: StatementId;
  /**
   * Absent when its verdict tells nothing of the claim.
   */
  readonly expect?: "kept" | "broken";
}
