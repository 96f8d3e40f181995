/**
 * Traces of the model of REQ and REP, replayed. What is asked for comes from the trace; what an implementation is free to choose is observed. Each socket's oracle
 * follows what was seen, and the whole goes back to Quint as a run of the model: where model, oracle and implementation do not agree, the replay fails.
 */
import { Oracle, type Observation } from "../../kit/oracle/oracle.ts";
import type { Parts, Stimulus } from "../../kit/oracle/model.ts";
import type { TraceStep } from "./itf.ts";

export const clients: readonly number[] = [0, 1];
export const services: readonly number[] = [0, 1];

/** Clients and services somewhere. Each act ends when all has come to rest. */
export interface Rig {
  /** The service that got the request; undefined when it was refused. */
  request(client: number, body: string): Promise<number | undefined>;
  /** The request that a service delivers; undefined when there is none. */
  serve(service: number): Promise<{ readonly client: number; readonly body: string } | undefined>;
  /** Whether the reply went out to the client. */
  answer(service: number, client: number, body: string): Promise<boolean>;
  /** The reply that a client delivers. */
  receive(client: number): Promise<string | undefined>;
  /** Breaks the connection, and waits for the next one. */
  reconnect(client: number, service: number): Promise<void>;
  end(): Promise<void>;
}

/** Which parties are of the implementation, and are judged by an oracle each. */
export interface Judged {
  readonly clients: boolean;
  readonly services: boolean;
  readonly choices: Readonly<Record<string, string>>;
  readonly known: ReadonlySet<string>;
}

export interface Replayed {
  /** The steps as a run of the model, without the first. */
  readonly run: readonly string[];
  /** What the oracle does not allow. */
  readonly disagreements: readonly string[];
  /** The replies of each client, in order. */
  readonly answers: readonly (readonly string[])[];
}

export async function replay(trace: readonly TraceStep[], rig: Rig, judged: Judged): Promise<Replayed> {
  const player = new Player(rig, judged);
  for (const step of trace) await player.play(step);
  // What is on the way is taken, so that nothing stays unseen.
  for (const service of services) await player.play({ action: "serve", picks: { c: 0, s: service } });
  for (const client of clients) await player.play({ action: "receive", picks: { c: client, s: 0 } });
  return player;
}

interface Serving {
  readonly client: number;
  readonly body: string;
  readonly connection: number;
}

/** A connection that broke: whether what was under way had arrived shows only when it is delivered later. */
class Cut {
  readonly client: number;
  readonly service: number;
  request = false;
  reply = false;

  constructor(client: number, service: number) {
    this.client = client;
    this.service = service;
  }

  toString(): string {
    return `cut(${String(this.client)}, ${String(this.service)}, ${String(this.request)}, ${String(this.reply)})`;
  }
}

class Player implements Replayed {
  readonly #steps: (string | Cut)[] = [];
  readonly disagreements: string[] = [];
  readonly answers: string[][] = clients.map(() => []);
  readonly #rig: Rig;
  readonly #requests: Oracle[];
  readonly #replies: Oracle[];
  readonly #asked = new Map<number, number>();
  readonly #askedOn = new Map<number, number>();
  readonly #sent = clients.map(() => 0);
  readonly #serving = new Map<number, Serving>();
  readonly #connections = new Map<string, number>();

  constructor(rig: Rig, { clients: areClients, services: areServices, choices, known }: Judged) {
    this.#rig = rig;
    const oracle = (type: string): Oracle => new Oracle({ type, limit: 0, mandatory: false, choices, known });
    this.#requests = areClients ? clients.map(() => oracle("REQ")) : [];
    this.#replies = areServices ? services.map(() => oracle("REP")) : [];
    for (const client of clients)
      for (const service of services) {
        this.#follow(this.#requests[client], { on: "connect", peer: serviceName(service) });
        this.#established(client, service);
      }
  }

  get run(): readonly string[] {
    return this.#steps.map(String);
  }

