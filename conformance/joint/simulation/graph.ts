/** A random graph of brokers: each is connected to some others, circles and all; clients and services are where chance puts them. Its laws are those of spec/topologies/service-bus.md, for every graph. */
import type { Message } from "../../../reference/base/message.ts";
import { EMPTY } from "../../../reference/base/octets.ts";
import { SimulatedDevice, type Way } from "../../../reference/simulation/device.ts";
import type { Host } from "../../../reference/simulation/network.ts";
import type { SimulatedSocket } from "../../../reference/simulation/socket.ts";
import { planFaults } from "./faults.ts";
import { LawBook } from "./laws.ts";
import { layerLoad } from "./load.ts";
import type { Mutation } from "./mutants.ts";
import type { Outcome, Progress } from "./outcome.ts";
import type { GraphPlan, SimulationPlan } from "./plan.ts";
import type { Scene } from "./scene.ts";

/** A lost connection is made again within this time. */
const recoveryMs = 1000;

/** The request of a client that is under way. */
interface Request {
  number: number;
  askedAtMs: number;
  /** The brokers that it has passed and its reply has not. */
  readonly way: Host[];
  /** Where it, or its reply, was seen last. */
  seen: Host | undefined;
  isStopped: boolean;
}

export class Graph {
  readonly #scene: Scene;
  readonly #plan: GraphPlan;
  readonly #mutation: Mutation | undefined;
  readonly laws = new LawBook(["service-bus.envelope", "service-bus.reply-path", "service-bus.conservation", "service-bus.loop"]);
  readonly #brokers: Host[] = [];
  readonly #clients: SimulatedSocket[] = [];
  readonly #requests: Request[] = [];
  readonly #latenciesMs: number[] = [];
  #deepest = 0;
  #answered = 0;

  constructor(scene: Scene, plan: SimulationPlan & { readonly topology: GraphPlan }, mutation: Mutation | undefined) {
    this.#scene = scene;
    this.#plan = plan.topology;
    this.#mutation = mutation;
  }

