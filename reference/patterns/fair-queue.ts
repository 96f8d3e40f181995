/** Fair queueing: one message of each pipe that has any, in turn. */
import type { Message } from "../base/message.ts";
import { Queue } from "../base/queue.ts";
import type { Pipe } from "./pattern.ts";

export interface Arrival {
  readonly pipe: Pipe;
  readonly message: Message;
}

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

  get readable(): boolean {
    return this.#line.length > 0;
  }

  arrived(pipe: Pipe): void {
    if (this.#standing.has(pipe)) return;
    this.#standing.add(pipe);
    this.#line.push(pipe);
  }

  next(): Arrival | undefined {
    for (;;) {
      const pipe = this.#line.shift();
      if (pipe === undefined) return undefined;
      this.#standing.delete(pipe);
      const message = pipe.read();
      if (pipe.readable) this.arrived(pipe);
      if (message !== undefined) return { pipe, message };
    }
  }
}
