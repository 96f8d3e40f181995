/** The wire peers of a history: who is connected, what has come to them, and how all comes to rest. */
import { ascii, describeParts, text } from "../octets.ts";
import { Unexpected } from "../outcome.ts";
import type { Stage } from "../stage.ts";
import type { ListeningPeer, Subject } from "../subject.ts";
import type { WirePeer } from "../wire/peer.ts";
import type { Action } from "./history.ts";
import type { Parts, State } from "./model.ts";
import type { Observation } from "./oracle.ts";

interface Member {
  readonly listening: ListeningPeer | undefined;
  wire: WirePeer | undefined;
  /** The topics to which the socket is subscribed on this connection. */
  readonly topics: Set<string>;
}

/** What has come since a stimulus; it grows until it is explained. */
export class Seen {
  readonly sends: Record<string, Parts[]> = {};
  readonly closes: string[] = [];
}

/** The peers of a history, whatever they are. */
export interface Company {
  has(peer: string): boolean;
  isConnected(peer: string): boolean;
  /** Whether the action can be done in this company, and shows. */
  canPlay(action: Action, state: State): boolean;
  /** The socket connects to the peer, which is not there yet. */
  connect(peer: string): Promise<void>;
  disconnect(peer: string): Promise<void>;
  meet(peer: string, type: string, identity: string): Promise<void>;
  leave(peer: string): Promise<void>;
  send(peer: string, parts: Parts): Promise<void>;
  subscribe(peer: string, topic: string, cancels: boolean, form: "command" | "message"): Promise<void>;
  rest(seen: Seen): Promise<void>;
  news(timeMs: number): Promise<boolean>;
  topics(): Observation["topics"];
  /** The rest that follows, as it reads in the trace. */
  noticed(peer: string): void;
}

export class Cast implements Company {
  readonly #stage: Stage;
  readonly #subject: Subject;
  readonly #members = new Map<string, Member>();
  /** Those who were refused in the handshake. */
  readonly #refused: string[] = [];

  constructor(stage: Stage, subject: Subject) {
    this.#stage = stage;
    this.#subject = subject;
  }

  has(peer: string): boolean {
    return this.#members.has(peer);
  }

  isConnected(peer: string): boolean {
    return this.#members.get(peer)?.wire !== undefined;
  }

  canPlay(): boolean {
    return true;
  }

  async connect(peer: string): Promise<void> {
    const listening = await this.#stage.listen(peer);
    this.#members.set(peer, { listening, wire: undefined, topics: new Set() });
    await this.#subject.connectTo(listening);
  }

  async disconnect(peer: string): Promise<void> {
    const listening = this.#members.get(peer)?.listening;
    if (listening === undefined) throw new Error(`${peer} does not listen.`);
    await this.#subject.disconnectFrom(listening);
  }

  send(peer: string, parts: Parts): Promise<void> {
    this.#wire(peer).send(parts.map(ascii));
    return Promise.resolve();
  }

  subscribe(peer: string, topic: string, cancels: boolean, form: "command" | "message"): Promise<void> {
    if (form === "message") return this.send(peer, [`${cancels ? "\x00" : "\x01"}${topic}`]);
    this.#wire(peer).sendCommand(cancels ? "CANCEL" : "SUBSCRIBE", ascii(topic));
    return Promise.resolve();
  }

  /** A connection, and its handshake, which may be refused. */
  async meet(peer: string, type: string, identity: string): Promise<void> {
    const options = identity === "" ? {} : { identity: ascii(identity) };
    const listening = this.#members.get(peer)?.listening;
    const member: Member = { listening, wire: undefined, topics: new Set() };
    this.#members.set(peer, member);
    try {
      member.wire =
        listening === undefined ? await this.#stage.connect(this.#subject, type, options, peer) : await this.#stage.accept(listening, type, options, peer);
    } catch (error) {
      if (!(error instanceof Unexpected) || error.slow) throw error;
      this.#stage.record.step(`# ${peer} is refused`);
      this.#refused.push(peer);
    }
  }