  run(faults: SimulationPlan["faults"], progress: Progress): Outcome {
    const { brokers, clients, services, requests, hopLimit } = this.#plan;
    // What is drawn is drawn before anything starts, so that a broker that starts again has its old neighbours.
    const neighbours = Array.from({ length: brokers }, (_none, index) => this.#neighboursOf(index));
    for (const [index, others] of neighbours.entries()) this.#brokers.push(this.#broker(index, others));
    for (let index = 0; index < services; index += 1) this.#service(index, this.#scene.random.below(brokers));
    for (let index = 0; index < clients; index += 1) this.#client(index, this.#scene.random.below(brokers));
    this.#scene.settle();
    progress(`${String(clients)} clients ask ${String(requests)} times each`);
    planFaults(this.#scene, faults);
    for (let index = 0; index < clients; index += 1) this.#ask(index, 0);
    this.#scene.settle();
    this.laws.judge(
      "service-bus.loop",
      this.#deepest <= hopLimit,
      () => `a request has passed ${String(this.#deepest)} brokers, where ${String(hopLimit)} may be passed`,
    );
    for (const [index, request] of this.#requests.entries()) this.#judgeConservation(index, request);
    const accepted = this.#requests.reduce((sum, { number }) => sum + Math.min(number + 1, requests), 0);
    return {
      accepted,
      delivered: this.#answered,
      depth: this.#deepest,
      latenciesMs: this.#latenciesMs,
      load: [layerLoad("brokers", this.#brokers, accepted)],
    };
  }

  /** The first is the next in a circle of all, so that no broker is without one. */
  #neighboursOf(index: number): readonly number[] {
    const { brokers, degree } = this.#plan;
    const drawn = Array.from({ length: degree - 1 }, () => this.#scene.random.below(brokers));
    return [...new Set([(index + 1) % brokers, ...drawn])];
  }

  #broker(index: number, others: readonly number[]): Host {
    const name = `broker-${String(index)}`;
    const faulty = this.#mutation?.device?.();
    return this.#scene.place(
      name,
      (host) => {
        const front = this.#scene.socket(host, "ROUTER");
        const back = this.#scene.socket(host, "DEALER");
        front.bind(`${name}/front`);
        back.bind(`${name}/back`);
        for (const other of others) back.connect(`broker-${String(other)}/front`);
        new SimulatedDevice(front, back, {
          bothWays: true,
          alter: (message, way) => (this.#isStopped(message, way) ? [] : (faulty?.(message, way) ?? [message])),
          passed: (message, way) => {
            this.#passed(host, message, way);
          },
        });
      },
      true,
    );
  }

  /** A request whose envelope is deeper than the limit goes no further. */
  #isStopped(message: Message, way: Way): boolean {
    if (way === "up" || depthOf(message) <= this.#plan.hopLimit || this.#mutation?.ignoresHopLimit === true) return false;
    const request = this.#requestOf(message);
    if (request !== undefined) request.isStopped = true;
    return true;
  }

  /** So many identities stand before the delimiter as brokers were passed; a reply loses one at each. */
  #passed(host: Host, message: Message, way: Way): void {
    const request = this.#requestOf(message);
    if (request === undefined) return;
    if (way === "down") request.way.push(host);
    request.seen = host;
    const passed = request.way.length;
    this.laws.judge(
      "service-bus.envelope",
      depthOf(message) === passed,
      () => `${host.name} passes ${way} a message with ${String(depthOf(message))} identities of which ${String(passed)} brokers lie between it and its client`,
    );
    this.#deepest = Math.max(this.#deepest, passed);
    if (way === "up") request.way.pop();
  }

  #service(index: number, broker: number): void {
    this.#scene.place(
      `service-${String(index)}`,
      (host) => {
        const socket = this.#scene.socket(host, "REP");
        socket.connect(`broker-${String(broker)}/back`);
        socket.turn = () => {
          for (let body = socket.receive(); typeof body !== "string"; body = socket.receive()) {
            const request = this.#requestOf(body);
            if (request !== undefined) request.seen = host;
            socket.send(body);
          }
        };
      },
      true,
    );
  }

  #client(index: number, broker: number): void {
    this.#scene.place(`client-${String(index)}`, (host) => {
      const socket = this.#scene.socket(host, "REQ");
      socket.connect(`broker-${String(broker)}/front`);
      socket.turn = () => {
        this.#hear(socket, index);
      };
      this.#clients[index] = socket;
    });
  }

  #ask(index: number, number: number): void {
    this.#requests[index] = { number, askedAtMs: this.#scene.clock.nowMs, way: [], seen: this.#requests[index]?.seen, isStopped: false };
    if (number === this.#plan.requests) return;
    const body = new Uint8Array(8);
    new DataView(body.buffer).setUint32(0, index);
    new DataView(body.buffer).setUint32(4, number);
    this.#clients[index]?.send([body]);
  }

  #hear(socket: SimulatedSocket, index: number): void {
    for (let reply = socket.receive(); typeof reply !== "string"; reply = socket.receive()) {
      const [body = EMPTY] = reply;
      const [client, number] = numbersOf(body);
      const asked = this.#requests[index]?.number ?? -1;
      this.laws.judge(
        "service-bus.reply-path",
        client === index && number === asked,
        () => `client ${String(index)} asked request ${String(asked)} and hears the answer to request ${String(number)} of client ${String(client)}`,
      );
      this.#answered += 1;
      this.#latenciesMs.push(this.#scene.clock.nowMs - (this.#requests[index]?.askedAtMs ?? 0));
      this.#ask(index, asked + 1);
    }
  }

  /** Each request was answered, or stopped for its depth, or lost where something was struck. */
  #judgeConservation(index: number, { number, isStopped, askedAtMs, way, seen }: Request): void {
    const near = [seen, ...way, ...[...(seen?.connections ?? [])].flatMap(({ binding, connecting }) => [binding, connecting])];
    this.laws.judge(
      "service-bus.conservation",
      number >= this.#plan.requests ||
        isStopped ||
        this.#scene.struck(near, askedAtMs - recoveryMs, Infinity, recoveryMs) ||
        (seen === undefined && this.#scene.strikes.length > 0),
      () =>
        `request ${String(number)} of client ${String(index)} is neither answered nor stopped; it was seen last at ${seen?.name ?? "no broker"}, and nothing near was struck`,
    );
  }

  #requestOf(message: Message): Request | undefined {
    const body = message.at(-1) ?? EMPTY;
    const [client, number] = numbersOf(body);
    const request = this.#requests[client];
    return request?.number === number ? request : undefined;
  }
}

function depthOf(message: Message): number {
  return message.findIndex((part) => part.length === 0);
}

/** The client and the number of its request. */
function numbersOf(body: Uint8Array): readonly [client: number, number: number] {
  if (body.length !== 8) return [-1, -1];
  const view = new DataView(body.buffer, body.byteOffset);
  return [view.getUint32(0), view.getUint32(4)];
}
