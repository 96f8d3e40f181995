/** A security mechanism: a small machine that takes the commands of the handshake and says what to send, until both peers know each other. */
import type { Question, Verdict } from "../base/authentication.ts";
import type { RequirementId } from "../base/errors.ts";
import type { Command } from "../wire/commands.ts";
import type { Metadata } from "../wire/metadata.ts";

/** What the machine makes of a command. A command that breaks the mechanism's rules is a PeerError instead. */
export type HandshakeStep =
  | { readonly type: "continue"; readonly send: readonly Uint8Array[] }
  /** The authenticator has to decide; {@link Mechanism.decided} gets its verdict. */
  | { readonly type: "ask"; readonly question: Question }
  /** The peer is who it says. If the socket admits it, `send` goes out and the traffic begins, in the boxes of `cipher` if there is one. */
  | { readonly type: "complete"; readonly metadata: Metadata; readonly send: readonly Uint8Array[]; readonly cipher?: Cipher }
  /** The peer sent an ERROR. */
  | { readonly type: "rejected"; readonly reason: string }
  /** The peer is not welcome. `send` may tell it so. */
  | { readonly type: "denied"; readonly send: readonly Uint8Array[]; readonly requirement: RequirementId; readonly status?: 300 | 400 | 500 };

/** What protects the frames of the traffic. */
export interface Cipher {
  /** By how many octets the body on the wire is larger than the body that it protects. */
  readonly overhead: number;
  /** Of a frame with these flags, of which only MORE and COMMAND count, the body on the wire: `head`, which is valid until the next call, and behind it `box`. */
  seal(flags: number, body: Uint8Array): { readonly head: Uint8Array; readonly box: Uint8Array };
  /** The frame within a frame of the wire. Throws PeerError when it is not the peer's. */
  open(flags: number, body: Uint8Array): { readonly flags: number; readonly body: Uint8Array };
}

export interface Mechanism {
  /** As the greeting announces it. */
  readonly name: string;
  readonly asServer: boolean;
  /** Whether the peer may be told by an ERROR that its metadata do not fit. */
  readonly tellsErrors: boolean;
  /** The bodies of the commands to send when the greetings have been exchanged. */
  start(): readonly Uint8Array[];
  receive(command: Command): HandshakeStep;
  /** The answer to the question that was asked. */
  decided(verdict: Verdict): HandshakeStep;
}

/** Makes the machine of one connection. `binding` is true on the side that accepted it; `metadata` are the encoded properties to announce. */
export type MechanismFactory = (binding: boolean, metadata: Uint8Array) => Mechanism;
