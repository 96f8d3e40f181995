/**
 * One connection of a wire peer: octets out as given, octets in through the strict decoder, as a sequence of items. Waiting is event-driven with a ceiling.
 */
import type { Socket } from "node:net";
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import { Backlog } from "./backlog.ts";
import { decodeFrame, decodeReadableGreeting, type Frame, type Greeting } from "./decode.ts";
import { OctetWriter, put, sip, usualManner, type Manner } from "./manner.ts";
import { whenPatienceEnds } from "./patience.ts";
import { WebSocketStream } from "./web-socket-stream.ts";

/** What the other side did next. */
export type Item =
  | { readonly type: "greeting"; readonly greeting: Greeting }
  | { readonly type: "frame"; readonly frame: Frame }
  | { readonly type: "malformed"; readonly statement: RequirementId; readonly detail: string }
  | { readonly type: "closed"; readonly how: CloseKind }
  | { readonly type: "silent" };

/** A close is a class; how it came about is only told to a person. */
export type CloseKind = "end of stream" | "reset";

export class WireStream {
  readonly #socket: Socket;
  readonly #writer: OctetWriter | undefined;
  readonly #items: { readonly item: Item; readonly octets: Uint8Array }[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #pending = new Backlog();
  #greeted = false;
  #broken = false;
  #closed: CloseKind | undefined;
  #closeTaken = false;
  /** Told of what is taken from the stream, in that order: the octets of an item, the close once, or that nothing came. */
  onTaken: (taken: Uint8Array | "closed" | "silent") => void = () => undefined;
  /** Set when the connection is one of WebSocket. */
  readonly webSocket: WebSocketStream | undefined;
  /** Everything that arrived, greeting included. */
  octetsReceived = 0;

  constructor(connection: Socket | WebSocketStream, manner: Manner = usualManner) {
    if (connection instanceof WebSocketStream) {
      this.webSocket = connection;
      connection.tellOffences((statement, detail) => {
        this.#items.push({ item: { type: "malformed", statement, detail }, octets: new Uint8Array() });
        this.#wake();
      });
    }
    // What a wire peer asks of its connection the two have in common.
    const socket = connection as Socket;
    this.#socket = socket;
    this.#writer = manner.octetByOctet ? new OctetWriter(socket) : undefined;
    socket.setNoDelay(true);
    socket.on("data", (chunk: Uint8Array) => {
      const size = manner.sips ? sip : chunk.length;
      for (let at = 0; at < chunk.length; at += size) this.#receive(chunk.subarray(at, at + size));
    });
    socket.on("end", () => {
      this.#close("end of stream");
    });
    socket.on("error", () => {
      this.#close("reset");
    });
    socket.on("close", () => {
      this.#close("reset");
    });
  }

  /** How the other side closed, if it has. */
  get closed(): CloseKind | undefined {
    return this.#closed;
  }

  /** Octets of an item that is not complete yet. */
  get partial(): Uint8Array {
    return this.#pending.octets;
  }

  /** `whole`: in one piece, in every manner. */
  write(octets: Uint8Array, whole = false): void {
    if (this.#writer !== undefined) void this.#writer.write(octets, whole);
    else if (!this.#socket.destroyed && this.#socket.writable) this.#socket.write(octets);
  }

  /** Writes and waits until the kernel took the octets; false when the connection is gone. */
  async writeAll(octets: Uint8Array): Promise<boolean> {
    return this.#writer === undefined ? put(this.#socket, octets) : this.#writer.write(octets);
  }

  /** Waits until what was written before has gone, so that what does not pass through here stays behind it. */
  async written(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#afterWrites(resolve);
    });
  }

  /** Closes our side in order (FIN) and goes on reading. */
  end(): void {
    this.#afterWrites(() => this.#socket.end());
  }

  /** Closes with RST, where the transport has one. */
  abort(): void {
    this.#afterWrites(() => {
      if (this.#socket.remoteFamily === undefined) this.#socket.destroy();
      else this.#socket.resetAndDestroy();
    });
  }

  /** Stops reading, so that the other side's octets stay in the kernel's buffers. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** The next item; `silent` when none came within the ceiling. After a close it answers `closed` again and again. */
  async next(ceilingMs: number): Promise<Item> {
    await this.until(() => this.#items.length > 0 || this.#closed !== undefined, ceilingMs);
    const next = this.#items.shift();
    if (next !== undefined) this.onTaken(next.octets);
    else if (this.#closed === undefined) this.onTaken("silent");
    return next?.item ?? (this.#closed === undefined ? { type: "silent" } : { type: "closed", how: this.#closed });
  }

  /** Items that are there, without waiting. */
  drain(): readonly Item[] {
    const taken = this.#items.splice(0);
    for (const { octets } of taken) this.onTaken(octets);
    return taken.map(({ item }) => item);
  }

  /** Whether an item, or the close, can be had without waiting. */
  get ready(): boolean {
    return this.#items.length > 0 || this.#closed !== undefined;
  }

  /** Waits until the condition holds; false when the ceiling passed first, or the signal ended the wait. */
  async until(condition: () => boolean, ceilingMs: number, signal?: AbortSignal): Promise<boolean> {
    const held = await this.#until(condition, ceilingMs, signal);
    // Whoever waited knows of the close when nothing stands before it.
    if (this.#closed !== undefined && this.#items.length === 0 && !this.#closeTaken) {
      this.#closeTaken = true;
      this.onTaken("closed");
    }
    return held;
  }

  async #until(condition: () => boolean, ceilingMs: number, signal?: AbortSignal): Promise<boolean> {
    if (condition() || signal?.aborted === true) return condition();
    return new Promise((resolve) => {
      const finish = (held: boolean): void => {
        stop();
        this.#waiting.delete(check);
        signal?.removeEventListener("abort", giveUp);
        resolve(held);
      };
      const giveUp = (): void => {
        finish(false);
      };
      signal?.addEventListener("abort", giveUp);
      const check = (): void => {
        if (condition()) finish(true);
      };
      const stop = whenPatienceEnds(ceilingMs, () => {
        finish(condition());
      });
      this.#waiting.add(check);
    });
  }

  #afterWrites(action: () => void): void {
    if (this.#writer === undefined) action();
    else this.#writer.after(action);
  }

  #receive(chunk: Uint8Array): void {
    this.octetsReceived += chunk.length;
    this.#pending.add(chunk);
    while (!this.#broken && this.#decodeOne());
    this.#wake();
  }

  #decodeOne(): boolean {
    const octets = this.#pending.octets;
    const decoded = this.#greeted ? decodeFrame(octets) : decodeReadableGreeting(octets);
    if (decoded.type === "more") return false;
    if (decoded.type === "refused") {
      this.#broken = true;
      this.#items.push({ item: { type: "malformed", statement: decoded.statement, detail: decoded.detail }, octets });
      return false;
    }
    this.#pending.take(decoded.size);
    const value = decoded.value;
    const item: Item = "mechanism" in value ? { type: "greeting", greeting: value } : { type: "frame", frame: value };
    this.#items.push({ item, octets: octets.subarray(0, decoded.size) });
    this.#greeted = true;
    return true;
  }

  #close(how: CloseKind): void {
    this.#closed ??= how;
    this.#wake();
  }

  /** Those who wait look again. */
  wake(): void {
    this.#wake();
  }

  #wake(): void {
    for (const check of [...this.#waiting]) check();
  }
}
