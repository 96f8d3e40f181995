/** One ZMTP connection: octets of a link on one side, messages on the other, and the table of {@link connectionMachine} between them. No clock and no input or output of its own. */
import type { Verdict } from "../base/authentication.ts";
import type { Carrier, CloseReason } from "../base/carrier.ts";
import { ImpossibleError, PeerError } from "../base/errors.ts";
import { limits } from "../base/limits.ts";
import type { Link, LinkListener } from "../base/link.ts";
import type { Message } from "../base/message.ts";
import { EMPTY } from "../base/octets.ts";
import { subscriptionOf, type Subscription } from "../base/subscription.ts";
import type { Mechanism } from "../security/mechanism.ts";
import { decodeCommand, decodePing, subscriptionOfCommand, type Command } from "../wire/commands.ts";
import { COMMAND, type FrameSink } from "../wire/framing.ts";
import { GreetingDecoder } from "../wire/greeting.ts";
import { encodeMetadata } from "../wire/metadata.ts";
import { Assembly } from "./assembly.ts";
import { dialects, type Dialect } from "./dialect.ts";
import { Heartbeat } from "./heartbeat.ts";
import { Negotiation } from "./negotiation.ts";
import type { ConnectionListener, ConnectionOptions } from "./options.ts";
import { Outlet } from "./outlet.ts";
import { connectionMachine, type ConnectionEvent, type ConnectionState, type ConnectionTable } from "./states.ts";

/** The owner calls {@link open} once; then the link's events and {@link tick} drive it. */
export class Connection implements Carrier, LinkListener, FrameSink {
  readonly #link: Link;
  readonly #listener: ConnectionListener;
  readonly #options: ConnectionOptions;
  readonly #table: ConnectionTable;
  readonly #mechanism: Mechanism;
  readonly #negotiation: Negotiation;
  readonly #outlet: Outlet;
  readonly #heartbeat: Heartbeat;
  readonly #greeting = new GreetingDecoder();
  readonly #assembly: Assembly;
  readonly #dialect: Dialect;
  readonly #frames: ReturnType<Dialect["decoder"]>;
  #state: ConnectionState = "greeting";
  /** Whether the table collects message frames in this state: what each frame asks. */
  #collects = false;
  #nowMs: number;
  /** The listener asked to wait: nothing is read from the link. */
  #held = false;

