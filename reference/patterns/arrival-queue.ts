/** Messages of all pipes in the order in which they came. */
import { Queue } from "../base/queue.ts";
import type { Message } from "../base/message.ts";
import type { Pipe } from "./pattern.ts";

/**
 * A pipe stands in the line once for each of its messages. What a pipe has dropped meanwhile is passed over.
 *
 * @requirement publish-subscribe.xpub-event-order
 * @requirement sockets.order-received
 */
export class ArrivalQueue {
  readonly #line = new Queue<Pipe>();
  #from: Pipe | undefined;

  get readable(): boolean {
    return this.#line.length > 0;
  }

  /** The pipe of the message that {@link next} gave last. */
  get from(): Pipe | undefined {
    return this.#from;
  }

  arrived(pipe: Pipe): void {
    this.#line.push(pipe);
  }

  next(): Message | undefined {
    for (;;) {
      const pipe = this.#line.shift();
      if (pipe === undefined) return undefined;
      const message = pipe.read();
      if (message === undefined) continue;
      this.#from = pipe;
      return message;
    }
  }
}
