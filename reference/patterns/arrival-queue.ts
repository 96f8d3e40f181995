/** Messages of all pipes in the order in which they came. */
import { Queue } from "../base/queue.ts";
import type { Arrival } from "./fair-queue.ts";
import type { Pipe } from "./pattern.ts";

/**
 * A pipe stands in the line once for each of its messages. What a pipe has dropped meanwhile is passed over.
 *
 * @requirement publish-subscribe.xpub-event-order
 * @requirement sockets.order-received
 */
export class ArrivalQueue {
  readonly #line = new Queue<Pipe>();

  get readable(): boolean {
    return this.#line.length > 0;
  }

  arrived(pipe: Pipe): void {
    this.#line.push(pipe);
  }

  next(): Arrival | undefined {
    for (;;) {
      const pipe = this.#line.shift();
      if (pipe === undefined) return undefined;
      const message = pipe.read();
      if (message !== undefined) return { pipe, message };
    }
  }
}
