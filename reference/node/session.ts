/** A session: the time from the opening of one carrier to its end, with the pipe that it serves. */
import type { Answer, Question } from "../base/authentication.ts";
import type { Admission, Carrier, CloseReason, Peer } from "../base/carrier.ts";
import { ImpossibleError } from "../base/errors.ts";
import type { Message } from "../base/message.ts";
import type { Subscription } from "../base/subscription.ts";
import type { Pattern } from "../patterns/pattern.ts";
import type { Connection } from "../connection/connection.ts";
import type { ConnectionListener } from "../connection/options.ts";
import type { Endpoint } from "./endpoint.ts";
import type { NodeSink } from "./options.ts";
import type { NodePipe } from "./pipe.ts";

/** What a session needs from its node. */
export interface SessionOwner {
  readonly pattern: Pattern;
  readonly sink: NodeSink;
  admit(session: Session, peer: Peer): Admission;
  ready(session: Session): void;
  drained(session: Session): void;
  closed(session: Session, reason: CloseReason, nowMs: number): void;
}

export class Session implements ConnectionListener {
  readonly #owner: SessionOwner;
  /** The endpoint that asked for the connection; undefined when the connection was accepted. */
  readonly endpoint: Endpoint | undefined;
  /** The other end of the connection, for events. */
  readonly address: string;
  /** The network address of the other end, without its port; empty when it has none. */
  remoteAddress = "";
  /** Set when the peer is admitted; for an endpoint's session from the beginning. */
  pipe: NodePipe | undefined;
  /** Messages flow. */
  isReady = false;
  /** The session takes no new messages and ends when nothing waits, or at this time. */
  retireAtMs: number | undefined;
  /** Set when the carrier is a ZMTP connection, which has clocks. */
  connection: Connection | undefined;
  #carrier: Carrier | undefined;

  constructor(owner: SessionOwner, address: string, endpoint: Endpoint | undefined) {
    this.#owner = owner;
    this.address = address;
    this.endpoint = endpoint;
    this.pipe = endpoint?.pipe;
  }

  get carrier(): Carrier {
    if (this.#carrier === undefined) throw new ImpossibleError("a session without a carrier");
    return this.#carrier;
  }

  start(carrier: Carrier): void {
    this.#carrier = carrier;
  }

  admit(peer: Peer): Admission {
    return this.#owner.admit(this, peer);
  }

  ask(question: Question, answer: Answer): void {
    this.#owner.sink.ask(question, this.remoteAddress, answer);
  }

  ready(): void {
    this.isReady = true;
    this.#owner.ready(this);
  }

  message(message: Message): boolean {
    const pipe = this.pipe;
    if (pipe === undefined || this.retireAtMs !== undefined) return true;
    pipe.receive(message);
    this.#owner.pattern.arrived(pipe);
    this.#owner.sink.readable();
    return pipe.admitMore();
  }

  subscription(subscription: Subscription): boolean {
    const pipe = this.pipe;
    if (pipe === undefined || this.retireAtMs !== undefined) return true;
    this.#owner.pattern.subscription?.(pipe, subscription);
    this.#owner.sink.readable();
    return pipe.admitMore();
  }

  drained(): void {
    this.pipe?.drained();
    this.#owner.drained(this);
  }

  closed(reason: CloseReason, nowMs: number): void {
    this.#owner.closed(this, reason, nowMs);
  }

  wake(atMs: number): void {
    this.#owner.sink.wake(atMs);
  }
}
