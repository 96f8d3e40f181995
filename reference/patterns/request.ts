/** REQ: a request goes out, its reply comes in, in turn (28/REQREP, The REQ Socket Type). */
import type { Admission } from "../base/carrier.ts";
import { ImpossibleError, type RequirementId } from "../base/errors.ts";
import type { Message } from "../base/message.ts";
import { EMPTY } from "../base/octets.ts";
import { bodyBehind } from "./envelope.ts";
import { ADMITTED, type Pattern, type PatternContext, type Pipe, type ReceiveOutcome, type SendOutcome } from "./pattern.ts";
import { RoundRobin } from "./round-robin.ts";

/**
 * ready: no request is under way. held: a request was accepted, and its pipe went before it could be sent. waiting: the request is on its way to the asked peer. orphaned: the
 * asked peer's connection closed, so no reply can come. answered: the reply is there.
 */
export type RequestState = "ready" | "held" | "waiting" | "orphaned" | "answered";
/**
 * send, receive: the application asks. reply: a well-formed message of the asked connection. stray: any other message. returned: the asked pipe gave the unsent request back.
 * available: some pipe has room. lost: the connection closed that had taken the request.
 */
export type RequestEvent = "send" | "receive" | "reply" | "stray" | "returned" | "available" | "lost";
export type RequestCell =
  | { readonly do: "ask" | "ask-again" | "keep" | "discard" | "deliver" | "block" | "hold" | "ask-held" | "none"; readonly to: RequestState }
  | { readonly refuse: RequirementId };

const sendRefused = { refuse: "request-reply.req-send-state" } as const;
const ignored = (state: RequestState) => ({ do: "none", to: state }) as const;
const strayed = (state: RequestState) => ({ do: "discard", to: state }) as const;

/**
 * What a REQ socket does in each state. When the asked peer's connection closes it waits on, so that an application sees the same as with a peer that is slow: its own
 * time limit ends the wait.
 *
 * @requirement request-reply.req-send-state
 * @requirement request-reply.req-receive-state
 * @requirement request-reply.req-asked-peer
 * @requirement request-reply.req-asked-peer-gone
 * @requirement request-reply.req-stale
 * @requirement request-reply.req-peer-lost
 * @requirement request-reply.req-malformed-close the connection is kept
 * @requirement request-reply.req-keeps-request
 */
export const requestMachine = {
  ready: {
    send: { do: "ask", to: "waiting" },
    receive: { refuse: "request-reply.req-receive-state" },
    reply: strayed("ready"),
    stray: strayed("ready"),
    returned: ignored("ready"),
    available: ignored("ready"),
    lost: ignored("ready"),
  },
  held: {
    send: sendRefused,
    receive: { do: "block", to: "held" },
    reply: strayed("held"),
    stray: strayed("held"),
    returned: ignored("held"),
    available: { do: "ask-held", to: "waiting" },
    lost: ignored("held"),
  },
  waiting: {
    send: sendRefused,
    receive: { do: "block", to: "waiting" },
    reply: { do: "keep", to: "answered" },
    stray: strayed("waiting"),
    returned: { do: "hold", to: "held" },
    available: ignored("waiting"),
    lost: { do: "none", to: "orphaned" },
  },
  orphaned: {
    send: sendRefused,
    receive: { do: "block", to: "orphaned" },
    reply: strayed("orphaned"),
    stray: strayed("orphaned"),
    returned: ignored("orphaned"),
    available: ignored("orphaned"),
    lost: ignored("orphaned"),
  },
  answered: {
    send: sendRefused,
    receive: { do: "deliver", to: "ready" },
    reply: strayed("answered"),
    stray: strayed("answered"),
    returned: ignored("answered"),
    available: ignored("answered"),
    lost: ignored("answered"),
  },
} as const satisfies Record<RequestState, Record<RequestEvent, RequestCell>>;

/**
 * The `send` column when the application asked for relaxed turns: a new request takes the place of the last.
 *
 * @requirement options.relaxed
 */
export const relaxedSend: RequestCell = { do: "ask-again", to: "waiting" };

