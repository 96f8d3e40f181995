/** Watches a conversation with every monitor, on both sides: what each peer kept, and what it broke. */
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import { requirement } from "../requirements.ts";
import { Conversation, bothSides, otherSide, type Passed, type Side, type WatchEvent } from "./conversation.ts";
import { handshakes, heartbeats, metadata, Announced } from "./handshakes.ts";
import type { Monitor } from "./monitor.ts";
import { judgeable } from "./partial.ts";
import { commands, frames, greetings } from "./octets.ts";
import { publishers, replies, requests, subscribers } from "./patterns.ts";

export const monitors: readonly Monitor[] = [greetings, frames, commands, metadata, handshakes, heartbeats, requests, replies, subscribers, publishers];

/** All statements that some monitor can judge, in their order. */
export function watchedStatements(): readonly RequirementId[] {
  return [...new Set(monitors.flatMap(({ judges }) => judges))];
}

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
  #gaps = false;
  readonly #deaf: Record<Side, boolean> = { connecting: false, binding: false };
  readonly #watching: ((event: WatchEvent) => void)[] = [];
  readonly #onEvent: (event: WatchEvent) => void;

  constructor(onEvent: (event: WatchEvent) => void = () => undefined, onBreach: (breach: Breach) => void = () => undefined) {
    this.#onEvent = onEvent;
    this.conversation = new Conversation((event) => this.#take(event));
    for (const side of bothSides) for (const monitor of monitors) this.#watching.push(this.#attach(monitor, side, onBreach));
  }

  feed(side: Side, octets: Uint8Array): void {
    this.conversation.feed(side, octets);
  }

  /** Octets of this side were not heard: so many, when that is known. */
  skip(side: Side, size?: number): void {
    this.conversation.skip(side, size);
  }

  /** Something of either side was not heard. */
  get hasGaps(): boolean {
    return this.#gaps;
  }

  /** Whether the statement can be judged of this side by what was heard up to now. */
  canJudge(side: Side, statement: RequirementId): boolean {
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

  #attach(monitor: Monitor, side: Side, onBreach: (breach: Breach) => void): (event: WatchEvent) => void {
    const silent = (statement: RequirementId): boolean =>
      (monitor.comparesBoth === true && this.#deaf[otherSide(side)]) || !this.canJudge(side, statement) || !this.#holds(side, statement);
    return monitor.watch(side, {
      keeps: (statement) => {
        if (!silent(statement)) this.kept[side].set(statement, (this.kept[side].get(statement) ?? 0) + 1);
      },
      breaks: (statement, expected, actual) => {
        if (silent(statement) || this.breaches.some((breach) => breach.side === side && breach.statement === statement)) return;
        const { recording } = this.conversation;
        const breach = { side, monitor: monitor.name, statement, expected, actual, octets: this.conversation.annotated(side), recording: recording?.slice() };
        this.breaches.push(breach);
        onBreach(breach);
      },
    });
  }
}
