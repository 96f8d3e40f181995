/** What the tests of patterns share: pipes whose other end is the test. */
import { expect } from "vitest";
import type { Message } from "../base/message.ts";
import { octetsOf, textOf } from "../base/octets.ts";
import type { Subscription } from "../base/subscription.ts";
import { createPattern } from "./create.ts";
import type { Pattern, PatternOptions, Pipe, ReceiveOutcome } from "./pattern.ts";
import { socketTypes, type SocketType } from "./socket-type.ts";

const plain: PatternOptions = {
  ...{ correlate: false, relaxed: false, mandatory: false, handover: false },
  ...{ invertMatching: false, noDrop: false, manual: false, verbosity: null, welcomeMessage: null },
};

export function patternOf(type: SocketType, options: Partial<PatternOptions> = {}): Pattern {
  return createPattern({ row: socketTypes[type], options: { ...plain, ...options }, random: () => 1 });
}

/** A pipe whose other end is the test. */
export class FakePipe implements Pipe {
  readonly sent: string[] = [];
  readonly incoming: Message[] = [];
  room = Infinity;
  connection = 0;
  readFrom = 0;
  dismissed = false;
  unsent: Message[] = [];

  get writable(): boolean {
    return this.sent.length < this.room;
  }
  get readable(): boolean {
    return this.incoming.length > 0;
  }
  get waiting(): number {
    return this.unsent.length;
  }
  write(message: Message): void {
    if (this.connection === 0) this.unsent.push(message);
    else this.sent.push(show(message));
  }
  read(): Message | undefined {
    this.readFrom = this.connection;
    return this.incoming.shift();
  }
  subscribe({ type, topic }: Subscription): void {
    if (this.connection !== 0) this.sent.push(`${type} ${textOf(topic)}`);
  }
  receive(message: Message): void {
    this.incoming.push(message);
  }
  takeBack(): Message[] {
    return this.unsent.splice(0);
  }
  dismiss(): void {
    this.dismissed = true;
  }
}

let connections = 0;
/** The number of a new connection. */
export function newConnection(): number {
  return (connections += 1);
}

/** A pipe of a peer that is connected. */
export function connected(pattern: Pattern, identity = ""): FakePipe {
  const pipe = new FakePipe();
  expect(pattern.admit(pipe, { socketType: undefined, identity: octetsOf(identity) }).type).toBe("admitted");
  pipe.connection = newConnection();
  pattern.attach(pipe);
  pattern.connected(pipe);
  return pipe;
}

export function arrive(pattern: Pattern, pipe: FakePipe, ...parts: readonly string[]): void {
  pipe.incoming.push(parts.map(octetsOf));
  pattern.arrived(pipe);
}

export const message = (...parts: readonly string[]): Message => parts.map(octetsOf);
export const show = (parts: Message): string => parts.map(textOf).join("|");
export const shown = (outcome: ReceiveOutcome): string => (typeof outcome === "string" ? outcome : show(outcome));
