/** Connections of the simulated network: two ends, a channel each way. One kind carries messages as they are, the other octets, cut at random, through the codec of the real connections. */
import type { Admission, Carrier, CarrierListener, CloseReason, Peer } from "../base/carrier.ts";
import type { Link, LinkListener } from "../base/link.ts";
import type { Message } from "../base/message.ts";
import { concatOctets, EMPTY } from "../base/octets.ts";
import type { Subscription } from "../base/subscription.ts";
import { Channel, type ChannelEnds, type ChannelSetting } from "./channel.ts";

/** What a connection needs from its network. The window is in messages, or in octets. */
export interface ConnectionSetting extends ChannelSetting {
  /** An integer from 0 to below the bound. */
  below(bound: number): number;
  /** The connection is over; so many messages, or pieces of octets, were under way. */
  over(lost: number): void;
}

/** A connection as faults see it. */
export interface SimulatedConnection {
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

interface End<E> {
  readonly out: { readonly total: number; stop(): void; start(): void; close(): readonly unknown[] };
  join(other: E): void;
  /** The connection broke. */
  broken(): void;
}

class Pair<E extends End<E>> implements SimulatedConnection {
  protected readonly setting: ConnectionSetting;
  protected readonly binding: E;
  protected readonly connecting: E;

  constructor(setting: ConnectionSetting, binding: E, connecting: E) {
    this.setting = setting;
    this.binding = binding;
    this.connecting = connecting;
    binding.join(connecting);
    connecting.join(binding);
  }

  get sent(): { readonly binding: number; readonly connecting: number } {
    return { binding: this.binding.out.total, connecting: this.connecting.out.total };
  }

  stop(): void {
    this.binding.out.stop();
    this.connecting.out.stop();
  }

  start(): void {
    this.binding.out.start();
    this.connecting.out.start();
  }

  cut(told: { readonly binding: boolean; readonly connecting: boolean }): void {
    const lost = [...this.binding.out.close(), ...this.connecting.out.close()].filter((item) => item !== "end");
    if (told.binding) this.binding.broken();
    if (told.connecting) this.connecting.broken();
    this.setting.over(lost.length);
  }
}

/** A connection that carries messages as they are. */
export class MessagePair extends Pair<MessageEnd> {
  constructor(setting: ConnectionSetting) {
    super(setting, new MessageEnd(setting), new MessageEnd(setting));
  }

  /** Joins the two sides, if each admits the other. */
  open(binding: MessageParty, connecting: MessageParty): void {
    this.binding.listener = binding.opened(this.binding);
    this.connecting.listener = connecting.opened(this.connecting);
    if (!this.binding.admits(connecting.self) || !this.connecting.admits(binding.self)) {
      this.setting.over(0);
      return;
    }
    this.binding.listener.ready();
    this.connecting.listener.ready();
  }
}

class MessageEnd implements Carrier, End<MessageEnd>, ChannelEnds<Item> {
  readonly #setting: ConnectionSetting;
  readonly out: Channel<Item>;
  #other: MessageEnd | undefined;
  listener: CarrierListener | undefined;

  constructor(setting: ConnectionSetting) {
    this.#setting = setting;
    this.out = new Channel(setting, this);
  }

  join(other: MessageEnd): void {
    this.#other = other;
  }

  sizeOf(): number {
    return 1;
  }

  deliver(item: Item): boolean {
    return this.#other?.take(item) ?? true;
  }

  drained(): void {
    this.listener?.drained();
  }

  admits(peer: Peer): boolean {
    const admission: Admission = this.listener?.admit(peer) ?? { type: "admitted" };
    if (admission.type === "admitted") return true;
    this.#other?.end(admission.forNow === true ? { type: "ended", error: undefined } : { type: "rejected", reason: admission.reason });
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

/** A connection that carries octets, cut at random. */
export class OctetPair extends Pair<OctetEnd> {
  constructor(setting: ConnectionSetting) {
    super(setting, new OctetEnd(setting), new OctetEnd(setting));
  }

  /** Joins the two sides. */
  open(binding: OctetParty, connecting: OctetParty): void {
    this.binding.listener = binding.opened(this.binding);
    this.connecting.listener = connecting.opened(this.connecting);
  }
}

class OctetEnd implements Link, End<OctetEnd>, ChannelEnds<Uint8Array | "end"> {
  readonly remoteAddress = "";
  readonly #setting: ConnectionSetting;
  readonly out: Channel<Uint8Array | "end">;
  #other: OctetEnd | undefined;
  listener: LinkListener | undefined;

  constructor(setting: ConnectionSetting) {
    this.#setting = setting;
    this.out = new Channel<Uint8Array | "end">(setting, this);
  }

  join(other: OctetEnd): void {
    this.#other = other;
  }

  sizeOf(item: Uint8Array | "end"): number {
    return item === "end" ? 0 : item.length;
  }

  deliver(item: Uint8Array | "end"): boolean {
    this.#other?.take(item);
    return true;
  }

  drained(): void {
    this.listener?.drained();
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
