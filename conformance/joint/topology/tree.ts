/**
 * A distribution tree of real processes: a publisher, layers of forwarders, subscribers by the hundreds in a process. Its laws are judged from the outside: by what the
 * publisher is told and what the subscribers deliver.
 */
import { ascii, text } from "../../kit/octets.ts";
import { LawBook } from "../simulation/laws.ts";
import { machineLimits, shareOut, tooMany } from "./limits.ts";
import { ceilingMs, Crowd, eachOf } from "./nodes.ts";
import type { TopologyResult } from "./result.ts";
import { growTree, topicOf, type GrownTree, type Leaf, type TreePlan } from "./tree-growth.ts";

type Tell = (phase: string) => void;

export async function runTree(plan: TreePlan, tell: Tell): Promise<TopologyResult> {
  const limits = machineLimits();
  const shares = shareOut(plan.subscribers, plan.implementations, limits);
  const refused = tooMany(shares, plan.layers.at(-1) ?? 1, limits);
  if (refused !== undefined) throw new Error(refused);
  const crowd = new Crowd();
  const begun = performance.now();
  try {
    const tree = new RealTree(plan, tell, await growTree(crowd, plan, tell));
    await tree.settle();
    await tree.round("all are there", new Set());
    await tree.strike();
    await tree.unsubscribe();
    return tree.result(crowd, limits, (performance.now() - begun) / 1000);
  } finally {
    tell("ending the processes");
    await crowd.end();
  }
}

class RealTree {
  readonly laws = new LawBook(["distribution-tree.union", "distribution-tree.matching", "distribution-tree.order", "distribution-tree.conservation"]);
  readonly #plan: TreePlan;
  readonly #tell: Tell;
  readonly #root: GrownTree["root"];
  readonly #forwarders: GrownTree["forwarders"];
  readonly #leaves: readonly Leaf[];
  #number = 0;
  #accepted = 0;
  #delivered = 0;
  #lost = 0;

  constructor(plan: TreePlan, tell: Tell, { root, forwarders, leaves }: GrownTree) {
    this.#plan = plan;
    this.#tell = tell;
    this.#root = root;
    this.#forwarders = forwarders;
    this.#leaves = leaves;
  }

