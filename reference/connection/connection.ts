/** One ZMTP connection: octets of a link on one side, messages on the other, and the table of {@link connectionMachine} between them. No clock and no input or output of its own. */
import type { Carrier, CloseReason } from "../base/carrier.ts";
import { ImpossibleError, PeerError } from "../base/errors.ts";
import { limits } from "../base/limits.ts";
import type { Link, LinkListener } from "../base/link.ts";
import type { Message } from "../base/message.ts";
import { EMPTY } from "../base/octets.ts";
import { subscriptionOf, subscriptionPart, type Subscription } from "../base/subscription.ts";
import type { Mechanism } from "../security/mechanism.ts";
import { decodeCommand, decodePing, encodeError, encodePing, encodePong, encodeSubscription, subscriptionOfCommand, type Command } from "../wire/commands.ts";
import { COMMAND, FrameDecoder, frameHeader, MORE, type FrameSink } from "../wire/framing.ts";
import { encodeGreeting, GreetingDecoder, mechanismField, type Version } from "../wire/greeting.ts";
import { Assembly } from "./assembly.ts";
import { Heartbeat } from "./heartbeat.ts";
import type { ConnectionListener, ConnectionOptions } from "./options.ts";
import { peerOf } from "./peer.ts";
import { commandEvent, connectionMachine, type ConnectionEvent, type ConnectionState, type ConnectionTable } from "./states.ts";

/** The owner calls {@link open} once; then the link's events and {@link tick} drive it. */
export class Connection implements Carrier, LinkListener, FrameSink {
  readonly #link: Link;
  readonly #listener: ConnectionListener;
  readonly #options: ConnectionOptions;
  readonly #table: ConnectionTable;
  readonly #mechanism: Mechanism;
  readonly #heartbeat: Heartbeat;
  readonly #greeting = new GreetingDecoder();
  readonly #assembly: Assembly;
  readonly #frames = new FrameDecoder(this);
  #state: ConnectionState = "greeting";
  #nowMs: number;
  #peerVersion: Version | undefined;
  /** The listener asked to wait: nothing is read from the link. */
  #held = false;

