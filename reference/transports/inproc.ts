/** Inproc: sockets of one context meet by name, and messages pass as they are. Mirrors spec/transports/inproc.md. */
import type { Admission, Carrier, CarrierListener, CloseReason, Peer } from "../base/carrier.ts";
import { UsageError } from "../base/errors.ts";
import type { Message } from "../base/message.ts";
import type { Subscription } from "../base/subscription.ts";
import { copyOf } from "./buffers.ts";
import { nowMs } from "./clock.ts";

/** What a socket brings to the meeting. */
export interface InprocParty {
  readonly self: Peer;
  opened(carrier: Carrier): CarrierListener;
}

/** The names of one context. */
export class InprocNames {
  readonly #bound = new Map<string, InprocParty>();
  /** Parties that wait for a name, in the order in which they came. */
  readonly #waiting = new Map<string, Set<InprocParty>>();

  /**
   * Binds a name, and meets those who wait for it. The result frees the name. Throws UsageError with EADDRINUSE.
   *
   * @requirement inproc.name-in-use
   * @requirement inproc.name-free-again
   */
  bind(name: string, party: InprocParty): () => void {
    if (this.#bound.has(name)) throw new UsageError(`inproc://${name} is bound already`, "EADDRINUSE");
    this.#bound.set(name, party);
    const waiting = this.#waiting.get(name);
    this.#waiting.delete(name);
    for (const other of waiting ?? []) meet(party, other);
    return () => {
      if (this.#bound.get(name) === party) this.#bound.delete(name);
    };
  }

  isBound(name: string): boolean {
    return this.#bound.has(name);
  }

  /**
   * Meets the party that has bound the name, now or when there is one. The result ends the wait.
   *
   * @requirement inproc.connect-before-bind
   */
  connect(name: string, party: InprocParty): () => void {
    const bound = this.#bound.get(name);
    if (bound !== undefined) {
      meet(bound, party);
      return () => undefined;
    }
    const waiting = this.#waiting.get(name) ?? new Set();
    this.#waiting.set(name, waiting.add(party));
    return () => {
      waiting.delete(party);
    };
  }
}

/**
 * Joins two parties, if each admits the other.
 *
 * @requirement inproc.same-semantics
 */
function meet(binding: InprocParty, connecting: InprocParty): void {
  const [a, b] = [new Half(), new Half()];
  a.join(b, binding.opened(a));
  b.join(a, connecting.opened(b));
  if (!a.admit(connecting.self) || !b.admit(binding.self)) return;
  a.ready();
  b.ready();
  a.begin();
  b.begin();
}

/** One side of a meeting. */
class Half implements Carrier {
  #other: Half | undefined;
  #listener: CarrierListener | undefined;
  /** The other side has no room. */
  #full = false;
  /** What was sent before both sides were ready. */
  #early: Message[] | undefined = [];
  readonly #earlySubscriptions: Subscription[] = [];

  join(other: Half, listener: CarrierListener): void {
    this.#other = other;
    this.#listener = listener;
  }

  /** Asks this side's owner about the peer; a refusal ends both sides. */
  admit(peer: Peer): boolean {
    const admission: Admission = this.#listener?.admit(peer) ?? ADMITTED;
    if (admission.type === "admitted") return true;
    this.#other?.end(admission.forNow === true ? { type: "ended", error: undefined } : { type: "rejected", reason: admission.reason });
    this.end(admission);
    return false;
  }

  ready(): void {
    this.#listener?.ready();
  }

  /** Both sides are ready. */
  begin(): void {
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const subscription of this.#earlySubscriptions.splice(0)) this.subscribe(subscription);
    for (const message of early) this.send(message);
    if (early.length > 0 && !this.#full) this.#listener?.drained();
  }

  /** The receiver gets octets of its own, as over any other transport. */
  send(message: Message): boolean {
    if (this.#early !== undefined) {
      this.#early.push(message);
      this.#full = true;
      return false;
    }
    this.#full = !(this.#other?.deliver(message.map(copyOf)) ?? false);
    return !this.#full;
  }

  subscribe(subscription: Subscription): void {
    if (this.#early === undefined) this.#other?.ask(subscription);
    else this.#earlySubscriptions.push(subscription);
  }

  ask(subscription: Subscription): void {
    this.#listener?.subscription({ ...subscription, topic: copyOf(subscription.topic) });
  }

  deliver(message: Message): boolean {
    return this.#listener?.message(message) ?? false;
  }

  resume(): void {
    this.#other?.drained();
  }

  drained(): void {
    if (!this.#full) return;
    this.#full = false;
    this.#listener?.drained();
  }

  close(): void {
    this.#listener = undefined;
    const other = this.#other;
    this.#other = undefined;
    other?.end({ type: "ended", error: undefined });
  }

  end(reason: CloseReason): void {
    const listener = this.#listener;
    this.#listener = undefined;
    this.#other = undefined;
    listener?.closed(reason, nowMs());
  }
}

const ADMITTED: Admission = { type: "admitted" };
