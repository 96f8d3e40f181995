/** Frames: a flags octet, a size of one or eight octets, a body (37/ZMTP, Framing). Mirrors spec/wire/framing.md. */
import { type Allocate, cleared, concatOctets, EMPTY, joinOctets, uint32At } from "../base/octets.ts";
import { PeerError } from "../base/errors.ts";

export const MORE = 0x01;
export const LONG = 0x02;
export const COMMAND = 0x04;

/** Gets what a {@link FrameDecoder} finds. Both may throw PeerError, which passes through the decoder. */
export interface FrameSink {
  /** A header has come, of which the body has perhaps not: the place for limits. */
  header(flags: number, size: number): void;
  /** A frame is complete. Gives false to get no more before {@link FrameDecoder.resume}. */
  frame(flags: number, body: Uint8Array): boolean;
}

/**
 * The header of a frame with this body size: two octets up to 255, nine above. The array is used again by the next call.
 *
 * @requirement framing.long-above-255
 * @requirement framing.short-command
 * @requirement framing.reserved-zero
 */
export function frameHeader(flags: number, size: number): Uint8Array {
  if (size <= 255) {
    shortHeader[0] = flags;
    shortHeader[1] = size;
    return shortHeader;
  }
  longHeader[0] = flags | LONG;
  longView.setUint32(1, Math.floor(size / 2 ** 32));
  longView.setUint32(5, size % 2 ** 32);
  return longHeader;
}

/** A whole frame, for those who need it as one array. */
export function encodeFrame(flags: number, body: Uint8Array): Uint8Array {
  return concatOctets([frameHeader(flags, body.length), body]);
}

/** Writes a whole frame to this offset, and gives the offset after it. */
export function writeFrame(octets: Uint8Array, at: number, flags: number, body: Uint8Array): number {
  const head = frameHeader(flags, body.length);
  for (let index = 0; index < head.length; index += 1) octets[at + index] = head[index] ?? 0;
  octets.set(body, at + head.length);
  return at + head.length + body.length;
}

/** The octets of a frame whose body has this size. */
export function frameSize(size: number): number {
  return size + (size <= 255 ? shortHeaderSize : longHeaderSize);
}

/**
 * Turns chunks of octets into frames. A body that lies within one chunk is a view of it; one that spans chunks is put together once, when its last octet is there.
 *
 * @requirement framing.any-split
 * @requirement framing.accept-short
 * @requirement framing.accept-long
 * @requirement framing.no-memory-on-word
 */
export class FrameDecoder {
  readonly #sink: FrameSink;
  readonly #head = new Uint8Array(longHeaderSize);
  #headHave = 0;
  #flags = 0;
  /** The size of the body that is awaited; below zero while a header is. */
  #size = -1;
  readonly #body: BodyCollector;
  /** What came after the frame at which the sink asked to stop, perhaps nothing yet. */
  #rest: Uint8Array | undefined;

  /** `allocate` gives memory for a body that spans chunks, of that many octets, which need not be clear: all of it is written. */
  constructor(sink: FrameSink, allocate: Allocate = cleared) {
    this.#sink = sink;
    this.#body = new BodyCollector(allocate);
  }

  push(chunk: Uint8Array): void {
    if (this.#rest === undefined) this.#consume(chunk);
    else this.#rest = concatOctets([this.#rest, chunk]);
  }

  resume(): void {
    const rest = this.#rest;
    this.#rest = undefined;
    if (rest !== undefined) this.#consume(rest);
  }

  #consume(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#size < 0) {
        at = this.#readHeader(chunk, at);
        if (this.#size < 0) return;
      }
      const end = at + this.#size;
      let body: Uint8Array;
      if (this.#body.size === 0 && end <= chunk.length) {
        body = chunk.subarray(at, end);
        at = end;
      } else {
        at = this.#body.take(chunk, at, this.#size);
        if (this.#body.size < this.#size) return;
        body = this.#body.assemble();
      }
      this.#size = -1;
      if (!this.#sink.frame(this.#flags, body)) {
        // A view of no octets would keep the memory of the whole chunk.
        this.#rest = at < chunk.length ? chunk.subarray(at) : EMPTY;
        return;
      }
    }
  }

