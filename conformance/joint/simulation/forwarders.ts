/** The forwarders of a distribution tree, layer by layer, and the union law: what each asks for is what is wanted below it. */
import type { Message } from "../../../reference/base/message.ts";
import { textOf } from "../../../reference/base/octets.ts";
import { SimulatedDevice } from "../../../reference/simulation/device.ts";
import type { Host } from "../../../reference/simulation/network.ts";
import type { LawBook } from "./laws.ts";
import type { Mutation } from "./mutants.ts";
import type { Scene } from "./scene.ts";

interface Forwarder {
  readonly host: Host;
  readonly parent: number;
  /** What it has asked its publisher for, as far as its application saw. */
  readonly asked: Set<string>;
}

export class Forwarders {
  readonly #scene: Scene;
  readonly #laws: LawBook;
  readonly #mutation: Mutation | undefined;
  /** Hears of each message that a forwarder passes down. */
  passedDown: (layer: number, index: number, message: Message) => void = () => undefined;
  /** From the publisher down. */
  readonly #layers: Forwarder[][] = [];

  constructor(scene: Scene, laws: LawBook, mutation: Mutation | undefined) {
    this.#scene = scene;
    this.#laws = laws;
    this.#mutation = mutation;
  }

  get depth(): number {
    return this.#layers.length;
  }

  /** The hosts of each layer. */
  get hosts(): readonly (readonly Host[])[] {
    return this.#layers.map((layer) => layer.map(({ host }) => host));
  }

  /** Where those of a layer are connected to, in the layer above. */
  parentsOf(layer: number): readonly number[] {
    return this.#layers[layer]?.map(({ parent }) => parent) ?? [];
  }

  /** Whether a forwarder has asked for a topic. */
  asksFor(layer: number, index: number, topic: string): boolean {
    return this.#layers[layer]?.[index]?.asked.has(topic) === true;
  }

  /** Adds a layer of so many, evenly below the one before. */
  add(width: number): void {
    const layer = this.#layers.length;
    const above = this.#layers.at(-1)?.length ?? 1;
    this.#layers.push(Array.from({ length: width }, (_, index) => this.#forwarder(layer, index, Math.floor((index * above) / width))));
  }

  /** Where a subscriber connects to. */
  parentOf(subscriber: number, subscribers: number): string {
    return this.#layers.length === 0 ? "publisher" : nameOf(this.#layers.length - 1, this.leafOf(subscriber, subscribers));
  }

  /** The hosts between a subscriber and the publisher. */
  pathOf(subscriber: number, subscribers: number): readonly (Host | undefined)[] {
    const path: (Host | undefined)[] = [];
    let at = this.leafOf(subscriber, subscribers);
    for (const layer of this.#layers.toReversed()) {
      path.push(layer[at]?.host);
      at = layer[at]?.parent ?? 0;
    }
    return path;
  }

  /** When nothing is under way, each forwarder has asked for the union of what is wanted below it. `wanted` gives the topic of each subscriber. Gives the union of all. */
  judgeUnion(subscribers: number, wanted: (subscriber: number) => string | undefined): ReadonlySet<string> {
    let below = sets(this.#layers.at(-1)?.length ?? 1);
    for (let index = 0; index < subscribers; index += 1) {
      const topic = wanted(index);
      if (topic !== undefined) below[this.leafOf(index, subscribers)]?.add(topic);
    }
    for (let layer = this.#layers.length - 1; layer >= 0; layer -= 1) {
      const above = sets(this.#layers[layer - 1]?.length ?? 1);
      for (const [index, { asked, parent, host }] of (this.#layers[layer] ?? []).entries()) {
        const union = below[index] ?? new Set<string>();
        this.#laws.judge(
          "distribution-tree.union",
          sameTopics(asked, union),
          () => `${host.name} has asked for ${listed(asked)}; below it ${listed(union)} are wanted`,
        );
        for (const topic of union) above[parent]?.add(topic);
      }
      below = above;
    }
    return below[0] ?? new Set();
  }

  /** The forwarder of the last layer to which a subscriber is connected. */
  leafOf(subscriber: number, subscribers: number): number {
    return Math.floor((subscriber * (this.#layers.at(-1)?.length ?? 1)) / subscribers);
  }

  #forwarder(layer: number, index: number, parent: number): Forwarder {
    const name = nameOf(layer, index);
    const asked = new Set<string>();
    const host = this.#scene.place(
      name,
      (self) => {
        asked.clear();
        const front = this.#scene.socket(self, "XSUB");
        const back = this.#scene.socket(self, "XPUB");
        back.bind(name);
        front.connect(layer === 0 ? "publisher" : nameOf(layer - 1, parent));
        new SimulatedDevice(front, back, {
          bothWays: true,
          ...(this.#mutation?.device === undefined ? {} : { alter: this.#mutation.device() }),
          passed: (message, way) => {
            if (way === "up") this.#asks(name, asked, message);
            else this.passedDown(layer, index, message);
          },
        });
      },
      true,
    );
    return { host, parent, asked };
  }

  /** A forwarder asks upwards at the first subscription and takes it back at the last: never twice the same. */
  #asks(name: string, asked: Set<string>, [part]: Message): void {
    if (part === undefined) return;
    const topic = textOf(part.subarray(1));
    const subscribes = part[0] === 1;
    this.#laws.judge(
      "distribution-tree.union",
      asked.has(topic) !== subscribes,
      () => `${name} ${subscribes ? "subscribes to" : "cancels"} ${topic}, which it ${subscribes ? "has" : "has not"} subscribed to`,
    );
    if (subscribes) asked.add(topic);
    else asked.delete(topic);
  }
}

export function sameTopics(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((item) => b.has(item));
}

export function listed(topics: ReadonlySet<string>): string {
  return `{${[...topics].sort().slice(0, 8).join(" ")}${topics.size > 8 ? " …" : ""}}`;
}

function nameOf(layer: number, index: number): string {
  return `forwarder-${String(layer)}-${String(index)}`;
}

function sets(count: number): Set<string>[] {
  return Array.from({ length: count }, () => new Set<string>());
}
