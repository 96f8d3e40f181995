/** The NULL mechanism: a READY command each way, and no protection (37/ZMTP, The NULL Security Mechanism). Mirrors spec/security/null.md and spec/wire/handshake.md. */
import type { Question, Verdict } from "../base/authentication.ts";
import { ImpossibleError, PeerError, type RequirementId } from "../base/errors.ts";
import { EMPTY } from "../base/octets.ts";
import { decodeErrorReason, encodeCommand, type Command } from "../wire/commands.ts";
import { decodeMetadata, type Metadata } from "../wire/metadata.ts";
import type { HandshakeStep, Mechanism, MechanismFactory } from "./mechanism.ts";
import { denial } from "./roles.ts";

export type NullRole = "connecting" | "binding" | "asking";
export type NullEvent = "start" | "ready" | "error" | "other" | "accepted" | "refused";
type NullCell = { readonly do: "wait" | "announce" | "complete" | "announce-and-complete" | "ask" | "deny" | "reject" } | { readonly refuse: RequirementId };

const undecided = { refuse: "handshake.unexpected-command" } as const;

/**
 * The whole mechanism. The connecting peer speaks first; the binding peer looks at what it hears before it answers, so that it can answer with an ERROR. An asking peer is a binding
 * one that lets an authenticator decide in between.
 *
 * @requirement handshake.connecting-first
 * @requirement handshake.binding-replies
 * @requirement handshake.any-order
 * @requirement zap.null-asks
 * @requirement zap.null-without-domain
 */
export const nullMachine = {
  connecting: {
    start: { do: "announce" },
    ready: { do: "complete" },
    error: { do: "reject" },
    other: { refuse: "handshake.unexpected-command" },
    accepted: undecided,
    refused: undecided,
  },
  binding: {
    start: { do: "wait" },
    ready: { do: "announce-and-complete" },
    error: { do: "reject" },
    other: { refuse: "handshake.unexpected-command" },
    accepted: undecided,
    refused: undecided,
  },
  asking: {
    start: { do: "wait" },
    ready: { do: "ask" },
    error: { do: "reject" },
    other: { refuse: "handshake.unexpected-command" },
    accepted: { do: "announce-and-complete" },
    refused: { do: "deny" },
  },
} as const satisfies Record<NullRole, Record<NullEvent, NullCell>>;

/**
 * @requirement null.as-server-zero
 * @requirement null.as-server-ignored
 * @requirement greeting.mechanism-name
 * @requirement null.clear-messages
 */
export const nullMechanism: MechanismFactory = (binding, metadata) => new NullMechanism(binding ? "binding" : "connecting", metadata);

/** NULL whose binding side lets the authenticator decide. */
export const askingNullMechanism: MechanismFactory = (binding, metadata) => new NullMechanism(binding ? "asking" : "connecting", metadata);

class NullMechanism implements Mechanism {
  readonly name = "NULL";
  readonly asServer = false;
  readonly tellsErrors = true;
  readonly #row: Record<NullEvent, NullCell>;
  readonly #ready: readonly Uint8Array[];
  /** What the peer announced, while the authenticator decides. */
  #announced: Metadata = new Map();

  constructor(role: NullRole, metadata: Uint8Array) {
    this.#row = nullMachine[role];
    this.#ready = [encodeCommand("READY", metadata)];
  }

  start(): readonly Uint8Array[] {
    return "do" in this.#row.start && this.#row.start.do === "announce" ? this.#ready : [];
  }

  receive(command: Command): HandshakeStep {
    const cell = this.#row[events.get(command.name) ?? "other"];
    if ("refuse" in cell) throw new PeerError(cell.refuse, `${command.name} in the handshake`);
    switch (cell.do) {
      case "complete":
        return { type: "complete", metadata: decodeMetadata(command.data), send: [] };
      case "announce-and-complete":
        return { type: "complete", metadata: decodeMetadata(command.data), send: this.#ready };
      case "ask":
        this.#announced = decodeMetadata(command.data.slice());
        return { type: "ask", question: questionOf(this.#announced) };
      case "deny":
        throw new ImpossibleError("a denial without a verdict");
      case "reject":
        return { type: "rejected", reason: decodeErrorReason(command.data) };
      case "announce":
        return { type: "continue", send: this.#ready };
      case "wait":
        return { type: "continue", send: [] };
    }
  }

  decided(verdict: Verdict): HandshakeStep {
    const cell = this.#row[verdict.type];
    if (!("do" in cell)) throw new ImpossibleError("a verdict that nobody asked for");
    return cell.do === "deny" ? denial(verdict) : { type: "complete", metadata: this.#announced, send: this.#ready };
  }
}

/** @requirement zap.null-credentials */
function questionOf(metadata: Metadata): Question {
  return { mechanism: "NULL", credentials: [], identity: metadata.get("identity") ?? EMPTY };
}

const events: ReadonlyMap<string, NullEvent> = new Map([
  ["READY", "ready"],
  ["ERROR", "error"],
]);
