/** What the tests of nodes share: a node with a clock that the test turns, and links that the test holds at the other end. */
import type { Answer, Question } from "../base/authentication.ts";
import type { Link, LinkListener } from "../base/link.ts";
import type { Message } from "../base/message.ts";
import { concatOctets, EMPTY, octetsOf, textOf } from "../base/octets.ts";
import type { SocketType } from "../patterns/socket-type.ts";
import type { MechanismFactory } from "../connection/options.ts";
import { encodeCommand } from "../wire/commands.ts";
import { COMMAND, encodeFrame } from "../wire/framing.ts";
import { encodeGreeting } from "../wire/greeting.ts";
import { encodeMetadata } from "../wire/metadata.ts";
import { Node } from "./node.ts";
import type { NodeEvent, NodeOptions, NodeSink } from "./options.ts";
import { Sharing } from "./sharing.ts";

const defaults: NodeOptions = {
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

/** One end of a fake connection: what is written goes to the other end when the test lets it. */
export class FakeLink implements Link {
  readonly remoteAddress = "192.0.2.1";
  listener: LinkListener | undefined;
  written: Uint8Array[] = [];
  taken = 0;
  /** How many writes the link takes before it is full. */
  room = Infinity;
  paused = false;
  endedWithin: number | undefined;

  write(head: Uint8Array, body: Uint8Array | undefined): boolean {
    this.written.push(concatOctets([head, body ?? EMPTY]));
    this.taken += 1;
    return this.taken < this.room;
  }
  pause(): void {
    this.paused = true;
  }
  resume(): void {
    this.paused = false;
  }
  end(flushMs: number): void {
    this.endedWithin = flushMs;
  }
}

/** A node with a clock that the test turns, and no transport. */
export class Bench implements NodeSink {
  readonly dials: { readonly dial: number; readonly atMs: number }[] = [];
  readonly hungUp: number[] = [];
  readonly events: NodeEvent[] = [];
  isFinished = false;
  nowMs = 0;
  wakeAtMs = Infinity;
  readonly node: Node;

  constructor(mechanism: MechanismFactory, type: SocketType, options: Partial<NodeOptions> = {}, sharing = new Sharing()) {
    this.node = new Node({ type, options: { ...defaults, ...options }, mechanism, sink: this, random: () => 0, sharing });
  }
  ask(_question: Question, _address: string, answer: Answer): void {
    answer({ type: "accepted" });
  }
  dial(dial: number): void {
    this.dials.push({ dial, atMs: this.nowMs });
  }
  hangUp(dial: number): void {
    this.hungUp.push(dial);
  }
  wake(atMs: number): void {
    this.wakeAtMs = Math.min(this.wakeAtMs, atMs);
  }
  readable(): void {
    // The tests ask the node.
  }
  writable(): void {
    // The tests ask the node.
  }
  event(event: NodeEvent): void {
    this.events.push(event);
  }
  finished(): void {
    this.isFinished = true;
  }

  /** Lets time pass; the node is called exactly when it asked to be. */
  pass(untilMs: number): void {
    while (this.wakeAtMs <= untilMs) {
      this.nowMs = this.wakeAtMs;
      this.wakeAtMs = Infinity;
      this.wakeAtMs = Math.min(this.wakeAtMs, this.node.tick(this.nowMs));
    }
    this.nowMs = untilMs;
  }

  /** A connection is there: the one that was dialled last, or one that a peer made. */
  open(how: "dialled" | "accepted", room = Infinity): FakeLink {
    const link = new FakeLink();
    link.room = room;
    const origin = how === "dialled" ? ({ type: "dialled", dial: this.dials.at(-1)?.dial ?? 0 } as const) : ({ type: "accepted", address: "here" } as const);
    link.listener = this.node.linkOpened(origin, link, "there", this.nowMs);
    return link;
  }

  /** A connection that has completed its handshake. */
  join(how: "dialled" | "accepted", peer: SocketType, identity = "", room = Infinity): FakeLink {
    const link = this.open(how, room);
    this.feed(link, encodeGreeting("NULL", false), ready(peer, identity));
    link.written = [];
    link.taken = 0;
    return link;
  }

  feed(link: FakeLink, ...octets: readonly Uint8Array[]): void {
    link.listener?.octets(concatOctets(octets), this.nowMs);
  }

  lose(link: FakeLink): void {
    link.listener?.ended(this.nowMs);
  }

  get receives(): string[] {
    const texts: string[] = [];
    for (;;) {
      const outcome = this.node.receive();
      if (typeof outcome === "string") return texts;
      texts.push(outcome.map(textOf).join("|"));
    }
  }

  /** Sends messages of one part until one is not accepted. */
  fill(): number {
    for (let count = 0; count < 100; count += 1) if (this.node.send(text(String(count))) !== undefined) return count;
    return 100;
  }
}

export function ready(type: SocketType, identity = ""): Uint8Array {
  const properties = encodeMetadata([["Socket-Type", octetsOf(type)], ...(identity === "" ? [] : ([["Identity", octetsOf(identity)]] as const))]);
  return encodeFrame(COMMAND, encodeCommand("READY", properties));
}
export const text = (...parts: readonly string[]): Message => parts.map(octetsOf);
export const frame = (body: string): Uint8Array => encodeFrame(0, octetsOf(body));
export const bodies = (link: FakeLink): string[] => link.written.map((octets) => textOf(octets.subarray(2)));
