/** Fair queueing: one message of each pipe that has any, in turn. */
import type { Message } from "../base/message.ts";
import { Queue } from "../base/queue.ts";
import type { Pipe } from "./pattern.ts";

/**
 * The pipes with messages stand in a line. The first gives one message and goes to the end, if it has more.
 *
 * @requirement sockets.fair-queueing
 * @requirement sockets.order-received
 * @requirement sockets.delivery
 * @requirement sockets.no-duplicate-delivery
 */
export class FairQueue {
  readonly #line = new Queue<Pipe>();
  readonly #standing = new Set<Pipe>();
  #from: Pipe | undefined;

  get readable(): boolean {
    return this.#line.length > 0;
  }

  /** The pipe of the message that {@link next} gave last. */
  get from(): Pipe | undefined {
    return this.#from;
  }

  arrived(pipe: Pipe): void {
    // Whoever stands first is found without a look at the set.
    if (this.#line.peek() === pipe || this.#standing.has(pipe)) return;
    this.#standing.add(pipe);
    this.#line.push(pipe);
  }

  next(): Message | undefined {
    for (;;) {
      const pipe = this.#line.peek();
      if (pipe === undefined) return undefined;
      const message = pipe.read();
      // A pipe that stands alone keeps its place, which is the end of the line as well.
      if (this.#line.length > 1 || !pipe.readable) this.#passOn(pipe);
      if (message === undefined) continue;
      this.#from = pipe;
      return message;
    }
  }

  #passOn(pipe: Pipe): void {
    this.#line.shift();
    this.#standing.delete(pipe);
    if (pipe.readable) this.arrived(pipe);
  }
}
