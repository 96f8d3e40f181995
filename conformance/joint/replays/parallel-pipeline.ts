/**
 * Traces of the model of the parallelised pipeline, replayed: PUSH and PULL of a source, two workers, a streamer and a sink that sends some items back. The replay is what
 * works in each of them. Whose turn it is among the workers is observed. No link gets more than the model's limit, so that nobody is passed over for a full queue.
 */
import type { TraceStep } from "../models/itf.ts";
import { firstOf, type Bench, type BenchSocket } from "./bench.ts";
import { connectionName, History, type Played } from "./history.ts";

const to: Readonly<Record<number, readonly number[]>> = { 0: [1, 2], 1: [3], 2: [3], 3: [4], 4: [0] };
const links = Object.entries(to).flatMap(([from, all]) => all.map((node) => [Number(from), node] as const));
const limit = 2;
const mostItems = 4;
const rounds = 2;
const sink = 4;

interface Item {
  readonly number: number;
  readonly round: number;
}

export async function replayParallelPipeline(trace: readonly TraceStep[], bench: Bench): Promise<Played> {
  const pipeline = new Pipeline(bench);
  await pipeline.begin();
  for (const step of trace) await pipeline.play(step);
  return pipeline.end();
}

class Pipeline {
  readonly #bench: Bench;
  readonly #history: History;
  readonly #push = new Map<number, BenchSocket>();
  readonly #pull = new Map<number, BenchSocket>();
  readonly #queues = new Map<string, Item[]>(links.map(([from, node]) => [key(from, node), []]));
  readonly #finished: number[] = [];
  #produced = 0;
  #down = -1;

  constructor(bench: Bench) {
    this.#bench = bench;
    this.#history = new History(bench);
  }

  async begin(): Promise<void> {
    for (const node of Object.keys(to).map(Number)) {
      this.#push.set(node, await this.#open(`push-${String(node)}`, "PUSH"));
      this.#pull.set(node, await this.#open(`pull-${String(node)}`, "PULL"));
    }
    for (const [from, node] of links) {
      // A worker that connects is gone when it is struck; one to which the source connects has its turn from the beginning.
      const [low, high] = this.#ends(from, node);
      await low.connect(high);
      this.#history.connected(low, high);
    }
  }

  async play({ action, picks }: TraceStep): Promise<void> {
    const [from = 0, node = 0] = Array.isArray(picks["l"]) ? picks["l"].map(Number) : [];
    switch (action) {
      case "produce":
        return this.#produce();
      case "pass":
        return this.#pass(from, node);
      case "sink":
        return this.#sink();
      case "strike":
        return this.#strike(Number(picks["w"]));
      default:
        throw new Error(`the model has a new action: ${action}`);
    }
  }

