/** Histories: what an application and the peers of one socket do, in order, drawn from a seed. */
import { partners } from "./rules.ts";
import type { Parts } from "./model.ts";

export type Action =
  | { readonly do: "peer connects"; readonly peer: string; readonly type: string; readonly identity: string }
  | { readonly do: "connects" | "disconnects" | "peer closes"; readonly peer: string }
  | { readonly do: "accepts"; readonly peer: string; readonly type: string; readonly identity: string }
  | { readonly do: "sends"; readonly parts: Parts; /** The peer whose generated identity comes first. */ readonly to?: string }
  | { readonly do: "receives" }
  | { readonly do: "peer sends"; readonly peer: string; readonly parts: Parts }
  | { readonly do: "peer subscribes"; readonly peer: string; readonly topic: string; readonly cancels: boolean; readonly form: "command" | "message" }
  | { readonly do: "subscribes"; readonly topic: string; readonly cancels: boolean };

export interface History {
  readonly type: string;
  /** The limit of outgoing queues; zero for the default. */
  readonly limit: number;
  readonly mandatory: boolean;
  readonly actions: readonly Action[];
}

/** The types of which there are histories. */
export const historyTypes: readonly string[] = Object.keys(partners);

/** The history of this seed and number; types take turns. */
export function historyOf(seed: number, number: number, types: readonly string[] = historyTypes): History {
  const type = types[number % types.length] ?? "DEALER";
  const dice = new Dice((Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b)) >>> 0);
  const limit = ["REQ", "DEALER", "PUSH", "PAIR", "XSUB", "ROUTER"].includes(type) ? dice.pick([0, 0, 1, 2]) : 0;
  const mandatory = type === "ROUTER" && dice.below(2) === 0;
  return { type, limit, mandatory, actions: new Author(type, dice).write(12 + dice.below(16)) };
}

/** A small generator of numbers (mulberry32), the same everywhere. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }
}

const topics = ["", "a", "ab", "b"];
const identities = ["A", "B"];
const mostPeers = 5;

/** Writes a history; it follows roughly who is there, so that most of what it asks for can be done. */
class Author {
  readonly #type: string;
  readonly #dice: Dice;
  readonly #peers = new Map<string, "made" | "up" | "made and up" | "gone">();
  #messages = 0;

  constructor(type: string, dice: Dice) {
    this.#type = type;
    this.#dice = dice;
  }

