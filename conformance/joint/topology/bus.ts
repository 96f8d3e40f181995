/** A service bus of real processes: clients (REQ), layers of brokers (ROUTER and DEALER), services. A service is a ROUTER here, so that it shows the whole envelope. */
import { ascii, text } from "../../kit/octets.ts";
import { LawBook } from "../simulation/laws.ts";
import type { Mutation } from "../simulation/mutants.ts";
import { machineLimits } from "./limits.ts";
import { bindFree, ceilingMs, Crowd, eachOf, startDevice, type Implementation, type Process } from "./nodes.ts";
import type { TopologyResult } from "./result.ts";

export interface BusPlan {
  readonly clients: number;
  /** Brokers in each layer, from the clients on; each is connected to all of the next. */
  readonly layers: readonly number[];
  readonly services: number;
  readonly requests: number;
  readonly implementations: readonly Implementation[];
  readonly mutation?: Mutation | undefined;
}

interface Party {
  readonly process: Process;
  readonly handle: number;
}

export async function runBus(plan: BusPlan, tell: (phase: string) => void): Promise<TopologyResult> {
  const crowd = new Crowd();
  const begun = performance.now();
  try {
    const bus = await RealBus.build(crowd, plan, tell);
    await bus.work();
    const seconds = Math.round((performance.now() - begun) / 100) / 10;
    return bus.result(crowd, seconds);
  } finally {
    tell("ending the processes");
    await crowd.end();
  }
}

class RealBus {
  readonly #laws = new LawBook(["service-bus.envelope", "service-bus.reply-path", "service-bus.conservation"]);
  readonly #plan: BusPlan;
  readonly #tell: (phase: string) => void;
  readonly #clients: readonly Party[];
  readonly #services: readonly Party[];
  #accepted = 0;
  #delivered = 0;
  #isEnding = false;

  private constructor(plan: BusPlan, tell: (phase: string) => void, clients: readonly Party[], services: readonly Party[]) {
    this.#plan = plan;
    this.#tell = tell;
    this.#clients = clients;
    this.#services = services;
  }

  static async build(crowd: Crowd, plan: BusPlan, tell: (phase: string) => void): Promise<RealBus> {
    const { implementations: names } = plan;
    let count = 0;
    const next = (): Implementation => names[count++ % names.length] ?? "reference";
    const services: Party[] = [];
    let above: string[] = [];
    for (let index = 0; index < plan.services; index += 1) {
      tell(`service ${String(index + 1)} of ${String(plan.services)}`);
      const process = await crowd.start(`service-${String(index)}`, next());
      const handle = await process.adapter.open("ROUTER", { linger: 0 });
      above.push(await bindFree(process, handle));
      services.push({ process, handle });
    }
    for (const [layer, width] of [...plan.layers.entries()].reverse()) {
      const row: string[] = [];
      for (let index = 0; index < width; index += 1) {
        tell(`broker ${String(index + 1)} of ${String(width)} in layer ${String(layer + 1)}`);
        const mutation = layer === 0 && index === 0 ? plan.mutation : undefined;
        const name = `broker-${String(layer)}-${String(index)}`;
        const wish = { name, implementation: next(), connects: "DEALER", binds: "ROUTER", upstream: above, mutation } as const;
        row.push((await startDevice(crowd, wish)).endpoint);
      }
      above = row;
    }
    const clients: Party[] = [];
    for (const [number, implementation] of names.entries()) {
      const process = await crowd.start(`clients-${String(number)}`, implementation);
      for (let index = number; index < plan.clients; index += names.length) {
        const handle = await process.adapter.open("REQ", { linger: 0 });
        await process.adapter.connect(handle, above[index % above.length] ?? "");
        clients.push({ process, handle });
      }
    }
    return new RealBus(plan, tell, clients, services);
  }

  async work(): Promise<void> {
    const serving = Promise.all(this.#services.map((service) => this.#serve(service)));
    // Told where it is waited for.
    serving.catch(() => undefined);
    await eachOf([...this.#clients.entries()], this.#clients.length, ([number, client]) => this.#ask(number, client));
    this.#isEnding = true;
    await serving;
  }

  /** A service answers each request along its envelope. */
  async #serve({ process: { adapter }, handle }: Party): Promise<void> {
    while (!this.#isEnding) {
      const parts = await adapter.receive(handle, 100);
      if (parts === undefined) continue;
      const delimiter = parts.findIndex((part) => part.length === 0);
      // The first part is the name of the broker that connects to this service.
      const depth = delimiter - 1;
      const isWhole =
        depth === this.#plan.layers.length && new Set(parts.slice(0, delimiter).map((part, index) => `${String(index)} ${text(part)}`)).size === delimiter;
      this.#laws.judge("service-bus.envelope", isWhole, () => `a request has ${String(depth)} identities behind ${String(this.#plan.layers.length)} brokers`);
      await adapter.send(handle, [...parts.slice(0, delimiter + 1), ascii(`answer to ${text(parts[delimiter + 1] ?? new Uint8Array())}`)], ceilingMs);
    }
  }

  async #ask(number: number, { process: { adapter, implementation }, handle }: Party): Promise<void> {
    for (let count = 0; count < this.#plan.requests; count += 1) {
      const body = `${String(number)}.${String(count)}`;
      await adapter.send(handle, [ascii(body)], ceilingMs);
      this.#accepted += 1;
      const reply = await adapter.receive(handle, this.#plan.mutation === undefined ? ceilingMs : patienceMs);
      this.#laws.judge("service-bus.conservation", reply !== undefined, () => `${body} of ${implementation} has no reply`);
      // A REQ without a reply waits on.
      if (reply === undefined) return;
      this.#delivered += 1;
      const got = reply.map(text).join(" ");
      this.#laws.judge("service-bus.reply-path", got === `answer to ${body}`, () => `${body} of ${implementation} gets "${got}"`);
      if (count === 0) this.#tell(`client ${String(number + 1)} of ${String(this.#clients.length)} has its first reply`);
    }
  }

  result(crowd: Crowd, seconds: number): TopologyResult {
    return {
      topology: "bus",
      parties: this.#clients.length,
      layers: this.#plan.layers,
      processes: crowd.started,
      implementations: Object.fromEntries([...crowd.versions].sort(([a], [b]) => (a < b ? -1 : 1))),
      accepted: this.#accepted,
      delivered: this.#delivered,
      declaredLost: 0,
      laws: this.#laws.results,
      limits: machineLimits(),
      volatile: { seconds },
    };
  }
}

/** A faulty broker loses what then never comes. */
const patienceMs = 3000;
