/** The options of one socket: the values that the application set, as the node and the transports read them. */
import { UsageError } from "../base/errors.ts";
import { EMPTY } from "../base/octets.ts";
import type { NodeOptions } from "../node/options.ts";
import type { SocketType } from "../patterns/socket-type.ts";
import { octetsOfPart } from "../transports/buffers.ts";
import type { StreamOptions } from "../transports/streams.ts";
import { absentOptions, noOption, refuse } from "./absent-options.ts";
import { accepts, describeRule, isOption, optionNames, optionTable } from "./option-table.ts";
import type { OptionValues } from "./option-values.ts";
import { SecurityChoice } from "./security.ts";

/** What the node and the transports read; it follows the options. */
export class LiveOptions implements NodeOptions, StreamOptions {
  readonly #type: SocketType;
  readonly values: OptionValues;
  readonly security = new SecurityChoice();

  constructor(type: SocketType, context: { readonly blocky: boolean; readonly ipv6: boolean }) {
    this.#type = type;
    this.values = { ...initialValues, ipv6: context.ipv6, ...(context.blocky ? {} : { linger: 0 }) };
  }

  /** Throws UsageError: ENOTSUP when the type or this library has no such option, EINVAL when there is none or it takes no such value. */
  set(name: string, value: unknown): void {
    if (!isOption(name)) throw noOption(name, absentOptions);
    const { types, rule } = optionTable[name];
    if (types?.includes(this.#type) === false) throw new UsageError(`a ${this.#type} socket has no option ${name}: ${types.join(", ")} have it`, "ENOTSUP");
    if (!accepts(rule, value)) throw new UsageError(`option ${name} takes ${describeRule(rule)}`);
    Object.assign(this.values, { [name]: value });
    this.security.follow(name, value);
  }

  get sendHighWaterMark(): number {
    return this.values.sendHighWaterMark;
  }
  get receiveHighWaterMark(): number {
    return this.values.receiveHighWaterMark;
  }
  get lingerMs(): number {
    return this.values.linger;
  }
  get immediate(): boolean {
    return this.values.immediate;
  }
  get maximumMessageSize(): number {
    return this.values.maxMessageSize;
  }
  get handshakeMs(): number {
    return this.values.handshakeInterval;
  }
  get heartbeatIntervalMs(): number {
    return this.values.heartbeatInterval;
  }
  get heartbeatTimeoutMs(): number {
    return this.values.heartbeatTimeout;
  }
  get heartbeatTimeToLiveMs(): number {
    return this.values.heartbeatTimeToLive;
  }
  get reconnectMs(): number {
    return this.values.reconnectInterval;
  }
  get reconnectMaximumMs(): number {
    return this.values.reconnectMaxInterval;
  }
  get identity(): Uint8Array {
    return octetsOfValue(this.values.routingId);
  }
  get probe(): boolean {
    return this.values.probeRouter;
  }
  get correlate(): boolean {
    return this.values.correlate;
  }
  get relaxed(): boolean {
    return this.values.relaxed;
  }
  get mandatory(): boolean {
    return this.values.mandatory;
  }
  get handover(): boolean {
    return this.values.handover;
  }
  get conflate(): boolean {
    return this.values.conflate;
  }
  get invertMatching(): boolean {
    return this.values.invertMatching;
  }
  get noDrop(): boolean {
    return this.values.noDrop;
  }
  get verbosity(): OptionValues["verbosity"] {
    return this.values.verbosity;
  }
  get manual(): boolean {
    return this.values.manual;
  }
  get welcomeMessage(): Uint8Array | null {
    const { welcomeMessage } = this.values;
    return welcomeMessage === null ? null : octetsOfValue(welcomeMessage);
  }
  get mechanismName(): SecurityChoice["mechanism"] {
    return this.security.mechanism;
  }
  get backlog(): number {
    return this.values.backlog;
  }
  get ipv6(): boolean {
    return this.values.ipv6;
  }
  get keepalive(): number {
    return this.values.tcpKeepalive;
  }
  get keepaliveIdleMs(): number {
    return this.values.tcpKeepaliveIdle * 1000;
  }
  get connectTimeoutMs(): number {
    return this.values.connectTimeout;
  }
}

/** Gives the prototype a property for each option, and one that throws for each that is absent. */
export function defineOptions<S extends object>(prototype: S, optionsOf: (socket: S) => LiveOptions): void {
  for (const name of optionNames) {
    Object.defineProperty(prototype, name, {
      get(this: S): unknown {
        return optionsOf(this).values[name];
      },
      set(this: S, value: unknown) {
        optionsOf(this).set(name, value);
      },
    });
  }
  refuse(prototype, absentOptions);
}

/** A text is taken as UTF-8. */
function octetsOfValue(value: string | Uint8Array | null): Uint8Array {
  return octetsOfPart(value) ?? EMPTY;
}

const initialValues = Object.fromEntries(optionNames.map((name) => [name, optionTable[name].initial])) as unknown as OptionValues;
