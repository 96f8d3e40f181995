/**
 * The stage of one case: the parties (sockets of the implementation and wire peers), the record of what they do, and the means to put everything away afterwards.
 * Its verbs are those of the trace language (spec/notation/trace-language.md).
 */
import { createConnection } from "node:net";
import { once } from "node:events";
import type { RequirementId } from "../../schemas/types/requirement-id.ts";
import type { AdapterClient, Hello } from "./adapter/types.ts";
import { AdapterError } from "./adapter/types.ts";
import type { ProtocolVersion, Transport } from "./model.ts";
import { hex } from "./octets.ts";
import { NotReached, Unexpected } from "./outcome.ts";
import { CaseRecord } from "./record.ts";
import { Subject, type ListeningPeer } from "./subject.ts";
import { freshPath, WireListener } from "./wire/listener.ts";
import { WirePeer, type HandshakeOptions } from "./wire/peer.ts";
import { WireStream } from "./wire/stream.ts";

/** What all cases of a run have in common. */
export interface StageSetting {
  readonly adapter: AdapterClient;
  readonly hello: Hello;
  readonly transport: Transport;
  readonly protocol: ProtocolVersion;
  readonly ceilingMs: number;
}

export type OptionValues = Readonly<Record<string, unknown>>;

export class Stage {
  readonly setting: StageSetting;
  readonly record = new CaseRecord();
  /** Values seen of choices, by statement. */
  readonly observed = new Map<RequirementId, string>();
  readonly #subjects: Subject[] = [];
  readonly #streams: WireStream[] = [];
  readonly #listeners: WireListener[] = [];
  #peers = 0;

  constructor(setting: StageSetting) {
    this.setting = setting;
  }

