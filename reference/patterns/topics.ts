/**
 * Topics: a map from octets to values that finds every key with which a subject begins. A hash of the subject is rolled on octet by octet, and looked up at the lengths
 * that some topic has; so a look costs the same with ten topics and with a hundred thousand. A topic that is found is compared with the subject from where the topic before it ended,
 * which is known to be its own beginning: many topics that begin alike cost no more than the longest of them.
 */
import { TopicTable } from "./topic-table.ts";

export class Topics<V> {
  readonly #table = new TopicTable<V>();
  /** The lengths that topics have, in ascending order, and how many topics have each. */
  readonly #lengths: number[] = [];
  readonly #counts: number[] = [];
  readonly #start: number;
  readonly #factor: number;

  /** `random` gives numbers from 0 to 2^32-1 that peers cannot guess: who knows them can choose topics that all have one hash. */
  constructor(random: () => number) {
    this.#start = random() | 0;
    this.#factor = random() | 1;
  }

  get size(): number {
    return this.#table.size;
  }

  get(topic: Uint8Array): V | undefined {
    return this.#table.value(this.#row(topic));
  }

  /** The octets of a new topic are copied. */
  set(topic: Uint8Array, value: V): void {
    const row = this.#row(topic);
    if (row !== 0) {
      this.#table.replace(row, value);
      return;
    }
    this.#table.add(this.#hash(topic), topic, value);
    this.#count(topic.length, 1);
  }

  delete(topic: Uint8Array): void {
    const row = this.#row(topic);
    if (row === 0) return;
    this.#table.delete(row);
    this.#count(topic.length, -1);
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

  [Symbol.iterator](): Iterator<readonly [Uint8Array, V]> {
    return this.#table[Symbol.iterator]();
  }

  /** Ends with true at the first value for which `isEnough`. */
  #walk(subject: Uint8Array, isEnough: (value: V) => boolean): boolean {
    const table = this.#table;
    const factor = this.#factor;
    let hash = this.#start;
    let at = 0;
    let last = 0;
    for (const length of this.#lengths) {
      if (length > subject.length) return false;
      for (; at < length; at += 1) hash = roll(hash, subject[at] ?? 0, factor);
      const row = table.find(hash, subject, length, last);
      if (row === 0) continue;
      table.link(row, last);
      last = row;
      if (isEnough(table.value(row) as V)) return true;
    }
    return false;
  }

  #row(topic: Uint8Array): number {
    return this.#table.find(this.#hash(topic), topic, topic.length, 0);
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