  constructor(link: Link, listener: ConnectionListener, options: ConnectionOptions, nowMs: number) {
    this.#link = link;
    this.#listener = listener;
    this.#options = options;
    this.#table = options.table ?? connectionMachine;
    this.#mechanism = options.mechanism(options.binding, options.metadata);
    this.#assembly = new Assembly(options.maximumMessageSize);
    this.#heartbeat = new Heartbeat(options, nowMs);
    this.#nowMs = nowMs;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /**
   * Sends the whole greeting, whatever the peer will say.
   *
   * @requirement greeting.at-once
   * @requirement greeting.continue
   * @requirement greeting.before-refusal
   */
  open(): void {
    this.#link.write(encodeGreeting(this.#mechanism.name, this.#mechanism.asServer), undefined);
    this.#listener.wake(this.#heartbeat.deadlineMs);
  }

  octets(chunk: Uint8Array, nowMs: number): void {
    this.#nowMs = nowMs;
    this.#heartbeat.heard(nowMs);
    this.#guard(() => {
      let rest = chunk;
      if (this.#state === "greeting") {
        rest = chunk.subarray(this.#greeting.push(chunk));
        if (this.#greeting.greeting !== undefined) this.#event("greeting");
      }
      if (rest.length > 0 && this.#state !== "closed") this.#frames.push(rest);
    });
  }

  drained(): void {
    if (this.#state === "traffic") this.#listener.drained();
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
    if (due !== undefined)
      this.#guard(() => {
        this.#event(due);
      });
    return this.#state === "closed" ? Infinity : this.#heartbeat.deadlineMs;
  }

  /**
   * @requirement framing.more
   * @requirement sockets.atomic-send
   * @requirement handshake.no-early-message
   * @requirement sockets.order-sent
   */
  send(message: Message): boolean {
    if (this.#state !== "traffic") throw new ImpossibleError(`a message for a connection in state ${this.#state}`);
    const last = message.length - 1;
    let room = true;
    for (let index = 0; index <= last; index += 1) {
      const part = message[index] ?? EMPTY;
      room = this.#link.write(frameHeader(index === last ? 0 : MORE, part.length), part);
    }
    return room;
  }

  /**
   * By a command, or by a message to peers of version 3.0, which know no such command.
   *
   * @requirement publish-subscribe.subscribe-command
   * @requirement publish-subscribe.subscribe-message
   */
  subscribe(subscription: Subscription): void {
    if (this.#isPeer31()) this.#sendCommand(encodeSubscription(subscription));
    else this.send([subscriptionPart(subscription)]);
  }

  resume(): void {
    if (!this.#held) return;
    this.#held = false;
    this.#guard(() => {
      this.#frames.resume();
    });
    if (this.#mayRead()) this.#link.resume();
  }

  close(flushMs: number): void {
    const cell = this.#table[this.#state].close;
    if (!("do" in cell) || cell.do !== "finish") return;
    this.#state = cell.to;
    this.#link.end(flushMs);
  }

  /** @requirement framing.maximum-size-handshake */
  header(flags: number, size: number): void {
    if ((flags & COMMAND) !== 0) {
      if (size > limits.commandSize) throw new PeerError("framing.accept-long", `a command of ${String(size)} octets`);
      return;
    }
    const cell = this.#table[this.#state]["message-frame"];
    if ("refuse" in cell) throw new PeerError(cell.refuse, `a message frame in state ${this.#state}`);
    this.#assembly.expect(size);
  }

  frame(flags: number, body: Uint8Array): boolean {
    if ((flags & COMMAND) === 0) return this.#messageFrame(flags, body);
    const command = decodeCommand(body);
    this.#event(commandEvent(command.name), command);
    return this.#mayRead();
  }

  #messageFrame(flags: number, body: Uint8Array): boolean {
    const cell = this.#table[this.#state]["message-frame"];
    if (!("do" in cell) || cell.do !== "collect") return this.#state !== "closed";
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
    this.#state = cell.to;
    switch (cell.do) {
      case "start-mechanism":
        this.#startMechanism();
        break;
      case "shake":
        if (command !== undefined) this.#shake(command);
        break;
      case "begin-traffic":
        this.#heartbeat.beginTraffic(this.#nowMs, this.#isPeer31());
        this.#listener.wake(this.#heartbeat.deadlineMs);
        this.#listener.ready();
        break;
      case "answer-ping":
        this.#answerPing(command?.data ?? EMPTY);
        break;
      case "send-ping":
        this.#sendCommand(encodePing(this.#options.pingTimeToLiveMs));
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

  /** @requirement greeting.mechanism-mismatch */
  #startMechanism(): void {
    const greeting = this.#greeting.greeting;
    if (greeting === undefined) throw new ImpossibleError("a handshake without a greeting");
    if (greeting.mechanismField !== mechanismField(this.#mechanism.name)) {
      throw new PeerError("greeting.mechanism-mismatch", `mechanism ${greeting.mechanismField.replaceAll("\0", "")}`);
    }
    this.#peerVersion = greeting.version;
    for (const body of this.#mechanism.start()) this.#sendCommand(body);
  }

  /**
   * @requirement handshake.error-closes
   * @requirement metadata.socket-type-error
   * @requirement metadata.socket-type-absent
   * @requirement metadata.resource
   */
  #shake(command: Command): void {
    const step = this.#mechanism.receive(command);
    if (step.type === "rejected") {
      this.#finish("close", { type: "rejected", reason: step.reason });
      return;
    }
    if (step.type === "complete") {
      const admission = this.#listener.admit(peerOf(step.metadata));
      if (admission.type === "refused") {
        this.#sendCommand(encodeError(admission.reason));
        this.#finish("close", admission);
        return;
      }
    }
    for (const body of step.send) this.#sendCommand(body);
    if (step.type === "complete") this.#event("admitted");
  }

  /** @requirement heartbeat.pong */
  #answerPing(data: Uint8Array): void {
    const ping = decodePing(data);
    this.#heartbeat.allow(ping.timeToLiveMs);
    this.#listener.wake(this.#heartbeat.deadlineMs);
    this.#sendCommand(encodePong(ping.context));
  }

  /**
   * Commands go out between messages only, since a message is written whole.
   *
   * @requirement framing.command-more
   * @requirement framing.command-between
   */
  #sendCommand(body: Uint8Array): void {
    this.#link.write(frameHeader(COMMAND, body.length), body);
  }

  /** @requirement versions.no-ping-to-3-0 */
  #isPeer31(): boolean {
    const version = this.#peerVersion;
    return version !== undefined && (version.major > 3 || version.minor >= 1);
  }

  #mayRead(): boolean {
    return !this.#held && this.#isOpen();
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
    this.#state = cell.to;
    this.#assembly.clear();
    if (event === "close") this.#link.end(limits.farewellMs);
    this.#listener.closed(reason, this.#nowMs);
  }
}