  /** Waits until each subscription is in force along its path, and judges what the publisher was told meanwhile. */
  async settle(): Promise<void> {
    const wanted = new Map<string, number>();
    for (const topic of this.#topics) {
      const children = new Set(this.#leaves.filter((leaf) => leaf.topic === topic).map(({ forwarder }) => this.#branchOf(forwarder)));
      wanted.set(`\x01${topic}`, children.size);
    }
    const told = new Map<string, number>();
    const all = [...wanted.values()].reduce((sum, count) => sum + count, 0);
    for (let count = 0; count < all; count += 1) {
      this.#tell(`the publisher is told of ${String(count)} of ${String(all)} subscriptions`);
      const event = await this.#event();
      told.set(event, (told.get(event) ?? 0) + 1);
    }
    for (const [event, count] of wanted)
      this.laws.judge(
        "distribution-tree.union",
        told.get(event) === count,
        () => `${shown(event)} came ${String(told.get(event) ?? 0)} times from ${String(count)} forwarders`,
      );
    await this.#beacons(this.#leaves);
  }

  /** Publishes until each of these has got something: whoever has got one message is there for the next. */
  async #beacons(leaves: readonly Leaf[]): Promise<void> {
    let waiting = [...leaves];
    const deadline = performance.now() + ceilingMs;
    for (let round = 0; waiting.length > 0; round += 1) {
      if (performance.now() > deadline)
        throw new Error(
          `${String(waiting.length)} subscribers get nothing, such as one of ${waiting[0]?.process.implementation ?? ""}, below forwarders ${[...new Set(waiting.map(({ forwarder }) => forwarder + 1))].join(", ")} of the last layer`,
        );
      this.#tell(`${String(waiting.length)} subscriptions are not in force yet`);
      // Each round begins with another topic, since a faulty forwarder may have its eye on every fifth message.
      const first = round % this.#topics.length;
      for (const topic of [...this.#topics.slice(first), ...this.#topics.slice(0, first)]) await this.#send([topic, "beacon"]);
      const without: Leaf[] = [];
      await eachOf(waiting, 100, async (leaf) => {
        if ((await leaf.process.adapter.receive(leaf.handle, 500)) === undefined) without.push(leaf);
      });
      waiting = without;
    }
  }

  /** Publishes a round and judges what each subscriber delivers of it. Those below what is struck may lose some. */
  async round(name: string, struck: ReadonlySet<Leaf>): Promise<void> {
    const sent = new Map<string, number[]>();
    for (let count = 0; count < this.#plan.messages; count += 1) {
      const topic = this.#topics[count % this.#topics.length] ?? "";
      this.#number += 1;
      await this.#send([topic, String(this.#number)]);
      sent.set(topic, [...(sent.get(topic) ?? []), this.#number]);
      this.#accepted += 1;
    }
    this.#number += 1;
    const end = String(this.#number);
    for (const topic of this.#topics) await this.#send([topic, end]);
    let done = 0;
    await eachOf(
      this.#leaves.filter((leaf) => !struck.has(leaf)),
      100,
      async (leaf) => {
        this.#judge(leaf, [...(sent.get(leaf.topic) ?? []), this.#number], await this.#until(leaf, end));
        done += 1;
        if (done % 100 === 0) this.#tell(`${name}: ${String(done)} subscribers judged`);
      },
    );
  }

  async #until(leaf: Leaf, end: string): Promise<readonly string[]> {
    const got: string[] = [];
    for (;;) {
      const parts = await leaf.process.adapter.receive(leaf.handle, this.#plan.mutation === undefined ? ceilingMs : patienceMs);
      if (parts === undefined) return got;
      const [topic = "", body = ""] = parts.map(text);
      this.laws.judge(
        "distribution-tree.matching",
        topic === leaf.topic && /^(?:beacon|\d+)$/u.test(body),
        () => `a subscriber to ${leaf.topic} gets ${topic} ${shown(body)}`,
      );
      if (/^\d+$/u.test(body)) got.push(body);
      if (body === end) return got;
    }
  }

  #judge(leaf: Leaf, sent: readonly number[], got: readonly string[]): void {
    const numbers = got.map(Number);
    const where = `a subscriber of ${leaf.process.implementation} to ${leaf.topic}`;
    this.laws.judge(
      "distribution-tree.order",
      numbers.every((number, index) => !(number <= (numbers[index - 1] ?? 0))),
      () => `${where} gets ${got.join(" ")}`,
    );
    this.laws.judge(
      "distribution-tree.conservation",
      sent.every((number) => numbers.includes(number)),
      () => `${where} gets ${got.join(" ")} of ${sent.join(" ")}`,
    );
    this.#delivered += numbers.length;
  }

  /** A forwarder of the last layer ends and starts again: those below it lose what is published meanwhile, and no others. */
  async strike(): Promise<void> {
    const number = (this.#plan.layers.at(-1) ?? 1) - 1;
    const place = this.#forwarders.at(-1)?.[number];
    if (place === undefined) throw new Error("there is no forwarder to strike");
    const struck = new Set(this.#leaves.filter(({ forwarder }) => forwarder === number));
    this.#tell(`a forwarder ends: ${String(struck.size)} subscribers are below it`);
    await place.device.end();
    const before = this.#accepted;
    await this.round("while a forwarder is gone", struck);
    this.#lost += [...struck].length * Math.floor((this.#accepted - before) / this.#topics.length);
    place.device = await place.start(place.device.endpoint);
    await this.#beacons([...struck]);
    await this.round("after its return", new Set());
  }

  /** All but one of a topic cancel it: the publisher is told nothing. The last cancels: it is told once from each peer that asked. */
  async unsubscribe(): Promise<void> {
    const [topic = ""] = this.#topics;
    const own = this.#leaves.filter((leaf) => leaf.topic === topic);
    const [last, ...others] = own;
    if (last === undefined) throw new Error("nobody wants the first topic");
    const ends = async (): Promise<number> => {
      const marks = await this.#mark(own);
      let count = 0;
      while (marks.size > 0) {
        const event = await this.#event();
        if (event === `\x00${topic}`) count += 1;
        marks.delete(event);
      }
      return count;
    };
    // Of what ended while the forwarder was gone.
    await ends();
    await eachOf(others, 100, (leaf) => leaf.process.adapter.option(leaf.handle, "unsubscribe", ascii(topic)));
    this.laws.judge("distribution-tree.union", (await ends()) === 0, () => `told of the end of ${topic} although one still wants it`);
    await last.process.adapter.option(last.handle, "unsubscribe", ascii(topic));
    const count = await ends();
    this.laws.judge("distribution-tree.union", count === 1, () => `told ${String(count)} times of the end of ${topic}`);
  }

  /** Topics that nobody else wants and never wanted: each brings up with it whatever its subscriber has told before. */
  async #mark(leaves: readonly Leaf[]): Promise<Set<string>> {
    this.#number += 1;
    const marks = new Map(leaves.map((leaf) => [leaf, `mark ${String(this.#number)} ${leaf.process.name} ${String(leaf.handle)}`]));
    await eachOf([...marks], 100, ([leaf, mark]) => leaf.process.adapter.option(leaf.handle, "subscribe", ascii(mark)));
    return new Set([...marks.values()].map((mark) => `\x01${mark}`));
  }

  async #event(): Promise<string> {
    const parts = await this.#root.process.adapter.receive(this.#root.handle, ceilingMs);
    if (parts === undefined) throw new Error("the publisher is told nothing more");
    return text(parts[0] ?? new Uint8Array());
  }

  async #send(parts: readonly string[]): Promise<void> {
    await this.#root.process.adapter.send(this.#root.handle, parts.map(ascii), ceilingMs);
  }

  get #topics(): readonly string[] {
    return Array.from({ length: Math.min(this.#plan.topics, this.#plan.subscribers) }, (_none, index) => topicOf(index));
  }

  /** The child of the publisher above a forwarder of the last layer. */
  #branchOf(forwarder: number): number {
    let at = forwarder;
    for (let layer = this.#plan.layers.length - 1; layer > 0; layer -= 1)
      at = Math.floor((at * (this.#plan.layers[layer - 1] ?? 1)) / (this.#plan.layers[layer] ?? 1));
    return at;
  }

  result(crowd: Crowd, limits: TopologyResult["limits"], seconds: number): TopologyResult {
    return {
      topology: "tree",
      parties: this.#leaves.length,
      layers: this.#plan.layers,
      processes: crowd.started,
      implementations: Object.fromEntries([...crowd.versions].sort(([a], [b]) => (a < b ? -1 : 1))),
      accepted: this.#accepted,
      delivered: this.#delivered,
      declaredLost: this.#lost,
      laws: this.laws.results,
      limits,
      volatile: { seconds: Math.round(seconds * 10) / 10 },
    };
  }
}

/** A faulty forwarder loses what then never comes. */
const patienceMs = 1000;

function shown(event: string): string {
  return event.replace("\x01", "+").replace("\x00", "-");
}
