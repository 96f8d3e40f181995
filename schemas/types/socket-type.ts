/** The data that schemas/socket-type.schema.json describes. Generated from it: do not edit. */

/**
 * A socket type of 37/ZMTP, in capitals.
 */
export type SocketTypeName =
  | "REQ"
  | "REP"
  | "DEALER"
  | "ROUTER"
  | "PUB"
  | "XPUB"
  | "SUB"
  | "XSUB"
  | "PUSH"
  | "PULL"
  | "PAIR"
  | "CLIENT"
  | "SERVER"
  | "RADIO"
  | "DISH"
  | "SCATTER"
  | "GATHER"
  | "PEER"
  | "CHANNEL";

/**
 * A socket type of 37/ZMTP and the types with which it may be connected; for types that are specified in full, also the row of strategies of which its behaviour is made. model/socket-types.json is an array of them.
 */
export interface SocketTypeRow {
  readonly type: SocketTypeName;
  /**
   * The types with which it may be connected.
   *
   * @minItems 1
   */
  readonly peers: readonly SocketTypeName[];
  /**
   * The RFC that specifies the type.
   */
  readonly pattern: string;
  /**
   * True when that RFC is a draft.
   */
  readonly draft: boolean;
  readonly row?: SocketTypeStrategies;
}
/**
 * How the type behaves. Absent when no chapter of this specification says so yet.
 */
export interface SocketTypeStrategies {
  /**
   * How a message finds its peers: round-robin, the next available peer in turn; by-identity, the peer that the first part names; lock-step-request, in turn, and then no other peer counts until the reply is there; lock-step-reply, the peer whose request is being answered; fan-out, every peer, or every one with a subscription that matches where peers subscribe; exclusive, the only peer; none, the socket does not send.
   */
  readonly outgoing: "round-robin" | "by-identity" | "lock-step-request" | "lock-step-reply" | "fan-out" | "exclusive" | "none";
  /**
   * How the messages of several peers become one sequence: fair-queue, one message of each in turn; asked-peer, only the reply of the peer that was asked; fair-queue-matching, as fair-queue, and what no subscription matches is dropped; none, the socket does not receive.
   */
  readonly incoming: "fair-queue" | "asked-peer" | "fair-queue-matching" | "none";
  /**
   * What happens to a message for a peer whose queue is full.
   */
  readonly whenFull: "block" | "drop";
  /**
   * What the socket adds to a message of the application, and takes off again: none; delimiter, an empty frame in front; return-path, the frames of the request up to its first empty frame; identity, the identity of the peer as first part.
   */
  readonly envelope: "none" | "delimiter" | "return-path" | "identity";
  /**
   * Whether the socket subscribes (subscriber) or its peers do (publisher).
   */
  readonly subscriptions: "subscriber" | "publisher" | "none";
  /**
   * The least number of parts of a message that the application sends.
   */
  readonly partsAtLeast: number;
}
