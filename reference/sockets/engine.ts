/** An engine: one node with its transports and its clock. Between the pure core and the API. */
import type { Answer, Question } from "../base/authentication.ts";
import type { Message } from "../base/message.ts";
import { UsageError } from "../base/errors.ts";
import { EMPTY } from "../base/octets.ts";
import type { Link, LinkListener } from "../base/link.ts";
import type { Subscription } from "../base/subscription.ts";
import { Node } from "../node/node.ts";
import type { NodeSink, Origin } from "../node/options.ts";
import { Sharing } from "../node/sharing.ts";
import type { ReceiveOutcome, SendOutcome } from "../patterns/pattern.ts";
import type { SocketType } from "../patterns/socket-type.ts";
import type { MechanismFactory } from "../security/mechanism.ts";
import type { Crypto } from "../security/crypto.ts";
import { octetsOfPart } from "../transports/buffers.ts";
import { Alarm } from "../transports/alarm.ts";
import { after, nowMs, random } from "../transports/clock.ts";
import { enter, hold, type Guest } from "../transports/presence.ts";
import { parseEndpoint, peerEndpoint } from "../transports/endpoint.ts";
import type { InprocNames } from "../transports/inproc.ts";
import { checkDial, dialAt, listenAt, type DialHandler } from "../transports/streams.ts";
import { errorOfSystem } from "./errors.ts";
import type { Event } from "./observer.ts";
import type { LiveOptions } from "./options.ts";
import { mechanismOf } from "./security.ts";

/** What the engines of one context share. */
export interface Surroundings {
  readonly names: InprocNames;
  readonly crypto: Crypto;
  readonly authenticator: { ask(question: Question, address: string, domain: Uint8Array, answer: Answer): void };
}

export interface EngineListener {
  readable(): void;
  writable(): void;
  event(event: Event): void;
}

interface Binding {
  /** As the application wrote it, and as it became. */
  readonly asked: string;
  readonly address: string;
  release(): void;
}

export class Engine implements NodeSink, Guest {
  readonly #options: LiveOptions;
  readonly #surroundings: Surroundings;
  readonly #listener: EngineListener;
  readonly #node: Node;
  readonly #sharing = new Sharing();
  readonly #alarm: Alarm;
  readonly #bindings: Binding[] = [];
  readonly #dials = new Map<number, () => void>();
  /** Set as long as the engine has, or may have, connections to other processes. */
  #leave: (() => void) | undefined;
  /** Set as long as messages keep the process alive that would have ended. */
  #release: (() => void) | undefined;
  #closed = false;

