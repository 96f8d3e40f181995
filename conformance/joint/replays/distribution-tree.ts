/**
 * Traces of the model of the distribution tree, replayed: an XPUB at the root, three forwarders of XSUB and XPUB, three SUB. The replay is the device of each forwarder.
 */
import type { Parts } from "../../kit/oracle/model.ts";
import type { TraceStep } from "../models/itf.ts";
import type { Bench } from "./bench.ts";
import { connectionName, type History, type Played } from "./history.ts";
import { forwarders, leaves, nodes, parentOf, presence, TreeSockets, type Wish } from "./tree-sockets.ts";

const topics = ["a", "b"];
const mostChanges = 8;
const mostMessages = 4;

export async function replayDistributionTree(trace: readonly TraceStep[], bench: Bench): Promise<Played> {
  const tree = new Tree(await TreeSockets.open(bench));
  for (const step of trace) await tree.play(step);
  return tree.end();
}

class Tree {
  readonly #history: History;
  readonly #sockets: TreeSockets;
  readonly #own = new Map<string, number>();
  /** What the XPUB of a forwarder has told, and its XSUB has not passed on; messages that its XSUB has delivered. */
  readonly #up = new Map<number, Wish[]>(forwarders.map((node) => [node, []]));
  readonly #down = new Map<number, { readonly topic: string; readonly number: number }[]>(forwarders.map((node) => [node, []]));
  readonly #delivered = new Map<number, number[]>(leaves.map((leaf) => [leaf, []]));
  readonly #root = new Set<string>();
  #changes = 0;
  #published = 0;

  constructor(sockets: TreeSockets) {
    this.#sockets = sockets;
    this.#history = sockets.history;
  }

  async play({ action, picks }: TraceStep): Promise<void> {
    const [node, topic] = [Number(picks["n"]), String(picks["t"])];
    switch (action) {
      case "subscribe":
        return this.#change(node, topic, false);
      case "unsubscribe":
        return this.#change(node, topic, true);
      case "hear":
        return this.#passUp(node);
      case "publish":
        return this.#publish(topic);
      case "pass":
        return this.#passDown(node);
      case "deliver":
        // A subscriber delivers at once.
        return;
      case "reconnect":
        return this.#reconnect(node);
      default:
        throw new Error(`the model has a new action: ${action}`);
    }
  }

