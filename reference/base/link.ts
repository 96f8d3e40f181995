/** Links: connections as a transport of octets offers them. The transport implements {@link Link}; what reads the octets implements {@link LinkListener}. */

/** One side of an open connection. Outputs go in; nothing comes back but whether there is room for more. */
export interface Link {
  /** The network address of the other end, without its port; empty when it has none. */
  readonly remoteAddress: string;
  /**
   * Writes `head` and then `body`. `head` is valid during the call only; `body` may be kept until it is sent.
   * Gives false when the link holds as many octets as it should; {@link LinkListener.drained} follows.
   */
  write(head: Uint8Array, body: Uint8Array | undefined): boolean;
  /** Stops the octets that come in, until {@link resume}. */
  pause(): void;
  resume(): void;
  /** Sends what was written, for at most `flushMs` milliseconds (below zero: for ever), then ends the connection. The listener hears nothing more. */
  end(flushMs: number): void;
}

export interface LinkListener {
  octets(chunk: Uint8Array, nowMs: number): void;
  drained(): void;
  /** The connection is gone; `error` is the platform's code when it did not end in order. */
  ended(nowMs: number, error?: string): void;
}
