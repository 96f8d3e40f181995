/** REQ sockets of an implementation, through its adapter, with services that are wire peers of the harness. For replays. */
import { ascii, text } from "../../kit/octets.ts";
import type { Stage } from "../../kit/stage.ts";
import type { ListeningPeer, Subject } from "../../kit/subject.ts";
import type { WirePeer } from "../../kit/wire/peer.ts";
import { clients, services, type Rig } from "./request-reply-replay.ts";

interface Line {
  readonly client: number;
  readonly service: number;
  readonly listening: ListeningPeer;
  peer: WirePeer;
  /** Which connection of the two it is. */
  count: number;
}

interface Waiting {
  readonly line: Line;
  readonly count: number;
  readonly body: string;
}

export class StagedRig implements Rig {
  readonly #stage: Stage;
  readonly #subjects: readonly Subject[];
  readonly #lines: readonly Line[];
  /** What each service has got and not delivered, in order. */
  readonly #waiting: readonly Waiting[][] = services.map(() => []);
  readonly #serving = new Map<number, Waiting>();

  private constructor(stage: Stage, subjects: readonly Subject[], lines: readonly Line[]) {
    this.#stage = stage;
    this.#subjects = subjects;
    this.#lines = lines;
  }

  static async open(stage: Stage): Promise<StagedRig> {
    const subjects: Subject[] = [];
    const lines: Line[] = [];
    for (const client of clients) {
      const subject = await stage.open("REQ", { linger: 0, reconnectInterval: 10 });
      subjects.push(subject);
      for (const service of services) {
        const listening = await stage.listenLasting(`C${String(client)}S${String(service)}`);
        await subject.connectTo(listening);
        lines.push({ client, service, listening, peer: await stage.accept(listening, "REP"), count: 1 });
      }
    }
    const rig = new StagedRig(stage, subjects, lines);
    for (const client of clients) await rig.#rest(client);
    return rig;
  }

  async request(client: number, body: string): Promise<number | undefined> {
    const refusal = await this.#subject(client).trySend([ascii(body)]);
    if (refusal === "wrong-state") return undefined;
    if (refusal !== undefined) throw new Error(`a request is refused with ${refusal} although two services are there`);
    const deadline = performance.now() + this.#stage.ceilingMs;
    // Each look is a round trip on every connection.
    while (performance.now() < deadline) {
      await this.#rest(client);
      const got = this.#linesOf(client).find(({ peer }) => peer.inbox.length > 0);
      const parts = got?.peer.inbox.shift();
      if (got === undefined || parts === undefined) continue;
      const told = parts.map(text);
      if (told.length !== 2 || told[0] !== "" || told[1] !== body) throw new Error(`a service gets ${JSON.stringify(told)} for the request ${body}`);
      this.#waiting[got.service]?.push({ line: got, count: got.count, body });
      return got.service;
    }
    throw new Error(`no service gets the request ${body}`);
  }

  /** The services of the harness take what comes in the order in which it comes. */
  serve(service: number): Promise<{ readonly client: number; readonly body: string } | undefined> {
    const next = this.#waiting[service]?.shift();
    if (next === undefined) return Promise.resolve(undefined);
    this.#serving.set(service, next);
    return Promise.resolve({ client: next.line.client, body: next.body });
  }

  async answer(service: number, client: number, body: string): Promise<boolean> {
    const held = this.#serving.get(service);
    if (held?.body !== body) throw new Error(`service ${String(service)} has no request ${body}`);
    if (held.count !== held.line.count) return false;
    held.line.peer.send([ascii(""), ascii(body)]);
    await this.#rest(client);
    return true;
  }

  async receive(client: number): Promise<string | undefined> {
    await this.#rest(client);
    const { parts } = await this.#subject(client).tryReceive();
    return parts === undefined ? undefined : text(parts[0] ?? new Uint8Array());
  }

  async reconnect(client: number, service: number): Promise<void> {
    const line = this.#linesOf(client).find((one) => one.service === service);
    if (line === undefined) throw new Error(`there is no line of ${String(client)} and ${String(service)}`);
    // A request that waits at the service is lost with its connection.
    const queue = this.#waiting[service] ?? [];
    const kept = queue.filter((one) => one.line !== line);
    queue.splice(0, queue.length, ...kept);
    await line.peer.leave();
    line.peer = await this.#stage.accept(line.listening, "REP");
    line.count += 1;
    await this.#rest(client);
  }

  async end(): Promise<void> {
    await this.#stage.clear();
  }

  async #rest(client: number): Promise<void> {
    for (let count = 0; count < 2; count += 1) {
      for (const { peer } of this.#linesOf(client)) for (let trip = 0; trip < 2; trip += 1) await peer.isOpen();
      await this.#subject(client).step();
    }
  }

  #linesOf(client: number): readonly Line[] {
    return this.#lines.filter((line) => line.client === client);
  }

  #subject(client: number): Subject {
    const subject = this.#subjects[client];
    if (subject === undefined) throw new Error(`there is no client ${String(client)}`);
    return subject;
  }
}
