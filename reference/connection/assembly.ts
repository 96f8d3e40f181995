/** From message frames to messages, within the limits of size. */
import { PeerError } from "../base/errors.ts";
import { limits } from "../base/limits.ts";
import type { Message } from "../base/message.ts";
import { MORE } from "../wire/framing.ts";

/**
 * @requirement framing.maximum-size
 * @requirement framing.maximum-size-message
 * @requirement sockets.atomic-delivery
 */
export class Assembly {
  readonly #maximumSize: number;
  /** Those of a message of which more are to come. */
  #parts: Uint8Array[] | undefined;
  #size = 0;

  /** The limit for a message, in octets; below zero means none. */
  constructor(maximumSize: number) {
    this.#maximumSize = maximumSize;
  }

  /** Judges a frame by its declared size, before its body comes. */
  expect(size: number): void {
    if (size > limits.frameSize) throw new PeerError("framing.accept-long", `a frame of ${String(size)} octets`);
    if (this.#maximumSize < 0) return;
    if (size > this.#maximumSize) throw new PeerError("framing.maximum-size", `a frame of ${String(size)} octets`);
    if (this.#size + size > this.#maximumSize)
      throw new PeerError("framing.maximum-size-message", `a message of more than ${String(this.#maximumSize)} octets`);
  }

  /**
   * Judges a frame whose flags are in its box: a command may be larger than a message.
   *
   * @requirement curve.maximum-size
   */
  expectSealed(size: number): void {
    if (size > limits.frameSize) throw new PeerError("framing.accept-long", `a frame of ${String(size)} octets`);
    if (this.#maximumSize >= 0 && size > Math.max(this.#maximumSize, limits.commandSize))
      throw new PeerError("framing.maximum-size", `a frame of ${String(size)} octets`);
  }

  /**
   * Gives the message when this frame is its last.
   *
   * @requirement exchange-patterns.unmodified
   * @requirement exchange-patterns.nothing-invented
   */
  add(flags: number, body: Uint8Array): Message | undefined {
    const isLast = (flags & MORE) === 0;
    // Most messages have one part, and an array that can grow takes more memory than most parts.
    if (isLast && this.#parts === undefined) return [body];
    const parts = (this.#parts ??= []);
    parts.push(body);
    if (!isLast) {
      this.#size += body.length;
      if (parts.length >= limits.partsPerMessage) throw new PeerError("framing.maximum-size-message", `a message of more than ${String(parts.length)} parts`);
      return undefined;
    }
    this.clear();
    return parts;
  }

  /** Forgets a message that will not be completed. */
  clear(): void {
    this.#parts = undefined;
    this.#size = 0;
  }
}