  write(length: number): readonly Action[] {
    return Array.from({ length }, (_none, index) => (index === 0 ? this.#arrive() : this.#next()));
  }

  #next(): Action {
    const weighted: readonly (readonly [number, () => Action | undefined])[] = [
      [this.#peers.size < mostPeers ? 3 : 0, () => this.#arrive()],
      [2, () => this.#accept()],
      [1, () => this.#leave()],
      [sends.has(this.#type) ? 6 : 1, () => this.#send()],
      [receives.has(this.#type) ? 6 : 1, () => ({ do: "receives" })],
      [receives.has(this.#type) ? 6 : 1, () => this.#peerSends()],
      [this.#type === "PUB" || this.#type === "XPUB" ? 7 : 0, () => this.#peerSubscribes()],
      [this.#type === "SUB" ? 4 : 0, () => ({ do: "subscribes", topic: this.#dice.pick(topics), cancels: this.#dice.below(3) === 0 })],
    ];
    const total = weighted.reduce((sum, [weight]) => sum + weight, 0);
    for (;;) {
      let at = this.#dice.below(total);
      const [, choose] = weighted.find(([weight]) => (at -= weight) < 0) ?? [0, () => undefined];
      const action = choose();
      if (action !== undefined) return action;
    }
  }

  /** Somebody new: a peer that connects, or one to which the socket connects. */
  #arrive(): Action {
    const peer = "ABCDEFGH"[this.#peers.size] ?? "H";
    // A PAIR has one peer: it asks to connect only at the beginning.
    if (this.#dice.below(2) === 0 && (this.#type !== "PAIR" || this.#peers.size === 0)) {
      this.#peers.set(peer, "made");
      return { do: "connects", peer };
    }
    const odd = this.#dice.below(6) === 0;
    if (!odd) this.#peers.set(peer, "up");
    else this.#peers.set(peer, "gone");
    const allowed = partners[this.#type] ?? [];
    const type = odd ? this.#dice.pick(Object.keys(partners).filter((one) => !allowed.includes(one))) : this.#dice.pick(allowed);
    return { do: "peer connects", peer, type, identity: this.#type === "ROUTER" ? this.#dice.pick([...identities, ""]) : "" };
  }

  #accept(): Action | undefined {
    const peer = this.#one("made");
    if (peer === undefined) return undefined;
    this.#peers.set(peer, "made and up");
    // Whoever comes back as somebody else is rare; a name of its own keeps it apart from those who connect.
    const identity = this.#type === "ROUTER" ? (this.#dice.below(8) === 0 ? `other-${peer}` : `made-${peer}`) : "";
    return { do: "accepts", peer, type: this.#dice.pick(partners[this.#type] ?? []), identity };
  }

  #leave(): Action | undefined {
    const peer = this.#one("up", "made and up");
    if (peer === undefined) return undefined;
    const made = this.#peers.get(peer) === "made and up";
    if (made && this.#dice.below(3) === 0) {
      this.#peers.set(peer, "gone");
      return { do: "disconnects", peer };
    }
    this.#peers.set(peer, made ? "made" : "gone");
    return { do: "peer closes", peer };
  }

  #send(): Action {
    if (this.#type !== "ROUTER") return { do: "sends", parts: this.#type === "XSUB" ? this.#upstream() : this.#message() };
    const known = [...this.#peers].filter(([, place]) => place !== "gone").map(([peer]) => peer);
    if (known.length > 0 && this.#dice.below(3) === 0) return { do: "sends", parts: this.#message(), to: this.#dice.pick(known) };
    const identity = this.#dice.pick([...identities, ...known.map((peer) => `made-${peer}`), "nobody"]);
    return { do: "sends", parts: this.#dice.below(10) === 0 ? [identity] : [identity, ...this.#message()] };
  }

  #peerSends(): Action | undefined {
    const peer = this.#one("up", "made and up");
    if (peer === undefined) return undefined;
    return { do: "peer sends", peer, parts: this.#type === "REQ" || this.#type === "REP" ? this.#enveloped() : this.#message() };
  }

  #peerSubscribes(): Action | undefined {
    const peer = this.#one("up", "made and up");
    if (peer === undefined) return undefined;
    const [topic, cancels] = [this.#dice.pick(topics), this.#dice.below(3) === 0];
    return { do: "peer subscribes", peer, topic, cancels, form: this.#dice.pick(["command", "command", "message"] as const) };
  }

  /** One to three parts, some of them empty; a number tells it from all others. */
  #message(): Parts {
    this.#messages += 1;
    const mark = `${this.#dice.pick(["a", "ab", "b", "c"])}${this.#messages}`;
    return this.#dice.pick<Parts>([[mark], [mark, ""], [mark, "x"], ["", mark], [mark, "", "y"]]);
  }

  /** As between REQ, ROUTER and REP; now and then malformed. */
  #enveloped(): Parts {
    const body = this.#message();
    const addresses = this.#type === "REP" ? this.#dice.pick<Parts>([[], [], ["p"], ["p", "q"]]) : [];
    if (this.#dice.below(6) === 0) return this.#dice.pick<Parts>([[`bare${this.#messages}`], [...addresses, ""], [`bare${this.#messages}`, "tail"]]);
    return [...addresses, "", ...body];
  }

  #upstream(): Parts {
    return this.#dice.below(3) === 0 ? this.#message() : [`${this.#dice.below(3) === 0 ? "\x00" : "\x01"}${this.#dice.pick(topics)}`];
  }

  #one(...places: readonly string[]): string | undefined {
    const there = [...this.#peers].filter(([, place]) => places.includes(place)).map(([peer]) => peer);
    return there.length === 0 ? undefined : this.#dice.pick(there);
  }
}

const sends = new Set(["REQ", "REP", "DEALER", "ROUTER", "PUB", "XPUB", "XSUB", "PUSH", "PAIR"]);
const receives = new Set(["REQ", "REP", "DEALER", "ROUTER", "XPUB", "SUB", "XSUB", "PULL", "PAIR"]);
