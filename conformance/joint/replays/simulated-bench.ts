/** Sockets of the reference in the simulated network, for replays: after each act time passes until nothing is under way. */
import { choices } from "../../../reference/index.ts";
import type { SocketType } from "../../../reference/index.ts";
import { octetsOf } from "../../../reference/base/octets.ts";
import { Host } from "../../../reference/simulation/network.ts";
import type { SimulatedSocket } from "../../../reference/simulation/socket.ts";
import { ascii, text } from "../../kit/octets.ts";
import type { Parts } from "../../kit/oracle/model.ts";
import type { Refusal } from "../../kit/subject.ts";
import { Scene } from "../simulation/scene.ts";
import type { Bench, BenchSocket, Gate, SocketWish, Wire } from "./bench.ts";
import { SimulatedWire } from "./simulated-wire.ts";

/** Longer than any act takes until nothing is under way, the wait before a reconnect included. */
const restMs = 1000;

export class SimulatedBench implements Bench {
  readonly choices = choices;
  readonly known = new Set<string>();
  readonly isExact = true;
  readonly #scene: Scene;

  /** `window`: the messages that may be under way on a connection. */
  constructor(seed: number, wire: "messages" | "octets" = "messages", window?: number) {
    const topology = { type: "ring", brokers: 1, clients: 1, hopLimit: 1 } as const;
    this.#scene = new Scene({ seed, topology, wire, delayMs: [1, 9], faults: [] }, window);
  }

  open(name: string, type: string, { limit }: SocketWish = {}): Promise<BenchSocket> {
    const opened: SimulatedSocket[] = [];
    const options = limit === undefined ? {} : { sendHighWaterMark: limit, receiveHighWaterMark: limit };
    const host = this.#scene.place(name, (self) => opened.push(this.#scene.socket(self, type as SocketType, options)));
    const [socket] = opened;
    if (socket === undefined) throw new Error(`${name} has no socket`);
    return Promise.resolve(new Socket(this.#scene, host, socket, type));
  }

  wire(socket: BenchSocket, hasBound: boolean): Promise<Wire> {
    if (!(socket instanceof Socket)) throw new Error(`${socket.name} is of another bench`);
    return Promise.resolve(socket.wire(hasBound));
  }

  end(): Promise<void> {
    return Promise.resolve();
  }
}

class Socket implements BenchSocket {
  readonly type: string;
  readonly #scene: Scene;
  readonly #host: Host;
  readonly #socket: SimulatedSocket;
  /** It was told to connect to the harness. */
  #isAsked = false;

  constructor(scene: Scene, host: Host, socket: SimulatedSocket, type: string) {
    this.#scene = scene;
    this.#host = host;
    this.#socket = socket;
    this.type = type;
  }

  get name(): string {
    return this.#host.name;
  }

  bind(): Promise<void> {
    this.#socket.bind(this.name);
    return Promise.resolve();
  }

  connect(to: BenchSocket): Promise<void> {
    this.#socket.connect(to.name);
    return this.#settled();
  }

  approach(to: BenchSocket): Promise<Gate> {
    if (!(to instanceof Socket)) throw new Error(`${to.name} is of another bench`);
    const address = `from ${this.name} to ${to.name}`;
    this.#socket.connect(address);
    const { clock, network } = this.#scene;
    const count = (): number => [...this.#host.connections].filter(({ binding }) => binding === to.#host).length;
    return Promise.resolve({
      pass: () => {
        const before = network.connections;
        to.#socket.bind(address);
        while (network.connections === before) clock.turn();
        network.unbind(address);
        return this.#settled();
      },
      isRefused: () => Promise.resolve(count() === 0),
      break: () => this.cut(to),
      drop: () => this.cut(to),
    });
  }

  cut(to: BenchSocket): Promise<void> {
    if (!(to instanceof Socket)) throw new Error(`${to.name} is of another bench`);
    this.#scene.network.cut(this.#host, to.#host);
    return this.#settled();
  }

  async part({ name }: BenchSocket): Promise<"disconnect"> {
    if (!this.#socket.disconnect(name)) throw new Error(`${this.name} is not connected to ${name}`);
    await this.#settled();
    return "disconnect";
  }

  meet(again: BenchSocket): Promise<void> {
    return this.connect(again);
  }

  subscribe(topic: string, cancels: boolean): Promise<void> {
    this.#socket.subscribe({ type: cancels ? "cancel" : "subscribe", topic: octetsOf(topic) });
    return this.#settled();
  }

  send(parts: Parts): Promise<Refusal | undefined> {
    const refusal = this.#socket.send(parts.map(ascii));
    void this.#settled();
    return Promise.resolve(refusal);
  }

  receive(): Promise<Parts | undefined> {
    const outcome = this.#socket.receive();
    void this.#settled();
    return Promise.resolve(typeof outcome === "string" ? undefined : outcome.map(text));
  }

  close(): Promise<void> {
    this.#scene.network.crash(this.#host);
    return this.#settled();
  }

  /** The harness is a host of the network that knows nothing but octets. */
  wire(hasBound: boolean): Wire {
    const address = `wire of ${this.name}`;
    const { network } = this.#scene;
    const wire = new SimulatedWire(this.#scene);
    const { party } = wire;
    const harness = new Host(address);
    if (hasBound) network.dial(harness, this.name, party);
    else {
      network.bind(address, harness, party);
      if (!this.#isAsked) this.#socket.connect(address);
      this.#isAsked = true;
    }
    void this.#settled();
    network.unbind(address);
    return wire;
  }

  /** Whoever stands before a gate tries for ever. */
  #settled(): Promise<void> {
    this.#scene.settle(this.#scene.clock.nowMs + restMs);
    return Promise.resolve();
  }
}
