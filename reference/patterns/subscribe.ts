/** SUB and XSUB: ask publishers for the messages that begin with a topic, and take them in turn (29/PUBSUB). */
import type { Admission } from "../base/carrier.ts";
import type { Message } from "../base/message.ts";
import { EMPTY } from "../base/octets.ts";
import { subscriptionOf, type Subscription } from "../base/subscription.ts";
import { FairQueue } from "./fair-queue.ts";
import { ADMITTED, type Pattern, type PatternContext, type Pipe, type ReceiveOutcome, type SendOutcome } from "./pattern.ts";
import { Topics } from "./topics.ts";

export class Subscribe implements Pattern {
  readonly #context: PatternContext;
  /** How often the application subscribes to each topic. */
  readonly #topics: Topics<number>;
  readonly #pipes = new Set<Pipe>();
  readonly #incoming = new FairQueue();
  /** Only what the socket subscribes to is delivered; otherwise all that publishers send. */
  readonly #filters: boolean;
  /** A message that was taken from its pipe and waits for the application. */
  #next: Message | undefined;

  constructor(context: PatternContext) {
    this.#context = context;
    this.#topics = new Topics(context.random);
    this.#filters = context.row.incoming === "fair-queue-matching";
  }

  get writable(): boolean {
    return this.#context.row.outgoing !== "none";
  }

  get readable(): boolean {
    return this.#fetch() !== undefined;
  }

  attach(pipe: Pipe): void {
    this.#pipes.add(pipe);
  }

  admit(): Admission {
    return ADMITTED;
  }

  /** @requirement publish-subscribe.resubscribe */
  connected(pipe: Pipe): void {
    for (const [topic] of this.#topics) pipe.subscribe({ type: "subscribe", topic });
  }

  drained(): void {
    // What waits goes out by the pipe itself.
  }

  lost(): void {
    // The next connection begins with all subscriptions.
  }

  detach(pipe: Pipe): void {
    this.#pipes.delete(pipe);
  }

  arrived(pipe: Pipe): void {
    this.#incoming.arrived(pipe);
  }

  /**
   * Publishers are told of a topic's first subscription and of the end of its last.
   *
   * @requirement publish-subscribe.subscribe-once
   * @requirement publish-subscribe.cancel-last
   * @requirement publish-subscribe.cancel-sent
   */
  subscribe(subscription: Subscription): void {
    const { type, topic } = subscription;
    const count = this.#topics.get(topic) ?? 0;
    if (type === "subscribe") this.#topics.set(topic, count + 1);
    else if (count > 1) this.#topics.set(topic, count - 1);
    else this.#topics.delete(topic);
    if (type === "subscribe" ? count === 0 : count === 1) for (const pipe of this.#pipes) pipe.subscribe(subscription);
  }

  /**
   * @requirement publish-subscribe.sub-no-send
   * @requirement publish-subscribe.xsub-subscribe
   * @requirement publish-subscribe.xsub-upstream
   */
  send(message: Message): SendOutcome {
    if (this.#context.row.outgoing === "none") return "unsupported";
    if (message.length < this.#context.row.partsAtLeast) return "invalid";
    const subscription = subscriptionOf(message);
    if (subscription !== undefined) this.subscribe(subscription);
    else for (const pipe of this.#pipes) if (pipe.writable) pipe.write(message);
    return undefined;
  }

  receive(): ReceiveOutcome {
    const message = this.#fetch();
    this.#next = undefined;
    return message ?? "would-block";
  }

  /** The message that the application gets next, if there is any; it stays. */
  #fetch(): Message | undefined {
    while (this.#next === undefined || !this.#wants(this.#next)) {
      this.#next = this.#incoming.next();
      if (this.#next === undefined) return undefined;
    }
    return this.#next;
  }

  /**
   * @requirement publish-subscribe.sub-filter
   * @requirement publish-subscribe.xsub-filter
   */
  #wants(message: Message): boolean {
    return !this.#filters || this.#topics.has(message[0] ?? EMPTY) !== this.#context.options.invertMatching;
  }
}
