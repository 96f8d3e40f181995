/** Messages as applications write and read them. */
import type { Message as Octets } from "../base/message.ts";
import { asBuffer, isPlatformOctets, octetsOfPart, type MessageLike, type PlatformOctets } from "../transports/buffers.ts";
import { UsageError } from "../base/errors.ts";
import type { ReceiveOptions, SendOptions } from "./option-values.ts";

/** One part of a message, as {@link Socket.receive} gives it: a Buffer; in a browser a Uint8Array. */
export type Message = PlatformOctets;

/** A socket that can send. */
export interface Writable extends SendOptions {
  send(message: MessageLike | readonly MessageLike[]): Promise<void>;
}

/** A socket that can receive. */
export interface Readable extends ReceiveOptions {
  receive(): Promise<Message[]>;
  [Symbol.asyncIterator](): AsyncIterator<Message[], undefined>;
}

export type { MessageLike };

/** Undefined when a part is of no type that {@link MessageLike} names. */
export function messageOf(message: MessageLike | readonly MessageLike[]): Octets | undefined {
  if (!Array.isArray(message)) {
    const part = octetsOfPart(message as MessageLike);
    return part === undefined ? undefined : [part];
  }
  const parts = message as readonly MessageLike[];
  const octets: Uint8Array[] = [];
  for (const part of parts) {
    const some = octetsOfPart(part);
    if (some === undefined) return undefined;
    octets.push(some);
  }
  return octets;
}

/** The same array, when its parts are Buffers already: nobody else keeps a message that was received. */
export function buffersOf(message: Octets): Message[] {
  const [first] = message;
  if (message.length === 1 && first !== undefined && isPlatformOctets(first)) return message as Message[];
  for (const part of message) if (!isPlatformOctets(part)) return message.map(asBuffer);
  return message as Message[];
}

export function noMessageError(): UsageError {
  return new UsageError("a part is a text, a number, null or octets");
}
