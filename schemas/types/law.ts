/** The data that schemas/law.schema.json describes. Generated from it: do not edit. */

/**
 * A law of a whole topology (spec/topologies), with the faulty devices and peers by which its check is proved. model/laws.json is an array of them.
 */
export interface Law {
  /**
   * The chapter of spec/topologies and a slug.
   */
  readonly id: string;
  /**
   * What breaks the law, and must be found in the simulation.
   *
   * @minItems 1
   */
  readonly mutants: readonly LawMutant[];
}
/**
 * A faulty device or peer.
 */
export interface LawMutant {
  /**
   * Its name.
   */
  readonly id: string;
  /**
   * What it does, in one sentence.
   */
  readonly does: string;
}
