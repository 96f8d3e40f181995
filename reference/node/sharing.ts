/** Sharing: what one call publishes is gathered by the pipes that get it and handed on when the call ends, so that it is encoded once for all who get the same. */
import type { Message } from "../base/message.ts";

/** Who gathers. */
export interface Gatherer {
  /** Gives what was gathered to the connection. */
  handOn(): void;
}

/** Belongs to one socket. */
export class Sharing {
  #isOpen = false;
  #gatherers: Gatherer[] = [];
  #last: readonly Message[] = [];

  /** Whether pipes should gather. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** What is sent in `work` is handed on when it ends, however it ends. */
  during<T>(work: () => T): T {
    if (this.#isOpen) return work();
    this.#isOpen = true;
    try {
      return work();
    } finally {
      this.#isOpen = false;
      this.close();
    }
  }

  /** This one has begun to gather. */
  join(gatherer: Gatherer): void {
    this.#gatherers.push(gatherer);
  }

  /** Has everything handed on that is gathered. */
  close(): void {
    const gatherers = this.#gatherers;
    this.#gatherers = [];
    for (const gatherer of gatherers) gatherer.handOn();
    this.#last = [];
  }

  /** The array that was asked about before, if it has the same messages: what is encoded once is known by its array. */
  common(messages: readonly Message[]): readonly Message[] {
    const last = this.#last;
    if (messages.length !== last.length || messages.some((message, index) => message !== last[index])) this.#last = messages;
    return this.#last;
  }
}
