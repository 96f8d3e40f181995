/**
 * A property: what holds for every input, and how to find out. It names the statements that it judges; a case that goes wrong breaks one of them, or was not
 * carried to the point where it could be judged.
 */
import type * as fc from "fast-check";
import type { RequirementId } from "../../schemas/types/requirement-id.ts";
import type { Level, Transport } from "./model.ts";
import type { Stage } from "./stage.ts";

export interface Property<Input> {
  /** `chapter/what-holds`. */
  readonly name: string;
  /** The statements that a passing property speaks for. */
  readonly judges: readonly RequirementId[];
  /** Socket types of the implementation that the property opens; without them it does not apply. */
  readonly socketTypes: readonly string[];
  /** Options that the implementation must have. */
  readonly options?: readonly string[];
  /** Default: tcp and ipc, since wire peers take part. */
  readonly transports?: readonly Transport[];
  readonly since?: "3.1";
  readonly hostile?: boolean;
  /** The property only applies when the implementation declared one of these values for the choice. */
  readonly when?: { readonly choice: RequirementId; readonly values: readonly string[] };
  /** Set when no barrier exists and a window of time stands in; says why. */
  readonly window?: string;
  /** Set when the peers differ by name only: a witness then names them in the order in which they first receive a message, since the implementation chooses it. */
  readonly peersAlike?: boolean;
  /** Inputs that are always tried, smallest first. */
  readonly cases: readonly Input[];
  /** Further inputs. Inputs are JSON, so that a witness carries them. */
  readonly arbitrary?: fc.Arbitrary<Input>;
  /** How many further inputs at each level; default 2, 10, 60. */
  readonly runs?: Readonly<Record<Level, number>>;
  /** Classes of inputs that a pass must have reached. */
  readonly classes?: Readonly<Record<string, (input: Input) => boolean>>;
  /** Plays one case. Throws `Violation`, `Unexpected` or `NotReached`. */
  readonly play: (stage: Stage, input: Input) => Promise<void>;
}

/** A property whose input type is known only to itself. */
export type AnyProperty = Property<never>;

/** Gives the property its input type and forgets it for the list. */
export function property<Input>(definition: Property<Input>): AnyProperty {
  return definition as unknown as AnyProperty;
}
