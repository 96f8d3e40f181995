/** The data that schemas/topologies.schema.json describes. Generated from it: do not edit. */

/**
 * What topologies of real processes did, and which laws held.
 */
export interface TopologiesFile {
  /**
   * The format and its version.
   */
  readonly format: "patternwire-topologies/1";
  /**
   * What makes this file.
   */
  readonly command: string;
  /**
   * One a topology.
   *
   * @minItems 1
   */
  readonly results: readonly TopologyRun[];
}
/**
 * One topology.
 */
export interface TopologyRun {
  /**
   * What was built.
   */
  readonly topology: "tree" | "bus";
  /**
   * Subscribers or clients.
   */
  readonly parties: number;
  /**
   * Devices in each layer, from the publisher down or from the clients on.
   *
   * @minItems 1
   */
  readonly layers: readonly number[];
  /**
   * Processes that were started.
   */
  readonly processes: number;
  /**
   * The versions of those that took part, by name.
   */
  readonly implementations: {
    readonly [k: string]: string;
  };
  /**
   * Messages or requests that were accepted.
   */
  readonly accepted: number;
  /**
   * Messages or replies that were delivered.
   */
  readonly delivered: number;
  /**
   * Not delivered to those below a forwarder that was gone.
   */
  readonly declaredLost: number;
  /**
   * How often each law was judged.
   *
   * @minItems 1
   */
  readonly laws: readonly TopologyLaw[];
  readonly limits: TopologyMachine;
  readonly volatile: TopologyCost;
}
/**
 * One law.
 */
export interface TopologyLaw {
  /**
   * Its id.
   */
  readonly law: string;
  /**
   * How often it was judged.
   */
  readonly judged: number;
  /**
   * How often it was broken.
   */
  readonly broken: number;
  /**
   * What broke it, told for a person.
   */
  readonly examples: readonly string[];
}
/**
 * The machine.
 */
export interface TopologyMachine {
  /**
   * How many.
   */
  readonly processors: number;
  /**
   * Memory in MiB.
   */
  readonly memoryMiB: number;
  /**
   * What was free of it, in MiB.
   */
  readonly freeMiB: number;
  /**
   * Open files that a process may have.
   */
  readonly openFiles: number;
}
/**
 * What differs from run to run.
 */
export interface TopologyCost {
  /**
   * How long it took.
   */
  readonly seconds: number;
}
