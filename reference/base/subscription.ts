/** Subscriptions: what a subscriber asks of a publisher, and the message that says the same (29/PUBSUB; 23/ZMTP and 37/ZMTP, Publish-Subscribe). */
import type { Message } from "./message.ts";

export interface Subscription {
  /** The messages shall come, or this wish is taken back. */
  readonly type: "subscribe" | "cancel";
  /** The octets with which the first part of a message begins; none for every message. */
  readonly topic: Uint8Array;
}

/** The one part that stands for a subscription where there are only messages: an octet 1 or 0, then the topic. */
export function subscriptionPart({ type, topic }: Subscription): Uint8Array {
  const part = new Uint8Array(1 + topic.length);
  part[0] = type === "subscribe" ? 1 : 0;
  part.set(topic, 1);
  return part;
}

/**
 * The subscription for which a message stands; a message of several parts stands for none.
 *
 * @requirement publish-subscribe.single-frame
 * @requirement publish-subscribe.accepts-messages
 */
export function subscriptionOf(message: Message): Subscription | undefined {
  const [part] = message;
  if (part === undefined || message.length > 1) return undefined;
  if (part[0] === 1) return { type: "subscribe", topic: part.subarray(1) };
  return part[0] === 0 ? { type: "cancel", topic: part.subarray(1) } : undefined;
}
