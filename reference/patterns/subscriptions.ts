/** The subscriptions of all subscribers of one publisher, counted for each pipe and topic (29/PUBSUB). */
import type { Pipe } from "./pattern.ts";
import { Topics } from "./topics.ts";

interface Topic {
  readonly octets: Uint8Array;
  /** How many subscriptions each pipe has. */
  readonly counts: Map<Pipe, number>;
}

/** What a subscription or its cancelling changed: `pipe`, the pipe's first or last for the topic; `all`, the first or last of all pipes; `count`, only the number; `none`, nothing. */
export type Change = "all" | "pipe" | "count" | "none";

/** @requirement publish-subscribe.counted */
export class Subscriptions {
  readonly #topics: Topics<Topic>;
  readonly #held = new Map<Pipe, Set<Topic>>();

  constructor(random: () => number) {
    this.#topics = new Topics(random);
  }

  add(pipe: Pipe, octets: Uint8Array): Change {
    let topic = this.#topics.get(octets);
    const isNew = topic === undefined;
    if (topic === undefined) {
      topic = { octets: octets.slice(), counts: new Map() };
      this.#topics.set(octets, topic);
    }
    const count = topic.counts.get(pipe) ?? 0;
    topic.counts.set(pipe, count + 1);
    if (count > 0) return "count";
    const held = this.#held.get(pipe);
    if (held === undefined) this.#held.set(pipe, new Set([topic]));
    else held.add(topic);
    return isNew ? "all" : "pipe";
  }

  /** @requirement publish-subscribe.cancel-unknown */
  remove(pipe: Pipe, octets: Uint8Array): Change {
    const topic = this.#topics.get(octets);
    const count = topic?.counts.get(pipe);
    if (topic === undefined || count === undefined) return "none";
    if (count > 1) {
      topic.counts.set(pipe, count - 1);
      return "count";
    }
    this.#held.get(pipe)?.delete(topic);
    return this.#release(pipe, topic);
  }

  /** Removes all subscriptions of the pipe, and tells each topic with what its end changed. */
  drop(pipe: Pipe, told: (octets: Uint8Array, change: Change) => void): void {
    const held = this.#held.get(pipe);
    this.#held.delete(pipe);
    for (const topic of held ?? []) told(topic.octets, this.#release(pipe, topic));
  }

  /**
   * The pipes with a subscription for a message with this first part; each once.
   *
   * @requirement publish-subscribe.one-copy
   */
  match(subject: Uint8Array): ReadonlySet<Pipe> | ReadonlyMap<Pipe, number> {
    let only: ReadonlyMap<Pipe, number> | undefined;
    let union: Set<Pipe> | undefined;
    this.#topics.visit(subject, ({ counts }) => {
      if (only === undefined) {
        only = counts;
        return;
      }
      union ??= new Set(only.keys());
      for (const pipe of counts.keys()) union.add(pipe);
    });
    return union ?? only ?? nobody;
  }

  #release(pipe: Pipe, topic: Topic): Change {
    topic.counts.delete(pipe);
    if (topic.counts.size > 0) return "pipe";
    this.#topics.delete(topic.octets);
    return "all";
  }
}

const nobody: ReadonlySet<Pipe> = new Set();
