/** A connection of tcp or ipc as a link: what is written in one tick is gathered and goes to the system at once. */
import type { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import { nextTick } from "node:process";
import { limits } from "../base/limits.ts";
import type { Link, LinkListener } from "../base/link.ts";
import { EMPTY } from "../base/octets.ts";
import { allocate } from "./buffers.ts";
import { after, nowMs } from "./clock.ts";
import { giveSlab, noSlab, takeSlab } from "./slabs.ts";
import { turned } from "./turns.ts";

/**
 * Small pieces are copied into a slab, which is flushed when it is full or when the tick ends: a system call for each message would cost many times more. Of a body above
 * {@link limits.copySize} only the beginning is copied, to go out with the head; the rest goes as it is.
 *
 * @requirement tcp.end-of-stream
 */
export class TcpLink implements Link {
  readonly remoteAddress: string;
  readonly allocate = allocate;
  readonly #socket: Socket;
  #listener: LinkListener | undefined;
  #slab: Buffer = noSlab;
  #used = 0;
  /** The octets before this offset have gone to the socket. */
  #flushed = 0;
  /** Slabs that were full, of which the socket may still hold octets. */
  readonly #lent: Buffer[] = [];
  #flushIsDue = false;
  #full = false;
  #error: string | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    // A socket that listens for both families names a peer of IPv4 by an address of IPv6.
    this.remoteAddress = socket.remoteAddress?.replace(/^::ffff:(?=\d+\.)/u, "") ?? "";
    socket.setNoDelay(true);
    // What is written keeps the process alive until the system has it.
    socket.unref();
  }

  /** From now on the listener hears what comes. */
  start(listener: LinkListener): void {
    this.#listener = listener;
    const socket = this.#socket;
    socket.on("data", (chunk: Buffer) => {
      turned();
      this.#listener?.octets(chunk, nowMs());
    });
    socket.on("end", () => {
      this.#ended();
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      this.#error = error.code ?? error.message;
    });
    socket.on("close", () => {
      this.#ended();
    });
  }

  write(head: Uint8Array, body: Uint8Array = EMPTY): boolean {
    const isLarge = body.length > limits.copySize;
    this.#put(head, isLarge ? body.subarray(0, limits.copySize) : body);
    if (isLarge) {
      this.#flush();
      this.#hand(body.subarray(limits.copySize));
    }
    return !this.#full;
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  end(flushMs: number): void {
    this.#listener = undefined;
    this.#flush();
    const socket = this.#socket;
    if (socket.destroyed) return;
    const giveUp = flushMs < 0 ? undefined : after(flushMs, () => socket.destroy());
    socket.once("close", () => giveUp?.());
    socket.end(() => {
      giveUp?.();
      // What the peer still sends is read, so that the system does not turn our end of stream into a reset; a process that ends does not wait for it.
      socket.once(
        "close",
        after(limits.farewellMs, () => socket.destroy()),
      );
    });
    socket.resume();
  }

  #put(head: Uint8Array, body: Uint8Array): void {
    const size = head.length + body.length;
    if (this.#used + size > this.#slab.length) this.#renewSlab(size);
    const slab = this.#slab;
    // The call of set costs more than the nine octets of a header.
    if (head.length > headSize) slab.set(head, this.#used);
    else for (let index = 0; index < head.length; index += 1) slab[this.#used + index] = head[index] ?? 0;
    slab.set(body, this.#used + head.length);
    this.#used += size;
    if (!this.#flushIsDue) this.#flushLater();
  }

  /** The first slab of a tick is small, which is enough for most ticks; what outgrows it moves to a large one. */
  #renewSlab(size: number): void {
    const isOutgrown = this.#slab.length < limits.slabSize && this.#used - this.#flushed + size <= limits.slabSize;
    if (!isOutgrown) this.#flush();
    const kept = this.#slab.subarray(this.#flushed, this.#used);
    this.#lent.push(this.#slab);
    this.#slab = takeSlab(Math.min(this.#slab.length + size, limits.slabSize));
    this.#slab.set(kept);
    this.#flushed = 0;
    this.#used = kept.length;
    this.#recover();
  }

  #flushLater(): void {
    this.#flushIsDue = true;
    nextTick(() => {
      this.#flushIsDue = false;
      this.#flush();
      this.#rest();
    });
  }

  #flush(): void {
    if (this.#used === this.#flushed) return;
    const octets = this.#slab.subarray(this.#flushed, this.#used);
    this.#flushed = this.#used;
    this.#hand(octets);
  }

  #hand(octets: Uint8Array): void {
    const socket = this.#socket;
    if (socket.destroyed) return;
    socket.write(octets, this.#taken);
    // Who was told that it is full waits until it drains: only that ends it.
    if (socket.writableLength >= limits.linkBufferSize) this.#full = true;
  }

  /** The system has taken something, at once or later; an error is told by the end of the stream, before which nobody may take the link for one that drains. */
  readonly #taken = (error?: Error | null): void => {
    if (error instanceof Error) return;
    this.#recover();
    this.#rest();
    if (!this.#full || this.#socket.writableLength > 0) return;
    this.#full = false;
    this.#listener?.drained();
  };

  /** What the stream no longer counts the system has; then nobody needs the slabs that were lent. */
  #recover(): void {
    if (this.#lent.length > 0 && this.#socket.writableLength === 0) for (const slab of this.#lent.splice(0)) giveSlab(slab);
  }

  /** Holds no slab when nothing waits. */
  #rest(): void {
    if (this.#used > this.#flushed || this.#socket.writableLength > 0) return;
    giveSlab(this.#slab);
    this.#slab = noSlab;
    this.#used = 0;
    this.#flushed = 0;
  }

  #ended(): void {
    const listener = this.#listener;
    this.#listener = undefined;
    if (listener === undefined) return;
    this.end(limits.farewellMs);
    listener.ended(nowMs(), this.#error);
  }
}

const headSize = 9;
