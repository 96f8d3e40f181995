/**
 * A node: the engine of one socket. Octets, messages, wishes and the time go in; all outputs go to links, carriers and the {@link NodeSink}. Between two inputs nothing happens.
 */
import type { Admission, Carrier, CarrierListener, CloseReason, Peer } from "../base/carrier.ts";
import { limits } from "../base/limits.ts";
import type { Link, LinkListener } from "../base/link.ts";
import type { Message } from "../base/message.ts";
import { EMPTY } from "../base/octets.ts";
import type { Subscription } from "../base/subscription.ts";
import { Connection } from "../connection/connection.ts";
import { createPattern } from "../patterns/create.ts";
import type { Pattern, ReceiveOutcome, SendOutcome } from "../patterns/pattern.ts";
import { socketTypes, type SocketTypeRow } from "../patterns/socket-type.ts";
import { Dialler } from "./dialler.ts";
import type { Endpoint } from "./endpoint.ts";
import { connectionOptions } from "./handshake.ts";
import type { NodeSetup, Origin } from "./options.ts";
import { NodePipe } from "./pipe.ts";
import { reportEnd } from "./reports.ts";
import { Session, type SessionOwner } from "./session.ts";

/**
 * @requirement sockets.bind-and-connect
 * @requirement sockets.many-peers
 */
export class Node {
  readonly #setup: NodeSetup;
  readonly #row: SocketTypeRow;
  readonly #pattern: Pattern;
  readonly #dialler: Dialler;
  readonly #sessions = new Set<Session>();
  readonly #owner: SessionOwner;
  #numbers = 0;
  #nowMs = 0;
  /** Set when the application has closed the socket: when the last message has to be gone. */
  #lingerAtMs: number | undefined;
  #finished = false;

