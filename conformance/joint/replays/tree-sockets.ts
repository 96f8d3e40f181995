/**
 * The sockets of a distribution tree in a replay. After each act a topic that nobody else has goes the same way: what comes before it is all that the act has brought about.
 */
import type { Parts } from "../../kit/oracle/model.ts";
import type { Bench, BenchSocket } from "./bench.ts";
import { connectionName, History } from "./history.ts";

export const parentOf: Readonly<Record<number, number>> = { 1: 0, 2: 1, 3: 1, 4: 2, 5: 2, 6: 3 };
export const nodes: readonly number[] = Object.keys(parentOf).map(Number);
export const forwarders: readonly number[] = [1, 2, 3];
export const leaves: readonly number[] = [4, 5, 6];

/** A subscription, or the end of one. */
export interface Wish {
  readonly topic: string;
  readonly cancels: boolean;
}

export class TreeSockets {
  readonly history: History;
  /** What has bound: XPUB. What connects: XSUB and SUB. */
  readonly #highs: ReadonlyMap<number, BenchSocket>;
  readonly #lows: ReadonlyMap<number, BenchSocket>;
  /** What each node is subscribed to at its parent, the topics of the replay included. */
  readonly #told = new Map<number, Set<string>>(nodes.map((node) => [node, new Set()]));
  readonly #connections = new Map<number, number>();
  readonly #offline = new Set<number>();
  #marks = 0;

  private constructor(bench: Bench, highs: ReadonlyMap<number, BenchSocket>, lows: ReadonlyMap<number, BenchSocket>) {
    this.history = new History(bench);
    this.#highs = highs;
    this.#lows = lows;
    for (const socket of [...highs.values(), ...lows.values()]) this.history.follow(socket);
  }

  /** The tree, connected. */
  static async open(bench: Bench): Promise<TreeSockets> {
    const high = new Map<number, BenchSocket>();
    const low = new Map<number, BenchSocket>();
    for (const node of [0, ...forwarders]) high.set(node, await bench.open(node === 0 ? "publisher" : `back-${String(node)}`, "XPUB"));
    for (const node of forwarders) low.set(node, await bench.open(`front-${String(node)}`, "XSUB"));
    for (const node of leaves) low.set(node, await bench.open(`leaf-${String(node)}`, "SUB"));
    const sockets = new TreeSockets(bench, high, low);
    for (const socket of high.values()) await socket.bind();
    for (const node of nodes) await sockets.join(node);
    return sockets;
  }

  /** A text that was not used before. */
  nextMark(): string {
    this.#marks += 1;
    return String(this.#marks);
  }

  /** The connection of a node to its parent ends. */
  async part(node: number): Promise<"closed" | "disconnect"> {
    const [low, high] = [this.low(node), this.high(parentOf[node] ?? 0)];
    const how = await low.part(high);
    this.#offline.add(node);
    this.note(node, { on: how, peer: high.name }, undefined, how === "disconnect" ? [high.name] : []);
    this.history.note(high, { on: "closed", peer: connectionName(low, this.connection(node)) });
    this.#connections.set(node, this.connection(node) + 1);
    return how;
  }

  /** Subscribes or cancels at the parent, and gives what the parent's application is told of it. */
  async tell(node: number, topic: string, cancels: boolean, isEdge: boolean): Promise<readonly Wish[]> {
    await this.#subscribe(node, topic, cancels, isEdge);
    return this.mark(node);
  }

  /** What the parent's application is told before a topic that only this node has, and never had. */
  async mark(node: number): Promise<readonly Wish[]> {
    const mark = `~${String(node)}.${this.nextMark()}`;
    await this.#subscribe(node, mark, false, true);
    const events = await this.events(node, { topic: mark, cancels: false });
    await this.#subscribe(node, mark, true, true);
    return [...events, ...(await this.events(node, { topic: mark, cancels: true }))];
  }

  async #subscribe(node: number, topic: string, cancels: boolean, isEdge: boolean): Promise<void> {
    const [low, high] = [this.low(node), this.high(parentOf[node] ?? 0)];
    const message = `${cancels ? "\x00" : "\x01"}${topic}`;
    if (low.type === "SUB") await low.subscribe(topic, cancels);
    else await low.send([message]);
    if (isEdge) this.#told.get(node)?.[cancels ? "delete" : "add"](topic);
    this.note(node, low.type === "SUB" ? { on: "subscribe", topic, cancels } : { on: "send", parts: [message] });
    if (isEdge) this.history.note(high, { on: "subscription", peer: connectionName(low, this.connection(node)), topic, cancels });
  }

