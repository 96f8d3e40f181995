/**
 * The stage of one case: the parties (sockets of the implementation and wire peers), the record of what they do, and the means to put everything away afterwards.
 * Its verbs are those of the trace language (spec/notation/trace-language.md).
 */
import type { RequirementId } from "../../schemas/types/requirement-id.ts";
import { AdapterError, type AdapterClient, type Hello } from "./adapter/types.ts";
import type { ProtocolVersion, Transport } from "./model.ts";
import { hex } from "./octets.ts";
import { freshEndpoint } from "./fresh-endpoint.ts";
import { messageArrives } from "./message-arrives.ts";
import { noteJudged, type Judging, type Ledger } from "./ledger.ts";
import { NotReached, Unexpected } from "./outcome.ts";
import { CaseRecord } from "./record.ts";
import { Subject, type ListeningPeer } from "./subject.ts";
import { defaultCredentials, wireMechanism, type Credentials } from "./security/credentials.ts";
import type { MechanismName, Role } from "./security/mechanism.ts";
import { SubjectSecurity } from "./security/subject-security.ts";
import { canHaveHandler, handlerOf, type ZapDomain, type ZapPolicy } from "./security/zap.ts";
import { dial } from "./wire/dial.ts";
import { WireListener, type WireTransport } from "./wire/listener.ts";
import { handshakeText } from "./wire/labels.ts";
import type { Manner } from "./wire/manner.ts";
import { WirePeer, type HandshakeOptions } from "./wire/peer.ts";
import { WireStream } from "./wire/stream.ts";
import type { Reply } from "./wire/web-socket.ts";

/** What all cases of a run have in common. */
export interface StageSetting {
  readonly adapter: AdapterClient;
  readonly hello: Hello;
  readonly transport: Transport;
  readonly protocol: ProtocolVersion;
  readonly ceilingMs: number;
  /** Default: NULL. */
  readonly mechanism?: MechanismName;
  /** Default: keys and passwords for tests. */
  readonly credentials?: Credentials;
  /** The socket type that wire peers announce in place of the one that a case names: whoever is probed may be of another type than the case has in mind. */
  readonly speaksAs?: string;
  /** How wire peers move octets. Default: as the platform does. */
  readonly manner?: Manner;
  /** Over WebSocket, peers offer the sub-protocol without a mechanism alone: see `speaksBareOnly`. Default: no. */
  readonly bareOnly?: boolean | undefined;
  /** Called before each connection to the implementation; may refuse it by throwing. */
  readonly beforeConnect?: () => void;
}

export type OptionValues = Readonly<Record<string, unknown>>;

export class Stage implements Judging {
  readonly setting: StageSetting;
  readonly record = new CaseRecord();
  readonly ledger = this.record.ledger;
  /** Values seen of choices, by statement. */
  readonly observed = new Map<RequirementId, string>();
  readonly security: SubjectSecurity;
  readonly #subjects: Subject[] = [];
  /** A socket that a device works with is not to be asked anything but to close. */
  readonly #proxied = new Set<Subject>();
  readonly #streams: WireStream[] = [];
  readonly #listeners: WireListener[] = [];
  #peers = 0;
  /** The names of domains count over all cases of an adapter; in the record they count within the case, so that it is the same each time. */
  readonly #domains = new Map<unknown, string>();

  constructor(setting: StageSetting) {
    this.setting = setting;
    this.security = new SubjectSecurity(setting.adapter, setting.hello, setting.mechanism ?? "NULL", setting.credentials ?? defaultCredentials);
  }

