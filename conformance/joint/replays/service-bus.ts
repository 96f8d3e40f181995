/**
 * Traces of the model of the service bus, replayed: two REQ, three brokers of ROUTER and DEALER in a circle, two REP. The replay is the device of each broker. Who takes
 * part in a turn is asked for by the trace; to whom a message goes, and under which names, is observed.
 */
import type { Parts } from "../../kit/oracle/model.ts";
import type { TraceStep } from "../models/itf.ts";
import { firstOf, type Bench, type BenchSocket } from "./bench.ts";
import { connectionName, History, type Played } from "./history.ts";

const clients: readonly number[] = [1, 2];
const services: readonly number[] = [31, 32];
const to: Readonly<Record<number, readonly number[]>> = { 1: [11], 2: [11], 11: [21, 22], 21: [31, 32], 22: [32, 11] };
const links = Object.entries(to).flatMap(([from, all]) => all.map((node) => [Number(from), node] as const));
const mostRequests = 3;
const mostHops = 4;
const mostCuts = 2;

/** What a ROUTER or a DEALER has delivered; the brokers that it has passed, the last one first. */
interface Carried {
  readonly number: number;
  readonly parts: Parts;
  readonly way: readonly number[];
}

interface Held extends Carried {
  readonly peer: number;
  readonly connection: number;
}

/** The sockets of a bus; a broker has two. */
interface Sockets {
  /** What connects: REQ and DEALER. */
  readonly low: ReadonlyMap<number, BenchSocket>;
  /** What has bound: ROUTER and REP. */
  readonly high: ReadonlyMap<number, BenchSocket>;
}

export async function replayServiceBus(trace: readonly TraceStep[], bench: Bench): Promise<Played> {
  const low = new Map<number, BenchSocket>();
  const high = new Map<number, BenchSocket>();
  for (const node of [11, 21, 22]) high.set(node, await bench.open(`front-${String(node)}`, "ROUTER"));
  for (const node of services) high.set(node, await bench.open(`service-${String(node)}`, "REP"));
  for (const node of clients) low.set(node, await bench.open(`client-${String(node)}`, "REQ"));
  for (const node of [11, 21, 22]) low.set(node, await bench.open(`back-${String(node)}`, "DEALER"));
  const player = new Bus(bench, { low, high });
  await player.begin();
  for (const step of trace) await player.play(step);
  return player.end();
}

class Bus {
  readonly #bench: Bench;
  readonly #sockets: Sockets;
  readonly #history: History;
  readonly #connections = new Map<string, number>();
  readonly #asked = new Map<number, number>();
  readonly #sent = new Map<number, number>();
  readonly #requests = new Map<string, Carried[]>();
  readonly #replies = new Map<string, Carried[]>();
  readonly #serving = new Map<number, Held>();
  /** Replies that are with a client and not delivered. */
  readonly #atClient = new Map<number, number>();
  readonly #answers = new Map<number, number[]>(clients.map((client) => [client, []]));
  /** By broker and name: the connection that has it. */
  readonly #names = new Map<string, { readonly from: number; readonly connection: number }>();
  #cuts = 0;

  constructor(bench: Bench, sockets: Sockets) {
    this.#bench = bench;
    this.#sockets = sockets;
    this.#history = new History(bench);
    for (const socket of [...sockets.low.values(), ...sockets.high.values()]) this.#history.follow(socket);
  }

