/** The parallelised pipeline: a source, stages of workers with streamers between, a sink, and a loop back. Its laws: spec/topologies/parallel-pipeline.md. */
import { SimulatedDevice } from "../../../reference/simulation/device.ts";
import type { Host } from "../../../reference/simulation/network.ts";
import type { SimulatedSocket } from "../../../reference/simulation/socket.ts";
import { comesOut, Ledger, type Cause } from "./account.ts";
import { planFaults } from "./faults.ts";
import { LawBook } from "./laws.ts";
import { layerLoad, type LayerLoad } from "./load.ts";
import type { Mutation } from "./mutants.ts";
import { placeSink } from "./pipeline-sink.ts";
import type { PipelinePlan, SimulationPlan } from "./plan.ts";
import { causeOf, type Scene } from "./scene.ts";
import type { Outcome, Progress } from "./outcome.ts";

/** Item, round, and the number that the worker gave it on its own path. */
const itemSize = 12;
const patienceRounds = 50;

export class Pipeline {
  readonly #scene: Scene;
  readonly #plan: PipelinePlan;
  readonly #countsMessages: boolean;
  readonly #mutation: Mutation | undefined;
  readonly laws = new LawBook([
    "parallel-pipeline.conservation",
    "parallel-pipeline.no-duplicates",
    "parallel-pipeline.order",
    "parallel-pipeline.loop",
    "parallel-pipeline.load",
  ]);
  readonly #streamers: Host[][] = [];
  readonly #workers: Host[][] = [];
  /** In how many rounds each item has come to the sink. */
  readonly #rounds: Uint16Array;
  readonly #seen: (Host | undefined)[] = [];
  readonly #sentAtMs: Float64Array;
  /** The last number that came from each worker of the last stage. */
  readonly #paths = new Map<number, number>();
  readonly #ledger = new Ledger();
  readonly #latenciesMs: number[] = [];
  #sourceHost: Host | undefined;
  #sinkHost: Host | undefined;
  #sent = 0;
  #finished = 0;
  #isOver = false;
  #arrivals = 0;

  constructor(scene: Scene, plan: SimulationPlan & { readonly topology: PipelinePlan }, mutation: Mutation | undefined) {
    this.#scene = scene;
    this.#plan = plan.topology;
    this.#countsMessages = plan.wire === "messages";
    this.#mutation = mutation;
    this.#rounds = new Uint16Array(plan.topology.items);
    this.#sentAtMs = new Float64Array(plan.topology.items);
  }

  run(faults: SimulationPlan["faults"], progress: Progress): Outcome {
    const { stages, streamers, items } = this.#plan;
    stages.forEach((workers, stage) => {
      progress(`stage ${String(stage + 1)}: ${String(streamers)} streamers, ${String(workers)} workers`);
      this.#streamers.push(Array.from({ length: streamers }, (_, index) => this.#streamer(stage, index)));
    });
    const source = this.#source();
    this.#sinkHost = this.#sink();
    stages.forEach((workers, stage) => this.#workers.push(Array.from({ length: workers }, (_, index) => this.#worker(stage, index))));
    this.#scene.settle();
    progress(`${String(items)} items`);
    planFaults(this.#scene, faults);
    source();
    this.#settle();
    this.#judge();
    return {
      accepted: this.#sent,
      delivered: this.#finished,
      depth: stages.length,
      latenciesMs: this.#latenciesMs,
      load: this.#load(),
      account: this.#ledger.account,
    };
  }

  /** The law of loops says that this comes to an end. */
  #settle(): void {
    const limit = this.#plan.items * (this.#plan.rounds + patienceRounds);
    while (this.#scene.clock.turn()) {
      if (this.#arrivals <= limit) continue;
      this.#isOver = true;
      break;
    }
    this.laws.judge(
      "parallel-pipeline.loop",
      !this.#isOver,
      () => `${String(this.#arrivals)} arrivals at the sink for ${String(this.#plan.items)} items, and no end`,
    );
  }

  #streamer(stage: number, index: number): Host {
    const name = `streamer-${String(stage)}-${String(index)}`;
    return this.#scene.place(
      name,
      (host) => {
        const front = this.#scene.socket(host, "PULL");
        const back = this.#scene.socket(host, "PUSH");
        front.bind(`${name}/front`);
        back.bind(`${name}/back`);
        new SimulatedDevice(front, back, {
          bothWays: false,
          ...(this.#mutation?.device === undefined ? {} : { alter: this.#mutation.device() }),
          passed: (message) => {
            this.#see(host, message[0]);
          },
        });
      },
      true,
    );
  }

  #see(host: Host, item: Uint8Array | undefined): void {
    if (item?.length === itemSize) this.#seen[itemOf(item)] = host;
  }