  constructor(type: SocketType, options: LiveOptions, surroundings: Surroundings, listener: EngineListener) {
    this.#options = options;
    this.#surroundings = surroundings;
    this.#listener = listener;
    this.#node = new Node({
      type,
      options,
      mechanism: (binding, metadata) => this.#mechanism()(binding, metadata),
      sink: this,
      random,
      sharing: this.#sharing,
    });
    this.#alarm = new Alarm((now) => this.#node.tick(now));
  }

  get isReadable(): boolean {
    return this.#node.readable;
  }

  get isWritable(): boolean {
    return this.#node.writable;
  }

  send(message: Message): SendOutcome {
    return this.#node.send(message);
  }

  /** What is sent in `work` may be encoded together. */
  together<T>(work: () => T): T {
    return this.#sharing.during(work);
  }

  receive(): ReceiveOutcome {
    return this.#node.receive();
  }

  subscribe(subscription: Subscription): void {
    this.#node.subscribe(subscription);
  }

  /** Gives the address that was bound. */
  async bind(asked: string): Promise<string> {
    try {
      const binding = await this.#listen(asked);
      if (this.#closed) binding.release();
      else this.#bindings.push(binding);
      this.#listener.event({ type: "bind", address: binding.address });
      return binding.address;
    } catch (reason) {
      const error = errorOfSystem(reason, asked);
      this.#listener.event({ type: "bind:error", address: asked, error });
      throw error;
    }
  }

  /** Connections that were accepted stay. Gives false when nothing is bound to the address. */
  unbind(address: string): boolean {
    const index = this.#bindings.findIndex((binding) => binding.address === address || binding.asked === address);
    const [binding] = index < 0 ? [] : this.#bindings.splice(index, 1);
    binding?.release();
    if (binding !== undefined) this.#listener.event({ type: "close", address: binding.address });
    return binding !== undefined;
  }

  /** Gives the address in its usual form. Throws UsageError when there can be no such peer. */
  connect(asked: string): string {
    const address = peerEndpoint(asked, this.#options.ipv6);
    const endpoint = parseEndpoint(address, this.#options.ipv6);
    if (endpoint.transport !== "inproc") {
      this.#mechanism();
      checkDial(endpoint, this.#options);
    }
    this.#node.connect(address, nowMs());
    return address;
  }

  disconnect(asked: string): boolean {
    this.#sharing.close();
    return this.#node.disconnect(peerEndpoint(asked, this.#options.ipv6), nowMs());
  }

  close(): void {
    this.#sharing.close();
    this.#closed = true;
    for (const binding of this.#bindings.splice(0)) {
      binding.release();
      this.#listener.event({ type: "close", address: binding.address });
    }
    this.#node.close(nowMs());
    this.#listener.event({ type: "end" });
  }

  dial(dial: number, address: string): void {
    const endpoint = parseEndpoint(address, this.#options.ipv6);
    const origin: Origin = { type: "dialled", dial };
    if (endpoint.transport === "inproc") {
      const hangUp = this.#surroundings.names.connect(endpoint.name, {
        self: this.#node.self,
        opened: (carrier) => this.#node.carrierOpened(origin, carrier, address, nowMs()),
      });
      this.#dials.set(dial, hangUp);
      return;
    }
    this.#leave ??= enter(this);
    const handler: DialHandler = {
      opened: (link) => {
        this.#dials.delete(dial);
        return this.#opened(origin, link, address);
      },
      failed: () => {
        this.#dials.delete(dial);
        this.#node.dialFailed(dial, nowMs());
      },
    };
    this.#dials.set(dial, dialAt(endpoint, this.#options, handler));
  }

  hangUp(dial: number): void {
    this.#dials.get(dial)?.();
    this.#dials.delete(dial);
  }

  wake(atMs: number): void {
    this.#alarm.wake(atMs);
  }

  readable(): void {
    this.#listener.readable();
    this.#let();
  }

  writable(): void {
    this.#listener.writable();
    this.#let();
  }

  /** @requirement sockets.linger */
  leaving(): void {
    const { lingerMs } = this.#options;
    if (this.#release !== undefined || lingerMs === 0 || this.#node.waiting === 0) return;
    this.#release = hold();
    if (lingerMs > 0) after(lingerMs, this.#release);
  }

  event(event: Event): void {
    this.#listener.event(event);
  }

  ask(question: Question, address: string, answer: Answer): void {
    this.#surroundings.authenticator.ask(question, address, octetsOfPart(this.#options.values.zapDomain) ?? EMPTY, answer);
  }

  finished(): void {
    this.#alarm.stop();
    this.#leave?.();
    this.#release?.();
  }

  /** What waited is gone: the process may end. */
  #let(): void {
    if (this.#release === undefined || this.#node.waiting > 0) return;
    this.#release();
    this.#release = undefined;
  }

  /** A connection that came about while the options make no mechanism is not used. */
  #opened(origin: Origin, link: Link, address: string): LinkListener {
    try {
      this.#mechanism();
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      link.end(0);
      this.#listener.event({ type: "handshake:error:other", address, error });
      if (origin.type === "dialled") this.#node.dialFailed(origin.dial, nowMs());
      return nobody;
    }
    return this.#node.linkOpened(origin, link, address, nowMs());
  }

  /** Made anew for each connection, since options may change. Throws UsageError when they do not make a mechanism. */
  #mechanism(): MechanismFactory {
    return mechanismOf(this.#options.security, this.#options.values, this.#surroundings.crypto);
  }

  async #listen(asked: string): Promise<Binding> {
    const endpoint = parseEndpoint(asked, this.#options.ipv6);
    if (endpoint.transport === "inproc") {
      const release = this.#surroundings.names.bind(endpoint.name, {
        self: this.#node.self,
        opened: (carrier) => this.#node.carrierOpened({ type: "accepted", address: asked }, carrier, asked, nowMs()),
      });
      return { asked, address: asked, release };
    }
    this.#mechanism();
    this.#leave ??= enter(this);
    const opened = (link: Link, address: string): LinkListener => this.#opened({ type: "accepted", address }, link, address);
    const listener = await listenAt(endpoint, this.#options, opened);
    return {
      asked,
      address: listener.address,
      release: () => {
        listener.close();
      },
    };
  }
}

const nobody: LinkListener = { octets: () => undefined, drained: () => undefined, alive: () => undefined, offended: () => undefined, ended: () => undefined };
