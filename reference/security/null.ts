/** The NULL mechanism: a READY command each way, and no protection (37/ZMTP, The NULL Security Mechanism). Mirrors spec/security/null.md and spec/wire/handshake.md. */
import { PeerError, type RequirementId } from "../base/errors.ts";
import { decodeErrorReason, encodeCommand, type Command } from "../wire/commands.ts";
import { decodeMetadata } from "../wire/metadata.ts";
import type { HandshakeStep, Mechanism, MechanismFactory } from "./mechanism.ts";

export type NullRole = "connecting" | "binding";
export type NullEvent = "start" | "ready" | "error" | "other";
type NullCell = { readonly do: "wait" | "announce" | "complete" | "announce-and-complete" | "reject" } | { readonly refuse: RequirementId };

/**
 * The whole mechanism. The connecting peer speaks first; the binding peer looks at what it hears before it answers, so that it can answer with an ERROR.
 *
 * @requirement handshake.connecting-first
 * @requirement handshake.binding-replies
 * @requirement handshake.any-order
 */
export const nullMachine = {
  connecting: { start: { do: "announce" }, ready: { do: "complete" }, error: { do: "reject" }, other: { refuse: "handshake.unexpected-command" } },
  binding: { start: { do: "wait" }, ready: { do: "announce-and-complete" }, error: { do: "reject" }, other: { refuse: "handshake.unexpected-command" } },
} as const satisfies Record<NullRole, Record<NullEvent, NullCell>>;

/**
 * @requirement null.as-server-zero
 * @requirement null.as-server-ignored
 * @requirement greeting.mechanism-name
 * @requirement null.clear-messages
 */
export const nullMechanism: MechanismFactory = (binding, metadata) => new NullMechanism(binding ? "binding" : "connecting", metadata);

class NullMechanism implements Mechanism {
  readonly name = "NULL";
  readonly asServer = false;
  readonly #row: Record<NullEvent, NullCell>;
  readonly #ready: readonly Uint8Array[];

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
      case "reject":
        return { type: "rejected", reason: decodeErrorReason(command.data) };
      case "announce":
        return { type: "continue", send: this.#ready };
      case "wait":
        return { type: "continue", send: [] };
    }
  }
}

const events: ReadonlyMap<string, NullEvent> = new Map([
  ["READY", "ready"],
  ["ERROR", "error"],
]);
