/** The service bus: clients (REQ), layers of brokers (ROUTER and DEALER), services (REP). Its laws: spec/topologies/service-bus.md. */
import type { Message } from "../../../reference/base/message.ts";
import { EMPTY } from "../../../reference/base/octets.ts";
import { SimulatedDevice, type Way } from "../../../reference/simulation/device.ts";
import type { Host } from "../../../reference/simulation/network.ts";
import { defaultOptions, type SimulatedSocket } from "../../../reference/simulation/socket.ts";
import { comesOut, Ledger, type Cause } from "./account.ts";
import { planFaults } from "./faults.ts";
import { LawBook } from "./laws.ts";
import { layerLoad, type LayerLoad } from "./load.ts";
import type { Mutation } from "./mutants.ts";
import type { BusPlan, SimulationPlan } from "./plan.ts";
import { causeOf, type Scene } from "./scene.ts";
import type { Outcome, Progress } from "./outcome.ts";

/** A lost connection is made again within this time, and what a queue kept goes on. */
const recoveryMs = 1000;

export class Bus {
  readonly #scene: Scene;
  readonly #plan: BusPlan;
  readonly #mutation: Mutation | undefined;
  readonly laws = new LawBook(["service-bus.envelope", "service-bus.reply-path", "service-bus.conservation", "service-bus.load"]);
  readonly #layers: Host[][] = [];
  readonly #clients: SimulatedSocket[] = [];
  readonly #clientHosts: Host[] = [];
  readonly #serviceHosts: Host[] = [];
  /** Of each client: the request that it waits for, and when it asked. */
  readonly #asked: Int32Array;
  readonly #askedAtMs: Float64Array;
  /** Where the request, or its reply, of each client was seen last: the number of a broker or service. */
  readonly #seen: (Host | undefined)[] = [];
  /** Requests that each broker has passed on. */
  readonly #passedDown = new Map<Host, number>();
  /** How many requests and replies were seen last at each place: where no more are than a queue may hold, no queue is full. */
  readonly #gathered = new Map<Host, number>();
  /** Whether the reply of a client was last passed on where a queue might have been full. */
  readonly #metFull: Uint8Array;
  readonly #queueLimit: number;
  readonly #ledger = new Ledger();
  readonly #latenciesMs: number[] = [];
  #answered = 0;

  constructor(scene: Scene, plan: SimulationPlan & { readonly topology: BusPlan }, mutation: Mutation | undefined) {
    this.#scene = scene;
    this.#plan = plan.topology;
    this.#mutation = mutation;
    this.#queueLimit = plan.queueLimit ?? defaultOptions.sendHighWaterMark;
    this.#metFull = new Uint8Array(plan.topology.clients);
    this.#asked = new Int32Array(plan.topology.clients);
    this.#askedAtMs = new Float64Array(plan.topology.clients);
  }

  run(faults: SimulationPlan["faults"], progress: Progress): Outcome {
    const { clients, requests } = this.#plan;
    this.#build(progress);
    this.#scene.settle();
    progress(`${String(clients)} clients ask ${String(requests)} times each`);
    planFaults(this.#scene, faults);
    for (let index = 0; index < clients; index += 1) this.#ask(index, 0);
    this.#scene.settle();
    this.#judgeConservation();
    return {
      accepted: this.#ledger.due,
      account: this.#ledger.account,
      delivered: this.#answered,
      depth: this.#layers.length,
      latenciesMs: this.#latenciesMs,
      load: this.#load(),
    };
  }

  #build(progress: Progress): void {
    const { layers, services, clients } = this.#plan;
    // The layer that others connect to is there first; each broker is connected to all of the next layer.
    for (let layer = layers.length - 1; layer >= 0; layer -= 1) {
      progress(`layer ${String(layer + 1)}: ${String(layers[layer])} brokers`);
      this.#layers[layer] = Array.from({ length: layers[layer] ?? 0 }, (_, index) => this.#broker(layer, index));
    }
    progress(`${String(services)} services`);
    for (let index = 0; index < services; index += 1) this.#serviceHosts.push(this.#service(index));
    progress(`${String(clients)} clients`);
    for (let index = 0; index < clients; index += 1) this.#clientHosts.push(this.#client(index));
  }

  #broker(layer: number, index: number): Host {
    const name = brokerName(layer, index);
    const isLast = layer === this.#plan.layers.length - 1;
    return this.#scene.place(
      name,
      (host) => {
        const front = this.#scene.socket(host, "ROUTER");
        const back = this.#scene.socket(host, "DEALER");
        front.bind(`${name}/front`);
        if (isLast) back.bind(`${name}/back`);
        else for (let next = 0; next < (this.#plan.layers[layer + 1] ?? 0); next += 1) back.connect(`${brokerName(layer + 1, next)}/front`);
        new SimulatedDevice(front, back, {
          bothWays: true,
          ...(this.#mutation?.device === undefined ? {} : { alter: this.#mutation.device() }),
          passed: (message, way) => {
            this.#passed(host, layer + 1, message, way);
          },
        });
      },
      true,
    );
  }

  /** A request has passed so many brokers, and so many identities stand before the delimiter; the reply has them too, and loses one at each broker. */
  #passed(host: Host, depth: number, message: Message, way: Way): void {
    const identities = message.findIndex((part) => part.length === 0);
    this.laws.judge(
      "service-bus.envelope",
      identities === depth,
      () => `${host.name} passes ${way} a message with ${String(identities)} identities where ${String(depth)} brokers lie between it and the client`,
    );
    if (way === "down") this.#passedDown.set(host, (this.#passedDown.get(host) ?? 0) + 1);
    this.#see(host, message, way === "up");
  }

