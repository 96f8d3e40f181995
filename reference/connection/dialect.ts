/** What differs between the forms of links: whether there is a greeting, how frames are cut, which commands there are, how subscriptions and signs of life are said. */
import type { LinkForm } from "../base/link.ts";
import type { Allocate } from "../base/octets.ts";
import { FrameDecoder, frameHeader, type FrameSink } from "../wire/framing.ts";
import { MessageDecoder, messageHeader } from "../wire/messages.ts";
import { commandEvent, type ConnectionEvent } from "./states.ts";

export interface Dialect {
  /** Whether the connection begins with greetings. */
  readonly greets: boolean;
  /** Whether commands can be sent. Without them the first frame of each side is its identity. */
  readonly hasCommands: boolean;
  header(flags: number, size: number): Uint8Array;
  decoder(sink: FrameSink, allocate?: Allocate): { push(octets: Uint8Array): void; resume(): void };
  /** What a command of this name is. */
  event(name: string): ConnectionEvent;
}

/** Messages know PING and subscriptions by other means than commands. */
const messages = {
  greets: false,
  header: messageHeader,
  event: (name: string): ConnectionEvent => (name === "READY" || name === "ERROR" ? commandEvent(name) : "other-command"),
} as const;

export const dialects: Readonly<Record<LinkForm, Dialect>> = {
  stream: { greets: true, hasCommands: true, header: frameHeader, decoder: (sink, allocate) => new FrameDecoder(sink, allocate), event: commandEvent },
  commands: { ...messages, hasCommands: true, decoder: (sink) => new MessageDecoder(sink, false) },
  bare: { ...messages, hasCommands: false, decoder: (sink) => new MessageDecoder(sink, true) },
};
