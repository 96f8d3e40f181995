/** The distribution tree: a publisher, layers of forwarders, subscribers. Its laws: spec/topologies/distribution-tree.md. */
import { octetsOf, textOf } from "../../../reference/base/octets.ts";
import type { Host } from "../../../reference/simulation/network.ts";
import { defaultOptions, type SimulatedSocket } from "../../../reference/simulation/socket.ts";
import { Forwarders, listed, sameTopics } from "./forwarders.ts";
import { Ledger, type Cause } from "./account.ts";
import { LawBook } from "./laws.ts";
import { layerLoad, type LayerLoad } from "./load.ts";
import type { Mutation } from "./mutants.ts";
import type { SimulationPlan, TreePlan } from "./plan.ts";
import { product } from "./plan.ts";
import { planFaults } from "./faults.ts";
import { causeOf, type Scene } from "./scene.ts";
import { watchTree, type TreePassage } from "./tree-passage.ts";
import type { Outcome, Progress } from "./outcome.ts";

/** How long a layer takes to have its subscriptions in force again after a fault, at most: the wait before a reconnect, and round trips with the longest delay. */
const reconnectMs = 125;
const tripsPerLayer = 6;
const topicWidth = 6;

interface Published {
  readonly topic: number;
  readonly atMs: number;
}

export class Tree {
  readonly #scene: Scene;
  readonly #plan: TreePlan;
  readonly laws = new LawBook([
    "distribution-tree.union",
    "distribution-tree.matching",
    "distribution-tree.order",
    "distribution-tree.conservation",
    "distribution-tree.load",
  ]);
  readonly #forwarders: Forwarders;
  readonly #topics: readonly Uint8Array[];
  readonly #names: readonly string[];
  readonly #subscribers: SimulatedSocket[] = [];
  readonly #subscriberHosts: Host[] = [];
  /** The topic that each subscriber wants; -1 for none. */
  readonly #wants: Int32Array;
  readonly #last: Int32Array;
  readonly #received: Uint32Array;
  readonly #published: Published[] = [];
  /** The topics that the publisher knows somebody wants. */
  readonly #known = new Set<string>();
  #publisher: SimulatedSocket | undefined;
  #publisherHost: Host | undefined;
  #delivered = 0;
  readonly latenciesMs: number[] = [];
  readonly #longestMs: number;
  readonly #ledger = new Ledger();
  readonly #queueLimit: number | undefined;
  /** Only where something may be lost: it takes memory. */
  #watched: TreePassage | undefined;
  readonly #countsMessages: boolean;

  constructor(scene: Scene, plan: SimulationPlan & { readonly topology: TreePlan }, mutation: Mutation | undefined) {
    this.#scene = scene;
    this.#plan = plan.topology;
    this.#forwarders = new Forwarders(scene, this.laws, mutation);
    this.#queueLimit = plan.queueLimit;
    this.#longestMs = plan.delayMs[1];
    this.#countsMessages = plan.wire === "messages";
    const size = product(plan.topology.fanout);
    this.#names = Array.from({ length: plan.topology.topics }, (_, index) => String(index).padStart(topicWidth, "0"));
    this.#topics = this.#names.map(octetsOf);
    this.#wants = new Int32Array(size);
    this.#last = new Int32Array(size).fill(-1);
    this.#received = new Uint32Array(size);
  }