  constructor(link: Link, listener: ConnectionListener, options: ConnectionOptions, nowMs: number) {
    this.#link = link;
    this.#dialect = dialects[link.form ?? "stream"];
    this.#frames = this.#dialect.decoder(this, link.allocate);
    this.#listener = listener;
    this.#options = options;
    this.#table = options.table ?? connectionMachine;
    this.#mechanism = options.mechanism(options.binding, options.metadata);
    this.#outlet = new Outlet(link);
    this.#negotiation = this.#negotiate();
    this.#assembly = new Assembly(options.maximumMessageSize);
    this.#heartbeat = new Heartbeat(options, nowMs);
    this.#nowMs = nowMs;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  open(): void {
    this.#outlet.greet(this.#mechanism, this.#options.metadata);
    if (!this.#dialect.greets) this.#event("greeting");
    this.#listener.wake(this.#heartbeat.deadlineMs);
  }

  octets(chunk: Uint8Array, nowMs: number): void {
    this.#nowMs = nowMs;
    this.#heartbeat.heard(nowMs);
    this.#guard(() => {
      let rest = chunk;
      if (this.#state === "greeting" && this.#dialect.greets) {
        rest = chunk.subarray(this.#greeting.push(chunk));
        if (this.#greeting.greeting !== undefined) this.#event("greeting");
      }
      if ((rest.length > 0 || !this.#dialect.greets) && this.#state !== "closed") this.#frames.push(rest);
    });
  }

  drained(): void {
    if (this.#state === "traffic") this.#listener.drained();
  }

  /** @requirement websocket.heartbeat-timeout */
  alive(nowMs: number): void {
    this.#nowMs = nowMs;
    this.#heartbeat.heard(nowMs);
  }

  offended(error: PeerError, nowMs: number): void {
    this.#nowMs = nowMs;
    this.#finish("close", { type: "violation", error });
  }

  ended(nowMs: number, error?: string): void {
    this.#nowMs = nowMs;
    this.#finish("ended", { type: "ended", error });
  }

  /** Does what is due. Gives the time of the next call, unless {@link ConnectionListener.wake} names an earlier one. */
  tick(nowMs: number): number {
    this.#nowMs = nowMs;
    // Who does not listen cannot say that the other is silent.
    if (this.#held) this.#heartbeat.heard(nowMs);
    const due = this.#heartbeat.due(nowMs);
    if (due !== undefined) this.#guard(() => void this.#event(due));
    return this.#state === "closed" ? Infinity : this.#heartbeat.deadlineMs;
  }

  /** @requirement handshake.no-early-message */
  send(message: Message): boolean {
    if (this.#state !== "traffic") throw new ImpossibleError(`a message for a connection in state ${this.#state}`);
    return this.#outlet.message(message);
  }

  sendShared(messages: readonly Message[]): boolean {
    if (this.#state !== "traffic") throw new ImpossibleError(`messages for a connection in state ${this.#state}`);
    return this.#outlet.shared(messages);
  }

  subscribe(subscription: Subscription): void {
    this.#outlet.subscription(subscription);
  }

  resume(): void {
    if (!this.#held) return;
    this.#held = false;
    this.#readOn();
  }

  close(flushMs: number): void {
    const cell = this.#table[this.#state].close;
    if (!("do" in cell) || cell.do !== "finish") return;
    this.#enter(cell.to);
    this.#link.end(flushMs);
  }

  /** @requirement framing.maximum-size-handshake */
  header(flags: number, size: number): void {
    const { cipher } = this.#outlet;
    if (cipher !== undefined) {
      this.#assembly.expectSealed(size - cipher.overhead);
      return;
    }
    if ((flags & COMMAND) !== 0) {
      if (size > limits.commandSize) throw new PeerError("framing.accept-long", `a command of ${String(size)} octets`);
      return;
    }
    if (!this.#collects) {
      const cell = this.#table[this.#state]["message-frame"];
      if (this.#isIntroduction) return;
      if ("refuse" in cell) throw new PeerError(cell.refuse, `a message frame in state ${this.#state}`);
    }
    this.#assembly.expect(size);
  }

  frame(flags: number, body: Uint8Array): boolean {
    const { cipher } = this.#outlet;
    if (cipher === undefined) return this.#clearFrame(flags, body);
    const opened = cipher.open(flags, body);
    if ((opened.flags & COMMAND) === 0) this.#assembly.expect(opened.body.length);
    return this.#clearFrame(opened.flags, opened.body);
  }

  #clearFrame(flags: number, body: Uint8Array): boolean {
    if ((flags & COMMAND) === 0 && !this.#isIntroduction) return this.#messageFrame(flags, body);
    // An identity says what READY would say.
    const command = this.#isIntroduction ? { name: "READY", data: encodeMetadata([["Identity", body]]) } : decodeCommand(body);
    this.#event(this.#dialect.event(command.name), command);
    return this.#mayRead();
  }

  /** The next frame is the identity of a peer that has no commands. */
  get #isIntroduction(): boolean {
    return this.#state === "handshake" && !this.#dialect.hasCommands;
  }

  #messageFrame(flags: number, body: Uint8Array): boolean {
    if (!this.#collects) return this.#isOpen();
    const message = this.#assembly.add(flags, body);
    if (message === undefined) return true;
    const subscription = this.#options.takesSubscriptions ? subscriptionOf(message) : undefined;
    return this.#goOn(subscription === undefined ? this.#listener.message(message) : this.#listener.subscription(subscription));
  }

  /** Stops the octets that come when the listener has no room. */
  #goOn(hasRoom: boolean): boolean {
    if (hasRoom) return this.#isOpen();
    this.#held = this.#isOpen();
    if (this.#held) this.#link.pause();
    return false;
  }

  #event(event: ConnectionEvent, command?: Command): void {
    const cell = this.#table[this.#state][event];
    if ("refuse" in cell) throw new PeerError(cell.refuse, `${command?.name ?? event} in state ${this.#state}`);
    if ("expire" in cell) {
      this.#finish("close", { type: "expired", requirement: cell.expire });
      return;
    }
    this.#enter(cell.to);
    switch (cell.do) {
      case "start-mechanism": {
        const { greeting } = this.#greeting;
        this.#outlet.peerVersion = greeting?.version;
        this.#negotiation.start(greeting);
        break;
      }
      case "shake":
        if (command !== undefined) this.#negotiation.receive(command);
        break;
      case "begin-traffic":
        this.#heartbeat.beginTraffic(this.#nowMs, this.#outlet.canPing);
        this.#listener.wake(this.#heartbeat.deadlineMs);
        this.#listener.ready();
        break;
      case "answer-ping": {
        const { timeToLiveMs, context } = decodePing(command?.data ?? EMPTY);
        this.#heartbeat.allow(timeToLiveMs);
        this.#listener.wake(this.#heartbeat.deadlineMs);
        this.#outlet.pong(context);
        break;
      }
      case "send-ping":
        this.#outlet.ping(this.#options.pingTimeToLiveMs);
        this.#heartbeat.pinged(this.#nowMs);
        break;
      case "subscribe":
        if (command !== undefined) this.#goOn(this.#listener.subscription(subscriptionOfCommand(command)));
        break;
      case "collect":
      case "nothing":
      case "finish":
        break;
    }
  }

  #enter(state: ConnectionState): void {
    this.#state = state;
    const cell = this.#table[state]["message-frame"];
    this.#collects = "do" in cell && cell.do === "collect";
  }

  /** @requirement handshake.error-closes */
  #negotiate(): Negotiation {
    return new Negotiation(this.#mechanism, {
      outlet: this.#outlet,
      ask: (question, answer) => {
        this.#listener.ask(question, answer);
        if (this.#negotiation.isAsking) this.#link.pause();
      },
      answered: (verdict) => void this.#answered(verdict),
      admit: (peer) => this.#listener.admit(peer),
      refused: (reason) => void this.#finish("close", reason),
      complete: () => void this.#event("admitted"),
    });
  }

  /** What came while the authenticator thought is read now. */
  #answered(verdict: Verdict): void {
    if (this.#state !== "handshake") return;
    this.#guard(() => void this.#negotiation.conclude(verdict));
    this.#readOn();
  }

  #readOn(): void {
    this.#guard(() => void this.#frames.resume());
    if (this.#mayRead()) this.#link.resume();
  }

  #mayRead(): boolean {
    return !this.#held && !this.#negotiation.isAsking && this.#isOpen();
  }

  #isOpen(): boolean {
    return this.#state !== "closed";
  }

  /** Runs what may find a fault of the peer, and closes the connection when it does. */
  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof PeerError)) throw error;
      this.#finish("close", { type: "violation", error });
    }
  }

  #finish(event: "ended" | "close", reason: CloseReason): void {
    const cell = this.#table[this.#state][event];
    if (!("do" in cell) || cell.do !== "finish") return;
    this.#enter(cell.to);
    this.#assembly.clear();
    if (event === "close") this.#link.end(limits.farewellMs, reason.type === "violation");
    this.#listener.closed(reason, this.#nowMs);
  }
}
