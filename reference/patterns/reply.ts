/** REP: a request is delivered, then its reply goes back to where it came from (28/REQREP, The REP Socket Type). */
import type { RequirementId } from "../base/errors.ts";
import type { Admission } from "../base/carrier.ts";
import type { Message } from "../base/message.ts";
import { openEnvelope } from "./envelope.ts";
import { FairQueue } from "./fair-queue.ts";
import { ADMITTED, type Pattern, type PatternContext, type Pipe, type ReceiveOutcome, type SendOutcome } from "./pattern.ts";

/** idle: no request is being answered. answering: a request was delivered, and its reply is due. */
export type ReplyState = "idle" | "answering";
/** send, receive: the application asks. request: a well-formed request is next. malformed: a message is next that is no request. */
export type ReplyEvent = "send" | "receive" | "request" | "malformed";
export type ReplyCell = { readonly do: "reply" | "look" | "deliver" | "discard"; readonly to: ReplyState } | { readonly refuse: RequirementId };

/**
 * What a REP socket does in each state. Messages are looked at only when the application receives, so that they keep their places until then.
 *
 * @requirement request-reply.rep-send-state
 * @requirement request-reply.rep-receive-state
 * @requirement request-reply.rep-malformed
 * @requirement request-reply.rep-malformed-keep
 * @requirement exchange-patterns.one-response
 */
export const replyMachine = {
  idle: {
    send: { refuse: "request-reply.rep-send-state" },
    receive: { do: "look", to: "idle" },
    request: { do: "deliver", to: "answering" },
    malformed: { do: "discard", to: "idle" },
  },
  answering: {
    send: { do: "reply", to: "idle" },
    receive: { refuse: "request-reply.rep-receive-state" },
    request: { refuse: "request-reply.rep-receive-state" },
    malformed: { refuse: "request-reply.rep-receive-state" },
  },
} as const satisfies Record<ReplyState, Record<ReplyEvent, ReplyCell>>;

export class Reply implements Pattern {
  readonly #table: Record<ReplyState, Record<ReplyEvent, ReplyCell>>;
  readonly #partsAtLeast: number;
  readonly #incoming = new FairQueue();
  #state: ReplyState = "idle";
  #envelope: Message = [];
  #originator: Pipe | undefined;
  /** The connection on which the request came that is being answered. */
  #connection = 0;

  constructor(context: PatternContext, table: Record<ReplyState, Record<ReplyEvent, ReplyCell>> = replyMachine) {
    this.#partsAtLeast = context.row.partsAtLeast;
    this.#table = table;
  }

  get state(): ReplyState {
    return this.#state;
  }

  get writable(): boolean {
    return "do" in this.#table[this.#state].send;
  }

  get readable(): boolean {
    return "do" in this.#table[this.#state].receive && this.#incoming.readable;
  }

  attach(): void {
    // Peers are chosen by their requests only.
  }

  admit(): Admission {
    return ADMITTED;
  }

  connected(): void {
    // Nothing waits for a connection.
  }

  drained(): void {
    // Nothing waits for room.
  }

  /**
   * A reply that was not sent before its connection ended is for no other connection.
   *
   * @requirement request-reply.rep-originator
   */
  lost(pipe: Pipe): void {
    pipe.takeBack();
  }

  detach(): void {
    // What waits is sent or dropped by the node.
  }

  arrived(pipe: Pipe): void {
    this.#incoming.arrived(pipe);
  }

  receive(): ReceiveOutcome {
    const asked = this.#table[this.#state].receive;
    if ("refuse" in asked) return "wrong-state";
    for (;;) {
      const message = this.#incoming.next();
      if (message === undefined) return "would-block";
      const opened = openEnvelope(message);
      const cell = this.#table[this.#state][opened === undefined ? "malformed" : "request"];
      if ("refuse" in cell) return "wrong-state";
      this.#state = cell.to;
      if (cell.do !== "deliver" || opened === undefined) continue;
      this.#envelope = opened.envelope;
      this.#originator = this.#incoming.from;
      this.#connection = this.#originator?.readFrom ?? 0;
      return opened.body;
    }
  }

  /**
   * @requirement request-reply.rep-envelope
   * @requirement request-reply.rep-originator
   * @requirement request-reply.rep-originator-gone
   * @requirement request-reply.rep-never-blocks
   */
  send(message: Message): SendOutcome {
    if (message.length < this.#partsAtLeast) return "invalid";
    const cell = this.#table[this.#state].send;
    if ("refuse" in cell) return "wrong-state";
    this.#state = cell.to;
    const pipe = this.#originator;
    this.#originator = undefined;
    if (pipe !== undefined && pipe.connection === this.#connection && pipe.writable) pipe.write([...this.#envelope, ...message]);
    return undefined;
  }
}
