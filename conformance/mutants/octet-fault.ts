/**
 * A fault of octets: a small change of one unit of the stream, a greeting or a frame. The same entry serves twice: on the way from a correct implementation it is
 * a mutant, and in the hand of a wire peer it is an offence, on which the receiver's statement says what must happen.
 */
import type { RequirementId } from "../../schemas/types/requirement-id.ts";

/** What is changed: the greeting, the last frame of a message, a frame with MORE, any command, or the command of a name. */
export type UnitKind = "greeting" | "message" | "part" | "command" | "READY" | "PING" | "PONG" | "SUBSCRIBE" | "CANCEL" | "ERROR";

export interface OctetFault {
  readonly id: string;
  /** The sender's statement; nothing where the specification binds the receiver alone. */
  readonly breaks: RequirementId | null;
  /** The receiver's statement; nothing where a receiver cannot know. */
  readonly owed: RequirementId | null;
  /** What the sender does, in one sentence. */
  readonly does: string;
  readonly to: UnitKind;
  /** The octets to send in place of these. */
  readonly change: (octets: Uint8Array) => Uint8Array;
}

/** A unit of the stream, as it was encoded. */
export interface Unit {
  readonly octets: Uint8Array;
  readonly kind: "greeting" | "message" | "part" | "command";
  /** Of a command. */
  readonly name?: string;
}

/** The unit with the fault in it; other units as they are. */
export function withFault(fault: OctetFault, unit: Unit): Uint8Array {
  return fault.to === unit.kind || fault.to === unit.name ? fault.change(unit.octets) : unit.octets;
}
