/** The table of socket types: each is a row (28/REQREP; 37/ZMTP, Socket Semantics). New types are new rows, made of the same strategies. */

export type SocketType = "REQ" | "REP" | "DEALER" | "ROUTER";

/** How a message finds its peers. */
export type OutgoingStrategy =
  /** The next available peer in turn. */
  | "round-robin"
  /** The peer that the first part names. */
  | "by-identity"
  /** In turn, and then no other peer counts until the reply is there. */
  | "lock-step-request"
  /** The peer whose request is being answered. */
  | "lock-step-reply";

/** How the messages of several peers become one sequence. */
export type IncomingStrategy =
  /** One message of each peer in turn. */
  | "fair-queue"
  /** Only the reply of the peer that was asked. */
  | "asked-peer";

/** What happens to a message for a peer whose queue is full. */
export type WhenFull = "block" | "drop";

/** What the socket adds to a message of the application, and takes off again. */
export type Envelope = "none" | "delimiter" | "return-path" | "identity";

export interface SocketTypeRow {
  /** The socket types with which this one may be connected. */
  readonly peers: readonly string[];
  readonly outgoing: OutgoingStrategy;
  readonly incoming: IncomingStrategy;
  readonly whenFull: WhenFull;
  readonly envelope: Envelope;
  /** The least number of parts of a message that the application sends. */
  readonly partsAtLeast: number;
}

/**
 * @requirement metadata.socket-type-pairs
 * @requirement request-reply.router-one-part
 */
export const socketTypes = {
  REQ: { peers: ["REP", "ROUTER"], outgoing: "lock-step-request", incoming: "asked-peer", whenFull: "block", envelope: "delimiter", partsAtLeast: 1 },
  REP: { peers: ["REQ", "DEALER"], outgoing: "lock-step-reply", incoming: "fair-queue", whenFull: "drop", envelope: "return-path", partsAtLeast: 1 },
  DEALER: { peers: ["REP", "DEALER", "ROUTER"], outgoing: "round-robin", incoming: "fair-queue", whenFull: "block", envelope: "none", partsAtLeast: 1 },
  ROUTER: { peers: ["REQ", "DEALER", "ROUTER"], outgoing: "by-identity", incoming: "fair-queue", whenFull: "drop", envelope: "identity", partsAtLeast: 2 },
} as const satisfies Record<SocketType, SocketTypeRow>;
