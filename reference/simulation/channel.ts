/** One direction of a connection: what is put in comes out in the same order, each item after a delay, as long as the receiver takes it and no more than a window is under way. */
import { Queue } from "../base/queue.ts";
import type { VirtualClock } from "./clock.ts";

/** What a channel needs of the connection that it belongs to. */
export interface ChannelSetting {
  readonly clock: VirtualClock;
  /** The delay of each item, in milliseconds. */
  readonly delayMs: number;
  /** The most that is under way before the sender is asked to wait, in the measure of {@link ChannelEnds.sizeOf}. */
  readonly window: number;
}

/** Who puts in and who takes out. */
export interface ChannelEnds<T> {
  sizeOf(item: T): number;
  /** Takes an item; gives false when it wants no more before {@link Channel.resume}. */
  deliver(item: T): boolean;
  /** The sender may go on after {@link Channel.put} gave false. */
  drained(): void;
}

export class Channel<T> {
  readonly #setting: ChannelSetting;
  readonly #ends: ChannelEnds<T>;
  readonly #items = new Queue<{ readonly item: T; readonly atMs: number }>();
  #underWay = 0;
  /** How many items were put in so far. */
  total = 0;
  #isScheduled = false;
  #isHeld = false;
  #isFull = false;
  #isStopped = false;
  #isClosed = false;

  constructor(setting: ChannelSetting, ends: ChannelEnds<T>) {
    this.#setting = setting;
    this.#ends = ends;
  }

  /** The number of items under way. */
  get length(): number {
    return this.#items.length;
  }

  /** Gives false when the sender should wait for `drained`. The item is taken in any case. */
  put(item: T): boolean {
    if (this.#isClosed) return true;
    const { clock, delayMs, window } = this.#setting;
    this.#items.push({ item, atMs: clock.nowMs + delayMs });
    this.total += 1;
    this.#underWay += this.#ends.sizeOf(item);
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
    this.#setting.clock.at(next.atMs, () => {
      this.#run();
    });
  }

  #run(): void {
    this.#isScheduled = false;
    const { clock, window } = this.#setting;
    for (let next = this.#items.peek(); next !== undefined && next.atMs <= clock.nowMs; next = this.#items.peek()) {
      if (this.#isHeld || this.#isStopped || this.#isClosed) break;
      this.#items.shift();
      this.#underWay -= this.#ends.sizeOf(next.item);
      if (!this.#ends.deliver(next.item)) this.#isHeld = true;
      if (this.#isFull && this.#underWay * 2 <= window) {
        this.#isFull = false;
        this.#ends.drained();
      }
    }
    this.#schedule();
  }
}
