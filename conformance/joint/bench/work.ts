/** What a process of a measurement is to do, and what it says: the words between the bench and its programs. */

/**
 * What binds: PULL, ROUTER, REP, PUB, and of those with two names both. What measures: PULL, ROUTER, REQ, SUB, CLIENT, and those with two names, which are two sockets of one
 * process. CLIENT makes connections one after the other; QUEUE sends to nobody; NEWS is a publisher whose subscriber does not read; TOPICS is one that takes in subscriptions and
 * then sends what nobody wants; START sends itself its first message.
 */
export type Role =
  "PUSH" | "PULL" | "DEALER" | "ROUTER" | "REQ" | "REP" | "PUB" | "SUB" | "PUSH+PULL" | "DEALER+ROUTER" | "CLIENT" | "QUEUE" | "NEWS" | "TOPICS" | "START";

/** Messages one by one (`await send`, `for await`), or many with one call. */
export type Form = "single" | "batch";

/** Keys as 40 characters of Z85; what binds has those of the server. */
export interface Keys {
  readonly serverPublic: string;
  readonly serverSecret: string;
  readonly clientPublic: string;
  readonly clientSecret: string;
}

export interface Work {
  readonly role: Role;
  readonly endpoint: string;
  /** Octets of a message. */
  readonly size: number;
  /** Nothing counts before as many messages (round trips, connections) as this have flowed, and before this time has passed since the first, in milliseconds. */
  readonly warmMessages: number;
  readonly warmMs: number;
  /** How long what counts is counted, in milliseconds. */
  readonly measureMs: number;
  /** Subscribers of SUB, subscriptions of TOPICS, messages of QUEUE and NEWS, connections that CLIENT makes at once; else 1. */
  readonly count: number;
  readonly keys?: Keys;
}

/** Processor time of a process while messages counted. */
export interface Spent {
  readonly messages: number;
  readonly userSeconds: number;
  readonly systemSeconds: number;
}

/** What a program that measures found in its window; of round trips also how long they took. */
export interface Found extends Spent {
  readonly seconds: number;
  readonly medianUs?: number;
  readonly p99Us?: number;
  readonly p999Us?: number;
}