export class Request implements Pattern {
  readonly #table: Record<RequestState, Record<RequestEvent, RequestCell>>;
  readonly #context: PatternContext;
  readonly #pipes = new RoundRobin();
  #state: RequestState = "ready";
  /** The pipe that got the request, and the frames with which the reply has to begin. */
  #asked: Pipe | undefined;
  #envelope: Message = [EMPTY];
  #held: Message | undefined;
  #reply: Message | undefined;
  #requestId: number;

  constructor(context: PatternContext, table: Record<RequestState, Record<RequestEvent, RequestCell>> = requestMachine) {
    this.#context = context;
    this.#table = table;
    this.#requestId = context.random();
  }

  get state(): RequestState {
    return this.#state;
  }

  get writable(): boolean {
    return "do" in this.#cell("send") && this.#pipes.writable;
  }

  get readable(): boolean {
    return this.#state === "answered";
  }

  attach(pipe: Pipe): void {
    this.#pipes.add(pipe);
    this.#available();
  }

  admit(): Admission {
    return ADMITTED;
  }

  connected(): void {
    this.#available();
  }

  drained(): void {
    this.#available();
  }

  /** A request that still waits in the pipe goes to the next connection: that one is then the asked peer. */
  lost(pipe: Pipe): void {
    if (pipe === this.#asked && pipe.waiting === 0) this.#step("lost");
  }

  detach(pipe: Pipe): void {
    this.#pipes.remove(pipe);
    const unsent = pipe.takeBack().at(-1);
    if (pipe !== this.#asked) return;
    if (unsent === undefined) {
      this.#step("lost");
      return;
    }
    this.#held = unsent;
    this.#step("returned");
    this.#available();
  }

  arrived(pipe: Pipe): void {
    for (let message = pipe.read(); message !== undefined; message = pipe.read()) {
      const body = pipe === this.#asked && pipe.waiting === 0 ? bodyBehind(message, this.#envelope) : undefined;
      const cell = this.#cell(body === undefined ? "stray" : "reply");
      if ("refuse" in cell) throw new ImpossibleError("a REQ socket refuses a message of a peer");
      if (cell.do === "keep") this.#reply = body;
      this.#state = cell.to;
    }
  }

  send(message: Message): SendOutcome {
    if (message.length < this.#context.row.partsAtLeast) return "invalid";
    const cell = this.#cell("send");
    if ("refuse" in cell) return "wrong-state";
    const pipe = this.#pipes.next();
    if (pipe === undefined) return "would-block";
    this.#envelope = this.#nextEnvelope();
    this.#ask(pipe, [...this.#envelope, ...message]);
    this.#state = cell.to;
    return undefined;
  }

  receive(): ReceiveOutcome {
    const cell = this.#cell("receive");
    if ("refuse" in cell) return "wrong-state";
    this.#state = cell.to;
    if (cell.do === "block") return "would-block";
    const reply = this.#reply;
    this.#reply = undefined;
    this.#asked = undefined;
    if (reply === undefined) throw new ImpossibleError("a REQ socket delivers a reply that it has not");
    return reply;
  }

  /**
   * @requirement request-reply.req-delimiter
   * @requirement options.correlate
   * @requirement options.correlate-reply
   */
  #nextEnvelope(): Message {
    if (!this.#context.options.correlate) return [EMPTY];
    const id = new Uint8Array(4);
    this.#requestId = (this.#requestId + 1) >>> 0;
    new DataView(id.buffer).setUint32(0, this.#requestId);
    return [id, EMPTY];
  }

  #ask(pipe: Pipe, request: Message): void {
    this.#asked = pipe;
    this.#reply = undefined;
    this.#held = undefined;
    pipe.write(request);
  }

  /** Sends the held request, if there is one and a pipe has room. */
  #available(): void {
    const cell = this.#cell("available");
    if ("refuse" in cell || cell.do !== "ask-held") return;
    const pipe = this.#pipes.next();
    if (pipe === undefined || this.#held === undefined) return;
    this.#ask(pipe, this.#held);
    this.#state = cell.to;
  }

  #step(event: RequestEvent): void {
    const cell = this.#cell(event);
    if ("do" in cell) this.#state = cell.to;
  }

  #cell(event: RequestEvent): RequestCell {
    return event === "send" && this.#context.options.relaxed ? relaxedSend : this.#table[this.#state][event];
  }
}
