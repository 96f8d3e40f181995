/** Sockets of an implementation, through its adapter, for replays. */
import type { AdapterClient } from "../../kit/adapter/types.ts";
import { ascii, text } from "../../kit/octets.ts";
import type { Parts } from "../../kit/oracle/model.ts";
import { Stage } from "../../kit/stage.ts";
import type { ListeningPeer, Refusal, Subject } from "../../kit/subject.ts";
import type { Bench, BenchSocket, Gate, SocketWish, Wire } from "./bench.ts";
import { TcpGate } from "./gate.ts";
import type { Item, WireStream } from "../../kit/wire/stream.ts";
import { CuttableLine } from "./relay.ts";

const ceilingMs = 10_000;
const sliceMs = 50;

export class StagedBench implements Bench {
  readonly choices: Readonly<Record<string, string>>;
  readonly known: ReadonlySet<string>;
  readonly isExact = false;
  readonly #stage: Stage;
  readonly #lines: { end(): void }[] = [];
  readonly #sockets: Socket[] = [];
  /** Where the harness listens for a socket. */
  readonly #listening = new Map<Socket, ListeningPeer>();

  constructor(adapter: AdapterClient, known: ReadonlySet<string>, transport: "tcp" | "inproc") {
    const { hello } = adapter;
    this.#stage = new Stage({ adapter, hello, transport, protocol: hello.capabilities.protocol, ceilingMs });
    this.choices = hello.choices;
    this.known = known;
  }

  async open(name: string, type: string, { limit }: SocketWish = {}): Promise<BenchSocket> {
    const limits = limit === undefined ? {} : { sendHighWaterMark: limit, receiveHighWaterMark: limit };
    const subject = await this.#stage.open(type, { linger: 0, reconnectInterval: 10, ...limits }, name);
    const socket = new Socket(subject, this.#stage.setting.transport === "tcp" ? this.#lines : undefined, this.#step);
    this.#sockets.push(socket);
    return socket;
  }

  async wire(socket: BenchSocket, hasBound: boolean): Promise<Wire> {
    if (!(socket instanceof Socket)) throw new Error(`${socket.name} is of another bench`);
    if (hasBound) return new StagedWire((await this.#stage.dial(socket.subject)).stream);
    let listening = this.#listening.get(socket);
    if (listening === undefined) {
      listening = await this.#stage.listenLasting();
      this.#listening.set(socket, listening);
      await socket.subject.connectTo(listening);
    }
    return new StagedWire((await this.#stage.acceptRaw(listening)).stream);
  }

  /** libzmq does some of its work only when an application calls: a subscriber that was cut off subscribes again then. */
  readonly #step = async (): Promise<void> => {
    for (const socket of this.#sockets) if (!socket.isClosed) await socket.subject.step();
  };

  async end(): Promise<void> {
    await this.#stage.clear();
    for (const line of this.#lines) line.end();
  }
}

class StagedWire implements Wire {
  readonly #stream: WireStream;

  constructor(stream: WireStream) {
    this.#stream = stream;
  }

  get partial(): number {
    return this.#stream.partial.length;
  }

  write(octets: Uint8Array): void {
    this.#stream.write(octets);
  }

  next(): Promise<Item> {
    return this.#stream.next(ceilingMs);
  }

  end(): void {
    this.#stream.end();
  }

  wait(): void {
    // Time passes by itself.
  }
}

class Socket implements BenchSocket {
  readonly subject: Subject;
  readonly #made = new Map<string, CuttableLine>();
  readonly #lines: { end(): void }[] | undefined;
  readonly #step: () => Promise<void>;
  isClosed = false;

  constructor(subject: Subject, lines: { end(): void }[] | undefined, step: () => Promise<void>) {
    this.subject = subject;
    this.#step = step;
    this.#lines = lines;
  }

  get name(): string {
    return this.subject.name;
  }

  get type(): string {
    return this.subject.type;
  }

  async bind(): Promise<void> {
    await this.subject.bind();
  }

  async connect(to: BenchSocket): Promise<void> {
    if (!(to instanceof Socket)) throw new Error(`${to.name} is of another bench`);
    const { endpoint } = to.subject;
    if (this.#lines === undefined) return this.subject.connectTo({ name: to.name, endpoint });
    const line = await CuttableLine.to(endpoint);
    this.#lines.push(line);
    this.#made.set(to.name, line);
    await this.subject.connectTo({ name: to.name, endpoint: line.endpoint });
  }

  async approach(to: BenchSocket): Promise<Gate> {
    if (!(to instanceof Socket)) throw new Error(`${to.name} is of another bench`);
    const gate = await TcpGate.to(to.subject.endpoint, () => !this.isClosed, this.#step);
    this.#lines?.push(gate);
    await this.subject.connectTo({ name: to.name, endpoint: gate.endpoint });
    return gate;
  }

  async cut(to: BenchSocket): Promise<void> {
    const line = this.#line(to);
    line.part();
    await line.meet();
  }

  part(from: BenchSocket): Promise<"closed"> {
    this.#line(from).part();
    return Promise.resolve("closed");
  }

  meet(again: BenchSocket): Promise<void> {
    return this.#line(again).meet();
  }

  async subscribe(topic: string, cancels: boolean): Promise<void> {
    await (cancels ? this.subject.unsubscribe(ascii(topic)) : this.subject.subscribe(ascii(topic)));
  }

  async send(parts: Parts, isPatient = false): Promise<Refusal | undefined> {
    return this.subject.trySend(parts.map(ascii), isPatient ? ceilingMs : 0);
  }

  async receive(must: boolean): Promise<Parts | undefined> {
    const deadline = performance.now() + (must ? ceilingMs : 0);
    do {
      const { parts } = await this.subject.tryReceive(must ? sliceMs : 0);
      if (parts !== undefined) return parts.map(text);
      await this.#step();
    } while (performance.now() < deadline);
    return undefined;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.subject.close();
  }

  #line({ name }: BenchSocket): CuttableLine {
    const line = this.#made.get(name);
    if (line === undefined) throw new Error(`${this.name} has no line to ${name}`);
    return line;
  }
}
