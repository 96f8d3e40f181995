/** How calls that succeed at once are paced: a loop of them never lets the event loop turn, so that now and then one of them does. */
import { limits } from "../base/limits.ts";
import { sizeOf, type Message } from "../base/message.ts";
import { nextTurn } from "../transports/clock.ts";

export class Pace {
  #operations = 0;
  #octets = 0;

  /** The event loop has to turn. */
  get isDue(): boolean {
    return this.#operations >= limits.operationsPerTurn || this.#octets >= limits.octetsPerTurn;
  }

  /** An operation that has no promise of its own. */
  count(operations: number): void {
    this.#operations += operations;
  }

  /** As {@link count}, of a message that was sent. */
  sent(message: Message): void {
    this.#operations += 1;
    this.#octets += sizeOf(message);
  }

  /** A promise for a value that is there already. */
  settle<T>(value: T): Promise<T> {
    return this.isDue ? this.#afterTurn(value) : Promise.resolve(value);
  }

  /** As {@link settle}, without a value: mostly the same promise. */
  done(): Promise<void> {
    return this.isDue ? this.#afterTurn(undefined) : done;
  }

  /** The event loop turns. */
  restart(): void {
    this.#operations = 0;
    this.#octets = 0;
  }

  #afterTurn<T>(value: T): Promise<T> {
    this.restart();
    return new Promise((resolve) => {
      nextTurn(() => {
        resolve(value);
      });
    });
  }
}

const done = Promise.resolve();
