/** PUB and XPUB: each message goes to every subscriber that wants it, and never waits (29/PUBSUB). */
import { EMPTY } from "../base/octets.ts";
import type { Admission } from "../base/carrier.ts";
import type { Message } from "../base/message.ts";
import { subscriptionPart, type Subscription } from "../base/subscription.ts";
import { ArrivalQueue } from "./arrival-queue.ts";
import { ADMITTED, type Pattern, type PatternContext, type Pipe, type ReceiveOutcome, type SendOutcome } from "./pattern.ts";
import { Subscriptions, type Change } from "./subscriptions.ts";

export class Publish implements Pattern {
  readonly #context: PatternContext;
  /** What is sent by. */
  readonly #subscriptions: Subscriptions;
  /** What subscribers asked for while the application decides what of it takes effect. */
  readonly #asked: Subscriptions;
  readonly #pipes = new Set<Pipe>();
  readonly #incoming = new ArrivalQueue();
  /** Whether the application hears of subscriptions and gets what subscribers send. */
  readonly #tells: boolean;
  /** The subscriber whose message the application received last. */
  #last: Pipe | undefined;

  constructor(context: PatternContext) {
    this.#context = context;
    this.#subscriptions = new Subscriptions(context.random);
    this.#asked = new Subscriptions(context.random);
    this.#tells = context.row.incoming !== "none";
  }

  get writable(): boolean {
    return !this.#context.options.noDrop || [...this.#pipes].every((pipe) => pipe.writable);
  }

  get readable(): boolean {
    return this.#incoming.readable;
  }

  attach(): void {
    // A subscriber counts from its first subscription, or, when matching is inverted, from its connection.
  }

  admit(): Admission {
    return ADMITTED;
  }

  /** @requirement options.welcome */
  connected(pipe: Pipe): void {
    this.#pipes.add(pipe);
    const { welcomeMessage } = this.#context.options;
    if (welcomeMessage !== null) pipe.write([welcomeMessage]);
  }

  drained(): void {
    // What waits goes out by the pipe itself.
  }

  /**
   * What the subscriber wanted is unknown till it subscribes anew, so nothing is kept for it.
   *
   * @requirement publish-subscribe.connection-scope
   */
  lost(pipe: Pipe): void {
    this.detach(pipe);
    pipe.takeBack();
  }

  /** @requirement publish-subscribe.xpub-disconnect */
  detach(pipe: Pipe): void {
    this.#pipes.delete(pipe);
    if (this.#last === pipe) this.#last = undefined;
    const { manual } = this.#context.options;
    const told = (topic: Uint8Array, change: Change): void => {
      this.#tell(pipe, { type: "cancel", topic }, change);
    };
    this.#asked.drop(pipe, told);
    this.#subscriptions.drop(pipe, manual ? () => undefined : told);
  }

  /** With the option manual the application hears of everything, and nothing takes effect by itself. */
  subscription(pipe: Pipe, subscription: Subscription): void {
    const { manual } = this.#context.options;
    const change = apply(manual ? this.#asked : this.#subscriptions, pipe, subscription);
    this.#tell(pipe, subscription, manual ? "all" : change);
  }

  /** For the subscriber whose message was received last; when it is gone nothing happens. */
  subscribe(subscription: Subscription): void {
    if (this.#last !== undefined) apply(this.#subscriptions, this.#last, subscription);
  }

  /** @requirement publish-subscribe.pub-discards */
  arrived(pipe: Pipe): void {
    if (this.#tells) this.#incoming.arrived(pipe);
    else pipe.read();
  }

  /**
   * @requirement publish-subscribe.filter
   * @requirement publish-subscribe.match
   * @requirement publish-subscribe.never-blocks
   * @requirement publish-subscribe.full-dropped
   * @requirement options.no-drop
   * @requirement options.inverted
   */
  send(message: Message): SendOutcome {
    const [subject = EMPTY] = message;
    if (message.length < this.#context.row.partsAtLeast) return "invalid";
    const { invertMatching, noDrop } = this.#context.options;
    const matched = this.#subscriptions.match(subject);
    const chosen = invertMatching ? [...this.#pipes].filter((pipe) => !matched.has(pipe)) : [...matched.keys()];
    if (noDrop && !chosen.every((pipe) => pipe.writable)) return "would-block";
    for (const pipe of chosen) if (pipe.writable) pipe.write(message);
    return undefined;
  }

  /** @requirement publish-subscribe.pub-no-receive */
  receive(): ReceiveOutcome {
    if (!this.#tells) return "unsupported";
    const message = this.#incoming.next();
    if (message === undefined) return "would-block";
    const { from } = this.#incoming;
    this.#last = from !== undefined && this.#pipes.has(from) ? from : undefined;
    return message;
  }

  #tell(pipe: Pipe, subscription: Subscription, change: Change): void {
    if (!this.#tells || !isTold(subscription, change, this.#context.options.verbosity)) return;
    pipe.receive([subscriptionPart(subscription)]);
    this.#incoming.arrived(pipe);
  }
}

function apply(subscriptions: Subscriptions, pipe: Pipe, { type, topic }: Subscription): Change {
  return type === "subscribe" ? subscriptions.add(pipe, topic) : subscriptions.remove(pipe, topic);
}

/**
 * Without verbosity the application hears of a topic's first subscription and of the end of its last.
 *
 * @requirement publish-subscribe.xpub-subscription
 * @requirement publish-subscribe.xpub-cancellation
 * @requirement publish-subscribe.xpub-repeated
 * @requirement publish-subscribe.xpub-cancel-unknown
 * @requirement options.all-subscriptions
 * @requirement options.all-cancellations
 */
function isTold({ type }: Subscription, change: Change, verbosity: "allSubs" | "allSubsUnsubs" | null): boolean {
  if (change === "none") return false;
  return change === "all" || verbosity === "allSubsUnsubs" || (verbosity === "allSubs" && type === "subscribe");
}
