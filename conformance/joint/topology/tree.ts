/**
 * A distribution tree of real processes: a publisher, layers of forwarders, subscribers by the hundreds in a process. Its laws are judged from the outside: by what the
 * publisher is told and what the subscribers deliver.
 */
import { ascii, text } from "../../kit/octets.ts";
import { LawBook } from "../simulation/laws.ts";
import type { Mutation } from "../simulation/mutants.ts";
import { machineLimits, shareOut, tooMany } from "./limits.ts";
import { ceilingMs, Crowd, eachOf, freeEndpoint, startDevice, type Device, type Implementation, type Process } from "./nodes.ts";
import type { TopologyResult } from "./result.ts";

export interface TreePlan {
  readonly subscribers: number;
  /** Forwarders in each layer, from the publisher down. */
  readonly layers: readonly number[];
  readonly topics: number;
  /** Published in each of three rounds: before, while and after a forwarder is gone. */
  readonly messages: number;
  readonly implementations: readonly Implementation[];
  readonly mutation?: Mutation | undefined;
}

interface Leaf {
  readonly process: Process;
  readonly handle: number;
  readonly topic: string;
  readonly forwarder: number;
}

interface Root {
  readonly process: Process;
  readonly handle: number;
}

/** A forwarder, and how it starts again. */
interface Place {
  device: Device;
  readonly start: () => Promise<Device>;
}

type Tell = (phase: string) => void;

export async function runTree(plan: TreePlan, tell: Tell): Promise<TopologyResult> {
  const limits = machineLimits();
  const shares = shareOut(plan.subscribers, plan.implementations, limits);
  const refused = tooMany(shares, plan.layers.at(-1) ?? 1, limits);
  if (refused !== undefined) throw new Error(refused);
  const crowd = new Crowd();
  const begun = performance.now();
  try {
    const tree = await RealTree.grow(crowd, plan, tell);
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
  readonly #crowd: Crowd;
  readonly #plan: TreePlan;
  readonly #tell: Tell;
  readonly #root: Root;
  readonly #forwarders: readonly (readonly Place[])[];
  readonly #leaves: readonly Leaf[];
  #number = 0;
  #accepted = 0;
  #delivered = 0;
  #lost = 0;

  private constructor(crowd: Crowd, plan: TreePlan, tell: Tell, root: Root, forwarders: readonly (readonly Place[])[], leaves: readonly Leaf[]) {
    this.#crowd = crowd;
    this.#plan = plan;
    this.#tell = tell;
    this.#root = root;
    this.#forwarders = forwarders;
    this.#leaves = leaves;
  }

  static async grow(crowd: Crowd, plan: TreePlan, tell: Tell): Promise<RealTree> {
    const { implementations: names, layers } = plan;
    const nameAt = (index: number): Implementation => names[index % names.length] ?? "reference";
    const process = await crowd.start("publisher", nameAt(0));
    // It is told of every subscription that reaches it: so each of its peers is seen to ask once.
    const handle = await process.adapter.open("XPUB", {
      linger: 0,
      verbosity: process.implementation === "zeromq.js" || process.implementation === "reference" ? "allSubs" : true,
    });
    let above = [await process.adapter.bind(handle, await freeEndpoint())];
    const forwarders: (readonly Place[])[] = [];
    let count = 1;
    for (const [layer, width] of layers.entries()) {
      const row: Place[] = [];
      for (let index = 0; index < width; index += 1) {
        tell(`forwarder ${String(index + 1)} of ${String(width)} in layer ${String(layer + 1)}`);
        const endpoint = await freeEndpoint();
        const upstream = above[Math.floor((index * above.length) / width)] ?? "";
        const implementation = nameAt(count);
        const mutation = layer === 0 && index === 0 ? plan.mutation : undefined;
        const start = (): Promise<Device> =>
          startDevice(crowd, {
            name: `forwarder-${String(layer)}-${String(index)}`,
            implementation,
            connects: "XSUB",
            binds: "XPUB",
            upstream: [upstream],
            endpoint,
            mutation,
          });
        row.push({ device: await start(), start });
        count += 1;
      }
      forwarders.push(row);
      above = row.map(({ device }) => device.endpoint);
    }
    return new RealTree(crowd, plan, tell, { process, handle }, forwarders, await RealTree.#sprout(crowd, plan, above, tell));
  }

  static async #sprout(crowd: Crowd, plan: TreePlan, above: readonly string[], tell: Tell): Promise<readonly Leaf[]> {
    const leaves: Leaf[] = [];
    const shares = shareOut(plan.subscribers, plan.implementations, machineLimits());
    for (const [number, { implementation, subscribers }] of shares.entries()) {
      tell(
        `process ${String(number + 1)} of ${String(shares.length)}: ${String(subscribers)} subscribers with ${implementation}; ${String(leaves.length)} are there`,
      );
      const process = await crowd.start(`subscribers-${String(number)}`, implementation);
      const indices = Array.from({ length: subscribers }, (_none, index) => leaves.length + index);
      const opened: Leaf[] = [];
      await eachOf(indices, 50, async (index) => {
        const handle = await process.adapter.open("SUB", { linger: 0, reconnectInterval: 100 });
        const topic = topicOf(index % plan.topics);
        await process.adapter.option(handle, "subscribe", ascii(topic));
        // Neighbours have different forwarders, so that each forwarder serves every implementation.
        const forwarder = Math.floor(index / plan.topics) % above.length;
        await process.adapter.connect(handle, above[forwarder] ?? "");
        opened.push({ process, handle, topic, forwarder });
      });
      leaves.push(...opened);
    }
    return leaves;
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
    while (waiting.length > 0) {
      if (performance.now() > deadline)
        throw new Error(`${String(waiting.length)} subscribers get nothing, such as one of ${waiting[0]?.process.implementation ?? ""}`);
      this.#tell(`${String(waiting.length)} subscriptions are not in force yet`);
      for (const topic of this.#topics) await this.#send([topic, "beacon"]);
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
        this.#judge(leaf, sent.get(leaf.topic) ?? [], await this.#until(leaf, end));
        done += 1;
        if (done % 100 === 0) this.#tell(`${name}: ${String(done)} subscribers judged`);
      },
    );
  }

  async #until(leaf: Leaf, end: string): Promise<readonly string[]> {
    const got: string[] = [];
    for (;;) {
      const parts = await leaf.process.adapter.receive(leaf.handle, ceilingMs);
      if (parts === undefined) return [...got, "nothing more"];
      const [topic = "", body = ""] = parts.map(text);
      this.laws.judge(
        "distribution-tree.matching",
        topic === leaf.topic && /^(?:beacon|\d+)$/u.test(body),
        () => `a subscriber to ${leaf.topic} gets ${topic} ${shown(body)}`,
      );
      if (body === end) return got;
      if (body !== "beacon") got.push(body);
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
    place.device = await place.start();
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

function topicOf(index: number): string {
  return `topic-${String(index)}.`;
}

function shown(event: string): string {
  return event.replace("\x01", "+").replace("\x00", "-");
}
