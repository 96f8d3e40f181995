/**
 * Carriers: what brings the messages of one peer to a node and back. A ZMTP connection is a carrier over a link; an in-process connection is one by nature. The
 * carrier implements {@link Carrier}, the node implements {@link CarrierListener}.
 */
import type { PeerError, RequirementId } from "./errors.ts";
import type { Message } from "./message.ts";
import type { Subscription } from "./subscription.ts";

export interface Carrier {
  /** Takes the message in any case; gives false when it should get no more before {@link CarrierListener.drained}. */
  send(message: Message): boolean;
  /** Takes messages as {@link send} does, which other carriers get as well: they get the same array, so that it can be encoded once. */
  sendShared?(messages: readonly Message[]): boolean;
  /** Tells a publisher. */
  subscribe(subscription: Subscription): void;
  /** The listener has room again, after {@link CarrierListener.message} gave false. */
  resume(): void;
  /** Sends what it has, for at most `flushMs` milliseconds (below zero: for ever), and ends. The listener hears nothing more. */
  close(flushMs: number): void;
}

/** What a peer says of itself before the first message. */
export interface Peer {
  /** Absent when the peer announces none. */
  readonly socketType: string | undefined;
  /** Empty when the peer announces none. */
  readonly identity: Uint8Array;
}

/** Whether a socket accepts a peer. */
export type Admission =
  | { readonly type: "admitted" }
  | {
      readonly type: "refused";
      readonly requirement: RequirementId;
      /** Made of visible ASCII characters, for an ERROR command. */
      readonly reason: string;
      /** The peer may be accepted later: it gets no ERROR, after which it would not come again. */
      readonly forNow?: true;
    };

/** Why a carrier ended. */
export type CloseReason =
  | { readonly type: "violation"; readonly error: PeerError }
  /** We refused the peer and told it so. */
  | { readonly type: "refused"; readonly requirement: RequirementId; readonly reason: string }
  /** The authenticator did not admit the peer. */
  | { readonly type: "denied"; readonly requirement: RequirementId; readonly status?: 300 | 400 | 500 }
  /** The peer refused us in the handshake. */
  | { readonly type: "rejected"; readonly reason: string }
  | { readonly type: "expired"; readonly requirement: RequirementId }
  | { readonly type: "ended"; readonly error: string | undefined };

export interface CarrierListener {
  admit(peer: Peer): Admission;
  /** Both sides have admitted each other: messages may flow. */
  ready(): void;
  /** Gives false when it wants no more before {@link Carrier.resume}. */
  message(message: Message): boolean;
  /** The peer subscribes or cancels. Gives false as {@link message} does. */
  subscription(subscription: Subscription): boolean;
  drained(): void;
  closed(reason: CloseReason, nowMs: number): void;
}
