/** A connection of tcp or ipc as a link: what is written in one tick is gathered and goes to the system at once. */
import type { Socket } from "node:net";
import { limits } from "../base/limits.ts";
import type { Link, LinkListener } from "../base/link.ts";
import { after, nowMs } from "./clock.ts";

/**
 * Small pieces are copied into a slab, which is flushed when it is full or when the tick ends: a system call for each message would cost many times more. Bodies above
 * {@link limits.passThroughSize} go out as they are.
 *
 * @requirement tcp.end-of-stream
 */
export class TcpLink implements Link {
  readonly remoteAddress: string;
  readonly #socket: Socket;
  #listener: LinkListener | undefined;
  #slab: Buffer = noSlab;
  #slabSize = smallestSlab;
  #used = 0;
  /** The octets before this offset have gone to the socket. */
  #flushed = 0;
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
    socket.on("data", (chunk: Buffer) => this.#listener?.octets(chunk, nowMs()));
    socket.on("drain", () => {
      this.#drained();
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

  write(head: Uint8Array, body: Uint8Array | undefined): boolean {
    if (body !== undefined && body.length > limits.passThroughSize) {
      this.#put(head);
      this.#flush();
      this.#socket.write(body);
    } else {
      this.#put(head);
      if (body !== undefined) this.#put(body);
    }
    this.#full = this.#used - this.#flushed + this.#socket.writableLength >= limits.linkBufferSize;
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

  #put(octets: Uint8Array): void {
    if (this.#used + octets.length > this.#slab.length) this.#renewSlab(octets.length);
    // The call of set costs more than the nine octets of a header.
    if (octets.length > headSize) this.#slab.set(octets, this.#used);
    else for (let index = 0; index < octets.length; index += 1) this.#slab[this.#used + index] = octets[index] ?? 0;
    this.#used += octets.length;
    if (this.#flushIsDue) return;
    this.#flushIsDue = true;
    process.nextTick(() => {
      this.#flushIsDue = false;
      this.#flush();
      if (this.#full && this.#socket.writableLength < limits.linkBufferSize) this.#drained();
    });
  }

  /** A slab that fills within one tick is followed by a larger one, so that quiet connections cost little. */
  #renewSlab(atLeast: number): void {
    if (this.#used > this.#flushed) this.#slabSize = Math.min(this.#slabSize * 2, limits.slabSize);
    this.#flush();
    this.#slab = Buffer.allocUnsafeSlow(Math.max(this.#slabSize, atLeast));
    this.#used = 0;
    this.#flushed = 0;
  }

  #flush(): void {
    if (this.#used === this.#flushed) return;
    const octets = this.#slab.subarray(this.#flushed, this.#used);
    this.#flushed = this.#used;
    if (!this.#socket.destroyed) this.#socket.write(octets);
  }

  #drained(): void {
    if (!this.#full) return;
    this.#full = false;
    this.#listener?.drained();
  }

  #ended(): void {
    const listener = this.#listener;
    this.#listener = undefined;
    if (listener === undefined) return;
    this.end(limits.farewellMs);
    listener.ended(nowMs(), this.#error);
  }
}

const noSlab = Buffer.alloc(0);
const smallestSlab = 4096;
const headSize = 9;