  /** The statements that the case has judged, on the stage or on its connections. */
  judged(): Ledger {
    return new Set([this.ledger, ...this.#streams.map(({ webSocket }) => webSocket?.ledger ?? [])].flatMap((ids) => [...ids]));
  }

  get #wire(): WireTransport {
    return this.setting.transport === "inproc" ? "tcp" : this.setting.transport;
  }

  /** Whether a wire peer can ask for a sign of life, which shows that what it wrote has been read: PING, or a Ping over WebSocket. */
  get hasPing(): boolean {
    return this.setting.protocol === "3.1" || this.setting.transport === "ws";
  }

  get ceilingMs(): number {
    return this.setting.ceilingMs;
  }

  /** Opens a socket of the implementation: S, then S2, S3 … */
  async open(type: string, options: OptionValues = {}, name?: string): Promise<Subject> {
    const label = name ?? (this.#subjects.length === 0 ? "S" : `S${String(this.#subjects.length + 1)}`);
    this.record.step([label, "opens", type, ...Object.entries(options).map(([key, value]) => `${key}=${this.#shown(key, value)}`)].join(" "));
    try {
      const handle = await this.setting.adapter.open(type, options);
      const subject = new Subject(label, type, handle, {
        adapter: this.setting.adapter,
        record: this.record,
        ceilingMs: this.ceilingMs,
        freshEndpoint: () => freshEndpoint(this.setting.transport),
        security: this.security,
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

  /** Decides about the peers of the sockets that become servers from now on, or that are opened with the domain as an option. */
  async authenticator(policy: ZapPolicy): Promise<ZapDomain> {
    if (!canHaveHandler(this.setting.hello))
      throw new NotReached("undeclared", "the implementation cannot have a handler: it needs inproc, ROUTER and the option zapDomain");
    const domain = (await handlerOf(this.setting.adapter)).domain(policy);
    this.record.script.acts();
    this.#domains.set(domain.name, `domain ${String(this.#domains.size + 1)}`);
    this.security.domain = domain;
    return domain;
  }

  /** Has the implementation carry messages between two of its sockets, from now on. */
  async proxy(front: Subject, back: Subject): Promise<void> {
    this.record.step(`${front.name} proxies ${back.name}`);
    try {
      await this.setting.adapter.proxy(front.handle, back.handle);
      for (const subject of [front, back]) this.#proxied.add(subject);
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
    const listener = await WireListener.open(this.#wire, endpoint, this.setting.manner);
    this.#listeners.push(listener);
    return { name, endpoint: listener.endpoint, listener };
  }

  /** A wire peer that listened once and does not now; its endpoint stays free until it listens again with `listen`. */
  async absent(name = this.#peerName()): Promise<ListeningPeer> {
    const listener = await WireListener.openLasting(this.#wire, this.setting.manner);
    listener.close();
    return { name, endpoint: listener.endpoint, listener };
  }

  /** A wire peer that listens on a port to which it can come back. */
  async listenLasting(name = this.#peerName()): Promise<ListeningPeer> {
    this.record.step(`${name} listens`);
    const listener = await WireListener.openLasting(this.#wire, this.setting.manner);
    this.#listeners.push(listener);
    return { name, endpoint: listener.endpoint, listener };
  }

  /** The next connection to a listening peer, with nothing written yet. */
  async acceptRaw(listening: ListeningPeer, name = listening.name): Promise<WirePeer> {
    this.record.step(`${name} accepts`);
    return this.#adopt(name, await listening.listener.accept(this.ceilingMs), "server");
  }

  /** The next connection to a listening peer, with greeting and handshake done. */
  async accept(listening: ListeningPeer, socketType: string, options: HandshakeOptions = {}, name = listening.name): Promise<WirePeer> {
    this.record.step([name, "accepts as", socketType, ...handshakeText(options)].join(" "));
    const peer = this.#adopt(name, await listening.listener.accept(this.ceilingMs), "server");
    await peer.handshake({ socketType, ...options });
    return peer;
  }

  /** A request of WebSocket to the socket's endpoint, made as it is told; with the peer on the connection that comes of it, which has written nothing yet. */
  async ask(subject: Subject, offer: readonly string[], target?: string): Promise<{ readonly reply: Reply; readonly peer?: WirePeer }> {
    const name = this.#peerName();
    this.record.step(`${name} dials ${subject.name}`);
    this.setting.beforeConnect?.();
    const reply = await (await import("./wire/web-socket.ts")).ask(subject.endpoint, offer, target);
    return reply.type === "accepted" ? { reply, peer: this.#adopt(name, new WireStream(reply.stream, this.setting.manner), "client", subject) } : { reply };
  }

  /** A connection to the implementation, with nothing written yet. */
  async dial(subject: Subject, name = this.#peerName()): Promise<WirePeer> {
    this.record.step(`${name} dials ${subject.name}`);
    return this.#adopt(name, await this.#connect(subject.endpoint), "client", subject);
  }

  /** A connection to the implementation with greeting and handshake done. */
  async connect(subject: Subject, socketType: string, options: HandshakeOptions = {}, name = this.#peerName()): Promise<WirePeer> {
    this.record.step([name, "connects to", subject.name, "as", socketType, ...handshakeText(options)].join(" "));
    const peer = this.#adopt(name, await this.#connect(subject.endpoint), "client", subject);
    await peer.handshake({ socketType: this.setting.speaksAs ?? socketType, ...options });
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
    await this.isOpen(subject, peer);
    peer.stream.destroy();
  }

  /** The connection is open, and the implementation has read what the peer wrote: a PING shows it, or for ZMTP 3.0, which has none, a message that arrives. */
  async isOpen(subject: Subject, peer: WirePeer): Promise<void> {
    if (this.hasPing || !(await messageArrives(subject, peer, this))) await peer.isOpen();
  }

  /** Notes what the implementation chose where the statement leaves a choice. */
  observe(statement: RequirementId, value: string): void {
    noteJudged(this, statement);
    this.observed.set(statement, value);
  }

  /** Puts everything away; refusals at this point do not matter to the case. */
  async clear(): Promise<void> {
    // The sockets go first: one that still lives connects again, and a port that is free already may be another case's by then.
    await Promise.all(
      this.#subjects.map(async (subject) => {
        // What it could not send is not to be sent when a port that it connects to is another case's.
        const lingers = subject.connects && this.setting.hello.capabilities.options.includes("linger") && !this.#proxied.has(subject);
        // Requests take effect in the order in which they are written.
        const hurried = lingers && unlessRefused(this.setting.adapter.option(subject.handle, "linger", 0));
        await Promise.all([hurried, unlessRefused(this.setting.adapter.close(subject.handle))]);
      }),
    ).finally(() => this.release());
  }

  /** Ends what the harness itself has opened; all that is left to do when the adapter is gone. */
  release(): void {
    for (const stream of this.#streams) stream.destroy();
    for (const listener of this.#listeners) listener.close();
  }

  /** The ceiling and the names of domains differ from run to run, and the record does not. */
  #shown(key: string, value: unknown): string {
    if (key === "handshakeInterval" && value === this.ceilingMs) return "ceiling";
    return this.#domains.get(value) ?? optionText(value);
  }

  #adopt(name: string, stream: WireStream, role: Role, subject?: Subject): WirePeer {
    this.#streams.push(stream);
    if (subject !== undefined) this.record.script.connects(name, subject.name);
    const mechanism = wireMechanism(this.security.mechanism, role, this.security.credentials);
    return new WirePeer(name, stream, {
      ceilingMs: this.ceilingMs,
      protocol: this.setting.protocol,
      record: this.record,
      mechanism,
      speaksAs: this.setting.speaksAs,
    });
  }

  async #connect(endpoint: string): Promise<WireStream> {
    this.setting.beforeConnect?.();
    const stream = await dial(endpoint, this.setting.manner, this.security.mechanism, this.setting.bareOnly);
    if (stream === undefined) throw new Unexpected("the implementation accepts a TCP connection", "the connection is refused");
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

async function unlessRefused(operation: Promise<void>): Promise<void> {
  try {
    await operation;
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error;
  }
}

function optionText(value: unknown): string {
  return value instanceof Uint8Array ? `x${hex(value)}` : String(value);
}
