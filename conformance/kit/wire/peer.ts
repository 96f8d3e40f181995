/**
 * A wire peer: one party of a case, speaking the wire protocol over a TCP connection. It does what the specification asks for unless told otherwise, and
 * records its steps. Waits end with the event, or with `Unexpected` at the ceiling.
 */
import type { ProtocolVersion } from "../model.ts";
import { noteJudged, type Judging } from "../ledger.ts";
import { concat, describeParts, equalParts, hex, text } from "../octets.ts";
import { Unexpected, Violation } from "../outcome.ts";
import { Conversation } from "./conversation.ts";
import { decodeCommand, decodeMetadata, judgedBy, type Command, type Greeting, type MetadataProperty } from "./decode.ts";
import {
  encodeCommandBody,
  encodeFrame,
  encodeGreeting,
  encodeMetadata,
  encodeReady,
  readyProperties,
  type FrameFields,
  type GreetingFields,
  type ReadyFields,
} from "./encode.ts";
import { readyLabel } from "./labels.ts";

/** How long a turn of an application is, at most. */
const turnMs = 20;

/** What a peer answers to a greeting and a handshake. */
export interface HandshakeOptions extends ReadyFields {
  readonly version?: ProtocolVersion;
}

export class WirePeer extends Conversation {
  /** The properties of the other side's READY, once the handshake is over. */
  announced: readonly MetadataProperty[] = [];

  /** Writes octets as they are; `label` is how the step reads in the trace. */
  write(octets: Uint8Array, label?: string): void {
    this.setting.record.step(`${this.name} writes ${label ?? hex(octets)}`);
    this.put(octets);
  }

  /** Writes octets in one piece, however the run writes: for what another side answers in another way when it has read only the beginning. */
  writeWhole(octets: Uint8Array, label?: string): void {
    this.setting.record.step(`${this.name} writes ${label ?? hex(octets)}`);
    this.put(octets, octets, true);
  }

  /** Writes octets that differ from run to run, such as boxes: the record has the label only. */
  writeVarying(octets: Uint8Array, label: string): void {
    this.setting.record.step(`${this.name} writes ${label}`);
    this.setting.record.script.varies();
    this.stream.write(octets);
  }

  /** Writes a piece in each turn. The record has them all from the beginning, since how many are written before the other side closes depends on time. */
  async writeInTurns(pieces: readonly Uint8Array[], turn: () => Promise<unknown>): Promise<void> {
    this.setting.record.step(`${this.name} writes ${hex(concat(...pieces))}`);
    this.setting.record.wrote(this.name, this, concat(...pieces));
    this.setting.record.script.varies();
    for (const piece of pieces) {
      await turn();
      this.stream.write(piece);
    }
  }

  /** The other side closes, perhaps after an ERROR, and says nothing else: the reason of the ERROR, if one came. */
  async isRefused(): Promise<string | undefined> {
    this.setting.record.step(`${this.name} is closed`);
    let reason: string | undefined;
    for (;;) {
      const item = await this.stream.next(this.setting.ceilingMs);
      if (item.type === "closed") return reason;
      if (item.type === "greeting") continue;
      const command = item.type === "frame" && item.frame.command ? decodeCommand(new Uint8Array(item.frame.body)) : undefined;
      if (command?.type === "refused") throw new Unexpected("the connection is closed", `a malformed command arrives: ${command.detail}`);
      if (command?.type !== "value") throw this.unexpected("the connection is closed", item);
      if (command.value.name !== "ERROR" || reason !== undefined) throw new Unexpected("the connection is closed", `the command ${command.value.name} arrives`);
      reason = text(command.value.data.subarray(1));
    }
  }

  writeGreeting(fields: GreetingFields = {}, label = "greeting"): void {
    const { name: mechanism, asServer } = this.mechanism;
    this.write(encodeGreeting({ minor: this.setting.protocol === "3.0" ? 0 : 1, mechanism, asServer, ...fields }), label);
  }

