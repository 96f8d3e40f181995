/** The world of one run: hosts and what runs on them, time, and what was struck when. */
import { nullMechanism } from "../../../reference/security/null.ts";
import type { NodeOptions } from "../../../reference/node/options.ts";
import type { SocketType } from "../../../reference/index.ts";
import { VirtualClock } from "../../../reference/simulation/clock.ts";
import type { Connected, Host } from "../../../reference/simulation/network.ts";
import { Host as NetworkHost, Network } from "../../../reference/simulation/network.ts";
import { SeededRandom } from "../../../reference/simulation/random.ts";
import { defaultOptions, SimulatedSocket, type World } from "../../../reference/simulation/socket.ts";
import type { SimulationPlan } from "./plan.ts";

/** When something was struck; open while it lasts. */
export interface Strike {
  readonly host: Host;
  readonly fromMs: number;
  untilMs: number;
}

/** A place where the topology has a process: it can crash and start again. */
export interface Place {
  readonly host: Host;
  /** Opens the sockets, binds and connects them, and gives them their work. */
  readonly start: (host: Host) => void;
  /** Whether faults may strike it. */
  readonly strikable: boolean;
}

export class Scene {
  readonly clock = new VirtualClock();
  readonly random: SeededRandom;
  readonly network: Network;
  readonly places: Place[] = [];
  readonly strikes: Strike[] = [];
  readonly #world: World;
  /** How many sockets were opened. */
  sockets = 0;

  /** `window`: the messages that may be under way on a connection in one direction. */
  constructor(plan: SimulationPlan, window = 1000) {
    this.random = new SeededRandom(plan.seed);
    this.network = new Network(this.clock, this.random, { wire: plan.wire, delayMs: plan.delayMs, window });
    this.#world = { clock: this.clock, network: this.network, random: this.random.next, mechanism: nullMechanism };
  }

  /** A place, and its first start. */
  place(name: string, start: (host: Host) => void, strikable = false): Host {
    const host = new NetworkHost(name);
    this.places.push({ host, strikable, start });
    start(host);
    return host;
  }

  socket(host: Host, type: SocketType, options: Partial<NodeOptions> = {}): SimulatedSocket {
    this.sockets += 1;
    return new SimulatedSocket(this.#world, host, type, optionsOf(options));
  }

  get hosts(): readonly Host[] {
    return this.places.map(({ host }) => host);
  }

  /** Lets time pass until nothing is under way, or until then. Gives false when it goes on. */
  settle(untilMs = Infinity): boolean {
    while (this.clock.pending > 0 && this.clock.nextMs <= untilMs) this.clock.turn();
    return this.clock.pending === 0;
  }

  strike(host: Host): Strike {
    const strike = { host, fromMs: this.clock.nowMs, untilMs: Infinity };
    this.strikes.push(strike);
    return strike;
  }

  /** Whether one of the hosts was struck between the two times, counted on for as long as it takes to recover. */
  struck(hosts: readonly (Host | undefined)[], fromMs: number, untilMs: number, recoveryMs: number): boolean {
    return this.strikes.some((strike) => hosts.includes(strike.host) && strike.fromMs <= untilMs && strike.untilMs + recoveryMs >= fromMs);
  }
}

/** What each side of a connection has sent, with its host. */
export function linkLoad({ binding, connecting, connection }: Connected): readonly { readonly host: Host; readonly sent: number }[] {
  return [
    { host: binding, sent: connection.sent.binding },
    { host: connecting, sent: connection.sent.connecting },
  ];
}

const shared = new Map<string, NodeOptions>();

/** Sockets with the same options share one object: a million copies would cost more than the sockets. */
function optionsOf(options: Partial<NodeOptions>): NodeOptions {
  const key = JSON.stringify(options);
  const known = shared.get(key) ?? { ...defaultOptions, ...options };
  shared.set(key, known);
  return known;
}
