/** What a connection is told, and who listens to it. */
import type { Answer, Question } from "../base/authentication.ts";
import type { CarrierListener } from "../base/carrier.ts";
import type { MechanismFactory } from "../security/mechanism.ts";
import type { ClockOptions } from "./heartbeat.ts";
import type { ConnectionTable } from "./states.ts";

export type { MechanismFactory };

export interface ConnectionOptions extends ClockOptions {
  /** Whether this side accepted the connection. */
  readonly binding: boolean;
  readonly mechanism: MechanismFactory;
  /** The encoded properties to announce. */
  readonly metadata: Uint8Array;
  /** The time-to-live that each PING announces, in milliseconds. */
  readonly pingTimeToLiveMs: number;
  /** The limit for a message, in octets; below zero means none. */
  readonly maximumMessageSize: number;
  /** Messages that stand for subscriptions are taken as such. */
  readonly takesSubscriptions: boolean;
  /** Another table than that of states.ts. */
  readonly table?: ConnectionTable;
}

export interface ConnectionListener extends CarrierListener {
  /** The authenticator is to decide about the peer. The answer may come at once or later, or never. */
  ask(question: Question, answer: Answer): void;
  /** The connection's tick is to be called at this time at the latest. */
  wake(atMs: number): void;
}