  /** The peer closes, and the socket has taken note of it. */
  async leave(peer: string): Promise<void> {
    await this.#wire(peer).leave();
    const member = this.#members.get(peer);
    if (member !== undefined) member.wire = undefined;
    // A connection that goes as far as the greeting gives the implementation a turn. libzmq needs several: its threads take leave of a pipe in four messages.
    for (let count = 0; count < 4; count += 1) {
      await this.#probe();
      await this.#subject.step();
    }
    this.#stage.record.step("S steps");
  }

  async #probe(): Promise<void> {
    const { stream } = await this.#stage.dial(this.#subject, "R");
    this.#stage.record.steps.pop();
    await stream.next(this.#stage.ceilingMs);
    stream.destroy();
  }

  /** Round trips on every connection and a step of the socket between them; what came is added to what was seen. */
  async rest(seen: Seen): Promise<void> {
    await this.#roundTrips();
    await this.#subject.step();
    await this.#roundTrips();
    seen.closes.push(...this.#refused.splice(0));
    for (const [peer, member] of this.#members) {
      if (member.wire === undefined) continue;
      const messages = this.#taken(peer, member, member.wire);
      if (messages.length > 0) seen.sends[peer] = [...(seen.sends[peer] ?? []), ...messages];
    }
    for (const [peer, member] of this.#members) {
      if (member.wire?.stream.closed === undefined) continue;
      this.#stage.record.step(`${peer} is closed`);
      member.wire.stream.destroy();
      member.wire = undefined;
      seen.closes.push(peer);
    }
  }

  /** Waits until something comes, or a connection closes. */
  async news(timeMs: number): Promise<boolean> {
    const streams = this.#connected().map(({ stream }) => stream);
    if (streams.length === 0) return false;
    const enough = new AbortController();
    const came = await Promise.race(streams.map((stream) => stream.until(() => stream.ready, timeMs, enough.signal)));
    enough.abort();
    return came;
  }

  topics(): Observation["topics"] {
    return Object.fromEntries([...this.#members].filter(([, { wire }]) => wire !== undefined).map(([peer, { topics }]) => [peer, [...topics].sort()]));
  }

  noticed(peer: string): void {
    if (this.isConnected(peer)) this.#stage.record.step(`${peer} is open`);
    this.#stage.record.step("S steps");
  }

  #wire(peer: string): WirePeer {
    const wire = this.#members.get(peer)?.wire;
    if (wire === undefined) throw new Error(`${peer} has no connection.`);
    return wire;
  }

  #connected(): readonly WirePeer[] {
    return [...this.#members.values()].flatMap(({ wire }) => (wire === undefined ? [] : [wire]));
  }

  async #roundTrips(): Promise<void> {
    // Whoever answers a second PING has done with what stood before the first.
    await Promise.all(
      this.#connected().map(async (wire) => {
        if (await wire.survives()) await wire.survives();
      }),
    );
  }

  /** The messages that came, but for subscriptions, which change what the peer knows. */
  #taken(peer: string, { topics }: Member, wire: WirePeer): readonly Parts[] {
    const subscribes = this.#subject.type === "SUB" || this.#subject.type === "XSUB";
    const messages: Parts[] = [];
    for (const { name, data } of wire.commands.splice(0)) {
      if (name === "SUBSCRIBE") topics.add(text(data));
      if (name === "CANCEL") topics.delete(text(data));
    }
    for (const octets of wire.inbox.splice(0)) {
      const [first = "", ...rest] = octets.map(text);
      if (subscribes && rest.length === 0 && first.startsWith("\x01")) topics.add(first.slice(1));
      else if (subscribes && rest.length === 0 && first.startsWith("\x00")) topics.delete(first.slice(1));
      else {
        messages.push([first, ...rest]);
        this.#stage.record.step(`${peer} receives ${describeParts(octets)}`);
      }
    }
    return messages;
  }
}
