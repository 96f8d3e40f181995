/** A connection of WebSocket as a link: each write is one binary message, and each message that comes is one call of the listener. */
import type { Socket } from "node:net";
import { WebSocket } from "ws";
import { PeerError, type RequirementId } from "../base/errors.ts";
import { limits } from "../base/limits.ts";
import type { Link, LinkForm, LinkListener } from "../base/link.ts";
import { asBuffer } from "./buffers.ts";
import { after, nowMs } from "./clock.ts";

/**
 * The library checks masks, puts fragments together, and answers Ping and Close.
 *
 * @requirement websocket.fragments
 * @requirement websocket.pong
 * @requirement websocket.close
 * @requirement tcp.end-of-stream
 */
export class WebSocketLink implements Link {
  readonly form: LinkForm;
  readonly remoteAddress: string;
  readonly #socket: WebSocket;
  readonly #stream: Socket;
  #listener: LinkListener | undefined;
  /** Messages that the system does not have yet. */
  #underWay = 0;
  #flushed: (() => void) | undefined;
  #isCorked = false;
  #isFull = false;
  #status = 1002;
  #error: string | undefined;

  /** `socket` is open, and `stream` the connection below it. */
  constructor(socket: WebSocket, stream: Socket, form: LinkForm) {
    this.form = form;
    this.#socket = socket;
    this.#stream = stream;
    // A socket that listens for both families names a peer of IPv4 by an address of IPv6.
    this.remoteAddress = stream.remoteAddress?.replace(/^::ffff:(?=\d+\.)/u, "") ?? "";
    // What is written keeps the process alive until the system has it.
    stream.unref();
  }

  /** From now on the listener hears what comes. */
  start(listener: LinkListener): void {
    this.#listener = listener;
    this.#socket.on("message", (message: Buffer, isBinary: boolean) => {
      this.#received(message, isBinary);
    });
    for (const sign of ["ping", "pong"] as const) this.#socket.on(sign, () => this.#listener?.alive(nowMs()));
    this.#socket.on("error", (error: NodeJS.ErrnoException) => {
      this.#failed(error);
    });
    this.#socket.on("close", () => {
      const ended = this.#listener;
      this.#listener = undefined;
      ended?.ended(nowMs(), this.#error);
    });
    this.#stream.on("drain", () => {
      this.#drained();
    });
  }

  write(head: Uint8Array, body: Uint8Array | undefined): boolean {
    const message = Buffer.allocUnsafe(head.length + (body?.length ?? 0));
    message.set(head);
    if (body !== undefined) message.set(body, head.length);
    this.#cork();
    this.#underWay += 1;
    this.#socket.send(message, { binary: true, compress: false }, () => {
      this.#underWay -= 1;
      if (this.#underWay === 0) this.#flushed?.();
    });
    this.#isFull = this.#socket.bufferedAmount >= limits.linkBufferSize;
    return !this.#isFull;
  }

  ping(): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.ping();
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  end(flushMs: number, isViolation = false): void {
    this.#listener = undefined;
    const socket = this.#socket;
    if (socket.readyState === WebSocket.CLOSED) return;
    const giveUp = flushMs < 0 ? undefined : after(flushMs, () => socket.terminate());
    socket.once("close", () => giveUp?.());
    // What the peer still sends is read, its Close above all.
    socket.resume();
    this.#flushed = (): void => {
      this.#flushed = undefined;
      giveUp?.();
      socket.close(isViolation ? this.#status : ordinary);
    };
    if (this.#underWay === 0) this.#flushed();
  }

  /** @requirement websocket.text */
  #received(message: Buffer, isBinary: boolean): void {
    if (isBinary) {
      this.#listener?.octets(asBuffer(message), nowMs());
      return;
    }
    this.#status = unsupportedData;
    this.#listener?.offended(new PeerError("websocket.text", "a message of text"), nowMs());
  }

  /**
   * @requirement websocket.unmasked
   * @requirement websocket.masked
   */
  #failed(error: NodeJS.ErrnoException): void {
    this.#error = error.code ?? error.message;
    const requirement = violations.get(this.#error);
    if (requirement !== undefined) this.#listener?.offended(new PeerError(requirement, error.message), nowMs());
  }

  /** What is written in one tick goes to the system at once. */
  #cork(): void {
    if (this.#isCorked) return;
    this.#isCorked = true;
    this.#stream.cork();
    process.nextTick(() => {
      this.#isCorked = false;
      this.#stream.uncork();
      this.#drained();
    });
  }

  #drained(): void {
    if (!this.#isFull || this.#socket.bufferedAmount >= limits.linkBufferSize) return;
    this.#isFull = false;
    this.#listener?.drained();
  }
}

/** What the library says of a peer that breaks a rule of RFC 6455. */
const violations: ReadonlyMap<string, RequirementId> = new Map<string, RequirementId>([
  ["WS_ERR_EXPECTED_MASK", "websocket.unmasked"],
  ["WS_ERR_UNEXPECTED_MASK", "websocket.masked"],
  ["WS_ERR_UNSUPPORTED_MESSAGE_LENGTH", "framing.maximum-size"],
]);
const ordinary = 1000;
const unsupportedData = 1003;