  async begin(): Promise<void> {
    for (const socket of this.#sockets.high.values()) await socket.bind();
    for (const [from, node] of links) {
      await this.#low(from).connect(this.#high(node));
      this.#history.connected(this.#low(from), this.#high(node));
    }
  }

  async play({ action, picks }: TraceStep): Promise<void> {
    const [from = 0, node = 0] = Array.isArray(picks["l"]) ? picks["l"].map(Number) : [];
    switch (action) {
      case "ask":
        return this.#ask(Number(picks["c"]));
      case "pass":
      case "stop":
      case "serve":
        // A service takes a request as soon as it comes: only then it shows whose turn it was.
        return this.#pass(from, node);
      case "answer":
        return this.#answer(Number(picks["s"]));
      case "back":
        return this.#back(from, node);
      case "receive":
        return this.#receive(Number(picks["c"]));
      case "cut":
        return this.#cut(from, node);
      default:
        throw new Error(`the model has a new action: ${action}`);
    }
  }

  /** All that is under way comes to its end. */
  async end(): Promise<Played> {
    const before = (): number => this.#history.length;
    for (let count = -1; count !== before();) {
      count = before();
      for (const [from, node] of links) await this.#pass(from, node);
      for (const service of services) await this.#answer(service);
      for (const [from, node] of links) await this.#back(from, node);
      for (const client of clients) await this.#receive(client);
    }
    for (const client of clients) if (this.#asked.has(client)) this.#history.received(this.#low(client), await this.#low(client).receive(false));
    const told = clients.map((client) => `answers.get(${String(client)}) == List(${(this.#answers.get(client) ?? []).join(", ")})`);
    this.#history.expect(told.join(" and "));
    return this.#history.judge();
  }

  async #ask(client: number): Promise<void> {
    const count = (this.#sent.get(client) ?? 0) + 1;
    if (this.#asked.has(client) || count > mostRequests) return;
    const number = 100 * client + count;
    this.#sent.set(client, count);
    this.#asked.set(client, number);
    const socket = this.#low(client);
    this.#refused(socket, await socket.send([String(number)]));
    this.#history.note(socket, { on: "send", parts: [String(number)] }).sends[this.#high(11).name] = [["", String(number)]];
    this.#history.step(`ask(${String(client)})`);
    const parts = await this.#high(11).receive(true);
    this.#arrived(client, 11, { number, parts: ["", String(number)], way: [] }, parts);
  }

  async #pass(from: number, node: number): Promise<void> {
    const [first] = this.#requests.get(key(from, node)) ?? [];
    if (first === undefined || to[node] === undefined) return;
    // While a service is busy, it does not show whether the request is with it.
    if (to[node].some((next) => this.#serving.has(next))) return;
    this.#requests.get(key(from, node))?.shift();
    if (first.parts.indexOf("") > mostHops) {
      this.#history.step(`stop(${String(from)}, ${String(node)})`);
      return;
    }
    const socket = this.#low(node);
    this.#refused(socket, await socket.send(first.parts));
    const happening = this.#history.note(socket, { on: "send", parts: first.parts });
    const got = await firstOf(to[node].map((next) => this.#high(next)));
    const next = to[node].find((one) => this.#high(one) === got?.at);
    if (got === undefined || next === undefined) {
      this.#history.disagree(`nobody gets ${String(first.number)} from ${socket.name}`);
      return;
    }
    happening.sends[got.at.name] = [first.parts];
    this.#history.step(`pass(${String(from)}, ${String(node)}, ${String(next)})`);
    const carried = { ...first, way: [node, ...first.way] };
    if (services.includes(next)) this.#serve(node, next, carried, got.parts);
    else this.#arrived(node, next, carried, got.parts);
  }

  /** A ROUTER has delivered what came to it. */
  #arrived(from: number, node: number, sent: Carried, parts: Parts | undefined): void {
    const socket = this.#high(node);
    const connection = this.#connection(from, node);
    this.#history.note(socket, { on: "arrival", peer: connectionName(this.#low(from), connection), parts: sent.parts });
    this.#history.received(socket, parts);
    const [name = "", ...rest] = parts ?? [];
    if (JSON.stringify(rest) !== JSON.stringify(sent.parts))
      this.#history.disagree(`${socket.name} delivers ${JSON.stringify(parts)} for ${JSON.stringify(sent.parts)}`);
    const known = this.#names.get(`${String(node)} ${name}`);
    if (known !== undefined && (known.from !== from || known.connection !== connection)) this.#history.disagree(`${socket.name} uses a name again`);
    this.#names.set(`${String(node)} ${name}`, { from, connection });
    const queue = `requests.get((${String(from)}, ${String(node)}))`;
    this.#history.expect(`${queue}[${queue}.length() - 1].envelope == List(${this.#envelope(sent).join(", ")})`);
    this.#put(this.#requests, from, node, { ...sent, parts: [name, ...rest] });
  }

  /** The names as the model has them. */
  #envelope({ parts, way }: Carried): readonly number[] {
    return parts.slice(0, parts.indexOf("")).map((name, index) => {
      const owner = this.#names.get(`${String(way[index])} ${name}`);
      return owner === undefined ? -1 : 100 * owner.connection + owner.from;
    });
  }

  #serve(from: number, service: number, request: Carried, parts: Parts): void {
    const socket = this.#high(service);
    const connection = this.#connection(from, service);
    this.#history.note(socket, { on: "arrival", peer: connectionName(this.#low(from), connection), parts: request.parts });
    this.#history.received(socket, parts);
    this.#history.step(`serve(${String(from)}, ${String(service)})`);
    this.#serving.set(service, { ...request, peer: from, connection });
  }

  async #answer(service: number): Promise<void> {
    const held = this.#serving.get(service);
    if (held === undefined) return;
    this.#serving.delete(service);
    const socket = this.#high(service);
    const body = [String(held.number)];
    const refusal = await socket.send(body);
    const happening = this.#history.note(socket, { on: "send", parts: body }, refusal === undefined ? { type: "done" } : { type: "refused", code: refusal });
    this.#history.step(`answer(${String(service)})`);
    if (held.connection !== this.#connection(held.peer, service)) return;
    happening.sends[connectionName(this.#low(held.peer), held.connection)] = [held.parts];
    await this.#carried(held.peer, service, { number: held.number, parts: held.parts, way: held.way });
  }

  /** A DEALER delivers a reply. */
  async #carried(broker: number, from: number, reply: Carried): Promise<void> {
    const socket = this.#low(broker);
    const parts = await socket.receive(true);
    this.#history.note(socket, { on: "arrival", peer: this.#high(from).name, parts: reply.parts });
    this.#history.received(socket, parts);
    if (parts !== undefined) this.#put(this.#replies, broker, from, { ...reply, parts });
  }

  async #back(node: number, from: number): Promise<void> {
    const reply = this.#replies.get(key(node, from))?.shift();
    if (reply === undefined) return;
    const socket = this.#high(node);
    const [name = "", ...rest] = reply.parts;
    this.#refused(socket, await socket.send(reply.parts));
    const happening = this.#history.note(socket, { on: "send", parts: reply.parts });
    this.#history.step(`back(${String(node)}, ${String(from)})`);
    const owner = this.#names.get(`${String(node)} ${name}`);
    if (owner?.connection !== this.#connection(owner?.from ?? 0, node)) return;
    happening.sends[connectionName(this.#low(owner.from), owner.connection)] = [rest];
    if (!clients.includes(owner.from)) return this.#carried(owner.from, node, { number: reply.number, parts: rest, way: reply.way.slice(1) });
    this.#history.note(this.#low(owner.from), { on: "arrival", peer: socket.name, parts: rest });
    this.#atClient.set(owner.from, reply.number);
  }

  async #receive(client: number): Promise<void> {
    if (!this.#atClient.delete(client)) return;
    const parts = await this.#low(client).receive(true);
    this.#history.received(this.#low(client), parts);
    this.#history.step(`receive(${String(client)})`);
    this.#asked.delete(client);
    if (parts !== undefined) this.#answers.get(client)?.push(Number(parts[0]));
  }

  /** A connection on which nothing is under way: to the model a request is on it until the broker passes it on, and a reply until it is carried back. */
  async #cut(from: number, node: number): Promise<void> {
    const waiting = [this.#requests, this.#replies].some((queues) => (queues.get(key(from, node)) ?? []).length > 0);
    if (this.#cuts === mostCuts || waiting || this.#atClient.has(from)) return;
    this.#cuts += 1;
    const connection = this.#connection(from, node);
    await this.#low(from).cut(this.#high(node));
    this.#history.broken(this.#low(from), this.#high(node), connection);
    this.#connections.set(key(from, node), connection + 1);
    this.#history.connected(this.#low(from), this.#high(node), connection + 1);
    this.#history.step(`cut(${String(from)}, ${String(node)}, true)`);
  }

  #refused(socket: BenchSocket, refusal: string | undefined): void {
    if (refusal !== undefined) this.#history.disagree(`${socket.name} refuses to send: ${refusal}`);
  }

  #put(queues: Map<string, Carried[]>, from: number, node: number, message: Carried): void {
    queues.set(key(from, node), [...(queues.get(key(from, node)) ?? []), message]);
  }

  #connection(from: number, node: number): number {
    return this.#connections.get(key(from, node)) ?? 1;
  }

  #low(node: number): BenchSocket {
    return there(this.#sockets.low, node);
  }

  #high(node: number): BenchSocket {
    return there(this.#sockets.high, node);
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
