/** A socket of the simulation: a node with the virtual clock and the simulated network, and an application that has its turn whenever something may be possible. */
import type { Question } from "../base/authentication.ts";
import { ImpossibleError } from "../base/errors.ts";
import type { Carrier, CarrierListener } from "../base/carrier.ts";
import type { Link, LinkListener } from "../base/link.ts";
import type { Message } from "../base/message.ts";
import { EMPTY } from "../base/octets.ts";
import type { Subscription } from "../base/subscription.ts";
import { Node } from "../node/node.ts";
import type { NodeOptions, NodeSetup, NodeSink, Origin } from "../node/options.ts";
import type { VirtualClock } from "./clock.ts";
import type { Attempt, Host, Network, Party } from "./network.ts";

/** What all sockets of a world share. */
export interface World {
  readonly clock: VirtualClock;
  readonly network: Network;
  /** A number from 0 to 2^32-1. */
  readonly random: () => number;
  readonly mechanism: NodeSetup["mechanism"];
}

/** As sockets have them when the application sets none. */
export const defaultOptions: NodeOptions = {
  sendHighWaterMark: 1000,
  receiveHighWaterMark: 1000,
  immediate: false,
  maximumMessageSize: -1,
  handshakeMs: 30_000,
  heartbeatIntervalMs: 0,
  heartbeatTimeoutMs: -1,
  heartbeatTimeToLiveMs: 0,
  reconnectMs: 100,
  reconnectMaximumMs: 0,
  identity: EMPTY,
  probe: false,
  lingerMs: -1,
  correlate: false,
  relaxed: false,
  mandatory: false,
  handover: false,
  conflate: false,
  invertMatching: false,
  noDrop: false,
  manual: false,
  verbosity: null,
  welcomeMessage: null,
};

export class SimulatedSocket implements NodeSink {
  readonly #world: World;
  readonly #host: Host;
  readonly #node: Node;
  readonly #life: number;
  /** The application's turn: it does what it can now. */
  turn: () => void = () => undefined;
  #turnIsDue = false;
  #wakeAtMs = Infinity;
  /** The attempts to connect that are under way. */
  #attempts: Map<number, Attempt> | undefined;
  #isClosed = false;

  constructor(world: World, host: Host, type: NodeSetup["type"], options: NodeOptions = defaultOptions) {
    this.#world = world;
    this.#host = host;
    this.#life = host.lives;
    this.#node = new Node({ type, options, mechanism: world.mechanism, sink: this, random: world.random });
  }

  get isReadable(): boolean {
    return this.#node.readable;
  }

  get isWritable(): boolean {
    return this.#node.writable;
  }

  /** Whether the socket still acts: it is not closed, and its host has not crashed. */
  get isAlive(): boolean {
    return !this.#isGone && !this.#isClosed;
  }

  get #isGone(): boolean {
    return !this.#host.isUp || this.#host.lives !== this.#life;
  }

  send(message: Message): ReturnType<Node["send"]> {
    return this.#node.send(message);
  }

  receive(): ReturnType<Node["receive"]> {
    return this.#node.receive();
  }

  subscribe(subscription: Subscription): void {
    this.#node.subscribe(subscription);
  }

  bind(address: string): void {
    this.#world.network.bind(address, this.#host, this.#party({ type: "accepted", address }, address));
  }

  connect(address: string): void {
    this.#node.connect(address, this.#world.clock.nowMs);
  }

  /** Ends what {@link connect} began; false when there is no such connect. */
  disconnect(address: string): boolean {
    return this.#node.disconnect(address, this.#world.clock.nowMs);
  }

  close(): void {
    this.#isClosed = true;
    this.#node.close(this.#world.clock.nowMs);
  }

  dial(dial: number, address: string): void {
    const attempt = this.#world.network.dial(this.#host, address, {
      ...this.#party({ type: "dialled", dial }, address),
      failed: () => {
        this.#forget(dial);
        this.#node.dialFailed(dial, this.#world.clock.nowMs);
      },
    });
    this.#attempts ??= new Map();
    this.#attempts.set(dial, attempt);
  }

  hangUp(dial: number): void {
    const attempt = this.#attempts?.get(dial);
    if (attempt !== undefined) attempt.isWanted = false;
    this.#forget(dial);
  }

  wake(atMs: number): void {
    if (atMs >= this.#wakeAtMs || atMs === Infinity) return;
    this.#wakeAtMs = atMs;
    this.#world.clock.at(atMs, () => {
      if (this.#wakeAtMs !== atMs || this.#isGone) return;
      this.#wakeAtMs = Infinity;
      this.wake(this.#node.tick(this.#world.clock.nowMs));
    });
  }

  readable(): void {
    this.#askForTurn();
  }

  writable(): void {
    this.#askForTurn();
  }

  event(): void {
    // The laws look at messages.
  }

  ask(question: Question): void {
    throw new ImpossibleError(`a question about a peer under ${question.mechanism}: a simulation has no authenticator`);
  }

  finished(): void {
    // Nothing is to be freed.
  }

  #askForTurn(): void {
    if (this.#turnIsDue) return;
    this.#turnIsDue = true;
    this.#world.clock.soon(() => {
      this.#turnIsDue = false;
      if (this.isAlive) this.turn();
    });
  }

  /** Most sockets have none under way most of the time. */
  #forget(dial: number): void {
    this.#attempts?.delete(dial);
    if (this.#attempts?.size === 0) this.#attempts = undefined;
  }

  #party(origin: Origin, address: string): Party {
    const { clock } = this.#world;
    const begun = (): void => {
      if (origin.type === "dialled") this.#forget(origin.dial);
    };
    return {
      message: {
        self: this.#node.self,
        opened: (carrier: Carrier): CarrierListener => {
          begun();
          return this.#node.carrierOpened(origin, carrier, address, clock.nowMs);
        },
      },
      octets: {
        opened: (link: Link): LinkListener => {
          begun();
          return this.#node.linkOpened(origin, link, address, clock.nowMs);
        },
      },
    };
  }
}
