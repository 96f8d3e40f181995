/** What passes on one connection of a wire peer: frames out, and frames in, sorted into messages and commands. The verbs of a case are built on it. */
import type { ProtocolVersion } from "../model.ts";
import { noteJudged } from "../ledger.ts";
import { ascii, concat, equal, hex } from "../octets.ts";
import { Unexpected, Violation } from "../outcome.ts";
import type { CaseRecord } from "../record.ts";
import { inClear, type HandshakeLine, type WireMechanism } from "../security/mechanism.ts";
import { decodeCommand, judgedBy, type Command, type Frame } from "./decode.ts";
import { encodeCommand, encodeCommandBody, encodeFrame, encodePingBody, type FrameFields } from "./encode.ts";
import { describeItem } from "./labels.ts";
import type { Item, WireStream } from "./stream.ts";

/** What a wire peer needs to know of the run. */
export interface PeerSetting {
  readonly ceilingMs: number;
  readonly protocol: ProtocolVersion;
  readonly record: CaseRecord;
  /** How this connection is to be protected. */
  readonly mechanism: WireMechanism;
  /** The socket type to announce in place of the one that a case names. */
  readonly speaksAs?: string | undefined;
}

/** A frame without its body. */
export interface FrameShape {
  readonly command: boolean;
  readonly more: boolean;
  readonly long: boolean;
  readonly size: number;
}

/** Commands and frames are as they are until the handshake is over; from then on each frame is protected by the mechanism. */
export class Conversation {
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
  /** Whether the handshake is over: before that a PING would be an offence. */
  ready = false;
  /** The command that came in the handshake in place of the one that was awaited. */
  otherCommand: Command | undefined;
  protected readonly setting: PeerSetting;
  readonly #parts: Uint8Array[] = [];
  /** Data of the PING commands that were sent with a context. */
  readonly #pings = new Set<string>();
  #contexts = 0;

  constructor(name: string, stream: WireStream, setting: PeerSetting) {
    this.name = name;
    this.stream = stream;
    this.setting = setting;
    stream.onTaken = (taken) => {
      setting.record.script.takes(name, taken);
    };
  }

  get ceilingMs(): number {
    return this.setting.ceilingMs;
  }

  get hasPing(): boolean {
    return this.setting.protocol === "3.1" || this.stream.webSocket !== undefined;
  }

  get mechanism(): WireMechanism {
    return this.setting.mechanism;
  }

  /** The next command that was not asked for yet. */
  async command(expected = "a command"): Promise<Command> {
    const arrived = await this.pump(() => this.commands.length > 0);
    const command = this.commands.shift();
    if (command === undefined) throw this.unexpected(expected, arrived);
    return command;
  }

  /** A command of the handshake, as no step of the case. */
  async receiveCommand(name: string): Promise<Uint8Array> {
    const command = await this.command(`a ${name} command`);
    if (command.name !== name) {
      this.otherCommand = command;
      throw new Unexpected(`a ${name} command`, `the command ${command.name}`);
    }
    return command.data;
  }

  /** Reads what is there until the condition holds; messages and commands go to their lists. */
  protected async pump(done: () => boolean, patient = false): Promise<Item> {
    let deadline = performance.now() + this.setting.ceilingMs;
    while (!done()) {
      const item = await this.stream.next(Math.max(0, deadline - performance.now()));
      if (item.type === "malformed" && !patient) throw this.unexpected("well-formed octets", item);
      if (item.type === "greeting" || (item.type === "malformed" && patient)) continue;
      if (item.type !== "frame") return item;
      // The parts of a long message are progress; heartbeats, which never end, are not.
      if (this.takeFrame(item.frame) === "message" && !patient) deadline = performance.now() + this.setting.ceilingMs;
    }
    return { type: "silent" };
  }

  protected takeFrame(arrived: Frame): "message" | "command" {
    const opened = this.ready ? this.mechanism.open(arrived) : ({ type: "value", frame: arrived } as const);
    if (opened.type === "refused") throw new Violation(opened.statement, `traffic as ${this.mechanism.name} has it`, opened.detail);
    const { command, more, long, body } = opened.frame;
    noteJudged(this.setting.record, ...judgedBy.frame);
    this.frames.push({ command, more, long, size: body.length });
    if (!command) {
      this.#parts.push(new Uint8Array(body));
      if (!more) this.inbox.push(this.#parts.splice(0));
      return "message";
    }
    const decoded = decodeCommand(new Uint8Array(body));
    noteJudged(this.setting.record, ...judgedBy.command);
    if (decoded.type === "refused") throw new Violation(decoded.statement, "a command as the grammar has it", decoded.detail);
    if (decoded.type !== "value") return "command";
    this.commands.push(decoded.value);
    if (decoded.value.name === "READY") this.ready = true;
    // Our answer to our own PING would come back as well, and look like one of the other side's.
    if (decoded.value.name === "PING" && this.#pings.has(hex(decoded.value.data))) throw new Unexpected("a PING is answered", "it is sent back as it is");
    if (decoded.value.name === "PING" && this.answersPing) this.putCommand(encodeCommandBody("PONG", decoded.value.data.subarray(2)));
    return "command";
  }

  protected barrier(): Uint8Array {
    this.#contexts += 1;
    const context = ascii(`barrier ${String(this.#contexts)}`);
    this.putCommand(encodePingBody(0, context));
    return context;
  }

  protected answered(context: Uint8Array): boolean {
    return this.commands.some((command) => command.name === "PONG" && equal(command.data, context));
  }

  protected takePong(context: Uint8Array): boolean {
    const at = this.commands.findIndex((command) => command.name === "PONG" && equal(command.data, context));
    if (at >= 0) this.commands.splice(at, 1);
    return at >= 0;
  }

  /** In the handshake commands are as they are, whatever the mechanism. */
  protected putCommand(body: Uint8Array): void {
    const command = decodeCommand(body);
    if (command.type === "value" && command.value.name === "PING" && command.value.data.length > 2) this.#pings.add(hex(command.value.data));
    this.putFrames([[body, { command: true }]]);
  }

  /** The record has frames as they are before they are protected: those are the same in each run. */
  protected putFrames(frames: readonly (readonly [Uint8Array, FrameFields])[]): void {
    const clear = concat(...frames.map(([body, fields]) => encodeFrame(body, fields)));
    this.put(this.protect(frames, clear), clear);
  }

  /** The octets of frames as the mechanism protects them once the handshake is over; `clear`: as they are without it. */
  protected protect(frames: readonly (readonly [Uint8Array, FrameFields])[], clear: Uint8Array): Uint8Array {
    if (!this.ready || this.mechanism.seal === inClear.seal) return clear;
    return concat(...frames.map(([body, fields]) => this.mechanism.seal(body, fields)));
  }

  protected put(octets: Uint8Array, shown = octets, whole = false): void {
    this.setting.record.wrote(this.name, this, shown);
    this.stream.write(octets, whole);
  }

  protected line(): HandshakeLine {
    return {
      send: (name, data) => {
        this.put(encodeCommand(name, data), this.mechanism.name === "CURVE" ? encodeCommand(name, new Uint8Array()) : undefined);
      },
      receive: (name) => this.receiveCommand(name),
    };
  }

  protected unexpected(expected: string, item: Item): Unexpected | Violation {
    if (item.type === "malformed") noteJudged(this.setting.record, item.statement);
    if (item.type === "malformed") return new Violation(item.statement, "octets as the grammar has them", item.detail);
    return new Unexpected(expected, describeItem(item), item.type === "silent");
  }
}
