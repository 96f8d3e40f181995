/** REQ and REP of the reference in the simulation, for replays. */
import { octetsOf, textOf } from "../../../reference/base/octets.ts";
import type { Connected, Host } from "../../../reference/simulation/network.ts";
import type { SimulatedSocket } from "../../../reference/simulation/socket.ts";
import { Scene } from "../simulation/scene.ts";
import { clients, services, type Rig } from "./request-reply-replay.ts";

interface Party {
  readonly host: Host;
  readonly socket: SimulatedSocket;
}

export class SimulatedRig implements Rig {
  readonly #scene: Scene;
  readonly #clients: readonly Party[];
  readonly #services: readonly Party[];

  constructor(seed: number) {
    this.#scene = new Scene({ seed, topology: { type: "ring", brokers: 1, clients: 1, hopLimit: 1 }, wire: "messages", delayMs: [1, 9], faults: [] });
    this.#services = services.map((number) => this.#party(`service-${String(number)}`, "REP"));
    this.#clients = clients.map((number) => this.#party(`client-${String(number)}`, "REQ"));
    for (const [number, { socket }] of this.#services.entries()) socket.bind(`service-${String(number)}`);
    for (const { socket } of this.#clients) for (const number of services) socket.connect(`service-${String(number)}`);
    this.#scene.settle();
  }

  request(client: number, body: string): Promise<number | undefined> {
    const { host, socket } = party(this.#clients, client);
    const before = this.#sent(host, "connecting");
    const refusal = socket.send([octetsOf(body)]);
    this.#scene.settle();
    if (refusal !== undefined) return Promise.resolve(undefined);
    const after = this.#sent(host, "connecting");
    return Promise.resolve(services.find((number) => (after[number] ?? 0) > (before[number] ?? 0)));
  }

  serve(service: number): Promise<{ readonly client: number; readonly body: string } | undefined> {
    const body = this.#receive(party(this.#services, service));
    return Promise.resolve(body === undefined ? undefined : { client: Math.floor(Number(body) / 100), body });
  }

  answer(service: number, client: number, body: string): Promise<boolean> {
    const { host, socket } = party(this.#services, service);
    const count = (): number => connectionsOf(host).find(({ connecting }) => connecting === party(this.#clients, client).host)?.connection.sent.binding ?? 0;
    const before = count();
    socket.send([octetsOf(body)]);
    this.#scene.settle();
    return Promise.resolve(count() > before);
  }

  receive(client: number): Promise<string | undefined> {
    return Promise.resolve(this.#receive(party(this.#clients, client)));
  }

  reconnect(client: number, service: number): Promise<void> {
    this.#scene.network.cut(party(this.#clients, client).host, party(this.#services, service).host);
    this.#scene.settle();
    return Promise.resolve();
  }

  end(): Promise<void> {
    return Promise.resolve();
  }

  #party(name: string, type: "REQ" | "REP"): Party {
    const opened: SimulatedSocket[] = [];
    const host = this.#scene.place(name, (self) => opened.push(this.#scene.socket(self, type)));
    const [socket] = opened;
    if (socket === undefined) throw new Error(`${name} has no socket`);
    return { host, socket };
  }

  #receive({ socket }: Party): string | undefined {
    const outcome = socket.receive();
    this.#scene.settle();
    return typeof outcome === "string" ? undefined : textOf(outcome[0] ?? new Uint8Array());
  }

  /** What a client has sent to each service on the connections that are there. */
  #sent(host: Host, side: "connecting"): readonly number[] {
    return this.#services.map((service) => connectionsOf(host).find(({ binding }) => binding === service.host)?.connection.sent[side] ?? 0);
  }
}

function connectionsOf({ connections }: Host): readonly Connected[] {
  return [...connections];
}

function party(parties: readonly Party[], number: number): Party {
  const found = parties[number];
  if (found === undefined) throw new Error(`there is no party ${String(number)}`);
  return found;
}