  async readGreeting(): Promise<Greeting> {
    const item = await this.stream.next(this.setting.ceilingMs);
    if (item.type !== "greeting") throw this.unexpected("a greeting", item);
    const { mechanism, asServer } = item.greeting;
    noteJudged(this.setting.record, ...judgedBy.greeting, ...(mechanism === "NULL" && asServer === 0 ? (["null.as-server-zero"] as const) : []));
    return item.greeting;
  }

  writeReady(fields: ReadyFields): void {
    const { speaksAs } = this.setting;
    const told = fields.socketType === undefined || speaksAs === undefined ? fields : { ...fields, socketType: speaksAs };
    this.write(encodeReady(told), readyLabel(told));
  }

  /** The other side's READY command, with its properties. */
  async readReady(): Promise<readonly MetadataProperty[]> {
    return judgedMetadata(this.setting.record, await this.receiveCommand("READY"));
  }

  /** Greeting and handshake, from both sides to the end. */
  async handshake(options: HandshakeOptions): Promise<readonly MetadataProperty[]> {
    const { name: mechanism, asServer } = this.mechanism;
    this.put(encodeGreeting({ minor: (options.version ?? this.setting.protocol) === "3.0" ? 0 : 1, mechanism, asServer }));
    await this.readGreeting();
    return this.shake(options);
  }

  /** The handshake alone, when the greetings have been exchanged. */
  async shake(options: ReadyFields): Promise<readonly MetadataProperty[]> {
    const metadata = await this.mechanism.handshake(this.line(), encodeMetadata(readyProperties(options)));
    this.ready = true;
    this.announced = judgedMetadata(this.setting.record, metadata);
    return this.announced;
  }

  send(parts: readonly Uint8Array[], form?: "short" | "long"): void {
    this.setting.record.step(`${this.name} sends ${describeParts(parts)}${form === "long" ? " in long frames" : ""}`);
    this.putFrames(parts.map((body, index) => [body, { more: index < parts.length - 1, ...(form === undefined ? {} : { form }) }]));
  }

  /** Sends a message of one part in each turn. As with {@link writeInTurns}, the record has them all from the beginning. */
  async sendInTurns(messages: readonly Uint8Array[], turn: () => Promise<unknown>): Promise<void> {
    for (const body of messages) this.setting.record.step(`${this.name} sends ${describeParts([body])}`);
    this.setting.record.wrote(this.name, this, concat(...messages.map((body) => encodeFrame(body))));
    this.setting.record.script.varies();
    for (const body of messages) {
      await turn();
      this.stream.write(this.protect([[body, {}]], encodeFrame(body)));
    }
  }

  sendCommand(name: string, data: Uint8Array = new Uint8Array()): void {
    this.setting.record.step(`${this.name} sends command ${name} x${hex(data)}`);
    this.putCommand(encodeCommandBody(name, data));
  }

  /** Writes one frame of the traffic, protected as the mechanism does it. */
  writeFrame(body: Uint8Array, fields: FrameFields = {}): void {
    this.setting.record.step(`${this.name} writes ${hex(encodeFrame(body, fields))}`);
    this.putFrames([[body, fields]]);
  }

  /** The next message, waited for; commands that come before it are kept aside. */
  async message(): Promise<readonly Uint8Array[]> {
    const arrived = await this.pump(() => this.inbox.length > 0);
    const message = this.inbox.shift();
    if (message === undefined) throw this.unexpected("a message", arrived);
    return message;
  }

  /** The next message is exactly this. */
  async receives(parts: readonly Uint8Array[]): Promise<void> {
    this.setting.record.step(`${this.name} receives ${describeParts(parts)}`);
    const message = await this.message();
    if (!equalParts(message, parts)) throw new Unexpected(`${this.name} receives ${describeParts(parts)}`, `it receives ${describeParts(message)}`);
  }

