/**
 * One TCP connection of a wire peer: octets out as given, octets in through the strict decoder, as a sequence of items. Waiting is event-driven with a ceiling.
 */
import type { Socket } from "node:net";
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import { concat } from "../octets.ts";
import { decodeFrame, decodeGreeting, type Frame, type Greeting } from "./decode.ts";

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
  readonly #items: Item[] = [];
  readonly #waiting = new Set<() => void>();
  #pending: Uint8Array = new Uint8Array();
  #greeted = false;
  #broken = false;
  #closed: CloseKind | undefined;
  /** Everything that arrived, greeting included. */
  octetsReceived = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (chunk: Uint8Array) => {
      this.#receive(chunk);
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
    return this.#pending;
  }

  write(octets: Uint8Array): void {
    if (!this.#socket.destroyed && this.#socket.writable) this.#socket.write(octets);
  }

  /** Writes and waits until the kernel took the octets; false when the connection is gone. */
  async writeAll(octets: Uint8Array): Promise<boolean> {
    if (this.#socket.destroyed || !this.#socket.writable) return false;
    return new Promise((resolve) => {
      this.#socket.write(octets, (error) => {
        resolve(error === undefined || error === null);
      });
    });
  }

  /** Closes our side in order (FIN) and goes on reading. */
  end(): void {
    this.#socket.end();
  }

  /** Closes with RST, where the transport has one. */
  abort(): void {
    if (this.#socket.remoteFamily === undefined) this.#socket.destroy();
    else this.#socket.resetAndDestroy();
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
    return this.#items.shift() ?? (this.#closed === undefined ? { type: "silent" } : { type: "closed", how: this.#closed });
  }

  /** Items that are there, without waiting. */
  drain(): readonly Item[] {
    return this.#items.splice(0);
  }

  /** Puts an item back in front. */
  putBack(item: Item): void {
    this.#items.unshift(item);
  }

  /** Whether an item, or the close, can be had without waiting. */
  get ready(): boolean {
    return this.#items.length > 0 || this.#closed !== undefined;
  }

  /** Waits until the condition holds; false when the ceiling passed first, or the signal ended the wait. */
  async until(condition: () => boolean, ceilingMs: number, signal?: AbortSignal): Promise<boolean> {
    if (condition() || signal?.aborted === true) return condition();
    return new Promise((resolve) => {
      const finish = (held: boolean): void => {
        clearTimeout(timer);
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
      const timer = setTimeout(() => {
        finish(condition());
      }, ceilingMs);
      this.#waiting.add(check);
    });
  }

  #receive(chunk: Uint8Array): void {
    this.octetsReceived += chunk.length;
    this.#pending = this.#pending.length === 0 ? new Uint8Array(chunk) : concat(this.#pending, chunk);
    while (!this.#broken && this.#decodeOne());
    this.#wake();
  }

  #decodeOne(): boolean {
    const decoded = this.#greeted ? decodeFrame(this.#pending) : decodeGreeting(this.#pending);
    if (decoded.type === "more") return false;
    if (decoded.type === "refused") {
      this.#broken = true;
      this.#items.push({ type: "malformed", statement: decoded.statement, detail: decoded.detail });
      return false;
    }
    this.#pending = this.#pending.subarray(decoded.size);
    const value = decoded.value;
    this.#items.push("mechanism" in value ? { type: "greeting", greeting: value } : { type: "frame", frame: value });
    this.#greeted = true;
    return true;
  }

  #close(how: CloseKind): void {
    this.#closed ??= how;
    this.#wake();
  }

  #wake(): void {
    for (const check of [...this.#waiting]) check();
  }
}
