/** One direction of a connection: what is put in comes out in the same order, each item after a delay, as long as the receiver takes it and no more than a window is under way. */
import { Queue } from "../base/queue.ts";
import type { VirtualClock } from "./clock.ts";

export interface ChannelOptions<T> {
  readonly clock: VirtualClock;
  /** The delay of the next item, in milliseconds. */
  readonly delayMs: () => number;
  /** The most that is under way before the sender is asked to wait, in the measure of `sizeOf`. */
  readonly window: number;
  readonly sizeOf: (item: T) => number;
  /** Takes an item; gives false when it wants no more before {@link Channel.resume}. */
  readonly deliver: (item: T) => boolean;
  /** The sender may go on after {@link Channel.put} gave false. */
  readonly drained: () => void;
}

export class Channel<T> {
  readonly #options: ChannelOptions<T>;
  readonly #items = new Queue<{ readonly item: T; readonly atMs: number }>();
  #underWay = 0;
  /** How many items were put in so far. */
  total = 0;
  #lastMs = 0;
  #isScheduled = false;
  #isHeld = false;
  #isFull = false;
  #isStopped = false;
  #isClosed = false;

  constructor(options: ChannelOptions<T>) {
    this.#options = options;
  }

  /** The number of items under way. */
  get length(): number {
    return this.#items.length;
  }

  /** Gives false when the sender should wait for `drained`. The item is taken in any case. */
  put(item: T): boolean {
    if (this.#isClosed) return true;
    const { clock, delayMs, sizeOf, window } = this.#options;
    this.#lastMs = Math.max(this.#lastMs, clock.nowMs + delayMs());
    this.#items.push({ item, atMs: this.#lastMs });
    this.total += 1;
    this.#underWay += sizeOf(item);
    this.#schedule();
    this.#isFull = this.#underWay >= window;
    return !this.#isFull;
  }

  /** The receiver takes items again. */
  resume(): void {
    this.#isHeld = false;
    this.#schedule();
  }

  /** The receiver takes none until {@link resume}. */
  hold(): void {
    this.#isHeld = true;
  }

  /** Nothing comes out until {@link start}: the network is divided. */
  stop(): void {
    this.#isStopped = true;
  }

  start(): void {
    this.#isStopped = false;
    this.#schedule();
  }

  /** Nothing comes out any more. Gives what was under way. */
  close(): T[] {
    this.#isClosed = true;
    const lost: T[] = [];
    for (let next = this.#items.shift(); next !== undefined; next = this.#items.shift()) lost.push(next.item);
    return lost;
  }

  /** One act waits in the clock for the whole channel, however many items are under way. */
  #schedule(): void {
    const next = this.#items.peek();
    if (next === undefined || this.#isScheduled || this.#isHeld || this.#isStopped || this.#isClosed) return;
    this.#isScheduled = true;
    this.#options.clock.at(next.atMs, this.#run);
  }

  readonly #run = (): void => {
    this.#isScheduled = false;
    const { clock, deliver, sizeOf, window, drained } = this.#options;
    for (let next = this.#items.peek(); next !== undefined && next.atMs <= clock.nowMs; next = this.#items.peek()) {
      if (this.#isHeld || this.#isStopped || this.#isClosed) break;
      this.#items.shift();
      this.#underWay -= sizeOf(next.item);
      if (!deliver(next.item)) this.#isHeld = true;
      if (this.#isFull && this.#underWay * 2 <= window) {
        this.#isFull = false;
        drained();
      }
    }
    this.#schedule();
  };
}
