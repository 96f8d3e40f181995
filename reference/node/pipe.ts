/** The double queue of one peer: what waits to be sent and what waits to be read, each with its limit (28/REQREP). */
import type { Carrier } from "../base/carrier.ts";
import type { Message } from "../base/message.ts";
import { Queue } from "../base/queue.ts";
import type { Subscription } from "../base/subscription.ts";
import type { Pipe } from "../patterns/pattern.ts";

export interface PipeLimits {
  /** The most messages that wait to be sent; zero means no limit. */
  readonly sendHighWaterMark: number;
  /** The most messages that wait to be read; zero means no limit. */
  readonly receiveHighWaterMark: number;
  /** Of the messages that wait, the newest takes the place of all others, in each direction. */
  readonly conflate: boolean;
}

/**
 * @requirement sockets.queue-limit
 * @requirement sockets.accepted-is-sent
 * @requirement sockets.no-duplicates
 * @requirement sockets.queues-independent
 * @requirement sockets.received-before-close
 * @requirement publish-subscribe.full-receiver
 * @requirement options.conflate
 */
export class NodePipe implements Pipe {
  readonly #outgoing = new Queue<Message>();
  readonly #incoming = new Queue<Message>();
  /** The connections on which the incoming messages came, oldest first, each with its number of messages. */
  readonly #origins: { readonly connection: number; count: number }[] = [];
  readonly #limits: PipeLimits;
  readonly #dismiss: (pipe: NodePipe) => void;
  #carrier: Carrier | undefined;
  /** The carrier takes more. */
  #flowing = false;
  /** The carrier was told to wait, since the incoming queue was full. */
  #held = false;
  #connection = 0;
  readFrom = 0;

  /** `dismiss` ends the connection that serves the pipe. */
  constructor(limits: PipeLimits, dismiss: (pipe: NodePipe) => void) {
    this.#limits = limits;
    this.#dismiss = dismiss;
  }

  get writable(): boolean {
    const { sendHighWaterMark, conflate } = this.#limits;
    return conflate || (this.#flowing && this.#outgoing.length === 0) || sendHighWaterMark === 0 || this.#outgoing.length < sendHighWaterMark;
  }

  get readable(): boolean {
    return this.#incoming.length > 0;
  }

  get connection(): number {
    return this.#connection;
  }

  get waiting(): number {
    return this.#outgoing.length;
  }

  write(message: Message): void {
    if (this.#flowing && this.#carrier !== undefined && this.#outgoing.length === 0) this.#flowing = this.#carrier.send(message);
    else {
      if (this.#limits.conflate) this.#outgoing.clear();
      this.#outgoing.push(message);
    }
  }

  read(): Message | undefined {
    const message = this.#incoming.shift();
    const origin = this.#origins[0];
    if (message === undefined || origin === undefined) return undefined;
    this.readFrom = origin.connection;
    origin.count -= 1;
    if (origin.count === 0) this.#origins.shift();
    if (this.#held && this.#incoming.length * 2 <= this.#limits.receiveHighWaterMark) {
      this.#held = false;
      this.#carrier?.resume();
    }
    return message;
  }

  subscribe(subscription: Subscription): void {
    this.#carrier?.subscribe(subscription);
  }

  takeBack(): Message[] {
    const messages: Message[] = [];
    for (let message = this.#outgoing.shift(); message !== undefined; message = this.#outgoing.shift()) messages.push(message);
    return messages;
  }

  dismiss(): void {
    this.#dismiss(this);
  }

  /** A connection with this number serves the pipe from now on, and begins with what waits. */
  open(carrier: Carrier, connection: number): void {
    this.#carrier = carrier;
    this.#connection = connection;
    this.drained();
  }

  /** The connection is gone. What waits to be sent stays, and so does what can be read. */
  close(): void {
    this.#carrier = undefined;
    this.#connection = 0;
    this.#flowing = false;
    this.#held = false;
  }

  drained(): void {
    this.#flowing = this.#carrier !== undefined;
    while (this.#flowing && this.#carrier !== undefined) {
      const message = this.#outgoing.shift();
      if (message === undefined) return;
      this.#flowing = this.#carrier.send(message);
    }
  }

  receive(message: Message): void {
    if (this.#limits.conflate) this.forget();
    const last = this.#origins.at(-1);
    if (last?.connection === this.#connection) last.count += 1;
    else this.#origins.push({ connection: this.#connection, count: 1 });
    this.#incoming.push(message);
  }

  /** Whether the peer may send on; after a no, the carrier's resume follows. */
  admitMore(): boolean {
    const { receiveHighWaterMark } = this.#limits;
    this.#held = receiveHighWaterMark > 0 && this.#incoming.length >= receiveHighWaterMark;
    return !this.#held;
  }

  /** Drops what was received. */
  forget(): void {
    this.#incoming.clear();
    this.#origins.length = 0;
  }
}
