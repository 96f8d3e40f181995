/**
 * A wire peer: one party of a case, speaking the wire protocol over a TCP connection. It does what the specification asks for unless told otherwise, and
 * records its steps. Waits end with the event, or with `Unexpected` at the ceiling.
 */
import type { ProtocolVersion } from "../model.ts";
import type { CaseRecord } from "../record.ts";
import { ascii, describeParts, equal, equalParts, hex } from "../octets.ts";
import { Unexpected, Violation } from "../outcome.ts";
import { decodeCommand, decodeMetadata, type Command, type Frame, type Greeting, type MetadataProperty } from "./decode.ts";
import { encodeCommand, encodeGreeting, encodeMessage, encodePing, encodeReady, type GreetingFields, type ReadyFields } from "./encode.ts";
import type { Item, WireStream } from "./stream.ts";

/** What a wire peer needs to know of the run. */
export interface PeerSetting {
  readonly ceilingMs: number;
  readonly protocol: ProtocolVersion;
  readonly record: CaseRecord;
}

/** A frame without its body. */
export interface FrameShape {
  readonly command: boolean;
  readonly more: boolean;
  readonly long: boolean;
  readonly size: number;
}

/** What a peer answers to a greeting and a handshake. */
export interface HandshakeOptions extends ReadyFields {
  readonly version?: ProtocolVersion;
}

export class WirePeer {
  readonly name: string;
  readonly stream: WireStream;
  /** Messages that arrived and were not asked for yet. */
  readonly inbox: Uint8Array[][] = [];
  /** Commands that arrived, PING among them, in order. */
  readonly commands: Command[] = [];
  /** The shape of every frame that arrived after the greeting, in order. */
  readonly frames: FrameShape[] = [];
  /** A PING of the implementation is answered unless this is off. */
  answersPing = true;
  /** Whether the other side's READY has arrived: before that a PING would be an offence. */
  ready = false;
  readonly #setting: PeerSetting;
  readonly #parts: Uint8Array[] = [];
  #contexts = 0;

  constructor(name: string, stream: WireStream, setting: PeerSetting) {
    this.name = name;
    this.stream = stream;
    this.#setting = setting;
  }

  /** Writes octets as they are; `label` is how the step reads in the trace. */
  write(octets: Uint8Array, label?: string): void {
    this.#setting.record.step(`${this.name} writes ${label ?? hex(octets)}`);
    this.#put(octets);
  }

