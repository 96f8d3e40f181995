/** The data that schemas/ambiguity.schema.json describes. Generated from it: do not edit. */

/**
 * A point where the public RFCs contradict themselves, are silent, or where deployed implementations differ from them. model/ambiguities.json is an array of them.
 */
export interface Ambiguity {
  /**
   * Its name: AMB and a number.
   */
  readonly id: string;
  /**
   * What is open, in a few words.
   */
  readonly question: string;
  /**
   * The four digits of the decision record; null when there is none yet.
   */
  readonly decision: string | null;
  readonly left?: Undecided;
}
/**
 * Why there is no decision yet.
 */
export interface Undecided {
  /**
   * The reason, in a sentence or more.
   */
  readonly reason: string;
}
