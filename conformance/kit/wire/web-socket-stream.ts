/**
 * A connection of WebSocket (ZWS 2.0) as wire peers use any connection: a stream of greeting and frames. What a peer writes is said as ZWS has it, and what comes is told as a stream of
 * version 3.0 would tell it: a greeting of its own making, READY for an identity, PING and PONG for the frames of those names. What ZWS forbids is told as an offence.
 */
import type { EventEmitter } from "node:events";
import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import { noteJudged, type Judging } from "../ledger.ts";
import { concat } from "../octets.ts";
import { decodeCommand, decodeFrame, decodeMetadata, type Frame } from "./decode.ts";
import { encodeCommand, encodeFrame, encodeGreeting, encodeReady } from "./encode.ts";

/** What is used of a WebSocket of the library, whose types a user of this package need not have. */
export interface MessageSocket extends EventEmitter {
  send(octets: Uint8Array | string, options: { binary?: boolean; fin?: boolean; mask?: boolean }, written?: (error?: Error) => void): void;
  ping(payload?: Uint8Array, mask?: boolean, written?: (error: Error) => void): void;
  pong(payload?: Uint8Array): void;
  close(): void;
  terminate(): void;
  pause(): void;
  resume(): void;
}

/** Told of what the other side must not send. */
export type Offence = (statement: RequirementId, detail: string) => void;

export const bare = "ZWS2.0";
const greetingSize = 64;
const lastFlags = 2;

/** The statements that are judged when a message of WebSocket is accepted. */
const judged = ["websocket.frame", "websocket.flags", "websocket.no-ping-command"] as const satisfies readonly RequirementId[];

export class WebSocketStream extends Duplex implements Judging {
  readonly webSocket: MessageSocket;
  readonly subProtocol: string;
  /** The statements that its messages gave occasion to judge. */
  readonly ledger = new Set<RequirementId>();
  readonly #below: Socket;
  /** A Ping of the implementation is answered unless this is off. */
  answersPing = true;
  /** What the first messages offend against may come together with the reply, before anyone is there to be told. */
  readonly #early: Parameters<Offence>[] = [];
  #offence: Offence = (...offence) => {
    this.#early.push(offence);
  };
  /** Octets of a greeting that are not written yet; it is not said. */
  #greetingLeft = greetingSize;
  #pending: Uint8Array = new Uint8Array();
  /** The contexts of the Pings that are not answered yet. */
  readonly #pings: Uint8Array[] = [];
  /** What the first frame has to be. */
  #awaits: "identity" | "command" | "anything";

  /** `below`: the connection under the WebSocket. */
  constructor(webSocket: MessageSocket, below: Socket, subProtocol: string) {
    super({ allowHalfOpen: true });
    this.webSocket = webSocket;
    this.subProtocol = subProtocol;
    this.#below = below;
    this.#awaits = subProtocol === bare ? "identity" : "command";
    webSocket.on("message", (message: Buffer, isBinary: boolean) => {
      this.#message(message, isBinary);
    });
    webSocket.on("ping", (payload: Buffer) => {
      if (this.answersPing) webSocket.pong(payload);
    });
    webSocket.on("pong", () => {
      const context = this.#pings.shift();
      if (context !== undefined) this.#tell(encodeCommand("PONG", context));
    });
    webSocket.on("error", () => undefined);
    webSocket.on("close", () => {
      if (!this.readableEnded) this.push(null);
    });
    this.push(encodeGreeting({ minor: 0, mechanism: subProtocol === bare ? "NULL" : subProtocol.slice(bare.length + 1) }));
  }

  get remoteFamily(): string | undefined {
    return this.#below.remoteFamily;
  }

  /** The offences of the other side go there. */
  tellOffences(offence: Offence): void {
    this.#offence = offence;
    for (const early of this.#early.splice(0)) offence(...early);
  }

  setNoDelay(): void {
    this.#below.setNoDelay(true);
  }

  resetAndDestroy(): void {
    this.#below.resetAndDestroy();
    this.destroy();
  }

  override pause(): this {
    this.webSocket.pause();
    return super.pause();
  }

  override resume(): this {
    this.webSocket.resume();
    return super.resume();
  }

  override _read(): void {
    this.webSocket.resume();
  }

  override _write(octets: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    const skipped = Math.min(this.#greetingLeft, octets.length);
    this.#greetingLeft -= skipped;
    this.#pending = concat(this.#pending, octets.subarray(skipped));
    let underWay = 1;
    const written = (): void => {
      underWay -= 1;
      if (underWay === 0) done();
    };
    for (;;) {
      const frame = decodeFrame(this.#pending);
      if (frame.type === "refused") throw new Error(`a wire peer cannot say over WebSocket what breaks ${frame.statement}`);
      if (frame.type === "more") break;
      this.#pending = this.#pending.subarray(frame.size);
      underWay += 1;
      this.#say(frame.value, written);
    }
    written();
  }

  override _final(done: () => void): void {
    this.webSocket.close();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.webSocket.terminate();
    this.#below.destroy();
    done(error);
  }

  #say({ command, more, body }: Frame, written: () => void): void {
    const decoded = command ? decodeCommand(body) : undefined;
    const said = decoded?.type === "value" ? decoded.value : undefined;
    if (said?.name === "PING") {
      this.#pings.push(said.data.slice(2));
      this.webSocket.ping(said.data.subarray(2), undefined, written);
    } else if (said?.name === "READY" && this.subProtocol === bare) this.#send(0, identityOf(said.data), written);
    else this.#send(command ? lastFlags : more ? 1 : 0, body, written);
  }

  #send(flags: number, body: Uint8Array, written: () => void): void {
    this.webSocket.send(concat(Uint8Array.of(flags), body), { binary: true }, written);
  }

  #message(message: Buffer, isBinary: boolean): void {
    const [flags] = message;
    if (!isBinary || flags === undefined) this.#offend("websocket.frame", isBinary ? "an empty message" : "a message of text");
    else if (flags > lastFlags) this.#offend("websocket.flags", `flags ${flags.toString(16)}`);
    else if (this.#awaits === "identity" && flags !== 0) this.#offend("websocket.identity-first", `the first frame has flags ${String(flags)}`);
    else if (this.#awaits === "command" && flags !== lastFlags) this.#offend("websocket.handshake-first", `the first frame has flags ${String(flags)}`);
    else this.#accept(flags, new Uint8Array(message.subarray(1)));
  }

  #accept(flags: number, body: Uint8Array): void {
    const awaited = this.#awaits;
    this.#awaits = "anything";
    noteJudged(this, ...judged);
    if (awaited === "identity") {
      this.#tell(encodeReady({ identity: body }));
      return;
    }
    const command = flags === lastFlags ? decodeCommand(body) : undefined;
    const name = command?.type === "value" ? command.value.name : "";
    if (name === "PING") this.#offend("websocket.no-ping-command", "the command PING");
    else if (name === "SUBSCRIBE" || name === "CANCEL") this.#offend("websocket.subscriptions", `the command ${name}`);
    else this.#tell(encodeFrame(body, { command: flags === lastFlags, more: flags === 1 }));
  }

  #tell(octets: Uint8Array): void {
    if (!this.push(octets)) this.webSocket.pause();
  }

  #offend(statement: RequirementId, detail: string): void {
    this.#offence(statement, detail);
  }
}

function identityOf(metadata: Uint8Array): Uint8Array {
  const properties = decodeMetadata(metadata);
  return (properties.type === "value" ? properties.value.find(({ name }) => name === "Identity")?.value : undefined) ?? new Uint8Array();
}
