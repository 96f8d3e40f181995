/** Watches a conversation with every monitor, on both sides: what each peer kept, and what it broke. */
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import { requirement } from "../requirements.ts";
import { Conversation, bothSides, otherSide, type Side, type WatchEvent } from "./conversation.ts";
import { handshakes, heartbeats, metadata, Announced } from "./handshakes.ts";
import type { Monitor } from "./monitor.ts";
import { judgeable, shownOverWebSocket } from "./partial.ts";
import { commands, frames, greetings, webSockets } from "./octets.ts";
import { publishers, replies, requests, subscribers } from "./patterns.ts";
import { Recording, type Passed } from "./recording.ts";
import { WebSocketEar } from "./web-socket-ear.ts";

export const monitors: readonly Monitor[] = [
  greetings,
  frames,
  commands,
  metadata,
  handshakes,
  heartbeats,
  requests,
  replies,
  subscribers,
  publishers,
  webSockets,
];

/** All statements that some monitor can judge over a transport, or over any, in their order. */
export function watchedStatements(transport?: WatchedTransport): readonly RequirementId[] {
  const all = [...new Set(monitors.flatMap(({ judges }) => judges))];
  if (transport === undefined) return all;
  return all.filter((statement) => (transport === "ws" ? shownOverWebSocket(statement, false) : !statement.startsWith("websocket.")));
}

/** What lies under the octets that are heard. */
export type WatchedTransport = "tcp" | "ipc" | "ws";

export interface Breach {
  readonly side: Side;
  readonly monitor: string;
  readonly statement: RequirementId;
  readonly expected: string;
  readonly actual: string;
  /** Octets of the peer up to the offence, annotated. */
  readonly octets: readonly string[];
  /** What passed up to the offence, when it was little enough to keep. */
  readonly recording: readonly Passed[] | undefined;
}

export class Watch {
  readonly conversation: Conversation;
  readonly announced = new Announced();
  /** How often each side kept each statement when it could have broken it. */
  readonly kept: Readonly<Record<Side, Map<RequirementId, number>>> = { connecting: new Map(), binding: new Map() };
  /** The first breach of each statement, by side. */
  readonly breaches: Breach[] = [];
  /** Why a side could not be understood, when it could not. */
  readonly foreign: Partial<Record<Side, string>> = {};
  readonly transport: WatchedTransport;
  /** Over WebSocket; the conversation is then told what that stands for. */
  readonly #webSocket: { readonly ear: WebSocketEar; readonly recording: Recording } | undefined;
  #gaps = false;
  readonly #deaf: Record<Side, boolean> = { connecting: false, binding: false };
  readonly #watching: ((event: WatchEvent) => void)[] = [];
  readonly #onEvent: (event: WatchEvent) => void;

  constructor(
    onEvent: (event: WatchEvent) => void = () => undefined,
    onBreach: (breach: Breach) => void = () => undefined,
    transport: WatchedTransport = "tcp",
  ) {
    this.#onEvent = onEvent;
    this.transport = transport;
    this.conversation = new Conversation((event) => this.#take(event));
    if (transport === "ws") this.#webSocket = { ear: this.#ear(), recording: new Recording() };
    for (const side of bothSides) for (const monitor of monitors) this.#watching.push(this.#attach(monitor, side, onBreach));
  }

  feed(side: Side, octets: Uint8Array): void {
    this.#webSocket?.recording.keep({ side, octets: new Uint8Array(octets) });
    (this.#webSocket?.ear ?? this.conversation).feed(side, octets);
  }

  /** Octets of this side were not heard: so many, when that is known. */
  skip(side: Side, size?: number): void {
    if (this.#webSocket === undefined) this.conversation.skip(side, size);
    else {
      this.#webSocket.recording.keep({ side, octets: new Uint8Array(), missing: size ?? "unknown" });
      this.#webSocket.ear.skip(side);
      this.#take({ side, type: "gap" });
    }
  }

  /** What could be judged of this conversation if all of it was heard. */
  get statements(): readonly RequirementId[] {
    const isBare = this.#webSocket?.ear.isBare === true;
    return watchedStatements(this.transport).filter((statement) => !isBare || shownOverWebSocket(statement, isBare));
  }

  /** Whether peers of ZWS agreed on one of its sub-protocols. Nothing on other transports. */
  get subProtocol(): string | undefined {
    return this.#webSocket?.ear.agreed;
  }

  /** Something of either side was not heard. */
  get hasGaps(): boolean {
    return this.#gaps;
  }

  /** Whether the statement can be judged of this side by what was heard up to now. */
  canJudge(side: Side, statement: RequirementId): boolean {
    if (this.#webSocket !== undefined && !shownOverWebSocket(statement, this.#webSocket.ear.isBare)) return false;
    const announced = this.announced.complete && this.announced.underNull;
    return judgeable(statement, { gaps: this.#gaps, found: this.conversation.wasSought(side), announced });
  }

  end(side: Side, how: "end of stream" | "reset"): void {
    this.conversation.end(side, how);
  }

  /** Whoever announces version 3.0 is not bound by what came with 3.1. */
  #holds(side: Side, statement: RequirementId): boolean {
    return requirement(statement).since !== "3.1" || this.announced.minor[side] !== 0;
  }

  #take(event: WatchEvent): void {
    this.announced.take(event);
    if (event.type === "gap") this.#gaps = true;
    if (event.type === "foreign") this.foreign[event.side] = event.reason;
    if (event.type === "malformed" || event.type === "foreign") this.#deaf[event.side] = true;
    for (const watch of this.#watching) watch(event);
    this.#onEvent(event);
  }

  #ear(): WebSocketEar {
    return new WebSocketEar({
      heard: (side, octets) => this.conversation.feed(side, octets),
      judged: (side, statement, kept, expected, actual) => this.#take({ side, type: "web-socket", statement, kept, expected, actual }),
      foreign: (side, reason) => this.#take({ side, type: "foreign", reason }),
    });
  }

  #attach(monitor: Monitor, side: Side, onBreach: (breach: Breach) => void): (event: WatchEvent) => void {
    const silent = (statement: RequirementId): boolean =>
      (monitor.comparesBoth === true && this.#deaf[otherSide(side)]) || !this.canJudge(side, statement) || !this.#holds(side, statement);
    return monitor.watch(side, {
      keeps: (statement) => {
        if (!silent(statement)) this.kept[side].set(statement, (this.kept[side].get(statement) ?? 0) + 1);
      },
      breaks: (statement, expected, actual) => {
        if (silent(statement) || this.breaches.some((breach) => breach.side === side && breach.statement === statement)) return;
        const recording = this.#webSocket === undefined ? this.conversation.recording : this.#webSocket.recording.pieces;
        const breach = { side, monitor: monitor.name, statement, expected, actual, octets: this.conversation.annotated(side), recording: recording?.slice() };
        this.breaches.push(breach);
        onBreach(breach);
      },
    });
  }
}
