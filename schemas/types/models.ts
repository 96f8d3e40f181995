/** The data that schemas/models.schema.json describes. Generated from it: do not edit. */

/**
 * What was checked of the formal models: which text, how far, with which tool, what held, and which faulty models were found.
 */
export interface ModelsFile {
  /**
   * The format and its version.
   */
  readonly format: "patternwire-models/1";
  /**
   * What makes this file.
   */
  readonly command: string;
  /**
   * The seed of sampled runs and of replays.
   */
  readonly seed: number;
  /**
   * One a model and a tool, in the order of the catalogue.
   */
  readonly results: readonly ModelResult[];
}
/**
 * One model by one tool.
 */
export interface ModelResult {
  /**
   * Its name in spec/models.
   */
  readonly model: string;
  /**
   * The tool; replay is the model's traces on implementations.
   */
  readonly tool: "quint" | "spin" | "replay";
  /**
   * The version of the tool.
   */
  readonly version: string;
  /**
   * The first 16 hexadecimal digits of SHA-256 of what was checked: the text of the model, the bounds, the faulty models.
   */
  readonly fingerprint: string;
  /**
   * The properties, each as often as there are sizes.
   *
   * @minItems 1
   */
  readonly checks: readonly ModelCheck[];
  /**
   * The faulty models that were found, by id.
   */
  readonly mutants: readonly ModelMutantFound[];
  readonly volatile: ModelCost;
}
/**
 * A property that holds.
 */
export interface ModelCheck {
  /**
   * Its name in the text; of a replay, whose sockets it was played on.
   */
  readonly property: string;
  /**
   * How far it was explored.
   */
  readonly bound: string;
  /**
   * States that Spin stored, runs that Quint sampled, or steps that were replayed.
   */
  readonly states: number;
}
/**
 * A faulty model that breaks its property.
 */
export interface ModelMutantFound {
  /**
   * Its id in the catalogue.
   */
  readonly id: string;
  /**
   * The property that it breaks.
   */
  readonly breaks: string;
}
/**
 * What differs from run to run.
 */
export interface ModelCost {
  /**
   * How long it took, of one processor.
   */
  readonly seconds: number;
}
