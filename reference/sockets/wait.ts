/** The one call of its kind that may wait on a socket: its attempts, its time limit, and what keeps the process alive meanwhile. */
import type { Refusal } from "../base/errors.ts";
import { after } from "../transports/clock.ts";
import { hold } from "../transports/presence.ts";
import { errorOfRefusal } from "./errors.ts";

/** What an attempt gives: the call's result, or why there is none. `would-block` lets the call wait on; an error that is thrown ends it. */
export type Attempt<T> = () => { readonly value: T } | Refusal;

interface Waiter {
  /** Gives false as long as the call has to wait. */
  attempt(): boolean;
  reject(error: unknown): void;
}

export class Wait {
  #waiter: Waiter | undefined;
  #endLimit: () => void = noLimit;

  get isTaken(): boolean {
    return this.#waiter !== undefined;
  }

  /** Waits until an attempt succeeds, for at most `timeoutMs` milliseconds (below zero: for ever). Each {@link retry} makes one. */
  begin<T>(attempt: Attempt<T>, timeoutMs: number): Promise<T> {
    return new Promise((resolve, refuse) => {
      const reject: (error: unknown) => void = refuse;
      const waiter: Waiter = {
        attempt: () => {
          try {
            const outcome = attempt();
            if (outcome === "would-block") return false;
            if (typeof outcome === "string") reject(errorOfRefusal(outcome));
            else resolve(outcome.value);
          } catch (error) {
            reject(error);
          }
          return true;
        },
        reject,
      };
      this.#waiter = waiter;
      this.#endLimit = this.#limit(timeoutMs);
    });
  }

  /** What the call waits for may have come. */
  retry(): void {
    const waiter = this.#waiter;
    if (waiter === undefined) return;
    // The attempt may cause the next call, which then finds the place free.
    this.#waiter = undefined;
    const endLimit = this.#endLimit;
    if (waiter.attempt()) endLimit();
    else this.#waiter = waiter;
  }

  /** Ends the wait with this error. */
  abort(error: Error): void {
    const waiter = this.#waiter;
    this.#waiter = undefined;
    this.#endLimit();
    waiter?.reject(error);
  }

  #limit(timeoutMs: number): () => void {
    const release = hold();
    if (timeoutMs < 0) return release;
    const stopTimer = after(timeoutMs, () => {
      this.abort(errorOfRefusal("would-block"));
    });
    return () => {
      release();
      stopTimer();
    };
  }
}

function noLimit(): void {
  // Nothing waits.
}
