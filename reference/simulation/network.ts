/** The simulated network: hosts that can crash, addresses that are bound, connections with a delay of their own, and partitions. */
import { MessagePair, OctetPair, type ConnectionSetting, type MessageParty, type OctetParty, type SimulatedConnection } from "./connection.ts";
import type { VirtualClock } from "./clock.ts";
import type { SeededRandom } from "./random.ts";

export interface NetworkOptions {
  /** `messages` passes messages between the nodes as they are, `octets` takes them through greeting, handshake and framing. */
  readonly wire: "messages" | "octets";
  /** Each connection has a delay of its own between these, in milliseconds, so that connections overtake each other and messages of one do not. */
  readonly delayMs: readonly [least: number, most: number];
  /** The messages that may be under way on one connection in one direction; with octets, a hundred times as many octets. */
  readonly window: number;
}

/** A socket as the network sees it. */
export interface Party {
  readonly message: MessageParty;
  readonly octets: OctetParty;
}

export interface Dialling extends Party {
  failed(): void;
}

export interface Attempt {
  isWanted: boolean;
}

/** What shares a fate: the sockets of one process. */
export class Host {
  readonly name: string;
  isUp = true;
  /** How often it crashed: what belongs to an earlier life does not act any more. */
  lives = 0;
  /** The side of a divided network. */
  side = 0;
  readonly connections = new Set<Connected>();

  constructor(name: string) {
    this.name = name;
  }
}

/** A connection with the hosts that it joins. */
export interface Connected {
  readonly binding: Host;
  readonly connecting: Host;
  readonly connection: SimulatedConnection;
}

/** What all connections of a network share. */
interface Medium {
  readonly clock: VirtualClock;
  /** The most that is under way in one direction, in messages or octets. */
  readonly window: number;
  readonly random: SeededRandom;
  /** A connection is over; so many messages, or pieces of octets, were under way. */
  over(connected: Connected, lost: number): void;
}

class Joint<C extends SimulatedConnection> implements Connected, ConnectionSetting {
  readonly #medium: Medium;
  readonly binding: Host;
  readonly connecting: Host;
  readonly delayMs: number;
  readonly connection: C;

  constructor(medium: Medium, binding: Host, connecting: Host, delayMs: number, Connection: new (setting: ConnectionSetting) => C) {
    this.#medium = medium;
    this.binding = binding;
    this.connecting = connecting;
    this.delayMs = delayMs;
    this.connection = new Connection(this);
  }

  get clock(): VirtualClock {
    return this.#medium.clock;
  }

  get window(): number {
    return this.#medium.window;
  }

  below(bound: number): number {
    return this.#medium.random.below(bound);
  }

  over(lost: number): void {
    this.#medium.over(this, lost);
  }
}

const octetsPerMessage = 100;

export class Network {
  readonly #clock: VirtualClock;
  readonly #random: SeededRandom;
  readonly #options: NetworkOptions;
  readonly #medium: Medium;
  readonly #bound = new Map<string, { readonly host: Host; readonly party: Party }>();
  /** What was under way on connections that broke: messages, or pieces of octets. */
  lost = 0;
  /** Connections that came about. */
  connections = 0;

  constructor(clock: VirtualClock, random: SeededRandom, options: NetworkOptions) {
    this.#clock = clock;
    this.#random = random;
    this.#options = options;
    this.#medium = {
      clock,
      window: options.window * (options.wire === "octets" ? octetsPerMessage : 1),
      random,
      over: (connected, lost) => {
        this.lost += lost;
        connected.binding.connections.delete(connected);
        connected.connecting.connections.delete(connected);
      },
    };
  }

  bind(address: string, host: Host, party: Party): void {
    this.#bound.set(address, { host, party });
  }

  /** Connections that are there stay. */
  unbind(address: string): void {
    this.#bound.delete(address);
  }

  /** An attempt to connect; it ends after the delay of a connection, unless it is given up. */
  dial(host: Host, address: string, dialling: Dialling): Attempt {
    const attempt: Attempt = { isWanted: true };
    const delayMs = this.#delay();
    const { lives } = host;
    this.#clock.at(this.#clock.nowMs + delayMs, () => {
      if (!attempt.isWanted || !host.isUp || host.lives !== lives) return;
      const bound = this.#bound.get(address);
      if (bound?.host.isUp !== true || bound.host.side !== host.side) dialling.failed();
      else this.#connect(bound.host, bound.party, host, dialling, delayMs);
    });
    return attempt;
  }

  /** Breaks every connection between two hosts. */
  cut(a: Host, b: Host): void {
    for (const connected of [...a.connections]) if (connected.binding === b || connected.connecting === b) this.#break(connected);
  }

  /** The host is gone, with its addresses, its connections and what its sockets held. */
  crash(host: Host): void {
    host.isUp = false;
    host.lives += 1;
    for (const [address, bound] of this.#bound) if (bound.host === host) this.#bound.delete(address);
    for (const connected of [...host.connections]) this.#break(connected);
  }

  /** From now on nothing passes between hosts of different sides. */
  divide(hosts: Iterable<Host>, sideOf: (host: Host) => number): void {
    for (const host of hosts) host.side = sideOf(host);
    for (const host of hosts)
      for (const { binding, connecting, connection } of host.connections) {
        if (binding.side === connecting.side) connection.start();
        else connection.stop();
      }
  }

  #connect(binding: Host, bound: Party, connecting: Host, dialling: Dialling, delayMs: number): void {
    const between = <C extends SimulatedConnection>(Connection: new (setting: ConnectionSetting) => C): C => {
      const joint = new Joint(this.#medium, binding, connecting, delayMs, Connection);
      this.connections += 1;
      binding.connections.add(joint);
      connecting.connections.add(joint);
      return joint.connection;
    };
    if (this.#options.wire === "octets") between(OctetPair).open(bound.octets, dialling.octets);
    else between(MessagePair).open(bound.message, dialling.message);
  }

  #break({ binding, connecting, connection }: Connected): void {
    connection.cut({ binding: binding.isUp, connecting: connecting.isUp });
  }

  #delay(): number {
    const [least, most] = this.#options.delayMs;
    return least + this.#random.below(most - least + 1);
  }
}
