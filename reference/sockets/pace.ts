/** How calls that succeed at once are paced: a loop of them never lets the event loop turn, so that now and then one of them does. */
import { limits } from "../base/limits.ts";
import { sizeOf, type Message } from "../base/message.ts";
import { nextTurn } from "../transports/clock.ts";
import { turns } from "../transports/turns.ts";

export class Pace {
  #operations = 0;
  #octets = 0;
  #turn = turns();

  /** The event loop has to turn. */
  get isDue(): boolean {
    return (this.#operations >= limits.operationsPerTurn || this.#octets >= limits.octetsPerTurn) && !this.#hasTurned();
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

  /** For an operation that is done: mostly the same promise, which is fulfilled already. */
  done(): Promise<void> {
    return this.isDue ? this.turn() : done;
  }

  /** It has turned since somebody looked last: what came before does not count. */
  #hasTurned(): boolean {
    const now = turns();
    if (now === this.#turn) return false;
    this.#turn = now;
    this.restart();
    return true;
  }

  /** Lets the event loop turn. */
  turn(): Promise<void> {
    this.restart();
    return new Promise(nextTurn);
  }

  /** The event loop turns. */
  restart(): void {
    this.#operations = 0;
    this.#octets = 0;
  }
}

const done = Promise.resolve();