  async play({ action, picks }: TraceStep): Promise<void> {
    const [client, service] = [Number(picks["c"]), Number(picks["s"])];
    switch (action) {
      case "request":
      case "refuse":
        if (action === "request" || this.#asked.has(client)) await this.#request(client);
        return;
      case "serve":
        if (!this.#serving.has(service)) await this.#serve(service);
        return;
      case "answer":
        await this.#answer(service);
        return;
      case "receive":
        if (this.#asked.has(client)) await this.#receive(client);
        return;
      case "cut":
        await this.#reconnect(client, service);
        return;
      case "restore":
        return;
      default:
        throw new Error(`the model has a new action: ${action}`);
    }
  }

  async #request(client: number): Promise<void> {
    const body = String(100 * client + (this.#sent[client] ?? 0) + 1);
    const service = await this.#rig.request(client, body);
    const oracle = this.#requests[client];
    if (service === undefined) {
      this.#steps.push(`refuse(${String(client)})`);
      this.#follow(oracle, { on: "send", parts: [body] }, { result: { type: "refused", code: "wrong-state" } });
      return;
    }
    this.#steps.push(`request(${String(client)}, ${String(service)})`);
    this.#sent[client] = (this.#sent[client] ?? 0) + 1;
    this.#asked.set(client, service);
    this.#askedOn.set(client, this.#connection(client, service));
    this.#follow(oracle, { on: "send", parts: [body] }, { sends: { [serviceName(service)]: [["", body]] } });
    this.#follow(this.#replies[service], { on: "arrival", peer: clientName(client, this.#connection(client, service)), parts: ["", body] });
  }

  async #serve(service: number): Promise<void> {
    const request = await this.#rig.serve(service);
    const oracle = this.#replies[service];
    if (request === undefined) {
      this.#steps.push(`idleService(${String(service)})`);
      this.#follow(oracle, { on: "receive" }, { result: { type: "refused", code: "would-block" } });
      return;
    }
    this.#steps.push(`serve(${String(service)}, ${String(request.client)})`);
    for (const cut of this.#cutsSince(`request(${String(request.client)}, ${String(service)})`, request.client, service)) cut.request = true;
    // The request went on the connection that was there when its client asked.
    this.#serving.set(service, { ...request, connection: this.#askedOn.get(request.client) ?? 1 });
    this.#follow(oracle, { on: "receive" }, { result: { type: "received", parts: [request.body] } });
  }

  async #answer(service: number): Promise<void> {
    const held = this.#serving.get(service);
    if (held === undefined) return;
    const { client, body } = held;
    this.#serving.delete(service);
    const isSent = await this.#rig.answer(service, client, body);
    this.#steps.push(`answer(${String(service)})`);
    const sends: Readonly<Record<string, readonly Parts[]>> = isSent ? { [clientName(client, held.connection)]: [["", body]] } : {};
    this.#follow(this.#replies[service], { on: "send", parts: [body] }, { sends });
    if (isSent) this.#follow(this.#requests[client], { on: "arrival", peer: serviceName(service), parts: ["", body] });
  }

  async #receive(client: number): Promise<void> {
    const body = await this.#rig.receive(client);
    const oracle = this.#requests[client];
    if (body === undefined) {
      this.#steps.push(`idleClient(${String(client)})`);
      this.#follow(oracle, { on: "receive" }, { result: { type: "refused", code: "would-block" } });
      return;
    }
    const asked = this.#asked.get(client) ?? 0;
    for (const cut of this.#cutsSince(`answer(${String(asked)})`, client, asked)) cut.reply = true;
    this.#steps.push(`receive(${String(client)}, ${String(asked)})`);
    this.#asked.delete(client);
    this.answers[client]?.push(body);
    this.#follow(oracle, { on: "receive" }, { result: { type: "received", parts: [body] } });
  }

  async #reconnect(client: number, service: number): Promise<void> {
    await this.#rig.reconnect(client, service);
    this.#steps.push(new Cut(client, service), `restore(${String(client)}, ${String(service)})`);
    this.#follow(this.#requests[client], { on: "closed", peer: serviceName(service) });
    this.#follow(this.#replies[service], { on: "closed", peer: clientName(client, this.#connection(client, service)) });
    this.#connections.set(pair(client, service), this.#connection(client, service) + 1);
    this.#established(client, service);
  }

  /** The cuts of a pair since this step was last taken. */
  #cutsSince(step: string, client: number, service: number): readonly Cut[] {
    const since = this.#steps.slice(this.#steps.lastIndexOf(step) + 1);
    return since.filter((one) => one instanceof Cut).filter((cut) => cut.client === client && cut.service === service);
  }

  #established(client: number, service: number): void {
    this.#follow(this.#requests[client], { on: "established", peer: serviceName(service), type: "REP", identity: "" });
    this.#follow(this.#replies[service], { on: "established", peer: clientName(client, this.#connection(client, service)), type: "REQ", identity: "" });
  }

  #connection(client: number, service: number): number {
    return this.#connections.get(pair(client, service)) ?? 1;
  }

  #follow(oracle: Oracle | undefined, stimulus: Stimulus, seen: Partial<Observation> = {}): void {
    const observation: Observation = { result: { type: "done" }, sends: {}, closes: [], topics: {}, ...seen };
    if (oracle === undefined || oracle.follow(stimulus, observation)) return;
    const { expected, actual } = oracle.disagreement(stimulus, observation);
    this.disagreements.push(
      `after ${this.run.join(" ")}: ${oracle.setting.type} ${JSON.stringify(stimulus)}: allowed ${expected.join(" or ")}; seen ${actual}`,
    );
  }
}

function pair(client: number, service: number): string {
  return `${String(client)} ${String(service)}`;
}

function serviceName(service: number): string {
  return `S${String(service)}`;
}

/** A client that comes back is somebody new to a service. */
function clientName(client: number, connection: number): string {
  return `C${String(client)}.${String(connection)}`;
}
