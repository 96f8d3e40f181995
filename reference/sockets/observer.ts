/** Events: what happens to a socket's endpoints and connections, for whom it concerns. Names and shapes are those of zeromq.js. */
import { limits } from "../base/limits.ts";
import { Queue } from "../base/queue.ts";
import type { NodeEvent } from "../node/options.ts";
import { hold } from "../transports/presence.ts";
import { SocketError } from "./errors.ts";

export type Event =
  | NodeEvent
  | { readonly type: "bind"; readonly address: string }
  | { readonly type: "bind:error"; readonly address: string; readonly error: Error }
  | { readonly type: "end" };
export type EventType = Event["type"];
export type EventOfType<E extends EventType> = Event & { readonly type: E };

/** What hears of events by listeners. */
export interface EventSubscriber {
  on<E extends EventType>(type: E, listener: (event: EventOfType<E>) => void): EventSubscriber;
  off<E extends EventType>(type: E, listener: (event: EventOfType<E>) => void): EventSubscriber;
}

type AnyListener = (event: never) => void;

/** Either listeners hear the events, or a reader takes them one by one; not both. */
export class Observer implements EventSubscriber {
  readonly #listeners = new Map<EventType, Set<AnyListener>>();
  readonly #queue = new Queue<Event>();
  #reader: { resolve(event: Event): void; reject(error: Error): void } | undefined;
  #closed = false;
  /** Who listens or waits for an event keeps the process alive. */
  #release: (() => void) | undefined;

  get closed(): boolean {
    return this.#closed;
  }

  on<E extends EventType>(type: E, listener: (event: EventOfType<E>) => void): this {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners.add(listener));
    this.#settle();
    return this;
  }

  off<E extends EventType>(type: E, listener: (event: EventOfType<E>) => void): this {
    const listeners = this.#listeners.get(type);
    listeners?.delete(listener);
    if (listeners?.size === 0) this.#listeners.delete(type);
    this.#settle();
    return this;
  }

  /** The next event. Rejects with EBUSY when there are listeners or another reader, EBADF when the observer is closed. */
  receive(): Promise<Event> {
    const event = this.#queue.shift();
    if (event !== undefined) return Promise.resolve(event);
    if (this.#closed) return Promise.reject(new SocketError("EBADF", "Observer is closed"));
    if (this.#reader !== undefined || this.#listeners.size > 0) return Promise.reject(new SocketError("EBUSY", "Observer is in use"));
    return new Promise((resolve, reject) => {
      this.#reader = { resolve, reject };
      this.#settle();
    });
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Event, undefined> {
    while (!this.#closed || this.#queue.length > 0) {
      const event = await this.receive();
      yield event;
      if (event.type === "end") return;
    }
  }

  close(): void {
    this.#closed = true;
    this.#reader?.reject(new SocketError("EAGAIN", "Observer was closed"));
    this.#reader = undefined;
    this.#settle();
  }

  /** Tells listeners or the reader, when what is under way is done. */
  emit(event: Event): void {
    if (this.#closed) return;
    if (event.type === "end") this.#closed = true;
    if (this.#listeners.size > 0) {
      const listeners = [...(this.#listeners.get(event.type) ?? [])];
      for (const listener of listeners)
        queueMicrotask(() => {
          listener(event as never);
        });
      this.#settle();
      return;
    }
    if (this.#reader !== undefined) {
      this.#reader.resolve(event);
      this.#reader = undefined;
      this.#settle();
      return;
    }
    this.#queue.push(event);
    if (this.#queue.length > limits.observedEvents) this.#queue.shift();
  }

  #settle(): void {
    const isAwaited = !this.#closed && (this.#reader !== undefined || this.#listeners.size > 0);
    if (isAwaited) this.#release ??= hold();
    else {
      this.#release?.();
      this.#release = undefined;
    }
  }
}