  /** The transport of wire peers: within a process there is no wire. */
  get #wire(): "tcp" | "ipc" {
    return this.setting.transport === "ipc" ? "ipc" : "tcp";
  }

  get ceilingMs(): number {
    return this.setting.ceilingMs;
  }

  /** Opens a socket of the implementation: S, then S2, S3 … */
  async open(type: string, options: OptionValues = {}, name?: string): Promise<Subject> {
    const label = name ?? (this.#subjects.length === 0 ? "S" : `S${String(this.#subjects.length + 1)}`);
    this.record.step([label, "opens", type, ...Object.entries(options).map(([key, value]) => `${key}=${optionText(value)}`)].join(" "));
    try {
      const handle = await this.setting.adapter.open(type, options);
      const subject = new Subject(label, type, handle, {
        adapter: this.setting.adapter,
        record: this.record,
        ceilingMs: this.ceilingMs,
        freshEndpoint: () => freshEndpoint(this.setting.transport),
      });
      // In a process a name can be connected to before it is bound, so it must be known from the beginning.
      if (this.setting.transport === "inproc") subject.endpoint = freshEndpoint("inproc");
      this.#subjects.push(subject);
      return subject;
    } catch (error) {
      if (error instanceof AdapterError && error.code === "unsupported")
        throw new NotReached("undeclared", `the adapter does not support ${type} with ${JSON.stringify(options)}`);
      if (error instanceof AdapterError) throw new Unexpected(`a ${type} socket opens`, `the implementation refuses: ${error.code}`);
      throw error;
    }
  }

  /** Has the implementation carry messages between two of its sockets, from now on. */
  async proxy(front: Subject, back: Subject): Promise<void> {
    this.record.step(`${front.name} proxies ${back.name}`);
    try {
      await this.setting.adapter.proxy(front.handle, back.handle);
    } catch (error) {
      if (error instanceof AdapterError && error.code === "unsupported") throw new NotReached("undeclared", "the adapter has no operation proxy");
      throw error;
    }
  }

  /** Opens and binds in one step. */
  async bound(type: string, options: OptionValues = {}): Promise<Subject> {
    const subject = await this.open(type, options);
    await subject.bind();
    return subject;
  }

  /** A wire peer that listens on loopback. */
  async listen(name = this.#peerName(), endpoint?: string): Promise<ListeningPeer> {
    this.record.step(`${name} listens`);
    const listener = await WireListener.open(this.#wire, endpoint);
    this.#listeners.push(listener);
    return { name, endpoint: listener.endpoint, listener };
  }

  /** A wire peer that listened once and does not now; its endpoint stays free until it listens again with `listen`. */
  async absent(name = this.#peerName()): Promise<ListeningPeer> {
    const listener = await WireListener.openLasting(this.#wire);
    listener.close();
    return { name, endpoint: listener.endpoint, listener };
  }

  /** A wire peer that listens on a port to which it can come back. */
  async listenLasting(name = this.#peerName()): Promise<ListeningPeer> {
    this.record.step(`${name} listens`);
    const listener = await WireListener.openLasting(this.#wire);
    this.#listeners.push(listener);
    return { name, endpoint: listener.endpoint, listener };
  }

  /** The next connection to a listening peer, with nothing written yet. */
  async acceptRaw(listening: ListeningPeer, name = listening.name): Promise<WirePeer> {
    this.record.step(`${name} accepts`);
    return this.#adopt(name, await listening.listener.accept(this.ceilingMs));
  }

  /** The next connection to a listening peer, with greeting and handshake done. */
  async accept(listening: ListeningPeer, socketType: string, options: HandshakeOptions = {}, name = listening.name): Promise<WirePeer> {
    this.record.step([name, "accepts as", socketType, ...handshakeText(options)].join(" "));
    const peer = this.#adopt(name, await listening.listener.accept(this.ceilingMs));
    await peer.handshake({ socketType, ...options });
    return peer;
  }

  /** A TCP connection to the implementation, with nothing written yet. */
  async dial(subject: Subject, name = this.#peerName()): Promise<WirePeer> {
    this.record.step(`${name} dials ${subject.name}`);
    return this.#adopt(name, await this.#connect(subject.endpoint));
  }

  /** A connection to the implementation with greeting and handshake done. */
  async connect(subject: Subject, socketType: string, options: HandshakeOptions = {}, name = this.#peerName()): Promise<WirePeer> {
    this.record.step([name, "connects to", subject.name, "as", socketType, ...handshakeText(options)].join(" "));
    const peer = this.#adopt(name, await this.#connect(subject.endpoint));
    await peer.handshake({ socketType, ...options });
    return peer;
  }

  /** Whether a new TCP connection to the endpoint comes about. */
  async canDial(endpoint: string): Promise<boolean> {
    try {
      (await this.#connect(endpoint)).destroy();
      return true;
    } catch (error) {
      if (error instanceof Unexpected) return false;
      throw error;
    }
  }

  /** The implementation still serves: a fresh connection to the socket completes its handshake and is open. */
  async stillServes(subject: Subject, socketType: string): Promise<void> {
    const peer = await this.connect(subject, socketType);
    await peer.isOpen();
    peer.stream.destroy();
  }

  /** Notes what the implementation chose where the statement leaves a choice. */
  observe(statement: RequirementId, value: string): void {
    this.observed.set(statement, value);
  }

  /** Puts everything away; refusals at this point do not matter to the case. */
  async clear(): Promise<void> {
    // The sockets go first: one that still lives connects again, and a port that is free already may be another case's by then.
    await Promise.all(
      this.#subjects.map(async (subject) => {
        try {
          await this.setting.adapter.close(subject.handle);
        } catch (error) {
          if (!(error instanceof AdapterError)) throw error;
        }
      }),
    ).finally(() => {
      for (const stream of this.#streams) stream.destroy();
      for (const listener of this.#listeners) listener.close();
    });
  }

  #adopt(name: string, stream: WireStream): WirePeer {
    this.#streams.push(stream);
    return new WirePeer(name, stream, { ceilingMs: this.ceilingMs, protocol: this.setting.protocol, record: this.record });
  }

  async #connect(endpoint: string): Promise<WireStream> {
    const socket = createConnection(addressOf(endpoint));
    const stream = new WireStream(socket);
    try {
      await once(socket, "connect");
    } catch {
      throw new Unexpected("the implementation accepts a TCP connection", "the connection is refused");
    }
    this.#streams.push(stream);
    return stream;
  }

  /** A, B, C … Z, A1 … in the order of their first step; S is the implementation's. */
  #peerName(): string {
    const letters = "ABCDEFGHIJKLMNOPQR";
    const index = this.#peers;
    this.#peers += 1;
    return `${letters[index % letters.length] ?? "A"}${index < letters.length ? "" : String(Math.floor(index / letters.length))}`;
  }
}

let inprocNames = 0;

/** Where to connect to: a path, or a port on loopback. */
function addressOf(
  endpoint: string,
): { readonly path: string; readonly allowHalfOpen: true } | { readonly host: string; readonly port: number; readonly allowHalfOpen: true } {
  if (endpoint.startsWith("ipc://")) return { path: endpoint.slice("ipc://".length), allowHalfOpen: true };
  return { host: "127.0.0.1", port: Number(endpoint.slice(endpoint.lastIndexOf(":") + 1)), allowHalfOpen: true };
}

function freshEndpoint(transport: Transport): string {
  inprocNames += 1;
  switch (transport) {
    case "tcp":
      return "tcp://127.0.0.1:0";
    case "inproc":
      return `inproc://case-${String(inprocNames)}`;
    case "ipc":
      return `ipc://${freshPath()}`;
  }
}

function handshakeText(options: HandshakeOptions): readonly string[] {
  return [
    ...(options.identity === undefined ? [] : [`identity=x${hex(options.identity)}`]),
    ...(options.version === undefined ? [] : [`version=${options.version}`]),
  ];
}

function optionText(value: unknown): string {
  return value instanceof Uint8Array ? `x${hex(value)}` : String(value);
}
