/** What a process of a measurement is to do, and what it says: the words between the bench and its programs. */

/** What binds: PULL, ROUTER, REP and PUB. What measures: PULL, ROUTER, REQ and SUB. PIPE is a PUSH and a PULL within one process. */
export type Role = "PUSH" | "PULL" | "DEALER" | "ROUTER" | "REQ" | "REP" | "PUB" | "SUB" | "PIPE";

/** Messages one by one (`await send`, `for await`), or many with one call. */
export type Form = "single" | "batch";

export interface Work {
  readonly role: Role;
  readonly endpoint: string;
  /** Octets of a message. */
  readonly size: number;
  /** How long messages flow before they count, and how long they count, in milliseconds. */
  readonly warmMs: number;
  readonly measureMs: number;
  /** How many subscribers a SUB program has. */
  readonly peers: number;
}

/** What a program that receives found in its window; of round trips also how long they took. */
export interface Found {
  readonly messages: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly medianUs?: number;
  readonly p99Us?: number;
  readonly p999Us?: number;
}

/** What a program that sends did until it was stopped. */
export interface Sent {
  readonly messages: number;
  readonly cpuSeconds: number;
}
