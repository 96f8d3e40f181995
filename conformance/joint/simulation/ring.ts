/** Brokers in a circle: what becomes of a request that nobody answers. Its law: spec/topologies/service-bus.md, on loops. */
import type { Message } from "../../../reference/base/message.ts";
import { EMPTY } from "../../../reference/base/octets.ts";
import { SimulatedDevice, type Way } from "../../../reference/simulation/device.ts";
import type { Host } from "../../../reference/simulation/network.ts";
import { LawBook } from "./laws.ts";
import { layerLoad } from "./load.ts";
import type { Mutation } from "./mutants.ts";
import type { RingPlan, SimulationPlan } from "./plan.ts";
import type { Scene } from "./scene.ts";
import type { Outcome, Progress } from "./outcome.ts";

/** A circle that still turns after each request could have gone round so often is taken to turn for ever. */
const patience = 100;

export class Ring {
  readonly #scene: Scene;
  readonly #plan: RingPlan;
  readonly #mutation: Mutation | undefined;
  readonly #longestMs: number;
  readonly laws = new LawBook(["service-bus.loop", "service-bus.envelope"]);
  readonly #brokers: Host[] = [];
  #deepest = 0;
  #passings = 0;

  constructor(scene: Scene, plan: SimulationPlan & { readonly topology: RingPlan }, mutation: Mutation | undefined) {
    this.#scene = scene;
    this.#plan = plan.topology;
    this.#mutation = mutation;
    this.#longestMs = plan.delayMs[1];
  }

  run(_faults: SimulationPlan["faults"], progress: Progress): Outcome {
    const { brokers, clients, hopLimit } = this.#plan;
    for (let index = 0; index < brokers; index += 1) this.#brokers.push(this.#broker(index));
    this.#scene.settle();
    progress(`${String(clients)} requests go round`);
    for (let index = 0; index < clients; index += 1) {
      this.#scene.place(`client-${String(index)}`, (host) => {
        const socket = this.#scene.socket(host, "DEALER");
        socket.connect(`broker-${String(index % brokers)}/front`);
        socket.send([EMPTY, new Uint8Array(4)]);
      });
    }
    const enoughMs = patience * (hopLimit + brokers) * this.#longestMs;
    this.#scene.settle(this.#scene.clock.nowMs + enoughMs);
    const passings = this.#passings;
    this.#scene.settle(this.#scene.clock.nowMs + enoughMs);
    this.laws.judge(
      "service-bus.loop",
      this.#passings === passings && this.#deepest <= hopLimit,
      () => `requests still go round, with up to ${String(this.#deepest)} identities, where ${String(hopLimit)} brokers may be passed`,
    );
    return {
      accepted: clients,
      delivered: 0,
      depth: this.#deepest,
      latenciesMs: [],
      load: [layerLoad("brokers", this.#brokers, clients)],
    };
  }

  #broker(index: number): Host {
    const { brokers } = this.#plan;
    return this.#scene.place(`broker-${String(index)}`, (host) => {
      const front = this.#scene.socket(host, "ROUTER");
      const back = this.#scene.socket(host, "DEALER");
      front.bind(`broker-${String(index)}/front`);
      back.connect(`broker-${String((index + 1) % brokers)}/front`);
      new SimulatedDevice(front, back, {
        bothWays: true,
        alter: (message, way) => this.#limit(message, way),
        passed: (message, way) => {
          this.#passed(message, way);
        },
      });
    });
  }

  /** A request whose envelope is deeper than the limit goes no further. */
  #limit(message: Message, way: Way): readonly Message[] {
    const depth = message.findIndex((part) => part.length === 0);
    return way === "down" && depth > this.#plan.hopLimit && this.#mutation?.ignoresHopLimit !== true ? [] : [message];
  }

  #passed(message: Message, way: Way): void {
    if (way === "up") return;
    this.#passings += 1;
    const depth = message.findIndex((part) => part.length === 0);
    this.laws.judge("service-bus.envelope", depth >= 1, () => "a request has lost its envelope");
    this.#deepest = Math.max(this.#deepest, depth);
  }
}