  constructor(setup: NodeSetup) {
    this.#setup = setup;
    this.#row = setup.row ?? socketTypes[setup.type];
    this.#pattern = createPattern({ row: this.#row, options: setup.options, random: setup.random });
    this.#dialler = new Dialler(setup);
    this.#owner = {
      pattern: this.#pattern,
      sink: setup.sink,
      admit: (session, peer) => this.#admit(session, peer),
      ready: (session) => void this.#ready(session),
      drained: (session) => void this.#drained(session),
      closed: (session, reason, nowMs) => void this.#closed(session, reason, nowMs),
    };
  }

  get readable(): boolean {
    return this.#pattern.readable;
  }

  get writable(): boolean {
    return this.#pattern.writable;
  }

  /** How many messages wait to be sent. */
  get waiting(): number {
    const pipes = new Set([...this.#dialler.endpoints.values(), ...this.#sessions].map(({ pipe }) => pipe));
    return [...pipes].reduce((sum, pipe) => sum + (pipe?.waiting ?? 0), 0);
  }

  /** What this socket says of itself to a peer. */
  get self(): Peer {
    return { socketType: this.#setup.type, identity: this.#setup.options.identity };
  }

  send(message: Message): SendOutcome {
    return this.#pattern.send(message);
  }

  receive(): ReceiveOutcome {
    return this.#pattern.receive();
  }

  subscribe(subscription: Subscription): void {
    this.#pattern.subscribe?.(subscription);
  }

  /**
   * @requirement sockets.connect-at-once
   * @requirement sockets.queue-at-connect
   */
  connect(address: string, nowMs: number): void {
    this.#nowMs = nowMs;
    const endpoint = this.#dialler.add(address, this.#createPipe());
    if (!this.#setup.options.immediate) {
      this.#pattern.attach(endpoint.pipe);
      this.#setup.sink.writable();
    }
    this.#dialler.dial(endpoint);
  }

  /** Ends all that {@link connect} began with this address, once what waits is sent. Gives false when there is nothing. */
  disconnect(address: string, nowMs: number): boolean {
    this.#nowMs = nowMs;
    const found = [...this.#dialler.endpoints.values()].filter((endpoint) => endpoint.address === address);
    const { lingerMs } = this.#setup.options;
    for (const endpoint of found) {
      this.#dialler.stop(endpoint);
      for (const session of this.#sessions) if (session.endpoint === endpoint) this.#retire(session, lingerMs < 0 ? Infinity : nowMs + lingerMs);
      this.#pattern.detach(endpoint.pipe);
    }
    return found.length > 0;
  }

  /** A transport has a connection; the listener gets its octets. */
  linkOpened(origin: Origin, link: Link, remote: string, nowMs: number): LinkListener {
    const session = Object.assign(this.#begin(origin, remote, nowMs), { remoteAddress: link.remoteAddress });
    const connection = new Connection(link, session, connectionOptions(this.#setup, origin), nowMs);
    session.connection = connection;
    session.start(connection);
    connection.open();
    return connection;
  }

  /** A transport has a connection that carries messages as they are. */
  carrierOpened(origin: Origin, carrier: Carrier, remote: string, nowMs: number): CarrierListener {
    const session = this.#begin(origin, remote, nowMs);
    session.start(carrier);
    return session;
  }

  /** @requirement sockets.close-is-temporary */
  dialFailed(dial: number, nowMs: number): void {
    this.#nowMs = nowMs;
    const endpoint = this.#dialler.endpoints.get(dial);
    if (endpoint?.step("failed") !== "waiting") return;
    this.#setup.sink.event({ type: "close", address: endpoint.address });
    this.#retryLater(endpoint);
  }

  /** Does what is due. Gives the time of the next call, unless the sink's wake names an earlier one; Infinity for never. */
  tick(nowMs: number): number {
    this.#nowMs = nowMs;
    if (this.#lingerAtMs !== undefined && nowMs >= this.#lingerAtMs) for (const endpoint of this.#dialler.endpoints.values()) this.#dialler.stop(endpoint);
    let nextMs = Infinity;
    for (const session of this.#sessions) {
      if (session.retireAtMs !== undefined && nowMs >= session.retireAtMs) this.#end(session, 0);
      else nextMs = Math.min(nextMs, session.retireAtMs ?? Infinity, session.connection?.tick(nowMs) ?? Infinity);
    }
    nextMs = Math.min(nextMs, this.#dialler.tick(nowMs));
    this.#checkFinished();
    return Math.min(nextMs, this.#finished ? Infinity : (this.#lingerAtMs ?? Infinity));
  }

  /**
   * The application is done: what was received is dropped, what waits is sent until the linger period ends.
   *
   * @requirement sockets.linger
   */
  close(nowMs: number): void {
    this.#nowMs = nowMs;
    const { lingerMs } = this.#setup.options;
    const lingerAtMs = lingerMs < 0 ? Infinity : nowMs + lingerMs;
    this.#lingerAtMs = lingerAtMs;
    for (const endpoint of this.#dialler.endpoints.values()) if (lingerMs === 0 || endpoint.pipe.waiting === 0) this.#dialler.stop(endpoint);
    for (const session of this.#sessions) session.pipe?.forget();
    for (const session of this.#sessions) this.#retire(session, lingerAtMs);
    this.#setup.sink.wake(lingerAtMs);
    this.#checkFinished();
  }

  #createPipe(): NodePipe {
    const { sendHighWaterMark, receiveHighWaterMark, conflate } = this.#setup.options;
    return new NodePipe(
      { sendHighWaterMark, receiveHighWaterMark, conflate },
      this.#dismiss,
      this.#row.outgoing === "fan-out" ? this.#setup.sharing : undefined,
    );
  }

  /** The endpoint will never have a connection again: its pipe is not to be chosen. */
  #abandon(endpoint: Endpoint): void {
    this.#dialler.stop(endpoint);
    this.#dropPipe(endpoint.pipe);
    this.#checkFinished();
  }

  #retryLater(endpoint: Endpoint): void {
    if (!this.#dialler.retryLater(endpoint, this.#nowMs)) this.#abandon(endpoint);
  }

  #begin(origin: Origin, remote: string, nowMs: number): Session {
    this.#nowMs = nowMs;
    const endpoint = origin.type === "dialled" ? this.#dialler.endpoints.get(origin.dial) : undefined;
    const session = new Session(this.#owner, endpoint?.address ?? remote, endpoint);
    session.retireAtMs = this.#lingerAtMs;
    this.#sessions.add(session);
    endpoint?.step("opened");
    this.#setup.sink.event({ type: endpoint === undefined ? "accept" : "connect", address: session.address });
    return session;
  }

  /**
   * @requirement metadata.socket-type-pairs
   * @requirement metadata.identity-ignored
   */
  #admit(session: Session, peer: Peer): Admission {
    if (peer.socketType !== undefined && !this.#row.peers.includes(peer.socketType)) {
      return { type: "refused", requirement: "metadata.socket-type-pairs", reason: "Socket-Type-not-accepted" };
    }
    const pipe = session.pipe ?? this.#createPipe();
    const admission = this.#pattern.admit(pipe, peer);
    if (admission.type === "admitted") session.pipe = pipe;
    return admission;
  }

  #ready(session: Session): void {
    const { pipe, endpoint } = session;
    if (pipe === undefined) return;
    this.#setup.sink.event({ type: "handshake", address: session.address });
    if (endpoint !== undefined) endpoint.attempts = 0;
    if (this.#setup.options.probe) session.carrier.send([EMPTY]);
    pipe.open(session.carrier, (this.#numbers += 1));
    if (session.retireAtMs === undefined) {
      if (endpoint === undefined || this.#setup.options.immediate) this.#pattern.attach(pipe);
      this.#pattern.connected(pipe);
    }
    this.#drained(session);
  }

  #drained(session: Session): void {
    if (session.retireAtMs !== undefined) {
      if (session.pipe?.waiting === 0) this.#end(session, session.retireAtMs);
      return;
    }
    if (session.pipe !== undefined) this.#pattern.drained(session.pipe);
    this.#setup.sink.writable();
  }

  /** Lets the session send what waits, until that time, and then ends it. */
  #retire(session: Session, atMs: number): void {
    session.retireAtMs = atMs;
    this.#setup.sink.wake(atMs);
    if ((session.pipe?.waiting ?? 0) === 0 || atMs <= this.#nowMs) this.#end(session, atMs);
  }

  /** Ends the session by our own will; its octets have until that time to go. */
  #end(session: Session, flushAtMs: number): void {
    this.#sessions.delete(session);
    session.pipe?.close();
    session.carrier.close(flushAtMs === Infinity ? -1 : Math.max(flushAtMs - this.#nowMs, limits.farewellMs));
    if (session.endpoint !== undefined) this.#dialler.stop(session.endpoint);
    this.#checkFinished();
  }

  /** @requirement sockets.isolation */
  #closed(session: Session, reason: CloseReason, nowMs: number): void {
    this.#nowMs = nowMs;
    if (!this.#sessions.delete(session)) return;
    const { pipe, endpoint } = session;
    reportEnd(this.#setup.sink, session, reason);
    pipe?.close();
    if (endpoint === undefined) this.#dropPipe(pipe);
    else this.#lose(endpoint, reason);
    this.#setup.sink.readable();
    this.#checkFinished();
  }

  /** @requirement sockets.queue-dropped */
  #dropPipe(pipe: NodePipe | undefined): void {
    if (pipe === undefined) return;
    this.#pattern.detach(pipe);
    pipe.takeBack();
  }

  #lose(endpoint: Endpoint, reason: CloseReason): void {
    if (endpoint.state === "stopped") return;
    this.#pattern.lost(endpoint.pipe);
    if (this.#setup.options.immediate) this.#pattern.detach(endpoint.pipe);
    const state = endpoint.step(reason.type === "rejected" ? "rejected" : "lost");
    if (state === "stopped") this.#abandon(endpoint);
    else if (this.#lingerAtMs !== undefined && endpoint.pipe.waiting === 0) this.#dialler.stop(endpoint);
    else this.#retryLater(endpoint);
  }

  readonly #dismiss = (pipe: NodePipe): void => {
    for (const session of this.#sessions) {
      if (session.pipe !== pipe) continue;
      session.carrier.close(limits.farewellMs);
      this.#closed(session, { type: "ended", error: undefined }, this.#nowMs);
    }
  };

  #checkFinished(): void {
    if (this.#lingerAtMs === undefined || this.#finished || this.#sessions.size > 0 || this.#dialler.endpoints.size > 0) return;
    this.#finished = true;
    this.#setup.sink.finished();
  }
}
