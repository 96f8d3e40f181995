/** The double queue of one peer: what waits to be sent and what waits to be read, each with its limit (28/REQREP). */
import type { Carrier } from "../base/carrier.ts";
import { limits } from "../base/limits.ts";
import type { Message } from "../base/message.ts";
import { Queue } from "../base/queue.ts";
import type { Subscription } from "../base/subscription.ts";
import type { Pipe } from "../patterns/pattern.ts";
import { frameSize } from "../wire/framing.ts";
import type { Gatherer, Sharing } from "./sharing.ts";

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
export class NodePipe implements Pipe, Gatherer {
  readonly #outgoing = new Queue<Message>();
  readonly #incoming = new Queue<Message>();
  /** How many incoming messages were read or forgotten, and from which on the next came on another connection; those that are past are not kept. */
  #taken = 0;
  readonly #changes: { readonly at: number; connection: number }[] = [];
  readonly #limits: PipeLimits;
  readonly #dismiss: (pipe: NodePipe) => void;
  readonly #sharing: Sharing | undefined;
  /** What the connection gets when it is handed on. */
  #gathered: Message[] = [];
  #gatheredSize = 0;
  #carrier: Carrier | undefined;
  /** The carrier takes more. */
  #flowing = false;
  /** The carrier was told to wait, since the incoming queue was full. */
  #held = false;
  #connection = 0;
  readFrom = 0;

  /** `dismiss` ends the connection that serves the pipe. With `sharing` the pipe is one of many that get the same. */
  constructor(pipeLimits: PipeLimits, dismiss: (pipe: NodePipe) => void, sharing?: Sharing) {
    this.#limits = pipeLimits;
    this.#dismiss = dismiss;
    this.#sharing = sharing;
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
    if (this.#sharing?.isOpen === true && this.#gather(message, this.#sharing)) return;
    if (this.#flowing && this.#carrier !== undefined && this.#outgoing.length === 0) this.#flowing = this.#carrier.send(message);
    else {
      if (this.#limits.conflate) this.#outgoing.clear();
      this.#outgoing.push(message);
    }
  }

  read(): Message | undefined {
    const message = this.#incoming.shift();
    if (message === undefined) return undefined;
    if (this.#changes.length > 0) this.#change();
    this.#taken += 1;
    if (this.#held && this.#incoming.length * 2 <= this.#limits.receiveHighWaterMark) {
      this.#held = false;
      this.#carrier?.resume();
    }
    return message;
  }

  handOn(): void {
    if (this.#gathered.length === 0) return;
    const messages = this.#sharing?.common(this.#gathered) ?? this.#gathered;
    this.#gathered = [];
    this.#gatheredSize = 0;
    if (this.#carrier?.sendShared !== undefined) this.#flowing = this.#carrier.sendShared(messages);
  }

  subscribe(subscription: Subscription): void {
    this.handOn();
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
    const at = this.#taken + this.#incoming.length;
    if (this.#changes.at(-1)?.at === at) this.#changes.pop();
    this.#changes.push({ at, connection });
    this.drained();
  }

  /** The connection is gone. What waits to be sent stays, and so does what can be read. */
  close(): void {
    this.#carrier = undefined;
    this.#connection = 0;
    this.#flowing = false;
    this.#held = false;
    this.#gathered = [];
    this.#gatheredSize = 0;
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
    this.#taken += this.#incoming.length;
    this.#incoming.clear();
  }

  /** The message that is read may be the first of another connection. */
  #change(): void {
    for (let next = this.#changes[0]; next !== undefined && next.at <= this.#taken; next = this.#changes[0]) {
      this.readFrom = next.connection;
      this.#changes.shift();
    }
  }

  /** Gives false when the message has to take its own way. */
  #gather(message: Message, sharing: Sharing): boolean {
    if (!this.#flowing || this.#outgoing.length > 0 || this.#carrier?.sendShared === undefined) return false;
    let size = 0;
    for (const part of message) size += frameSize(part.length);
    if (size > limits.sharedMessageSize) {
      this.handOn();
      return false;
    }
    if (this.#gathered.length === 0) sharing.join(this);
    this.#gathered.push(message);
    this.#gatheredSize += size;
    if (this.#gatheredSize >= limits.sharedSize) this.handOn();
    return true;
  }
}
