/** Messages as applications write and read them. */
import type { Message } from "../base/message.ts";
import { asBuffer, octetsOfPart, type PartLike } from "../transports/buffers.ts";

/** What {@link Socket.send} takes: a part, or all parts of a message. Do not change their octets before they are sent. */
export type MessageLike = PartLike | readonly PartLike[];

/** Undefined when a part is of no type that {@link PartLike} names. */
export function messageOf(message: MessageLike): Message | undefined {
  const parts = Array.isArray(message) ? (message as readonly PartLike[]) : [message as PartLike];
  const octets: Uint8Array[] = [];
  for (const part of parts) {
    const some = octetsOfPart(part);
    if (some === undefined) return undefined;
    octets.push(some);
  }
  return octets;
}

export function buffersOf(message: Message): Buffer[] {
  return message.map(asBuffer);
}