  /** Only a ROUTER, which replies go through, drops what finds no room. */
  #see(host: Host, message: Message, isThroughRouter: boolean): void {
    const body = message.at(-1);
    if (body?.length !== 8) return;
    const client = clientOf(body);
    this.#leave(client);
    const gathered = this.#gathered.get(host) ?? 0;
    this.#gathered.set(host, gathered + 1);
    this.#seen[client] = host;
    this.#metFull[client] = isThroughRouter && gathered >= this.#queueLimit ? 1 : 0;
  }

  #leave(client: number): void {
    const last = this.#seen[client];
    if (last !== undefined) this.#gathered.set(last, (this.#gathered.get(last) ?? 0) - 1);
    this.#seen[client] = undefined;
  }

  #service(index: number): Host {
    return this.#scene.place(
      `service-${String(index)}`,
      (host) => {
        const socket = this.#scene.socket(host, "REP");
        const last = this.#plan.layers.length - 1;
        socket.connect(`${brokerName(last, index % (this.#plan.layers[last] ?? 1))}/back`);
        socket.turn = () => {
          for (let request = socket.receive(); typeof request !== "string"; request = socket.receive()) {
            this.#see(host, request, false);
            socket.send(request);
          }
        };
      },
      true,
    );
  }

  #client(index: number): Host {
    return this.#scene.place(`client-${String(index)}`, (host) => {
      const socket = this.#scene.socket(host, "REQ");
      socket.connect(`${brokerName(0, index % (this.#plan.layers[0] ?? 1))}/front`);
      socket.turn = () => {
        this.#hear(socket, index);
      };
      this.#clients[index] = socket;
    });
  }

  #ask(index: number, request: number): void {
    this.#asked[index] = request;
    this.#askedAtMs[index] = this.#scene.clock.nowMs;
    const body = new Uint8Array(8);
    const view = new DataView(body.buffer);
    view.setUint32(0, index);
    view.setUint32(4, request);
    this.#clients[index]?.send([body]);
  }

  #hear(socket: SimulatedSocket, index: number): void {
    for (let reply = socket.receive(); typeof reply !== "string"; reply = socket.receive()) {
      const body = reply[0] ?? EMPTY;
      const answered = body.length === 8 ? new DataView(body.buffer, body.byteOffset).getUint32(4) : -1;
      this.laws.judge(
        "service-bus.reply-path",
        body.length === 8 && clientOf(body) === index && answered === this.#asked[index],
        () =>
          `client ${String(index)} asked request ${String(this.#asked[index])} and hears the answer to request ${String(answered)} of client ${String(body.length === 8 ? clientOf(body) : -1)}`,
      );
      this.#answered += 1;
      this.#leave(index);
      if (this.#answered % 31 === 0) this.#latenciesMs.push(this.#scene.clock.nowMs - (this.#askedAtMs[index] ?? 0));
      const next = (this.#asked[index] ?? 0) + 1;
      this.#asked[index] = next;
      if (next < this.#plan.requests) this.#ask(index, next);
    }
  }

  /** Each client has all its answers, or what it waits for was lost at a struck host or a full queue near where it was seen last. */
  #judgeConservation(): void {
    for (let index = 0; index < this.#plan.clients; index += 1) {
      const got = this.#asked[index] ?? 0;
      const complete = got >= this.#plan.requests;
      this.#ledger.due += complete ? got : got + 1;
      const holds = complete || this.#ledger.lose(this.#causeOf(index)) !== "unexplained";
      this.laws.judge(
        "service-bus.conservation",
        holds,
        () =>
          `client ${String(index)} has ${String(got)} of ${String(this.#plan.requests)} answers; its last request was seen at ${this.#seen[index]?.name ?? "no broker"}, and nothing near was struck or full`,
      );
    }
    this.#ledger.delivered = this.#answered;
    if (this.#scene.strikes.length === 0) return;
    this.laws.judge(
      "service-bus.conservation",
      comesOut(this.#ledger.account),
      () => `${String(this.#ledger.due)} requests were accepted, and the account is ${JSON.stringify(this.#ledger.account)}`,
    );
  }

  #causeOf(index: number): Cause {
    const seen = this.#seen[index];
    const asked = this.#askedAtMs[index] ?? 0;
    const own = this.#layers[0]?.[index % (this.#plan.layers[0] ?? 1)];
    const near = [own, seen, ...[...(seen?.connections ?? [])].flatMap(({ binding, connecting }) => [binding, connecting])];
    return causeOf(this.#scene.strikesAt(near), asked - recoveryMs, Infinity, recoveryMs, () => this.#metFull[index] === 1);
  }

  /** Each layer carries every request once; the brokers of a layer share them. */
  #load(): readonly LayerLoad[] {
    const { clients, requests } = this.#plan;
    const total = clients * requests;
    for (const [layer, hosts] of this.#layers.entries()) {
      const passed = hosts.map((host) => this.#passedDown.get(host) ?? 0);
      const sum = passed.reduce((left, right) => left + right, 0);
      this.laws.judge(
        "service-bus.load",
        this.#scene.strikes.length > 0 ? sum <= total : sum === total,
        () => `the brokers of layer ${String(layer + 1)} pass on ${String(sum)} requests of ${String(total)}`,
      );
    }
    return [
      layerLoad("clients", this.#clientHosts, total),
      ...this.#layers.map((hosts, index) => layerLoad(`brokers ${String(index + 1)}`, hosts, total)),
      layerLoad("services", this.#serviceHosts, total),
    ];
  }
}

function brokerName(layer: number, index: number): string {
  return `broker-${String(layer)}-${String(index)}`;
}

function clientOf(body: Uint8Array): number {
  return new DataView(body.buffer, body.byteOffset).getUint32(0);
}