  /** The events of the parent's application, up to this one. */
  async events(node: number, last: Wish): Promise<readonly Wish[]> {
    const high = this.high(parentOf[node] ?? 0);
    const events: Wish[] = [];
    for (;;) {
      const parts = await high.receive(true);
      this.history.received(high, parts);
      if (parts === undefined) {
        this.history.disagree(`${high.name} is not told of ${JSON.stringify(last)}`);
        return events;
      }
      const wish = { topic: (parts[0] ?? "").slice(1), cancels: (parts[0] ?? "").startsWith("\x00") };
      if (wish.topic === last.topic && wish.cancels === last.cancels) return events;
      events.push(wish);
    }
  }

  /** The messages that a child delivers before the mark. */
  async until(child: number, mark: Parts, sent: Parts): Promise<readonly Parts[]> {
    const low = this.low(child);
    const got: Parts[] = [];
    for (;;) {
      const parts = await low.receive(true);
      const isMark = JSON.stringify(parts) === JSON.stringify(mark);
      this.note(child, { on: "arrival", peer: this.high(parentOf[child] ?? 0).name, parts: isMark ? mark : sent });
      this.note(child, { on: "receive" }, parts);
      if (parts === undefined) this.history.disagree(`${low.name} does not get ${JSON.stringify(mark)}`);
      if (parts === undefined || isMark) return got;
      got.push(parts);
    }
  }

  /** Connects, and gives what the parent's application is told until the node is there with all that it wants. */
  async join(node: number, how?: "closed" | "disconnect"): Promise<readonly Wish[]> {
    const [low, high] = [this.low(node), this.high(parentOf[node] ?? 0)];
    const told = this.#told.get(node) ?? new Set<string>();
    const again = [...told];
    await (how === undefined ? low.connect(high) : low.meet(high));
    this.#offline.delete(node);
    if (how !== "closed") this.note(node, { on: "connect", peer: high.name }, undefined, [], {});
    this.note(node, { on: "established", peer: high.name, type: high.type, identity: "" });
    this.history.note(high, { on: "established", peer: connectionName(low, this.connection(node)), type: low.type, identity: "" });
    for (const topic of again) this.history.note(high, { on: "subscription", peer: connectionName(low, this.connection(node)), topic, cancels: false });
    if (again.length > 0) return [...(await this.events(node, { topic: presence(node), cancels: false })), ...(await this.mark(node))];
    return this.#first(node);
  }

  /** The presence of a node: a topic that only it has. */
  async #first(node: number): Promise<readonly Wish[]> {
    await this.#subscribe(node, presence(node), false, true);
    return this.events(node, { topic: presence(node), cancels: false });
  }

  /** Notes what happened to a subscriber, with what it has told its publisher. */
  note(
    node: number,
    stimulus: Parameters<History["note"]>[1],
    received?: Parts,
    closes: readonly string[] = [],
    told: Readonly<Record<string, readonly string[]>> = this.#topics(node),
  ): void {
    const low = this.low(node);
    const nothing = { type: "refused", code: "would-block" } as const;
    const result =
      stimulus.on !== "receive" ? ({ type: "done" } as const) : received === undefined ? nothing : ({ type: "received", parts: received } as const);
    this.history.note(low, stimulus, result, told).closes.push(...closes);
  }

  #topics(node: number): Readonly<Record<string, readonly string[]>> {
    if (this.#offline.has(node)) return {};
    return { [this.high(parentOf[node] ?? 0).name]: [...(this.#told.get(node) ?? [])] };
  }

  connection(node: number): number {
    return this.#connections.get(node) ?? 1;
  }

  low(node: number): BenchSocket {
    return there(this.#lows, node);
  }

  high(node: number): BenchSocket {
    return there(this.#highs, node);
  }
}

/** A topic that only this node has, as long as it is there. */
export function presence(node: number): string {
  return `~${String(node)}`;
}

function there(sockets: ReadonlyMap<number, BenchSocket>, node: number): BenchSocket {
  const socket = sockets.get(node);
  if (socket === undefined) throw new Error(`there is no node ${String(node)}`);
  return socket;
}