  /** Reads as much of a header as there is; sets the size when the header is complete. Gives the offset after it. */
  #readHeader(chunk: Uint8Array, start: number): number {
    let at = start;
    if (this.#headHave === 0) {
      const flags = chunk[at] ?? 0;
      const size = headerSize(flags);
      if (chunk.length - at >= size) {
        checkFlags(flags);
        this.#accept(flags, sizeIn(chunk, at));
        return at + size;
      }
    }
    while (at < chunk.length) {
      this.#head[this.#headHave] = chunk[at] ?? 0;
      this.#headHave += 1;
      at += 1;
      const flags = this.#head[0] ?? 0;
      // Flags are judged at once: a wrong one may be the last octet that the peer sends.
      if (this.#headHave === 1) checkFlags(flags);
      if (this.#headHave === headerSize(flags)) {
        this.#headHave = 0;
        this.#accept(flags, sizeIn(this.#head, 0));
        return at;
      }
    }
    return at;
  }

  #accept(flags: number, size: number): void {
    this.#sink.header(flags, size);
    this.#flags = flags;
    this.#size = size;
  }
}

/**
 * The part of a body that has come. Large pieces stay where they are; small ones are gathered in blocks, so that a peer that sends octet by octet costs no more memory than it
 * sends.
 */
class BodyCollector {
  size = 0;
  readonly #allocate: Allocate;
  #pieces: Uint8Array[] = [];
  #block: Uint8Array | undefined;
  #blockUsed = 0;

  constructor(allocate: Allocate) {
    this.#allocate = allocate;
  }

  /** Takes what belongs to a body of `whole` octets and gives the offset after it. */
  take(chunk: Uint8Array, at: number, whole: number): number {
    const end = Math.min(chunk.length, at + whole - this.size);
    if (end === at) return end;
    const piece = chunk.subarray(at, end);
    const missing = whole - this.size;
    this.size += piece.length;
    if (piece.length >= blockSize) {
      this.#closeBlock();
      this.#pieces.push(piece);
      return end;
    }
    if (this.#block === undefined || this.#blockUsed + piece.length > this.#block.length) {
      this.#closeBlock();
      this.#block = new Uint8Array(Math.min(blockSize, missing));
    }
    this.#block.set(piece, this.#blockUsed);
    this.#blockUsed += piece.length;
    return end;
  }

  assemble(): Uint8Array {
    this.#closeBlock();
    const whole = this.#pieces.length === 1 && this.#pieces[0] !== undefined ? this.#pieces[0] : joinOctets(this.#pieces, this.#allocate(this.size));
    this.#pieces = [];
    this.size = 0;
    return whole;
  }

  #closeBlock(): void {
    if (this.#block !== undefined) this.#pieces.push(this.#block.subarray(0, this.#blockUsed));
    this.#block = undefined;
    this.#blockUsed = 0;
  }
}

/** @requirement framing.close-on-command-more */
function checkFlags(flags: number): void {
  if (flags < 8 && (flags & (COMMAND | MORE)) !== (COMMAND | MORE)) return;
  if (flags >= 8) throw new PeerError("framing.reserved-received", `flags ${flags.toString(16)}`);
  throw new PeerError("framing.close-on-command-more", `flags ${flags.toString(16)}`);
}

function headerSize(flags: number): number {
  return (flags & LONG) === 0 ? shortHeaderSize : longHeaderSize;
}

/** The size that the header at this offset says. */
function sizeIn(octets: Uint8Array, at: number): number {
  if (((octets[at] ?? 0) & LONG) === 0) return octets[at + 1] ?? 0;
  const high = uint32At(octets, at + 1);
  if (high >= 2 ** 31) throw new PeerError("framing.size-bound", "a size above 2^63-1");
  return high * 2 ** 32 + uint32At(octets, at + 5);
}

const shortHeaderSize = 2;
const longHeaderSize = 9;
const blockSize = 4096;
const shortHeader = new Uint8Array(shortHeaderSize);
const longHeader = new Uint8Array(longHeaderSize);
const longView = new DataView(longHeader.buffer);
