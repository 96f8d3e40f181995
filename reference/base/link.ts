/** Links: connections as a transport of octets offers them. The transport implements {@link Link}; what reads the octets implements {@link LinkListener}. */
import type { PeerError } from "./errors.ts";
import type { Allocate } from "./octets.ts";

/**
 * How a link cuts octets. stream: as it likes. The others have messages of their own: each write is one message, each call of {@link LinkListener.octets} brings a whole
 * one. commands: the handshake of a mechanism comes first. bare: there is none, only identities.
 */
export type LinkForm = "stream" | "commands" | "bare";

/** One side of an open connection. Outputs go in; nothing comes back but whether there is room for more. */
export interface Link {
  /** Absent for a stream. */
  readonly form?: LinkForm;
  /** The network address of the other end, without its port; empty when it has none. */
  readonly remoteAddress: string;
  /** Memory for what comes in pieces, where the platform has some that need not be cleared. */
  readonly allocate?: Allocate;
  /**
   * Writes `head` and then `body`. `head` is valid during the call only; `body` may be kept until it is sent.
   * Gives false when the link holds as many octets as it should; {@link LinkListener.drained} follows.
   */
  write(head: Uint8Array, body: Uint8Array | undefined): boolean;
  /** Stops the octets that come in, until {@link resume}. */
  pause(): void;
  resume(): void;
  /** Asks the other end for a sign of life, where the transport has one of its own; {@link LinkListener.alive} follows. */
  ping?(): void;
  /**
   * Sends what was written, for at most `flushMs` milliseconds (below zero: for ever), then ends the connection. The listener hears nothing more. `isViolation`: the peer broke a rule,
   * which some transports can say.
   */
  end(flushMs: number, isViolation?: boolean): void;
}

export interface LinkListener {
  octets(chunk: Uint8Array, nowMs: number): void;
  drained(): void;
  /** The other end lives, though no octets came. */
  alive(nowMs: number): void;
  /** What came is nothing that the transport can hand over; the link is to be ended. */
  offended(error: PeerError, nowMs: number): void;
  /** The connection is gone; `error` is the platform's code when it did not end in order. */
  ended(nowMs: number, error?: string): void;
}
