/** The data that schemas/scenario.schema.json describes. Generated from it: do not edit. */

/**
 * The id of a normative statement: its chapter and its slug.
 */
export type StatementId = string;

/**
 * One scenario that libzmq's own tests play, in our own words, with the properties and the trace examples that play it here, or the reason why none does. model/scenarios.json is an array of them.
 */
export interface Scenario {
  /**
   * Its name: D and a number.
   */
  readonly id: string;
  /**
   * What happens, in our words.
   */
  readonly scenario: string;
  /**
   * The test programs of libzmq that play it.
   *
   * @minItems 1
   */
  readonly tests: readonly string[];
  /**
   * The properties of the harness that play it.
   *
   * @minItems 1
   */
  readonly properties?: readonly string[];
  /**
   * The statements whose trace examples play it.
   *
   * @minItems 1
   */
  readonly fences?: readonly StatementId[];
  readonly rest?: NotPlayed;
  readonly left?: NotPlayed1;
}
/**
 * What of it is not played, and why.
 */
export interface NotPlayed {
  /**
   * The reason, in a sentence or more.
   */
  readonly reason: string;
  /**
   * Where it belongs, or that nothing shows it.
   */
  readonly until: string;
}
/**
 * Why nothing plays it.
 */
export interface NotPlayed1 {
  /**
   * The reason, in a sentence or more.
   */
  readonly reason: string;
  /**
   * Where it belongs, or that nothing shows it.
   */
  readonly until: string;
}
