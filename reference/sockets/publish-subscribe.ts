/** The socket types of publish–subscribe: {@link Publisher}, {@link Subscriber}, {@link XPublisher}, {@link XSubscriber} (29/PUBSUB). */
import type { PublisherOptions, ReceiveOptions, SendOptions, SubscriberOptions, XPublisherOptions } from "./option-values.ts";
import { UsageError } from "../base/errors.ts";
import { Socket, type SocketOptions } from "./socket.ts";

/* eslint-disable @typescript-eslint/no-unsafe-declaration-merging -- the options are properties that the table of options defines */

export interface Publisher extends SendOptions, PublisherOptions {}
export interface Subscriber extends ReceiveOptions, SubscriberOptions {}
export interface XPublisher extends SendOptions, ReceiveOptions, XPublisherOptions {}
export interface XSubscriber extends SendOptions, ReceiveOptions {}

/**
 * Sends each message to all subscribers whose topics it begins with. Never waits: a message for a subscriber whose queue is full is dropped. Receives nothing.
 *
 * @example
 * const socket = new Publisher();
 * await socket.bind("tcp://127.0.0.1:5556");
 * await socket.send(["weather.oslo", "cold"]);
 */
export class Publisher extends Socket {
  constructor(options: SocketOptions<Publisher> = {}) {
    super("PUB", options);
  }
}

/**
 * Receives the messages whose first part begins with a topic that it subscribes to. Sends nothing.
 *
 * @example
 * const socket = new Subscriber();
 * socket.connect("tcp://127.0.0.1:5556");
 * socket.subscribe("weather.");
 * for await (const [topic, text] of socket) console.log(String(topic), String(text));
 */
export class Subscriber extends Socket {
  constructor(options: SocketOptions<Subscriber> = {}) {
    super("SUB", options);
  }

  /** Asks for the messages that begin with any of these topics; without a topic, for all. Topics are counted: who subscribes twice has to unsubscribe twice. */
  subscribe(...topics: readonly (string | Uint8Array)[]): void {
    this.ask("subscribe", topics);
  }

  /** Takes {@link subscribe} back; without a topic, the subscription to all messages. */
  unsubscribe(...topics: readonly (string | Uint8Array)[]): void {
    this.ask("cancel", topics);
  }
}

/** A publisher that receives the subscriptions, as messages of one part: an octet 1 (subscribed) or 0 (cancelled), then the topic; and the other messages of its subscribers. */
export class XPublisher extends Socket {
  constructor(options: SocketOptions<XPublisher> = {}) {
    super("XPUB", options);
  }

  /**
   * With the option `manual`: subscribes the peer whose message was received last to these topics, whatever it asked for; without a topic, to all messages. When that peer is gone
   * nothing happens. Without `manual` it throws UsageError, ENOTSUP.
   *
   * @example
   * const socket = new XPublisher({ manual: true });
   * await socket.bind("tcp://127.0.0.1:5556");
   * for await (const [word] of socket) {
   *   if (word?.[0] === 1) socket.subscribe(`allowed.${String(word.subarray(1))}`);
   * }
   */
  subscribe(...topics: readonly (string | Uint8Array)[]): void {
    this.#decide("subscribe", topics);
  }

  /** Takes {@link subscribe} back, for the peer whose message was received last; without a topic, the subscription to all messages. */
  unsubscribe(...topics: readonly (string | Uint8Array)[]): void {
    this.#decide("cancel", topics);
  }

  #decide(type: "subscribe" | "cancel", topics: readonly (string | Uint8Array)[]): void {
    if (!this.manual) throw new UsageError("subscribers decide what they get: set the option manual to decide for them", "ENOTSUP");
    this.ask(type, topics);
  }
}

/** A subscriber that subscribes by sending: an octet 1 (subscribe) or 0 (cancel), then the topic, as one part. Other messages go to all publishers. */
export class XSubscriber extends Socket {
  constructor(options: SocketOptions<XSubscriber> = {}) {
    super("XSUB", options);
  }
}
