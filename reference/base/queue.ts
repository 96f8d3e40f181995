/** First in, first out, in constant time: a ring of slots, twice as many whenever they do not suffice. */
export class Queue<T> {
  #slots: (T | undefined)[] = [];
  #head = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(item: T): void {
    if (this.#length === this.#slots.length) this.#grow();
    this.#slots[(this.#head + this.#length) & (this.#slots.length - 1)] = item;
    this.#length += 1;
  }

  /** The item that {@link shift} gives next. */
  peek(): T | undefined {
    return this.#slots[this.#head];
  }

  shift(): T | undefined {
    if (this.#length === 0) return undefined;
    const item = this.#slots[this.#head];
    this.#slots[this.#head] = undefined;
    this.#head = (this.#head + 1) & (this.#slots.length - 1);
    this.#length -= 1;
    if (this.#length === 0 && this.#slots.length > quietSize) this.clear();
    return item;
  }

  clear(): void {
    this.#slots = [];
    this.#head = 0;
    this.#length = 0;
  }

  #grow(): void {
    const size = this.#slots.length;
    // Made in its size: an array that grows by itself takes room for more than is asked for.
    const slots = new Array<T | undefined>(Math.max(4, size * 2)).fill(undefined);
    for (let index = 0; index < size; index += 1) slots[index] = this.#slots[(this.#head + index) & (size - 1)];
    this.#slots = slots;
    this.#head = 0;
  }
}

/** An empty queue keeps no more slots than this. */
const quietSize = 64;