  writeGreeting(fields: GreetingFields = {}, label = "greeting"): void {
    this.write(encodeGreeting({ minor: this.#setting.protocol === "3.0" ? 0 : 1, ...fields }), label);
  }

  async readGreeting(): Promise<Greeting> {
    const item = await this.stream.next(this.#setting.ceilingMs);
    if (item.type === "greeting") return item.greeting;
    throw this.#unexpected("a greeting", item);
  }

  writeReady(fields: ReadyFields): void {
    this.write(encodeReady(fields), readyLabel(fields));
  }

  /** The other side's READY command, with its properties. */
  async readReady(): Promise<readonly MetadataProperty[]> {
    const command = await this.command("a READY command");
    if (command.name !== "READY") throw new Unexpected("a READY command", `the command ${command.name}`);
    const metadata = decodeMetadata(command.data);
    if (metadata.type === "refused") throw new Violation(metadata.statement, "metadata as the grammar has them", metadata.detail);
    return metadata.type === "value" ? metadata.value : [];
  }

  /** Greeting and NULL handshake, from both sides to the end. */
  async handshake(options: HandshakeOptions): Promise<readonly MetadataProperty[]> {
    this.#put(encodeGreeting({ minor: (options.version ?? this.#setting.protocol) === "3.0" ? 0 : 1 }));
    await this.readGreeting();
    this.#put(encodeReady(options));
    return this.readReady();
  }

  send(parts: readonly Uint8Array[], form?: "short" | "long"): void {
    this.#setting.record.step(`${this.name} sends ${describeParts(parts)}${form === "long" ? " in long frames" : ""}`);
    this.#put(encodeMessage(parts, form));
  }

  sendCommand(name: string, data: Uint8Array = new Uint8Array()): void {
    this.#setting.record.step(`${this.name} sends command ${name} x${hex(data)}`);
    this.#put(encodeCommand(name, data));
  }

  /** The next message, waited for; commands that come before it are kept aside. */
  async message(): Promise<readonly Uint8Array[]> {
    const arrived = await this.#pump(() => this.inbox.length > 0);
    const message = this.inbox.shift();
    if (message === undefined) throw this.#unexpected("a message", arrived);
    return message;
  }

  /** The next message is exactly this. */
  async receives(parts: readonly Uint8Array[]): Promise<void> {
    this.#setting.record.step(`${this.name} receives ${describeParts(parts)}`);
    const message = await this.message();
    if (!equalParts(message, parts)) throw new Unexpected(`${this.name} receives ${describeParts(parts)}`, `it receives ${describeParts(message)}`);
  }

  /** Sorts what has arrived into messages and commands, without waiting. */
  poll(): void {
    for (const item of this.stream.drain()) {
      if (item.type === "malformed") throw this.#unexpected("well-formed octets", item);
      if (item.type === "frame") this.#takeFrame(item.frame);
    }
  }

  /** The next command that was not asked for yet. */
  async command(expected = "a command"): Promise<Command> {
    const arrived = await this.#pump(() => this.commands.length > 0);
    const command = this.commands.shift();
    if (command === undefined) throw this.#unexpected(expected, arrived);
    return command;
  }

  /** The next command of this name; other commands before it are dropped. */
  async commandNamed(name: string): Promise<Command> {
    for (;;) {
      const command = await this.command(`a ${name} command`);
      if (command.name === name) return command;
    }
  }

  /** Writes segments one by one; between two of them the other peer makes a round trip, so that the implementation has had its turn to read the first alone. */
  async writeApart(segments: readonly Uint8Array[], other: WirePeer): Promise<void> {
    for (const [index, segment] of segments.entries()) {
      if (index > 0 && this.#setting.protocol === "3.1") await other.#roundTrip();
      this.#setting.record.step(`${this.name} writes ${hex(segment)}`);
      this.#setting.record.wrote(this.name, this, segment);
      await this.stream.writeAll(segment);
    }
  }

  /** A PING and its PONG, as no step of the case. */
  async #roundTrip(): Promise<void> {
    const context = this.#barrier();
    const arrived = await this.#pump(() => this.#answered(context));
    if (!this.#takePong(context)) throw this.#unexpected("a PING is answered", arrived);
  }

  /** Barrier: a PING with a fresh context is answered, so the other side has read everything before it. */
  async isOpen(): Promise<void> {
    this.#setting.record.step(`${this.name} is open`);
    await this.#handshaken();
    // Whoever answers a second PING has done with what stood before the first: an engine may answer before it hands on what it has read.
    for (let count = 0; count < 2; count += 1) {
      const context = this.#barrier();
      const arrived = await this.#pump(() => this.#answered(context));
      if (!this.#takePong(context)) throw this.#unexpected("the connection stays open and a PING is answered", arrived);
    }
  }

  /**
   * The other side closes. A PING behind the offence shows the contrary without waiting: whoever answers it has read the offence and goes on. During the
   * handshake it is sent only behind the other side's READY, since before that it would itself be an offence. `probe: false` for a case in which it always is.
   */
  async isClosed(probe = true): Promise<void> {
    this.#setting.record.step(`${this.name} is closed`);
    if (probe) await this.#handshaken();
    const context = probe && this.#setting.protocol === "3.1" && this.ready ? this.#barrier() : undefined;
    const arrived = await this.#pump(() => context !== undefined && this.#answered(context), true);
    if (context !== undefined && this.#takePong(context)) throw new Unexpected("the connection is closed", "it stays open: a later PING is answered");
    if (arrived.type !== "closed" && this.stream.closed === undefined) throw this.#unexpected("the connection is closed", arrived);
  }

  /** Whether the other side goes on (it answers a PING) or has closed. Without PING, a message of ours must show it. */
  async survives(): Promise<boolean> {
    await this.#handshaken();
    const context = this.#barrier();
    const arrived = await this.#pump(() => this.#answered(context), true);
    if (this.#takePong(context)) return true;
    if (arrived.type === "closed") return false;
    throw this.#unexpected("the connection is closed, or a PING is answered", arrived);
  }

  /** Closes in order and waits for the other side's close: from then on it knows. */
  async leave(): Promise<void> {
    this.close();
    await this.#pump(() => this.stream.closed !== undefined, true);
    this.stream.destroy();
  }

  close(): void {
    this.#setting.record.step(`${this.name} closes`);
    this.stream.end();
  }

  abort(): void {
    this.#setting.record.step(`${this.name} aborts`);
    this.stream.abort();
  }

  /** Waits for the other side's READY, or its close. */
  async #handshaken(): Promise<void> {
    if (!this.ready) await this.#pump(() => this.ready, true);
  }

  /** Reads what is there until the condition holds; messages and commands go to their lists. */
  async #pump(done: () => boolean, patient = false): Promise<Item> {
    let deadline = performance.now() + this.#setting.ceilingMs;
    while (!done()) {
      const item = await this.stream.next(Math.max(0, deadline - performance.now()));
      if (item.type === "malformed" && !patient) throw this.#unexpected("well-formed octets", item);
      if (item.type === "greeting" || (item.type === "malformed" && patient)) continue;
      if (item.type !== "frame") return item;
      // The parts of a long message are progress; heartbeats, which never end, are not.
      if (!patient && !item.frame.command) deadline = performance.now() + this.#setting.ceilingMs;
      this.#takeFrame(item.frame);
    }
    return { type: "silent" };
  }

  #takeFrame({ command, more, long, body }: Frame): void {
    this.frames.push({ command, more, long, size: body.length });
    if (!command) {
      this.#parts.push(new Uint8Array(body));
      if (!more) this.inbox.push(this.#parts.splice(0));
      return;
    }
    const decoded = decodeCommand(new Uint8Array(body));
    if (decoded.type === "refused") throw new Violation(decoded.statement, "a command as the grammar has it", decoded.detail);
    if (decoded.type !== "value") return;
    this.commands.push(decoded.value);
    if (decoded.value.name === "READY") this.ready = true;
    if (decoded.value.name === "PING" && this.answersPing) this.#put(encodeCommand("PONG", decoded.value.data.subarray(2)));
  }

  #barrier(): Uint8Array {
    this.#contexts += 1;
    const context = ascii(`barrier ${String(this.#contexts)}`);
    this.#put(encodePing(0, context));
    return context;
  }

  #answered(context: Uint8Array): boolean {
    return this.commands.some((command) => command.name === "PONG" && equal(command.data, context));
  }

  #takePong(context: Uint8Array): boolean {
    const at = this.commands.findIndex((command) => command.name === "PONG" && equal(command.data, context));
    if (at >= 0) this.commands.splice(at, 1);
    return at >= 0;
  }

  #put(octets: Uint8Array): void {
    this.#setting.record.wrote(this.name, this, octets);
    this.stream.write(octets);
  }

  #unexpected(expected: string, item: Item): Unexpected | Violation {
    if (item.type === "malformed") return new Violation(item.statement, "octets as the grammar has them", item.detail);
    return new Unexpected(expected, describeItem(item), item.type === "silent");
  }
}

/** What an item means for a person. The way in which a connection closed is left out: it varies from run to run. */
export function describeItem(item: Item): string {
  switch (item.type) {
    case "greeting":
      return "a greeting arrives";
    case "frame":
      return item.frame.command ? "a command frame arrives" : "a message frame arrives";
    case "malformed":
      return `malformed octets arrive: ${item.detail}`;
    case "closed":
      return "the connection is closed";
    case "silent":
      return "nothing arrives";
  }
}

function readyLabel(fields: ReadyFields): string {
  const words = [
    ...(fields.socketType === undefined ? [] : [`Socket-Type=${fields.socketType}`]),
    ...(fields.identity === undefined ? [] : [`Identity=x${hex(fields.identity)}`]),
    ...(fields.properties ?? []).map((property) => `${property.name}=x${hex(property.value)}`),
  ];
  return ["READY", ...words].join(" ");
}
