/** Envelopes: what request–reply sockets put before a message so that its answer finds the way back (28/REQREP). */
import type { Message } from "../base/message.ts";
import { sameOctets } from "../base/octets.ts";

export interface Opened {
  /** The frames up to and including the first empty one. */
  readonly envelope: Message;
  readonly body: Message;
}

/**
 * Divides a message behind its first empty frame. Undefined when there is none, or nothing behind it.
 *
 * @requirement request-reply.rep-strip
 * @requirement request-reply.rep-malformed
 */
export function openEnvelope(message: Message): Opened | undefined {
  const delimiter = message.findIndex((part) => part.length === 0);
  if (delimiter < 0 || delimiter === message.length - 1) return undefined;
  return { envelope: message.slice(0, delimiter + 1), body: message.slice(delimiter + 1) };
}

/**
 * The body of a reply that begins with these frames. Undefined when it does not, or when nothing follows them.
 *
 * @requirement request-reply.req-strip
 * @requirement request-reply.req-malformed
 */
export function bodyBehind(message: Message, envelope: Message): Message | undefined {
  if (message.length <= envelope.length) return undefined;
  const begins = envelope.every((frame, index) => sameOctets(frame, message[index] ?? frame));
  return begins ? message.slice(envelope.length) : undefined;
}
