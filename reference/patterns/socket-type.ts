/** The table of socket types: each is a row (28/REQREP; 29/PUBSUB; 30/PIPELINE; 31/EXPAIR; 37/ZMTP, Socket Semantics). New types are new rows, made of the same strategies. */

export type SocketType = "REQ" | "REP" | "DEALER" | "ROUTER" | "PUB" | "XPUB" | "SUB" | "XSUB" | "PUSH" | "PULL" | "PAIR";

/** How a message finds its peers. */
export type OutgoingStrategy =
  /** The next available peer in turn. */
  | "round-robin"
  /** The peer that the first part names. */
  | "by-identity"
  /** Every peer; where peers subscribe, every one with a subscription that matches. */
  | "fan-out"
  /** The only peer. */
  | "exclusive"
  /** The socket does not send. */
  | "none"
  /** In turn, and then no other peer counts until the reply is there. */
  | "lock-step-request"
  /** The peer whose request is being answered. */
  | "lock-step-reply";

/** How the messages of several peers become one sequence. */
export type IncomingStrategy =
  /** One message of each peer in turn. */
  | "fair-queue"
  /** Only the reply of the peer that was asked. */
  | "asked-peer"
  /** As fair-queue, and what no subscription matches is dropped. */
  | "fair-queue-matching"
  /** The socket does not receive. */
  | "none";

/** What happens to a message for a peer whose queue is full. */
export type WhenFull = "block" | "drop";

/** What the socket adds to a message of the application, and takes off again. */
export type Envelope = "none" | "delimiter" | "return-path" | "identity";

/** Whether the socket subscribes, or its peers do. */
export type SubscriptionRole = "subscriber" | "publisher" | "none";

export interface SocketTypeRow {
  /** The socket types with which this one may be connected. */
  readonly peers: readonly string[];
  readonly outgoing: OutgoingStrategy;
  readonly incoming: IncomingStrategy;
  readonly whenFull: WhenFull;
  readonly envelope: Envelope;
  readonly subscriptions: SubscriptionRole;
  /** The least number of parts of a message that the application sends. */
  readonly partsAtLeast: number;
}

const plain = { subscriptions: "none", partsAtLeast: 1 } as const;
const publisher = { subscriptions: "publisher", partsAtLeast: 1 } as const;
const subscriber = { subscriptions: "subscriber", partsAtLeast: 1 } as const;

/**
 * @requirement metadata.socket-type-pairs
 * @requirement request-reply.router-one-part
 */
export const socketTypes = {
  REQ: { peers: ["REP", "ROUTER"], outgoing: "lock-step-request", incoming: "asked-peer", whenFull: "block", envelope: "delimiter", ...plain },
  REP: { peers: ["REQ", "DEALER"], outgoing: "lock-step-reply", incoming: "fair-queue", whenFull: "drop", envelope: "return-path", ...plain },
  DEALER: { peers: ["REP", "DEALER", "ROUTER"], outgoing: "round-robin", incoming: "fair-queue", whenFull: "block", envelope: "none", ...plain },
  ROUTER: {
    ...plain,
    peers: ["REQ", "DEALER", "ROUTER"],
    outgoing: "by-identity",
    incoming: "fair-queue",
    whenFull: "drop",
    envelope: "identity",
    partsAtLeast: 2,
  },
  PUB: { peers: ["SUB", "XSUB"], outgoing: "fan-out", incoming: "none", whenFull: "drop", envelope: "none", ...publisher },
  XPUB: { peers: ["SUB", "XSUB"], outgoing: "fan-out", incoming: "fair-queue", whenFull: "drop", envelope: "none", ...publisher },
  SUB: { peers: ["PUB", "XPUB"], outgoing: "none", incoming: "fair-queue-matching", whenFull: "drop", envelope: "none", ...subscriber },
  XSUB: { peers: ["PUB", "XPUB"], outgoing: "fan-out", incoming: "fair-queue", whenFull: "drop", envelope: "none", ...subscriber },
  PUSH: { peers: ["PULL"], outgoing: "round-robin", incoming: "none", whenFull: "block", envelope: "none", ...plain },
  PULL: { peers: ["PUSH"], outgoing: "none", incoming: "fair-queue", whenFull: "block", envelope: "none", ...plain },
  PAIR: { peers: ["PAIR"], outgoing: "exclusive", incoming: "fair-queue", whenFull: "block", envelope: "none", ...plain },
} as const satisfies Record<SocketType, SocketTypeRow>;
