/** A security mechanism: a small machine that takes the commands of the handshake and says what to send, until both peers know each other. */
import type { Command } from "../wire/commands.ts";
import type { Metadata } from "../wire/metadata.ts";

/** What the machine makes of a command. A command that breaks the mechanism's rules is a PeerError instead. */
export type HandshakeStep =
  | { readonly type: "continue"; readonly send: readonly Uint8Array[] }
  /** The peer is who it says. If the socket admits it, `send` goes out and the traffic begins. */
  | { readonly type: "complete"; readonly metadata: Metadata; readonly send: readonly Uint8Array[] }
  /** The peer sent an ERROR. */
  | { readonly type: "rejected"; readonly reason: string };

export interface Mechanism {
  /** As the greeting announces it. */
  readonly name: string;
  readonly asServer: boolean;
  /** The bodies of the commands to send when the greetings have been exchanged. */
  start(): readonly Uint8Array[];
  receive(command: Command): HandshakeStep;
}

/** Makes the machine of one connection. `binding` is true on the side that accepted it; `metadata` are the encoded properties to announce. */
export type MechanismFactory = (binding: boolean, metadata: Uint8Array) => Mechanism;