  /** All that is under way comes to its end. */
  async end(): Promise<Played> {
    for (let count = -1; count !== this.#history.length;) {
      count = this.#history.length;
      for (const [from, node] of links.toReversed()) await (node === sink ? this.#sink() : this.#pass(from, node));
    }
    this.#history.expect(`finished == Set(${this.#finished.join(", ")}) and produced == ${String(this.#produced)}`);
    return this.#history.judge();
  }

  async #produce(): Promise<void> {
    if (this.#produced === mostItems || !this.#canGive(0)) return;
    this.#produced += 1;
    await this.#give(0, { number: this.#produced, round: 1 }, (next) => `produce(${String(next)})`);
  }

  async #pass(from: number, node: number): Promise<void> {
    if (node === sink || node === this.#down || !links.some(([a, b]) => a === from && b === node) || !this.#canGive(node)) return;
    const item = this.#queue(from, node).shift();
    if (item === undefined) return;
    await this.#give(node, item, (next) => `pass(${String(from)}, ${String(node)}, ${String(next)})`);
  }

  /** An item that has not gone round often enough goes back. */
  async #sink(): Promise<void> {
    const [item] = this.#queue(3, sink);
    if (item === undefined || !this.#canGive(sink)) return;
    this.#queue(3, sink).shift();
    if (item.round < rounds) return this.#give(sink, { ...item, round: item.round + 1 }, () => "sink");
    this.#finished.push(item.number);
    this.#history.step("sink");
  }

  async #give(node: number, item: Item, step: (next: number) => string): Promise<void> {
    const socket = there(this.#push, node);
    const parts = [`${String(item.number)}.${String(item.round)}`];
    const refusal = await socket.send(parts);
    if (refusal !== undefined) this.#history.disagree(`${socket.name} refuses ${parts.join(" ")}: ${refusal}`);
    const happening = this.#history.note(socket, { on: "send", parts });
    const targets = this.#targets(node);
    const got = await firstOf(targets.map((target) => there(this.#pull, target)));
    const next = targets.find((target) => this.#pull.get(target) === got?.at) ?? targets[0] ?? 0;
    this.#history.step(step(next));
    if (got === undefined) this.#history.disagree(`nobody gets ${parts.join(" ")} from ${socket.name}`);
    else {
      happening.sends[this.#nameAt(socket, node, next)] = [parts];
      this.#history.note(got.at, { on: "arrival", peer: this.#nameAt(got.at, node, next), parts });
      this.#history.received(got.at, got.parts);
      const [number = 0, round = 0] = (got.parts[0] ?? "").split(".").map(Number);
      this.#queue(node, next).push({ number, round });
    }
    const items = this.#queue(node, next).map(({ number, round }) => `(${String(number)}, ${String(round)})`);
    const seen = `queue.get((${String(node)}, ${String(next)})).foldl(List(), (list, i) => list.append((i.number, i.round)))`;
    this.#history.expect(`${seen} == List(${items.join(", ")})`);
  }

  /** Whether every peer that is there can take an item. */
  #canGive(node: number): boolean {
    const targets = this.#targets(node);
    return targets.length > 0 && targets.every((target) => this.#queue(node, target).length < limit);
  }

  #targets(node: number): readonly number[] {
    return (to[node] ?? []).filter((target) => target !== this.#down);
  }

  /** Only where it is certain when the source knows of it. */
  async #strike(worker: number): Promise<void> {
    if (!this.#bench.isExact || this.#down >= 0) return;
    this.#down = worker;
    await there(this.#pull, worker).close();
    await there(this.#push, worker).close();
    this.#history.note(there(this.#push, 0), { on: "closed", peer: connectionName(there(this.#pull, worker), 1) });
    // The worker has connected in both directions.
    this.#history.note(there(this.#pull, 3), { on: "closed", peer: this.#nameAt(there(this.#pull, 3), worker, 3) });
    this.#queues.set(key(0, worker), []);
    this.#queues.set(key(worker, 3), []);
    this.#history.step(`strike(${String(worker)})`);
  }

  /** What connects, and what has bound. */
  #ends(from: number, node: number): readonly [BenchSocket, BenchSocket] {
    const [push, pull] = [there(this.#push, from), there(this.#pull, node)];
    return this.#bench.isExact && from === 0 ? [pull, push] : [push, pull];
  }

  /** How a socket names the other end of a link. */
  #nameAt(socket: BenchSocket, from: number, node: number): string {
    const [low, high] = this.#ends(from, node);
    return socket === low ? high.name : connectionName(low, 1);
  }

  async #open(name: string, type: string): Promise<BenchSocket> {
    const socket = await this.#bench.open(name, type);
    this.#history.follow(socket);
    await socket.bind();
    return socket;
  }

  #queue(from: number, node: number): Item[] {
    const queue = this.#queues.get(key(from, node));
    if (queue === undefined) throw new Error(`there is no link of ${String(from)} and ${String(node)}`);
    return queue;
  }
}

function key(from: number, node: number): string {
  return `${String(from)} ${String(node)}`;
}

function there(sockets: ReadonlyMap<number, BenchSocket>, node: number): BenchSocket {
  const socket = sockets.get(node);
  if (socket === undefined) throw new Error(`there is no node ${String(node)}`);
  return socket;
}
