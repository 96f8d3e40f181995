/** Many messages that are sent with one call. */
import { UsageError, type Refusal } from "../base/errors.ts";
import type { Message } from "../base/message.ts";
import type { MessageLike } from "../transports/buffers.ts";
import { nextTurn } from "../transports/clock.ts";
import type { Engine } from "./engine.ts";
import { errorOfRefusal } from "./errors.ts";
import { messageOf, noMessageError } from "./messages.ts";
import type { Pace } from "./pace.ts";
import type { Wait } from "./wait.ts";

/** Takes the messages from where they come only when there is room for them, so that a generator is never ahead of the socket by more than one. */
export class Outgoing {
  readonly #messages: Iterator<MessageLike | readonly MessageLike[]>;
  readonly #engine: Pick<Engine, "send" | "together">;
  /** The message that found no room. */
  #held: Message | undefined;
  #accepted = 0;
  readonly #pace: Pace;

  constructor(messages: Iterable<MessageLike | readonly MessageLike[]>, engine: Pick<Engine, "send" | "together">, pace: Pace) {
    if (typeof messages !== "object" || !(Symbol.iterator in messages))
      throw new UsageError("sendMany takes an array of messages, or another iterable of them");
    this.#messages = messages[Symbol.iterator]();
    this.#engine = engine;
    this.#pace = pace;
  }

  /** Sends all, and waits for room for at most `timeoutMs` milliseconds (below zero: for ever). */
  async begin(wait: Wait, timeoutMs: number): Promise<void> {
    const attempt = (): { readonly value: undefined } | Refusal => {
      const outcome = this.#engine.together(() => this.#attempt());
      if (outcome === "turn") {
        this.#pace.restart();
        nextTurn(() => {
          wait.retry();
        });
      } else if (outcome !== "would-block" || timeoutMs === 0) return this.#end(outcome);
      return "would-block";
    };
    return typeof attempt() === "string" ? wait.begin(attempt, timeoutMs === 0 ? -1 : timeoutMs) : this.#pace.done();
  }

  #attempt(): Refusal | "turn" | undefined {
    while (!this.#pace.isDue) {
      if (this.#held === undefined) {
        const next = this.#messages.next();
        if (next.done === true) return undefined;
        this.#held = messageOf(next.value);
        if (this.#held === undefined) throw Object.assign(noMessageError(), { accepted: this.#accepted });
      }
      const refusal = this.#engine.send(this.#held);
      if (refusal !== undefined) return refusal;
      this.#pace.sent(this.#held);
      this.#held = undefined;
      this.#accepted += 1;
    }
    return "turn";
  }

  #end(refusal: Refusal | undefined): { readonly value: undefined } {
    if (refusal !== undefined) throw Object.assign(errorOfRefusal(refusal), { accepted: this.#accepted });
    return nothing;
  }
}

const nothing = { value: undefined } as const;