  /** All that is under way comes to its end. */
  async end(): Promise<Played> {
    for (const node of [3, 2, 1]) while ((this.#up.get(node) ?? []).length > 0) await this.#passUp(node);
    for (const node of forwarders) while ((this.#down.get(node) ?? []).length > 0) await this.#passDown(node);
    return this.#history.judge();
  }

  async #change(leaf: number, topic: string, cancels: boolean): Promise<void> {
    const count = this.#own.get(`${String(leaf)} ${topic}`) ?? 0;
    if (this.#changes === mostChanges || (cancels && count === 0)) return;
    this.#changes += 1;
    this.#own.set(`${String(leaf)} ${topic}`, count + (cancels ? -1 : 1));
    this.#history.step(`${cancels ? "unsubscribe" : "subscribe"}(${String(leaf)}, "${topic}")`);
    const isEdge = count === (cancels ? 1 : 0);
    const events = await this.#sockets.tell(leaf, topic, cancels, isEdge);
    if (isEdge) this.#history.step(`hear(${String(leaf)})`);
    this.#heard(leaf, events);
  }

  /** A forwarder passes on what its XPUB has told. */
  async #passUp(node: number): Promise<void> {
    const wish = this.#up.get(node)?.shift();
    if (wish === undefined) return;
    const events = await this.#sockets.tell(node, wish.topic, wish.cancels, true);
    this.#history.step(`hear(${String(node)})`);
    this.#heard(node, events);
  }

  /** What the parent's application has been told goes on up; the model must have it there. */
  #heard(node: number, events: readonly Wish[]): void {
    const parent = parentOf[node] ?? 0;
    if (parent === 0) {
      for (const { topic, cancels } of events) this.#root[cancels ? "delete" : "add"](topic);
      this.#history.expect(`heard.get(1) == Set(${[...this.#root].map(quoted).join(", ")})`);
      return;
    }
    const waiting = [...(this.#up.get(parent) ?? []), ...events];
    this.#up.set(parent, waiting);
    this.#history.expect(
      `up.get(${String(parent)}) == List(${waiting.map((wish) => `{ topic: ${quoted(wish.topic)}, cancels: ${String(wish.cancels)} }`).join(", ")})`,
    );
  }

  async #publish(topic: string): Promise<void> {
    if (this.#published === mostMessages) return;
    this.#published += 1;
    this.#history.step(`publish(${quoted(topic)})`);
    await this.#send(0, [topic, String(this.#published)]);
  }

  async #passDown(node: number): Promise<void> {
    const copy = this.#down.get(node)?.shift();
    if (copy === undefined) return;
    this.#history.step(`pass(${String(node)})`);
    await this.#send(node, [copy.topic, String(copy.number)]);
  }

  /** Sends to whom it concerns, and behind it something to each child, so that what a child has not got then it will not get. */
  async #send(node: number, parts: Parts): Promise<void> {
    const high = this.#sockets.high(node);
    await high.send(parts);
    const happening = this.#history.note(high, { on: "send", parts });
    for (const child of nodes.filter((one) => parentOf[one] === node)) {
      const mark = [presence(child), this.#sockets.nextMark()];
      await high.send(mark);
      this.#history.note(high, { on: "send", parts: mark }).sends[connectionName(this.#sockets.low(child), this.#sockets.connection(child))] = [mark];
      const got = await this.#sockets.until(child, mark, parts);
      if (got.length > 0) happening.sends[connectionName(this.#sockets.low(child), this.#sockets.connection(child))] = [...got];
      this.#arrived(child, got);
    }
  }

  #arrived(child: number, got: readonly Parts[]): void {
    const copies = got.map(([topic = "", number]) => ({ topic, number: Number(number) }));
    const delivered = this.#delivered.get(child);
    if (delivered === undefined) {
      const waiting = [...(this.#down.get(child) ?? []), ...copies];
      this.#down.set(child, waiting);
      this.#history.expect(
        `down.get(${String(child)}) == List(${waiting.map((copy) => `{ topic: ${quoted(copy.topic)}, number: ${String(copy.number)} }`).join(", ")})`,
      );
      return;
    }
    for (const { number } of copies) {
      this.#history.step(`deliver(${String(child)})`);
      delivered.push(number);
    }
    this.#history.expect(`down.get(${String(child)}) == List() and delivered.get(${String(child)}) == List(${delivered.join(", ")})`);
  }

  /** A subscriber leaves and comes back: its forwarder is told of what nobody wants any more, and then of what it wants again. */
  async #reconnect(leaf: number): Promise<void> {
    if (this.#changes === mostChanges) return;
    this.#changes += 1;
    const parent = parentOf[leaf] ?? 0;
    const how = await this.#sockets.part(leaf);
    const own = topics.filter((topic) => (this.#own.get(`${String(leaf)} ${topic}`) ?? 0) > 0);
    const lost = await this.#gone(leaf);
    this.#history.step(`reconnect(${String(leaf)})`);
    const told = await this.#sockets.join(leaf, how);
    const [late, again] = [told.filter(({ cancels }) => cancels), told.filter(({ cancels }) => !cancels)];
    // In which order the model tells of them is no matter of the text.
    this.#up.get(parent)?.push(...[...lost, ...late].sort(byTopic));
    for (const topic of own) {
      this.#history.step(`hear(${String(leaf)})`);
      this.#up.get(parent)?.push(...again.filter((wish) => wish.topic === topic));
    }
    this.#heard(
      leaf,
      again.filter((wish) => !own.includes(wish.topic)),
    );
  }

  /** What the forwarder is told when a subscriber has left: all that only this one wanted, its presence among them, in any order. */
  async #gone(leaf: number): Promise<readonly Wish[]> {
    const before = await this.#sockets.events(leaf, { topic: presence(leaf), cancels: true });
    const sibling = nodes.find((node) => node !== leaf && parentOf[node] === parentOf[leaf]);
    // Whoever has no sibling has told all of it when its presence comes back.
    return sibling === undefined ? before : [...before, ...(await this.#sockets.mark(sibling))];
  }
}

function quoted(topic: string): string {
  return `"${topic}"`;
}

function byTopic(a: Wish, b: Wish): number {
  return a.topic < b.topic ? -1 : 1;
}
