/** Events of an adapter's sockets: kept until someone asks for them, by socket and name, in the order in which they came. */
import type { AdapterEvent } from "../../../schemas/types/adapter-event.ts";

/** So many are kept for each socket; older ones are dropped. */
const keptEvents = 1000;

interface Waiter {
  readonly handle: number;
  readonly names: readonly string[];
  readonly resolve: (event: AdapterEvent) => void;
  readonly reject: (error: Error) => void;
}

export class EventShelf {
  readonly #kept = new Map<number, AdapterEvent[]>();
  readonly #open = new Set<number>();
  readonly #closed = new Set<number>();
  readonly #waiters = new Set<Waiter>();

  /** A socket was opened: what is wrong with its handle, if anything. */
  admit(handle: number): string | undefined {
    if (this.#open.has(handle) || this.#closed.has(handle)) return `the handle ${handle} was given to another socket before`;
    this.#open.add(handle);
    return undefined;
  }

  /** A socket was closed: its events are dropped, also those to come. */
  forget(handle: number): void {
    this.#open.delete(handle);
    this.#closed.add(handle);
    this.#kept.delete(handle);
  }

  /** What is wrong with the event, if anything. While a socket is being opened, its events may come before its handle. */
  put(event: AdapterEvent, opening: boolean): string | undefined {
    const { socket } = event;
    if (this.#closed.has(socket)) return undefined;
    if (!this.#open.has(socket) && !opening) return `there is no socket ${socket}`;
    for (const waiter of this.#waiters) {
      if (waiter.handle !== socket || !waiter.names.includes(event.event)) continue;
      this.#waiters.delete(waiter);
      waiter.resolve(event);
      return undefined;
    }
    const kept = this.#kept.get(socket) ?? [];
    kept.push(event);
    if (kept.length > keptEvents) kept.shift();
    this.#kept.set(socket, kept);
    return undefined;
  }

  next(handle: number, names: readonly string[], signal: AbortSignal): Promise<AdapterEvent> {
    const kept = this.#kept.get(handle) ?? [];
    const index = kept.findIndex((event) => names.includes(event.event));
    const [found] = index < 0 ? [] : kept.splice(index, 1);
    if (found !== undefined) return Promise.resolve(found);
    return new Promise((resolve, reject) => {
      const aborted = (): void => {
        this.#waiters.delete(waiter);
        reject(signal.reason instanceof Error ? signal.reason : new Error(`no event ${names.join(" or ")} of socket ${handle}`));
      };
      const settled = (): void => signal.removeEventListener("abort", aborted);
      const waiter: Waiter = {
        handle,
        names,
        resolve: (event) => {
          settled();
          resolve(event);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      };
      if (signal.aborted) return void aborted();
      signal.addEventListener("abort", aborted);
      this.#waiters.add(waiter);
    });
  }

  rejectAll(error: Error): void {
    for (const waiter of this.#waiters) waiter.reject(error);
    this.#waiters.clear();
  }
}
