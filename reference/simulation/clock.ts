/** Virtual time in milliseconds. What is due at one time is done in the order in which it was asked for; time passes only when nothing is due. */
export class VirtualClock {
  #nowMs = 0;
  /** The times at which something is due, as a binary heap, each once. */
  readonly #times: number[] = [];
  readonly #due = new Map<number, (() => void)[]>();
  #pending = 0;

  get nowMs(): number {
    return this.#nowMs;
  }

  /** How many acts wait. */
  get pending(): number {
    return this.#pending;
  }

  /** The time of the next act; Infinity when there is none. */
  get nextMs(): number {
    return this.#times[0] ?? Infinity;
  }

  /** Has the act done at this time, or now when the time is past. */
  at(atMs: number, act: () => void): void {
    const time = Math.max(atMs, this.#nowMs);
    this.#pending += 1;
    const acts = this.#due.get(time);
    if (acts !== undefined) {
      acts.push(act);
      return;
    }
    this.#due.set(time, [act]);
    this.#insert(time);
  }

  /** Has the act done when all that is due now is done. */
  soon(act: () => void): void {
    this.at(this.#nowMs, act);
  }

  /** Does all that is due at the next time, and all that becomes due at it. Gives false when nothing waits. */
  turn(): boolean {
    const time = this.#times[0];
    if (time === undefined) return false;
    this.#nowMs = time;
    const acts = this.#due.get(time) ?? [];
    // The list grows while it is walked.
    for (let index = 0; index < acts.length; index += 1) {
      this.#pending -= 1;
      acts[index]?.();
    }
    this.#due.delete(time);
    this.#removeFirst();
    return true;
  }

  /** Lets time pass until then. */
  runUntil(untilMs: number): void {
    while (this.nextMs <= untilMs) this.turn();
    this.#nowMs = Math.max(this.#nowMs, untilMs);
  }

  #insert(time: number): void {
    const heap = this.#times;
    let at = heap.length;
    heap.push(time);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] ?? 0;
      if (above <= time) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = time;
  }

  #removeFirst(): void {
    const heap = this.#times;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && (heap[child + 1] ?? 0) < (heap[child] ?? 0)) child += 1;
      const below = heap[child] ?? 0;
      if (below >= last) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = last;
  }
}
