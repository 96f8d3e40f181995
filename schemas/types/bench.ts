/** The data that schemas/bench.schema.json describes. Generated from it: do not edit. */

/**
 * One figure a round; null where the round failed.
 *
 * @minItems 1
 *
 * Items: The figure of a round.
 */
export type BenchRounds = readonly (number | null)[];

/**
 * What npm run bench measured: each figure of each round, from which tables, plots and verdicts on goals are made.
 */
export interface BenchFile {
  /**
   * The format and its version.
   */
  readonly format: "patternwire-bench/1";
  /**
   * The runs that made this file, one after the other.
   */
  readonly parts: readonly BenchPart[];
  /**
   * Who was measured: name and version or form of each.
   */
  readonly participants: {
    /**
     * What it is.
     */
    readonly [k: string]: string;
  };
  /**
   * Who and what was not measured, and why; rounds that failed.
   *
   * Items: One sentence.
   */
  readonly notes: readonly string[];
  /**
   * One for each case and point.
   */
  readonly results: readonly BenchResult[];
  /**
   * Where the time went in the processes of those who missed a goal; absent when it was not asked for.
   */
  readonly profiles?: readonly BenchProfile[];
}
/**
 * One run: its command and its machine.
 */
export interface BenchPart {
  /**
   * The command that made it.
   */
  readonly command: string;
  /**
   * Where it ran.
   */
  readonly machine: {
    /**
     * How many, and their model.
     */
    readonly processors: string;
    /**
     * Operating system and architecture.
     */
    readonly system: string;
    /**
     * The version of Node.
     */
    readonly node: string;
    /**
     * The load average of one minute when it began.
     */
    readonly loadBefore: number;
  };
  /**
   * How long it took.
   */
  readonly seconds: number;
}
/**
 * A case at one point.
 */
export interface BenchResult {
  /**
   * The name of the case.
   */
  readonly case: string;
  /**
   * What is measured.
   */
  readonly title: string;
  /**
   * The unit of the values.
   */
  readonly unit: string;
  /**
   * Whether more or less of it is better.
   */
  readonly better: "more" | "less";
  /**
   * What the point is a number of.
   */
  readonly axis: string;
  /**
   * The point: octets of a message, or how many there are.
   */
  readonly at: number;
  /**
   * One for each participant.
   *
   * @minItems 1
   */
  readonly rows: readonly BenchRow[];
}
/**
 * What one participant reached, round by round; the same place in each list is the same round.
 */
export interface BenchRow {
  /**
   * Its name.
   */
  readonly participant: string;
  readonly values: BenchRounds;
  /**
   * What else was seen, by name and unit.
   */
  readonly details: {
    readonly [k: string]: BenchRounds;
  };
}
/**
 * Of one process in one case at one point.
 */
export interface BenchProfile {
  /**
   * The name of the case.
   */
  readonly case: string;
  /**
   * The point.
   */
  readonly at: number;
  /**
   * Whose process.
   */
  readonly participant: string;
  /**
   * What the process does.
   */
  readonly role: string;
  /**
   * The functions in which most of its time was spent, the most first; without the time in which it waited.
   */
  readonly top: readonly BenchProfilePart[];
}
/**
 * A function, or what the engine does by itself.
 */
export interface BenchProfilePart {
  /**
   * Its name, and its file.
   */
  readonly name: string;
  /**
   * Its part of the time, without that of what it calls.
   */
  readonly share: number;
}
