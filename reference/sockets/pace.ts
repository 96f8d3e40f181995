/** How calls that succeed at once are paced: a loop of them never lets the event loop turn, so that now and then one of them does. */
import { limits } from "../base/limits.ts";
import { nextTurn } from "../transports/clock.ts";

export class Pace {
  #operations = 0;

  /** A promise for a value that is there already, after as many more operations as this. */
  settle<T>(value: T, operations = 1): Promise<T> {
    return this.#mayGoOn(operations) ? Promise.resolve(value) : this.#afterTurn(value);
  }

  /** As {@link settle}, for one operation without a value: mostly the same promise. */
  done(): Promise<void> {
    return this.#mayGoOn(1) ? done : this.#afterTurn(undefined);
  }

  /** These operations had no promise of their own. */
  count(operations: number): void {
    this.#operations += operations;
  }

  #mayGoOn(operations: number): boolean {
    this.#operations += operations;
    return this.#operations < limits.operationsPerTurn;
  }

  #afterTurn<T>(value: T): Promise<T> {
    this.#operations = 0;
    return new Promise((resolve) => {
      nextTurn(() => {
        resolve(value);
      });
    });
  }
}

const done = Promise.resolve();