  run(faults: SimulationPlan["faults"], progress: Progress): Outcome {
    this.#build(progress);
    progress("the subscriptions travel up");
    this.#scene.settle();
    this.#judgeUnion();
    if (faults.length > 0 || this.#queueLimit !== undefined) this.#watch();
    for (let round = 0; round < this.#plan.rounds; round += 1) {
      progress(`round ${String(round + 1)} of ${String(this.#plan.rounds)}: ${String(this.#plan.messages)} messages`);
      this.#round(round === 0 ? [] : faults);
      this.#churn();
      this.#scene.settle();
      this.#judgeUnion();
    }
    return {
      accepted: this.#published.length,
      delivered: this.#delivered,
      depth: this.#forwarders.depth,
      latenciesMs: this.latenciesMs,
      load: this.#load(),
      account: this.#ledger.account,
    };
  }

  #build(progress: Progress): void {
    const { fanout } = this.#plan;
    this.#publisherHost = this.#scene.place("publisher", (host) => {
      const socket = this.#scene.socket(host, "XPUB");
      socket.bind("publisher");
      socket.turn = () => {
        this.#hear(socket);
      };
      this.#publisher = socket;
    });
    for (let layer = 1; layer < fanout.length; layer += 1) {
      const width = product(fanout.slice(0, layer));
      progress(`layer ${String(layer)}: ${String(width)} forwarders`);
      this.#forwarders.add(width);
    }
    const size = product(fanout);
    progress(`${String(size)} subscribers`);
    for (let index = 0; index < size; index += 1) this.#subscriber(index, size);
  }

  #subscriber(index: number, size: number): void {
    const parent = this.#forwarders.parentOf(index, size);
    this.#wants[index] = index % this.#plan.topics;
    this.#subscriberHosts.push(
      this.#scene.place(`subscriber-${String(index)}`, (host) => {
        const socket = this.#scene.socket(host, "SUB");
        socket.turn = () => {
          this.#take(socket, index);
        };
        socket.subscribe({ type: "subscribe", topic: this.#topicOf(index) });
        socket.connect(parent);
        this.#subscribers[index] = socket;
      }),
    );
  }

  #watch(): void {
    const { rounds, messages } = this.#plan;
    this.#watched = watchTree(this.#scene, this.#forwarders, {
      publisher: this.#publisherHost,
      subscribers: this.#subscriberHosts,
      messages: rounds * messages,
      queueLimit: this.#queueLimit ?? defaultOptions.sendHighWaterMark,
      names: this.#names,
      wants: (subscriber, topic) => this.#wants[subscriber] === topic,
      topicOf: (message) => this.#published[message]?.topic,
    });
  }

  #topicOf(index: number): Uint8Array {
    return this.#topics[this.#wants[index] ?? 0] ?? new Uint8Array();
  }

  /** The publisher is told of subscriptions. */
  #hear(socket: SimulatedSocket): void {
    for (let message = socket.receive(); typeof message !== "string"; message = socket.receive()) {
      const [part] = message;
      if (part?.[0] === 1) this.#known.add(textOf(part.subarray(1)));
      else if (part?.[0] === 0) this.#known.delete(textOf(part.subarray(1)));
    }
  }

  #take(socket: SimulatedSocket, index: number): void {
    for (let message = socket.receive(); typeof message !== "string"; message = socket.receive()) {
      const [topic, number] = message;
      const sequence = number === undefined ? -1 : new DataView(number.buffer, number.byteOffset).getInt32(0);
      const published = this.#published[sequence];
      const wanted = this.#wants[index];
      this.laws.judge(
        "distribution-tree.matching",
        published !== undefined && published.topic === wanted && topic !== undefined && Number(textOf(topic)) === wanted,
        () => `subscriber ${String(index)} wants topic ${String(wanted)} and receives message ${String(sequence)} of topic ${String(published?.topic)}`,
      );
      this.laws.judge(
        "distribution-tree.order",
        sequence > (this.#last[index] ?? -1),
        () => `subscriber ${String(index)} receives message ${String(sequence)} after ${String(this.#last[index])}`,
      );
      this.#last[index] = sequence;
      this.#received[index] = (this.#received[index] ?? 0) + 1;
      this.#delivered += 1;
      if (published !== undefined) this.#watched?.passage.sees(this.#watched.first + index, sequence, published.topic);
      if (published !== undefined && this.#delivered % 97 === 0) this.latenciesMs.push(this.#scene.clock.nowMs - published.atMs);
    }
  }

  /** Publishes, one message a millisecond, and judges that each subscriber got what it wanted. */
  #round(faults: SimulationPlan["faults"]): void {
    const first = this.#published.length;
    const before = this.#received.slice();
    planFaults(this.#scene, faults);
    for (let count = 0; count < this.#plan.messages; count += 1) {
      this.#publish();
      this.#scene.clock.runUntil(this.#scene.clock.nowMs + 1);
    }
    this.#scene.settle();
    const perTopic: number[][] = this.#topics.map(() => []);
    for (let message = first; message < this.#published.length; message += 1) perTopic[this.#published[message]?.topic ?? 0]?.push(message);
    for (let index = 0; index < this.#wants.length; index += 1)
      this.#judgeConservation(index, (this.#received[index] ?? 0) - (before[index] ?? 0), perTopic[this.#wants[index] ?? -1] ?? []);
  }

  /** What a subscriber did not get of what was due to it is put down to its cause, message by message. */
  #judgeConservation(index: number, got: number, due: readonly number[]): void {
    this.#ledger.due += due.length;
    this.#ledger.delivered += got;
    const lost = got === due.length ? [] : this.#causesOf(index, got, due);
    const unexplained = lost.filter((cause) => this.#ledger.lose(cause) === "unexplained").length;
    this.laws.judge(
      "distribution-tree.conservation",
      unexplained === 0 && got + lost.length === due.length,
      () =>
        `subscriber ${String(index)} receives ${String(got)} of ${String(due.length)} messages; of ${String(unexplained)} no struck host and no full queue tells why`,
    );
  }

  #causesOf(index: number, got: number, due: readonly number[]): readonly Cause[] {
    if (this.#watched === undefined) return due.slice(got).map(() => "unexplained");
    const { passage, first } = this.#watched;
    const strikes = this.#scene.strikesAt([this.#publisherHost, this.#subscriberHosts[index], ...this.#forwarders.pathOf(index, this.#wants.length)]);
    const recoveryMs = this.#recoveryMs;
    return due
      .filter((message) => !passage.hasSeen(first + index, message))
      .map((message) => {
        const atMs = this.#published[message]?.atMs ?? 0;
        return causeOf(strikes, atMs, atMs + recoveryMs, recoveryMs, () => passage.endedAtMark(first + index, message));
      });
  }

  get #recoveryMs(): number {
    return (this.#forwarders.depth + 2) * (reconnectMs + tripsPerLayer * this.#longestMs);
  }

  /** When nothing is under way, the publisher knows what is wanted, and each forwarder has asked for its part of it. */
  #judgeUnion(): void {
    const all = this.#forwarders.judgeUnion(this.#wants.length, (index) => {
      const topic = this.#wants[index] ?? -1;
      return topic < 0 ? undefined : this.#names[topic];
    });
    this.laws.judge("distribution-tree.union", sameTopics(this.#known, all), () => `the publisher knows of ${listed(this.#known)}; ${listed(all)} are wanted`);
  }

  #publish(): void {
    const topic = this.#scene.random.below(this.#plan.topics);
    const number = new Uint8Array(4);
    new DataView(number.buffer).setInt32(0, this.#published.length);
    this.#watched?.passage.sees(0, this.#published.length, topic);
    this.#published.push({ topic, atMs: this.#scene.clock.nowMs });
    this.#publisher?.send([this.#topics[topic] ?? new Uint8Array(), number]);
  }

  /** Some subscribers change their minds: another topic, or none, or one again. */
  #churn(): void {
    const changes = Math.ceil((this.#wants.length * this.#plan.churn) / 1000);
    for (let count = 0; count < changes; count += 1) {
      const index = this.#scene.random.below(this.#wants.length);
      const socket = this.#subscribers[index];
      if ((this.#wants[index] ?? -1) >= 0) socket?.subscribe({ type: "cancel", topic: this.#topicOf(index) });
      this.#wants[index] = this.#scene.random.chance(0.2) ? -1 : this.#scene.random.below(this.#plan.topics);
      if ((this.#wants[index] ?? -1) >= 0) socket?.subscribe({ type: "subscribe", topic: this.#topicOf(index) });
    }
  }

  /** What each node sends for one published message: at most its fan-out, whatever the size of the tree. */
  #load(): readonly LayerLoad[] {
    const messages = this.#published.length;
    const layers = [
      layerLoad(
        "publisher",
        [this.#publisherHost].filter((host) => host !== undefined),
        messages,
      ),
      ...this.#forwarders.hosts.map((hosts, index) => layerLoad(`forwarders ${String(index + 1)}`, hosts, messages)),
      layerLoad("subscribers", this.#subscriberHosts, messages),
    ];
    const mightGrow = this.#plan.topics * (1 + this.#plan.rounds);
    layers.slice(0, -1).forEach((layer, index) => {
      const fanout = this.#plan.fanout[index] ?? 0;
      this.laws.judge(
        "distribution-tree.load",
        this.#scene.strikes.length > 0 || !this.#countsMessages || layer.mostSent <= fanout * messages + mightGrow,
        () => `a node of the layer ${layer.layer} sends ${String(layer.mostSent)} for ${String(messages)} messages to ${String(fanout)} peers`,
      );
    });
    return layers;
  }
}
