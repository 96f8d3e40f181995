/**
 * A mutant: a small change that breaks one statement. It is caught when a property that names the statement finds the statement broken. The change is one of the
 * reference's source, one of its table of socket types, or one of the octets that it sends.
 */
import type { RequirementId } from "../../schemas/types/requirement-id.ts";
import type { OctetFault } from "./octet-fault.ts";

export interface Fault {
  /** Unique; `chapter-what-it-does`. */
  readonly id: string;
  readonly breaks: RequirementId;
  /** What the implementation then does, in one sentence. */
  readonly does: string;
}

/** A text of the source that is replaced by another one. */
export interface SourceMutant extends Fault, Change {
  /** A second change, where the first would be hidden by another check in front of it. */
  readonly also?: Change;
}

export interface Change {
  /** The source file, relative to `reference/`. */
  readonly file: string;
  /** Text that stands exactly once in the file. */
  readonly find: string;
  readonly replace: string;
}

/** A cell of the table of socket types with another value. */
export interface TableMutant extends Fault {
  readonly row: string;
  readonly column: "peers" | "outgoing" | "incoming" | "whenFull" | "envelope" | "subscriptions" | "partsAtLeast";
  readonly value: unknown;
}

/** Octets of the reference that are changed on the way. */
export type OctetMutant = OctetFault & { readonly breaks: RequirementId };

export type Mutant = SourceMutant | TableMutant | OctetMutant;
