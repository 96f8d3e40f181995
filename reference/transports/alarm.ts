/** An alarm: one timer for all that is to be done at some time. */
import { after, nowMs } from "./clock.ts";

/** One wake-up at the earliest of the times that were asked for. */
export class Alarm {
  readonly #ring: () => number;
  #cancel: (() => void) | undefined;
  #atMs = Infinity;

  /** `ring` does what is due and gives the time of the next call, Infinity for none. */
  constructor(ring: (nowMs: number) => number) {
    this.#ring = () => ring(nowMs());
  }

  wake(atMs: number): void {
    if (atMs >= this.#atMs) return;
    this.stop();
    this.#atMs = atMs;
    this.#cancel = after(atMs - nowMs(), () => {
      this.#atMs = Infinity;
      this.wake(this.#ring());
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#atMs = Infinity;
  }
}
