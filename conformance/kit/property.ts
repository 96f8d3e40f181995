/**
 * A property: what holds for every input, and how to find out. It names the statements that it judges; a case that goes wrong breaks one of them, or was not
 * carried to the point where it could be judged.
 */
import type * as fc from "fast-check";
import type { RequirementId } from "../../schemas/types/requirement-id.ts";
import { mechanismNames, type MechanismName } from "./security/mechanism.ts";
import type { Level, Transport } from "./model.ts";
import type { Shape } from "./shrink/shape.ts";
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
  /** Default: NULL only. Others where the peers' handshakes and frames go through the wire peer's mechanism. */
  readonly mechanisms?: readonly MechanismName[];
  /** Set when the case decides about peers as a ZAP handler. */
  readonly handler?: boolean;
  /** Set when the case changes what all sockets of the adapter share, such as the handler: it gets an adapter of its own. */
  readonly alone?: boolean;
  /** Set when its cases wait for times to pass rather than work: they are played side by side, and before those of others, which fill their time. */
  readonly waits?: boolean;
  readonly since?: "3.1";
  /** Set when it is over before versions matter, or about older ones: it shows something also of an implementation whose highest version is 2.0. */
  readonly ofAnyVersion?: boolean;
  readonly hostile?: boolean;
  /** The property only applies when the implementation declared one of these values for the choice. */
  readonly when?: { readonly choice: RequirementId; readonly values: readonly string[] };
  /** Set when no barrier exists and a window of time stands in; says why. */
  readonly window?: string;
  /** Set when the peers differ by name only: a witness then names them in the order in which they first receive a message, since the implementation chooses it. */
  readonly peersAlike?: boolean;
  /** Inputs that are always tried, smallest first. */
  readonly cases: readonly Input[];
  /** Further inputs that are tried one by one before any is drawn: all there are, as far as the level goes. */
  readonly enumerated?: (level: Level) => readonly Input[];
  /** Further inputs. Inputs are JSON, so that a witness carries them. */
  readonly arbitrary?: fc.Arbitrary<Input>;
  /** How an input that fails becomes smaller. A property with a generator has one. */
  readonly shape?: Shape;
  /** How many inputs are drawn at each level; default {@link defaultRuns}. */
  readonly runs?: Readonly<Record<Level, number>>;
  /** Classes of inputs that a pass must have reached; a property with a generator has some. */
  readonly classes?: Readonly<Record<string, (input: Input) => boolean>>;
  /** How many inputs of each class a pass must have reached at each level; default {@link defaultQuota} with a generator, else one. */
  readonly quota?: Readonly<Record<Level, number>>;
  /** Plays one case. Throws `Violation`, `Unexpected` or `NotReached`. */
  readonly play: (stage: Stage, input: Input) => Promise<void>;
}

/** Inputs that are drawn at each level. */
export const defaultRuns: Readonly<Record<Level, number>> = { quick: 2, standard: 10, full: 60 };

/** Inputs of each class at each level; a class that the draw left short is drawn for until it has them. */
export const defaultQuota: Readonly<Record<Level, number>> = { quick: 1, standard: 3, full: 15 };

/** A property whose input type is known only to itself. */
export type AnyProperty = Property<never>;

/** The same properties under every mechanism, but for those that say under which they hold. */
export function underEveryMechanism(properties: readonly AnyProperty[]): readonly AnyProperty[] {
  return properties.map((entry) => ({ mechanisms: mechanismNames, ...entry }));
}

/** The same properties over WebSocket too, but for those that say over what they hold. */
export function overWebSocketToo(properties: readonly AnyProperty[]): readonly AnyProperty[] {
  return properties.map((entry) => ({ transports: ["tcp", "ipc", "ws"], ...entry }));
}

/** Gives the property its input type and forgets it for the list. */
export function property<Input>(definition: Property<Input>): AnyProperty {
  return definition as unknown as AnyProperty;
}
