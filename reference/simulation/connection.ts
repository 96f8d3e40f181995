/** Connections of the simulated network: two ends, a channel each way. One kind carries messages as they are, the other octets, cut at random, through the codec of the real connections. */
import type { Admission, Carrier, CarrierListener, CloseReason, Peer } from "../base/carrier.ts";
import type { Link, LinkListener } from "../base/link.ts";
import type { Message } from "../base/message.ts";
import { concatOctets, EMPTY } from "../base/octets.ts";
import type { Subscription } from "../base/subscription.ts";
import { Channel } from "./channel.ts";
import type { VirtualClock } from "./clock.ts";

/** What a connection needs from its network. */
export interface ConnectionSetting {
  readonly clock: VirtualClock;
  readonly delayMs: () => number;
  /** The messages, or the octets, that may be under way in one direction. */
  readonly window: number;
  /** An integer from 0 to below the bound. */
  readonly below: (bound: number) => number;
  /** The connection is over; so many messages, or pieces of octets, were under way. */
  readonly over: (lost: number) => void;
}

/** A connection as faults see it. */
export interface SimulatedConnection {
  /** Lets the two sides meet. */
  open(): void;
  /** Messages and subscriptions, or pieces of octets, that were sent so far by the side that bound and by the side that connected. */
  readonly sent: { readonly binding: number; readonly connecting: number };
  /** Nothing passes until {@link start}. */
  stop(): void;
  start(): void;
  /** The connection breaks: what is under way is lost, and the ends that are named hear of it. */
  cut(told: { readonly binding: boolean; readonly connecting: boolean }): void;
}

/** One of the two sockets that meet over messages. */
export interface MessageParty {
  readonly self: Peer;
  opened(carrier: Carrier): CarrierListener;
}

type Item = Message | Subscription | "end";

/** Joins two parties, if each admits the other. */
export function connectByMessages(setting: ConnectionSetting, binding: MessageParty, connecting: MessageParty): SimulatedConnection {
  const a = new MessageEnd(setting);
  const b = new MessageEnd(setting);
  a.join(b);
  b.join(a);
  return new Pair(setting, a, b, () => {
    a.listener = binding.opened(a);
    b.listener = connecting.opened(b);
    if (!a.admits(connecting.self) || !b.admits(binding.self)) return;
    a.listener.ready();
    b.listener.ready();
  });
}

interface End {
  readonly out: { readonly total: number; stop(): void; start(): void; close(): readonly unknown[] };
  /** The connection broke. */
  broken(): void;
}

class Pair implements SimulatedConnection {
  readonly #setting: ConnectionSetting;
  readonly #binding: End;
  readonly #connecting: End;
  readonly open: () => void;

  constructor(setting: ConnectionSetting, binding: End, connecting: End, open: () => void) {
    this.open = open;
    this.#setting = setting;
    this.#binding = binding;
    this.#connecting = connecting;
  }

  get sent(): { readonly binding: number; readonly connecting: number } {
    return { binding: this.#binding.out.total, connecting: this.#connecting.out.total };
  }

  stop(): void {
    this.#binding.out.stop();
    this.#connecting.out.stop();
  }

  start(): void {
    this.#binding.out.start();
    this.#connecting.out.start();
  }

  cut(told: { readonly binding: boolean; readonly connecting: boolean }): void {
    const lost = [...this.#binding.out.close(), ...this.#connecting.out.close()].filter((item) => item !== "end");
    if (told.binding) this.#binding.broken();
    if (told.connecting) this.#connecting.broken();
    this.#setting.over(lost.length);
  }
}

class MessageEnd implements Carrier, End {
  readonly #setting: ConnectionSetting;
  readonly out: Channel<Item>;
  #other: MessageEnd | undefined;
  listener: CarrierListener | undefined;

  constructor(setting: ConnectionSetting) {
    this.#setting = setting;
    this.out = new Channel({
      clock: setting.clock,
      delayMs: setting.delayMs,
      window: setting.window,
      sizeOf: () => 1,
      deliver: (item) => this.#other?.take(item) ?? true,
      drained: () => this.listener?.drained(),
    });
  }

  join(other: MessageEnd): void {
    this.#other = other;
  }

  admits(peer: Peer): boolean {
    const admission: Admission = this.listener?.admit(peer) ?? { type: "admitted" };
    if (admission.type === "admitted") return true;
    this.#other?.end({ type: "rejected", reason: admission.reason });
    this.end(admission);
    return false;
  }

  send(message: Message): boolean {
    return this.out.put(message);
  }

  subscribe(subscription: Subscription): void {
    this.out.put(subscription);
  }

  resume(): void {
    this.#other?.out.resume();
  }

  close(): void {
    this.listener = undefined;
    this.out.put("end");
  }

  broken(): void {
    this.end({ type: "ended", error: undefined });
  }

  end(reason: CloseReason): void {
    const { listener } = this;
    this.listener = undefined;
    listener?.closed(reason, this.#setting.clock.nowMs);
  }

  take(item: Item): boolean {
    if (item === "end") {
      const lost = this.out.close();
      this.broken();
      this.#setting.over(lost.filter((left) => left !== "end").length);
      return true;
    }
    if (this.listener === undefined) return true;
    return "topic" in item ? this.listener.subscription(item) : this.listener.message(item);
  }
}

/** One of the two sockets that meet over octets. */
export interface OctetParty {
  opened(link: Link): LinkListener;
}

export function connectByOctets(setting: ConnectionSetting, binding: OctetParty, connecting: OctetParty): SimulatedConnection {
  const a = new OctetEnd(setting);
  const b = new OctetEnd(setting);
  a.join(b);
  b.join(a);
  return new Pair(setting, a, b, () => {
    a.listener = binding.opened(a);
    b.listener = connecting.opened(b);
  });
}

class OctetEnd implements Link, End {
  readonly remoteAddress = "";
  readonly #setting: ConnectionSetting;
  readonly out: Channel<Uint8Array | "end">;
  #other: OctetEnd | undefined;
  listener: LinkListener | undefined;

  constructor(setting: ConnectionSetting) {
    this.#setting = setting;
    this.out = new Channel<Uint8Array | "end">({
      clock: setting.clock,
      delayMs: setting.delayMs,
      window: setting.window,
      sizeOf: (item) => (item === "end" ? 0 : item.length),
      deliver: (item) => {
        this.#other?.take(item);
        return true;
      },
      drained: () => this.listener?.drained(),
    });
  }

  join(other: OctetEnd): void {
    this.#other = other;
  }

  /** The octets go out in one or two pieces. */
  write(head: Uint8Array, body: Uint8Array | undefined): boolean {
    const octets = concatOctets([head, body ?? EMPTY]);
    const cut = this.#setting.below(octets.length);
    if (cut > 0) this.out.put(octets.subarray(0, cut));
    return this.out.put(octets.subarray(cut));
  }

  pause(): void {
    this.#other?.out.hold();
  }

  resume(): void {
    this.#other?.out.resume();
  }

  end(): void {
    this.listener = undefined;
    this.out.put("end");
    this.resume();
  }

  broken(): void {
    const { listener } = this;
    this.listener = undefined;
    listener?.ended(this.#setting.clock.nowMs, "ECONNRESET");
  }

  take(item: Uint8Array | "end"): void {
    if (item !== "end") {
      this.listener?.octets(item, this.#setting.clock.nowMs);
      return;
    }
    const { listener } = this;
    this.listener = undefined;
    this.#setting.over(this.out.close().length);
    listener?.ended(this.#setting.clock.nowMs);
  }
}
