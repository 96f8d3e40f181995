/**
 * A hash table of topics in columns of numbers: a topic costs some fifty octets besides its own, and a look takes few steps through memory. Rows are numbered from one on; they keep
 * their numbers till the table is made anew, since it is full, or mostly of rows that were deleted.
 */
export class TopicTable<V> {
  #rows = new Rows<V>(smallest);
  /** The next free row. */
  #end = 1;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /**
   * The row of the topic that is the first `length` octets of the subject, or zero. When `last` is the row of a topic with which the subject begins, and this row is known to begin
   * with it, only the octets after it are compared.
   */
  find(hash: number, subject: Uint8Array, length: number, last: number): number {
    const { first, next, hashes, sizes, beginnings } = this.#rows;
    for (let row = first[hash & (first.length - 1)] ?? 0; row !== 0; row = next[row] ?? 0) {
      if (hashes[row] !== hash || sizes[row] !== length) continue;
      const known = last !== 0 && beginnings[row] === last ? (sizes[last] ?? 0) : 0;
      if (this.#rows.isSame(row, subject, known)) return row;
    }
    return 0;
  }

  /** Two topics with which one subject begins: the longer one begins with the shorter. */
  link(row: number, beginning: number): void {
    this.#rows.beginnings[row] = beginning;
  }

  value(row: number): V | undefined {
    return this.#rows.values[row];
  }

  replace(row: number, value: V): void {
    this.#rows.values[row] = value;
  }

  /** The octets are copied. */
  add(hash: number, topic: Uint8Array, value: V): void {
    if (this.#end === this.#rows.hashes.length) this.#renew();
    this.#rows.put(this.#end, hash, topic, value);
    this.#end += 1;
    this.#size += 1;
  }

  delete(row: number): void {
    this.#rows.clear(row);
    this.#size -= 1;
    if (this.#size * 4 < this.#end && this.#end > smallest) this.#renew();
  }

  *[Symbol.iterator](): Generator<readonly [Uint8Array, V]> {
    const rows = this.#rows;
    for (let row = 1, end = this.#end; row < end; row += 1) if (!rows.isClear(row)) yield [rows.topic(row).slice(), rows.values[row] as V];
  }

  #renew(): void {
    const old = this.#rows;
    const rows = new Rows<V>(Math.max(smallest, 2 ** Math.ceil(Math.log2((this.#size + 1) * growth))));
    let end = 1;
    for (let row = 1; row < this.#end; row += 1) {
      if (old.isClear(row)) continue;
      rows.put(end, old.hashes[row] ?? 0, old.topic(row), old.values[row] as V);
      end += 1;
    }
    this.#rows = rows;
    this.#end = end;
  }
}

class Rows<V> {
  /** The first row with each end of a hash, and the row after each. */
  readonly first: Int32Array;
  readonly next: Int32Array;
  readonly hashes: Int32Array;
  /** Of the topics, in octets; below zero for a row that was deleted. */
  readonly sizes: Int32Array;
  /** The row of a topic with which this one is known to begin. */
  readonly beginnings: Int32Array;
  readonly values: (V | undefined)[] = [undefined];
  readonly #starts: Float64Array;
  #octets = new Uint8Array(0);
  #octetsEnd = 0;

  /** `capacity`: a power of two. */
  constructor(capacity: number) {
    this.first = new Int32Array(capacity);
    this.next = new Int32Array(capacity);
    this.hashes = new Int32Array(capacity);
    this.sizes = new Int32Array(capacity);
    this.beginnings = new Int32Array(capacity);
    this.#starts = new Float64Array(capacity);
  }

  put(row: number, hash: number, topic: Uint8Array, value: V): void {
    const slot = hash & (this.first.length - 1);
    this.next[row] = this.first[slot] ?? 0;
    this.first[slot] = row;
    this.hashes[row] = hash;
    this.sizes[row] = topic.length;
    this.values[row] = value;
    this.#starts[row] = this.#store(topic);
  }

  clear(row: number): void {
    const slot = (this.hashes[row] ?? 0) & (this.first.length - 1);
    const after = this.next[row] ?? 0;
    let before = this.first[slot] ?? 0;
    if (before === row) this.first[slot] = after;
    else {
      while (this.next[before] !== row) before = this.next[before] ?? 0;
      this.next[before] = after;
    }
    this.sizes[row] = -1;
    this.values[row] = undefined;
  }

  isClear(row: number): boolean {
    return (this.sizes[row] ?? -1) < 0;
  }

  topic(row: number): Uint8Array {
    const start = this.#starts[row] ?? 0;
    return this.#octets.subarray(start, start + (this.sizes[row] ?? 0));
  }

  /** Whether the subject begins with the topic of the row; the first `known` octets do. */
  isSame(row: number, subject: Uint8Array, known: number): boolean {
    const octets = this.#octets;
    const start = this.#starts[row] ?? 0;
    const size = this.sizes[row] ?? 0;
    for (let index = known; index < size; index += 1) if (octets[start + index] !== subject[index]) return false;
    return true;
  }

  #store(topic: Uint8Array): number {
    const start = this.#octetsEnd;
    this.#octetsEnd += topic.length;
    if (this.#octetsEnd > this.#octets.length) {
      const octets = new Uint8Array(Math.ceil(this.#octetsEnd * growth));
      octets.set(this.#octets);
      this.#octets = octets;
    }
    this.#octets.set(topic, start);
    return start;
  }
}

const smallest = 8;
/** What is made anew has so many times the room that is needed. */
const growth = 1.5;
