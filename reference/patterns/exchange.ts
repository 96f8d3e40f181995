/** Socket types without a turn: messages go out by one strategy and come in by another. DEALER, ROUTER, PUSH, PULL and PAIR are such. */
import type { Admission, Peer } from "../base/carrier.ts";
import type { Message } from "../base/message.ts";
import { sameOctets } from "../base/octets.ts";
import { Exclusive } from "./exclusive.ts";
import { FairQueue } from "./fair-queue.ts";
import { Identities } from "./identities.ts";
import { ADMITTED, type Pattern, type PatternContext, type Pipe, type ReceiveOutcome, type SendOutcome } from "./pattern.ts";
import { RoundRobin } from "./round-robin.ts";
import { nowhere, type Routing } from "./routing.ts";

export class Exchange implements Pattern {
  readonly #routing: Routing;
  readonly #incoming = new FairQueue();
  readonly #partsAtLeast: number;
  readonly #receives: boolean;

  constructor(context: PatternContext) {
    this.#routing = createRouting(context);
    this.#partsAtLeast = context.row.partsAtLeast;
    this.#receives = context.row.incoming !== "none";
  }

  get writable(): boolean {
    return this.#routing.writable;
  }

  get readable(): boolean {
    return this.#incoming.readable;
  }

  attach(pipe: Pipe): void {
    this.#routing.attach(pipe);
  }

  admit(pipe: Pipe, peer: Peer): Admission {
    return this.#routing.admit(pipe, peer);
  }

  connected(): void {
    // What waits goes out by the pipe itself.
  }

  drained(): void {
    // What waits goes out by the pipe itself.
  }

  lost(pipe: Pipe): void {
    this.#routing.lost(pipe);
  }

  detach(pipe: Pipe): void {
    this.#routing.detach(pipe);
  }

  arrived(pipe: Pipe): void {
    if (this.#receives) this.#incoming.arrived(pipe);
    else pipe.read();
  }

  send(message: Message): SendOutcome {
    return message.length < this.#partsAtLeast ? "invalid" : this.#routing.send(message);
  }

  /** @requirement pipeline.push-no-receive */
  receive(): ReceiveOutcome {
    if (!this.#receives) return "unsupported";
    const message = this.#incoming.next();
    const { from } = this.#incoming;
    return message === undefined || from === undefined ? "would-block" : this.#routing.address(from, message);
  }
}

function createRouting(context: PatternContext): Routing {
  switch (context.row.outgoing) {
    case "by-identity":
      return new ByIdentity(context);
    case "exclusive":
      return new Exclusive();
    case "none":
      return nowhere;
    default:
      return new InTurn(context);
  }
}

/**
 * The next pipe in turn. Without one that has room the message is not accepted.
 *
 * @requirement sockets.no-available-peer
 * @requirement pipeline.one-peer
 */
class InTurn implements Routing {
  readonly #pipes = new RoundRobin();
  readonly #drops: boolean;

  constructor(context: PatternContext) {
    this.#drops = context.row.whenFull === "drop";
  }

  get writable(): boolean {
    return this.#drops || this.#pipes.writable;
  }

  attach(pipe: Pipe): void {
    this.#pipes.add(pipe);
  }

  admit(): Admission {
    return ADMITTED;
  }

  lost(): void {
    // The pipe keeps its place in the circle, and its messages.
  }

  detach(pipe: Pipe): void {
    this.#pipes.remove(pipe);
  }

  send(message: Message): SendOutcome {
    const pipe = this.#pipes.next();
    if (pipe === undefined) return this.#drops ? undefined : "would-block";
    pipe.write(message);
    return undefined;
  }

  address(_pipe: Pipe, message: Message): Message {
    return message;
  }
}

/** The pipe whose identity the first part is. */
class ByIdentity implements Routing {
  readonly #identities: Identities;
  /** The identities stay readable for messages that outlive their pipe's connection. */
  readonly #gone = new WeakMap<Pipe, Uint8Array>();
  readonly #context: PatternContext;

  constructor(context: PatternContext) {
    this.#identities = new Identities(context.random());
    this.#context = context;
  }

  /** @requirement request-reply.router-never-blocks */
  get writable(): boolean {
    return true;
  }

  attach(): void {
    // A peer can be named only when it has been admitted.
  }

  /**
   * @requirement request-reply.router-duplicate
   * @requirement request-reply.router-reconnect-identity
   * @requirement options.handover
   */
  admit(pipe: Pipe, peer: Peer): Admission {
    const holder = peer.identity.length === 0 ? undefined : this.#identities.find(peer.identity);
    if (holder !== undefined && holder !== pipe && holder.connection !== 0) {
      if (!this.#context.options.handover) return { type: "refused", requirement: "request-reply.router-duplicate", reason: "Identity-in-use" };
      this.detach(holder);
      holder.dismiss();
    }
    const old = this.#identities.of(pipe);
    this.#identities.give(pipe, peer.identity);
    // What waited for the peer of the last connection is not for another one.
    if (old.length > 0 && old !== this.#identities.of(pipe) && !sameOctets(old, peer.identity)) pipe.takeBack();
    return ADMITTED;
  }

  lost(): void {
    // A pipe that will have another connection keeps its identity and its messages till then.
  }

  detach(pipe: Pipe): void {
    const identity = this.#identities.of(pipe);
    if (identity.length > 0) this.#gone.set(pipe, identity);
    this.#identities.remove(pipe);
  }

  /**
   * @requirement request-reply.router-route
   * @requirement request-reply.router-unroutable
   * @requirement request-reply.router-mandatory
   * @requirement request-reply.router-mandatory-full
   */
  send(message: Message): SendOutcome {
    const { mandatory } = this.#context.options;
    const [identity, ...rest] = message;
    const pipe = identity === undefined ? undefined : this.#identities.find(identity);
    if (pipe === undefined) return mandatory ? "no-route" : undefined;
    if (!pipe.writable) return this.#context.row.whenFull === "drop" && !mandatory ? undefined : "would-block";
    pipe.write(rest);
    return undefined;
  }

  /** @requirement request-reply.router-prefix */
  address(pipe: Pipe, message: Message): Message {
    const identity = this.#identities.of(pipe);
    return [identity.length > 0 ? identity : (this.#gone.get(pipe) ?? identity), ...message];
  }
}
