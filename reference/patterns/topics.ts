/**
 * Topics: a map from octets to values that finds every key with which a subject begins. A hash of the subject is rolled on octet by octet, and looked up at the lengths
 * that some topic has; so a look costs the same with ten topics and with a hundred thousand. A topic that is found is compared with the subject from where the topic before it ended,
 * which is known to be its own beginning: many topics that begin alike cost no more than the longest of them.
 */

interface Entry<V> {
  readonly topic: Uint8Array;
  value: V;
  /** Another entry with the same hash. */
  next: Entry<V> | undefined;
  /** A topic with which this one begins: the one that a look found before this one. */
  beginning: Entry<V> | undefined;
}

export class Topics<V> {
  readonly #entries = new Map<number, Entry<V>>();
  /** The lengths that topics have, in ascending order, and how many topics have each. */
  readonly #lengths: number[] = [];
  readonly #counts: number[] = [];
  readonly #start: number;
  readonly #factor: number;
  #size = 0;

  /** `random` gives numbers from 0 to 2^32-1 that peers cannot guess: who knows them can choose topics that all have one hash. */
  constructor(random: () => number) {
    this.#start = random() | 0;
    this.#factor = random() | 1;
  }

  get size(): number {
    return this.#size;
  }

  get(topic: Uint8Array): V | undefined {
    for (let entry = this.#entries.get(this.#hash(topic)); entry !== undefined; entry = entry.next) if (isEntry(entry, topic, topic.length)) return entry.value;
    return undefined;
  }

  /** The octets of a new topic are copied. */
  set(topic: Uint8Array, value: V): void {
    const hash = this.#hash(topic);
    const first = this.#entries.get(hash);
    for (let entry = first; entry !== undefined; entry = entry.next) {
      if (!isEntry(entry, topic, topic.length)) continue;
      entry.value = value;
      return;
    }
    this.#entries.set(hash, { topic: topic.slice(), value, next: first, beginning: undefined });
    this.#size += 1;
    this.#count(topic.length, 1);
  }

  delete(topic: Uint8Array): void {
    const hash = this.#hash(topic);
    let before: Entry<V> | undefined;
    for (let entry = this.#entries.get(hash); entry !== undefined; before = entry, entry = entry.next) {
      if (!isEntry(entry, topic, topic.length)) continue;
      if (before !== undefined) before.next = entry.next;
      else if (entry.next !== undefined) this.#entries.set(hash, entry.next);
      else this.#entries.delete(hash);
      entry.beginning = undefined;
      this.#size -= 1;
      this.#count(topic.length, -1);
      return;
    }
  }

  /** Whether the subject begins with any topic. */
  has(subject: Uint8Array): boolean {
    return this.#walk(subject, () => true);
  }

  /** Visits the values of all topics with which the subject begins, the shortest first. */
  visit(subject: Uint8Array, visit: (value: V) => void): void {
    this.#walk(subject, (value) => {
      visit(value);
      return false;
    });
  }

  *[Symbol.iterator](): Generator<readonly [Uint8Array, V]> {
    for (let entry of this.#entries.values()) {
      for (;;) {
        yield [entry.topic, entry.value];
        if (entry.next === undefined) break;
        entry = entry.next;
      }
    }
  }

  /** Ends with true at the first value for which `isEnough`. */
  #walk(subject: Uint8Array, isEnough: (value: V) => boolean): boolean {
    const lengths = this.#lengths;
    const factor = this.#factor;
    let hash = this.#start;
    let at = 0;
    let last: Entry<V> | undefined;
    for (const length of lengths) {
      if (length > subject.length) return false;
      for (; at < length; at += 1) hash = roll(hash, subject[at] ?? 0, factor);
      for (let entry = this.#entries.get(hash); entry !== undefined; entry = entry.next) {
        const known = last !== undefined && entry.beginning === last ? last.topic.length : 0;
        if (!isEntry(entry, subject, length, known)) continue;
        entry.beginning = last;
        last = entry;
        if (isEnough(entry.value)) return true;
        break;
      }
    }
    return false;
  }

  #hash(topic: Uint8Array): number {
    const factor = this.#factor;
    let hash = this.#start;
    for (const octet of topic) hash = roll(hash, octet, factor);
    return hash;
  }

  #count(length: number, change: 1 | -1): void {
    let low = 0;
    let high = this.#lengths.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#lengths[middle] ?? 0) < length) low = middle + 1;
      else high = middle;
    }
    if (this.#lengths[low] !== length) {
      this.#lengths.splice(low, 0, length);
      this.#counts.splice(low, 0, change);
      return;
    }
    const count = (this.#counts[low] ?? 0) + change;
    this.#counts[low] = count;
    if (count > 0) return;
    this.#lengths.splice(low, 1);
    this.#counts.splice(low, 1);
  }
}

/** The shift makes the step non-linear: without it there are texts that collide under every factor. */
function roll(hash: number, octet: number, factor: number): number {
  const product = Math.imul(hash ^ octet, factor);
  return product ^ (product >>> 15);
}

/** Whether the entry's topic is the first `length` octets of the subject; the first `known` of them are. */
function isEntry(entry: { readonly topic: Uint8Array }, subject: Uint8Array, length: number, known = 0): boolean {
  const { topic } = entry;
  if (topic.length !== length) return false;
  for (let index = known; index < length; index += 1) if (topic[index] !== subject[index]) return false;
  return true;
}