  /** Sends as many items as it has credit for. The result begins. */
  #source(): () => void {
    let credit = this.#plan.credit;
    let output: SimulatedSocket | undefined;
    let isBegun = false;
    const send = (): void => {
      while (isBegun && credit > 0 && this.#sent < this.#plan.items && output !== undefined) {
        const item = new Uint8Array(itemSize);
        new DataView(item.buffer).setUint32(0, this.#sent);
        if (output.send([item]) !== undefined) return;
        this.#sentAtMs[this.#sent] = this.#scene.clock.nowMs;
        this.#seen[this.#sent] = this.#sourceHost;
        this.#sent += 1;
        credit -= 1;
      }
    };
    this.#sourceHost = this.#scene.place("source", (host) => {
      const input = this.#scene.socket(host, "PULL");
      input.bind("source/credit");
      output = this.#scene.socket(host, "PUSH");
      for (let index = 0; index < this.#plan.streamers; index += 1) output.connect(`streamer-0-${String(index)}/front`);
      output.turn = send;
      input.turn = () => {
        for (let word = input.receive(); typeof word !== "string"; word = input.receive()) credit += 1;
        send();
      };
    });
    return () => {
      isBegun = true;
      send();
    };
  }

  #worker(stage: number, index: number): Host {
    const { stages, streamers } = this.#plan;
    const name = `worker-${String(stage)}-${String(index)}`;
    const path = stage * 1_000_000 + index;
    return this.#scene.place(
      name,
      (host) => {
        let count = 0;
        let held: Uint8Array | undefined;
        const input = this.#scene.socket(host, "PULL");
        const output = this.#scene.socket(host, "PUSH");
        input.connect(`streamer-${String(stage)}-${String(index % streamers)}/back`);
        if (stage + 1 < stages.length) output.connect(`streamer-${String(stage + 1)}-${String(index % streamers)}/front`);
        else output.connect("sink");
        input.turn = output.turn = () => {
          for (;;) {
            if (held === undefined) {
              const message = input.receive();
              if (typeof message === "string") return;
              held = message[0] ?? new Uint8Array(itemSize);
              this.#see(host, held);
            }
            const item = held.slice();
            new DataView(item.buffer).setUint32(8, this.#mutation?.swapsItems === true ? count ^ 1 : count);
            if (output.send([item, Uint8Array.of(path >>> 24, path >>> 16, path >>> 8, path)]) !== undefined) return;
            held = undefined;
            count += 1;
          }
        };
      },
      true,
    );
  }

  /** Counts the rounds of an item; sends it back, or gives the source word that it is done. */
  #sink(): Host {
    const { rounds, streamers } = this.#plan;
    const sendsBack = this.#mutation?.sendsBack ?? ((round: number): boolean => round < rounds);
    return placeSink(this.#scene, streamers, (host, [first, path]) => {
      const item = (first ?? new Uint8Array(itemSize)).slice();
      const view = new DataView(item.buffer);
      this.#arrive(host, item, path);
      const round = view.getUint32(4) + 1;
      view.setUint32(4, round);
      if (sendsBack(round, rounds)) return { to: "back", message: [item] };
      this.#finish(itemOf(item));
      return { to: "source", message: [Uint8Array.of(1)] };
    });
  }

  #arrive(host: Host, item: Uint8Array, path: Uint8Array | undefined): void {
    this.#arrivals += 1;
    const number = itemOf(item);
    const view = new DataView(item.buffer);
    const round = view.getUint32(4);
    this.#see(host, item);
    this.laws.judge(
      "parallel-pipeline.no-duplicates",
      this.#rounds[number] === round,
      () => `item ${String(number)} comes in round ${String(round)} after it had come ${String(this.#rounds[number])} times`,
    );
    this.#rounds[number] = Math.max(this.#rounds[number] ?? 0, round + 1);
    if (path === undefined) return;
    const worker = new DataView(path.buffer, path.byteOffset).getUint32(0);
    const count = view.getUint32(8);
    const before = this.#paths.get(worker) ?? -1;
    // A worker that was struck counts from the beginning again.
    this.laws.judge(
      "parallel-pipeline.order",
      count > before || (count === 0 && this.#scene.strikes.length > 0),
      () => `the sink takes number ${String(count)} of worker ${String(worker)} after its number ${String(before)}`,
    );
    this.#paths.set(worker, count);
  }

  #finish(number: number): void {
    this.#finished += 1;
    if (number % 31 === 0) this.#latenciesMs.push(this.#scene.clock.nowMs - (this.#sentAtMs[number] ?? 0));
  }

  /** Each item went through all rounds, or it was lost where something broke: no queue here drops what finds no room. Lost items take their credit with them. */
  #judge(): void {
    if (this.#isOver) return;
    const { items, rounds, credit } = this.#plan;
    this.#ledger.due = this.#sent;
    this.#ledger.delivered = this.#finished;
    for (let number = 0; number < this.#sent; number += 1) {
      const done = this.#rounds[number] === rounds;
      this.laws.judge(
        "parallel-pipeline.conservation",
        done || this.#ledger.lose(this.#causeOf(number)) !== "unexplained",
        () =>
          `item ${String(number)} went through ${String(this.#rounds[number])} of ${String(rounds)} rounds, was seen last at ${this.#seen[number]?.name ?? "no place"}, and nothing near broke`,
      );
    }
    const { account } = this.#ledger;
    this.laws.judge(
      "parallel-pipeline.conservation",
      comesOut(account) && (this.#sent === items || account.due - account.delivered >= credit),
      () => `the source has sent ${String(this.#sent)} of ${String(items)} items and has credit left, or the account is wrong: ${JSON.stringify(account)}`,
    );
  }

  #causeOf(number: number): Cause {
    const seen = this.#seen[number];
    const near = [seen, ...[...(seen?.connections ?? [])].flatMap(({ binding, connecting }) => [binding, connecting])];
    return causeOf(this.#scene.strikesAt(near), this.#sentAtMs[number] ?? 0, Infinity, Infinity, () => false);
  }

  /** Every stage carries each item once a round; its workers share them, and so do its streamers. */
  #load(): readonly LayerLoad[] {
    const items = this.#plan.items;
    const layers = [
      layerLoad(
        "source",
        [this.#sourceHost].filter((host) => host !== undefined),
        items,
      ),
      ...this.#workers.flatMap((workers, stage) => [
        layerLoad(`streamers ${String(stage + 1)}`, this.#streamers[stage] ?? [], items),
        layerLoad(`workers ${String(stage + 1)}`, workers, items),
      ]),
      layerLoad(
        "sink",
        [this.#sinkHost].filter((host) => host !== undefined),
        items,
      ),
    ];
    for (const layer of layers.slice(1, -1)) {
      const total = Math.round(layer.meanSent * layer.nodes);
      this.laws.judge(
        "parallel-pipeline.load",
        this.#isOver || this.#scene.strikes.length > 0 || !this.#countsMessages || total === items * this.#plan.rounds,
        () => `the ${layer.layer} send ${String(total)} messages for ${String(items)} items in ${String(this.#plan.rounds)} rounds`,
      );
    }
    return layers;
  }
}

function itemOf(item: Uint8Array): number {
  return new DataView(item.buffer, item.byteOffset).getUint32(0);
}
