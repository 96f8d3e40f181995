/** The world of one run: hosts and what runs on them, time, and what was struck when. */
import { nullMechanism } from "../../../reference/security/null.ts";
import type { NodeOptions } from "../../../reference/node/options.ts";
import type { SocketType } from "../../../reference/index.ts";
import { VirtualClock } from "../../../reference/simulation/clock.ts";
import type { Connected, Host } from "../../../reference/simulation/network.ts";
import { Host as NetworkHost, Network } from "../../../reference/simulation/network.ts";
import { SeededRandom } from "../../../reference/simulation/random.ts";
import { defaultOptions, SimulatedSocket, type World } from "../../../reference/simulation/socket.ts";
import type { Cause } from "./account.ts";
import type { Fault, SimulationPlan } from "./plan.ts";

/** When something was struck; open while it lasts. */
export interface Strike {
  readonly host: Host;
  readonly type: Fault["type"];
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
  readonly #marks: Partial<NodeOptions>;
  /** Hears of each host whose connections break. */
  broke: (host: Host) => void = () => undefined;
  /** How many sockets were opened. */
  sockets = 0;

  /** `window`: the messages that may be under way on a connection in one direction. */
  constructor(plan: SimulationPlan, window = plan.queueLimit ?? 1000) {
    this.#marks = plan.queueLimit === undefined ? {} : { sendHighWaterMark: plan.queueLimit, receiveHighWaterMark: plan.queueLimit };
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
    return new SimulatedSocket(this.#world, host, type, optionsOf({ ...this.#marks, ...options }));
  }

  get hosts(): readonly Host[] {
    return this.places.map(({ host }) => host);
  }

  /** Lets time pass until nothing is under way, or until then. Gives false when it goes on. */
  settle(untilMs = Infinity): boolean {
    while (this.clock.pending > 0 && this.clock.nextMs <= untilMs) this.clock.turn();
    return this.clock.pending === 0;
  }

  strike(host: Host, type: Fault["type"]): Strike {
    if (type !== "partition") this.broke(host);
    const strike = { host, type, fromMs: this.clock.nowMs, untilMs: Infinity };
    this.strikes.push(strike);
    return strike;
  }

  /** Whether one of the hosts was struck between the two times, counted on for as long as it takes to recover. */
  struck(hosts: readonly (Host | undefined)[], fromMs: number, untilMs: number, recoveryMs: number): boolean {
    return isStruck(this.strikesAt(hosts), fromMs, untilMs, recoveryMs);
  }

  strikesAt(hosts: readonly (Host | undefined)[]): readonly Strike[] {
    return this.strikes.filter(({ host }) => hosts.includes(host));
  }
}

/** Why something was lost that was on its way between two times past the hosts of these strikes. What is divided loses nothing, but it may keep what broke from coming back. */
export function causeOf(strikes: readonly Strike[], fromMs: number, untilMs: number, recoveryMs: number, isAtMark: () => boolean): Cause {
  const breaks = strikes.filter(({ type }) => type !== "partition");
  if (isStruck(breaks, fromMs, untilMs, recoveryMs)) return "failure";
  if (isAtMark()) return "mark";
  return breaks.some((strike) => strike.fromMs <= untilMs) && isStruck(strikes, fromMs, untilMs, recoveryMs) ? "failure" : "unexplained";
}

function isStruck(strikes: readonly Strike[], fromMs: number, untilMs: number, recoveryMs: number): boolean {
  return strikes.some((strike) => strike.fromMs <= untilMs && strike.untilMs + recoveryMs >= fromMs);
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