  /** Sorts what has arrived into messages and commands, without waiting. */
  poll(): void {
    for (const item of this.stream.drain()) {
      if (item.type === "malformed") throw this.unexpected("well-formed octets", item);
      if (item.type === "frame") this.takeFrame(item.frame);
    }
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
      if (index > 0 && this.hasPing) await other.#roundTrip();
      this.setting.record.step(`${this.name} writes ${hex(segment)}`);
      this.setting.record.wrote(this.name, this, segment);
      await this.stream.writeAll(segment);
    }
  }

  /** A PING and its PONG, as no step of the case. */
  async #roundTrip(): Promise<void> {
    const context = this.barrier();
    const arrived = await this.pump(() => this.answered(context));
    if (!this.takePong(context)) throw this.unexpected("a PING is answered", arrived);
  }

  /** Barrier: a PING with a fresh context is answered, so the other side has read everything before it. */
  async isOpen(): Promise<void> {
    this.setting.record.step(`${this.name} is open`);
    await this.isReady();
    // Whoever answers a second PING has done with what stood before the first: an engine may answer before it hands on what it has read.
    for (let count = 0; count < 2; count += 1) {
      const context = this.barrier();
      const arrived = await this.pump(() => this.answered(context));
      if (!this.takePong(context)) throw this.unexpected("the connection stays open and a PING is answered", arrived);
    }
  }

  /**
   * The other side closes. A PING behind the offence shows the contrary without waiting: whoever answers it has read the offence and goes on. During the
   * handshake it is sent only behind the other side's READY, since before that it would itself be an offence. `probe: false` for a case in which it always is.
   */
  async isClosed(probe = true): Promise<void> {
    this.setting.record.step(`${this.name} is closed`);
    if (probe) await this.isReady();
    const context = probe && this.hasPing && this.ready ? this.barrier() : undefined;
    const arrived = await this.pump(() => context !== undefined && this.answered(context), true);
    if (context !== undefined && this.takePong(context)) throw new Unexpected("the connection is closed", "it stays open: a later PING is answered");
    if (arrived.type !== "closed" && this.stream.closed === undefined) throw this.unexpected("the connection is closed", arrived);
  }

  /** The same, while its application has turns: some implementations close only when it calls them. */
  async isClosedInTurns(turn: () => Promise<unknown>, probe = true): Promise<void> {
    const over = new AbortController();
    const closed = this.isClosed(probe).finally(() => {
      over.abort();
    });
    const turns = (async () => {
      while (!over.signal.aborted) {
        await turn();
        await this.stream.until(() => this.stream.closed !== undefined, turnMs, over.signal);
      }
    })();
    await Promise.all([closed, turns]);
  }

  /** Whether the other side goes on (it answers a PING) or has closed. Without PING, a message of ours must show it. */
  async survives(): Promise<boolean> {
    await this.isReady();
    const context = this.barrier();
    const arrived = await this.pump(() => this.answered(context), true);
    if (this.takePong(context)) return true;
    if (arrived.type === "closed") return false;
    throw this.unexpected("the connection is closed, or a PING is answered", arrived);
  }

  /** Closes in order and waits for the other side's close: from then on it knows. */
  async leave(): Promise<void> {
    this.close();
    await this.pump(() => this.stream.closed !== undefined, true);
    this.stream.destroy();
  }

  close(): void {
    this.setting.record.step(`${this.name} closes`);
    this.setting.record.script.ends(this.name, "closes");
    this.stream.end();
  }

  abort(): void {
    this.setting.record.step(`${this.name} aborts`);
    this.setting.record.script.ends(this.name, "aborts");
    this.stream.abort();
  }

  /** Waits for the other side's READY, or its close. */
  async isReady(): Promise<void> {
    if (!this.ready) await this.pump(() => this.ready, true);
  }
}

function judgedMetadata(judging: Judging, octets: Uint8Array): readonly MetadataProperty[] {
  const metadata = decodeMetadata(octets);
  noteJudged(judging, ...judgedBy.metadata);
  if (metadata.type === "refused") throw new Violation(metadata.statement, "metadata as the grammar has them", metadata.detail);
  return metadata.type === "value" ? metadata.value : [];
}
