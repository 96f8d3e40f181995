/**
 * Errors say who is at fault: the caller ({@link UsageError}), the peer ({@link PeerError}) or this library ({@link ImpossibleError}). What is nobody's fault, such
 * as a full queue, is a {@link Refusal}: a value, not an exception.
 */
import type { RequirementId } from "../../schemas/types/requirement-id.ts";

export type { RequirementId };

/** The caller asked for what cannot be. `code` is stable: EINVAL unless stated. */
export class UsageError extends Error {
  readonly code: string;
  constructor(message: string, code = "EINVAL") {
    super(message);
    this.name = "UsageError";
    this.code = code;
  }
}

/** The peer broke a statement; the connection closes. */
export class PeerError extends Error {
  readonly code = "ERR_PEER";
  /** The statement that the peer broke, or that says why its connection closes. */
  readonly requirement: RequirementId;
  constructor(requirement: RequirementId, detail: string) {
    super(`${detail} [${requirement}]`);
    this.name = "PeerError";
    this.requirement = requirement;
  }
}

/** A state that this library never reaches: its own fault. */
export class ImpossibleError extends Error {
  readonly code = "ERR_IMPOSSIBLE";
  constructor(message: string) {
    super(message);
    this.name = "ImpossibleError";
  }
}

/** Why a socket does not take or give a message now: wait, out of turn, no such peer, not a message for this type, or a type that never sends or receives. */
export type Refusal = "would-block" | "wrong-state" | "no-route" | "invalid" | "unsupported";
