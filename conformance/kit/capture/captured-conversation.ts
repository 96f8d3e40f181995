/** One TCP connection of a capture: is it ZMTP, does it begin at its start or in the middle, and what do the monitors say? */
import { concat, hex, text } from "../octets.ts";
import { bothSides, type Side } from "../watch/conversation.ts";
import { Watch, type Breach } from "../watch/judge.ts";

export interface Origin {
  /** From 1, in the order in which connections begin. */
  readonly number: number;
  /** The address that made the connection, or has the higher port when nothing shows that. */
  readonly connecting: string;
  readonly binding: string;
  /** The first packet, as Wireshark counts. */
  readonly packet: number;
  /** A SYN was captured. */
  readonly fromItsStart: boolean;
}

/**
 * `whole`: everything from the greetings on. `gaps`: octets are missing later. `middle`: it was under way before the capture, and octets show where frames begin.
 * What is silent or of another protocol is left out.
 */
export type Kind = { readonly type: "whole" | "gaps" | "middle" | "silent" } | { readonly type: "other"; readonly reason: string };

export interface FoundBreach {
  readonly packet: number;
  readonly breach: Breach;
}

/** What is enough to know a greeting: its signature. */
const signatureOctets = 10;

/** A request of HTTP; whether it is one for WebSocket is known when it has been answered. */
const request = "GET ";

type Opening = "undecided" | "greeting" | "other";

export class CapturedConversation {
  readonly origin: Origin;
  readonly breaches: FoundBreach[] = [];
  /** Octets that were captured, and those that are known to be missing. */
  readonly octets: Record<Side, number> = { connecting: 0, binding: 0 };
  readonly missing: Record<Side, number> = { connecting: 0, binding: 0 };
  readonly #heads: Record<Side, Uint8Array[]> = { connecting: [], binding: [] };
  readonly #firsts: Record<Side, Uint8Array> = { connecting: new Uint8Array(), binding: new Uint8Array() };
  readonly #openings: Record<Side, Opening> = { connecting: "undecided", binding: "undecided" };
  #packet: number;
  #watch: Watch;

  constructor(origin: Origin) {
    this.origin = origin;
    this.#packet = origin.packet;
    this.#watch = this.#begin("tcp");
  }

  get watch(): Watch {
    return this.#watch;
  }

  get kind(): Kind {
    const speaking = bothSides.filter((side) => this.octets[side] > 0);
    if (speaking.length === 0) return { type: "silent" };
    if (this.watch.transport === "ws" && this.watch.subProtocol === undefined) return { type: "other", reason: this.#said(speaking) };
    const greeted = this.watch.transport === "ws" ? speaking : speaking.filter((side) => this.#openings[side] === "greeting");
    if (greeted.length === 0 && !speaking.some((side) => this.watch.conversation.inStep(side))) return { type: "other", reason: this.#said(speaking) };
    if (!this.watch.hasGaps) return { type: "whole" };
    return { type: greeted.length === speaking.length ? "gaps" : "middle" };
  }

  /** Whether it is ZMTP, so that what the monitors say is meant. */
  get isJudged(): boolean {
    return ["whole", "gaps", "middle"].includes(this.kind.type);
  }

  feed(side: Side, octets: Uint8Array, packet: number): void {
    this.#packet = packet;
    this.octets[side] += octets.length;
    if (this.#openings[side] !== "undecided") {
      this.watch.feed(side, octets);
      return;
    }
    this.#heads[side].push(octets);
    const head = concat(...this.#heads[side]);
    if (head[0] === 0xff && head.length < signatureOctets) return;
    if (side === "connecting" && request.startsWith(text(head.subarray(0, request.length)))) {
      if (head.length < request.length) return;
      this.#watch = this.#begin("ws");
    }
    this.#open(side, head[0] === 0xff && head[signatureOctets - 1] === 0x7f ? "greeting" : "other");
  }

  /** Octets of this side were not captured. */
  skip(side: Side, size: number, packet: number): void {
    this.#packet = packet;
    this.missing[side] += size;
    if (this.#openings[side] === "undecided") this.#open(side, "other");
    this.watch.skip(side, size);
  }

  end(side: Side, how: "end of stream" | "reset"): void {
    if (this.#openings[side] === "undecided") this.#open(side, this.#heads[side].length > 0 ? "greeting" : "other");
    this.watch.end(side, how);
  }

  #said(speaking: readonly Side[]): string {
    const { binding: why } = this.watch.transport === "ws" ? this.watch.foreign : {};
    const protocols = speaking.map((side) => `the ${side} peer ${describe(this.#firsts[side], this.#isWhole)}`).join(", ");
    return why === undefined ? protocols : `${protocols}; ${why}`;
  }

  get #isWhole(): boolean {
    return this.origin.fromItsStart && this.missing.connecting + this.missing.binding === 0;
  }

  #begin(transport: "tcp" | "ws"): Watch {
    return new Watch(undefined, (breach) => this.breaches.push({ packet: this.#packet, breach }), transport);
  }

  /** A side that does not begin with a greeting was under way already, unless the capture has the connection from its first packet. */
  #open(side: Side, opening: "greeting" | "other"): void {
    this.#openings[side] = opening;
    const head = this.#heads[side].splice(0);
    if (opening === "other" && !this.origin.fromItsStart && this.watch.transport !== "ws") this.watch.skip(side);
    for (const octets of head) this.watch.feed(side, octets);
    this.#firsts[side] = concat(...head).slice(0, 64);
  }
}

const protocols: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^PRI \* HTTP\/2/u, "HTTP/2"],
  [/^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|CONNECT|TRACE) |^HTTP\/1/u, "HTTP"],
  [/^[\x14-\x17]\x03[\x00-\x04]/u, "TLS"],
  [/^SSH-/u, "SSH"],
];

function describe(first: Uint8Array, whole: boolean): string {
  const start = text(first);
  const name = protocols.find(([pattern]) => pattern.test(start))?.[1];
  if (name !== undefined) return `speaks ${name}`;
  const shown = /^[ -~\r\n]+$/u.test(start) ? JSON.stringify(start.split(/[\r\n]/u)[0]?.slice(0, 32)) : hex(first.subarray(0, 12));
  return `${whole ? "begins with" : "is not understood; first octets"} ${shown}`;
}
