/** The options of sockets as a table: which types have them, what values they take, what they are at first. Names and units are those of zeromq.js. */
import { UsageError } from "../base/errors.ts";
import { EMPTY } from "../base/octets.ts";
import type { NodeOptions } from "../node/options.ts";
import type { SocketType } from "../patterns/socket-type.ts";
import { octetsOfPart } from "../transports/buffers.ts";
import type { TcpOptions } from "../transports/tcp.ts";
import type { OptionName, OptionValues } from "./option-values.ts";

/** What the node and the transports read; it follows the options. */
export class LiveOptions implements NodeOptions, TcpOptions {
  readonly #type: SocketType;
  readonly values: OptionValues;

  constructor(type: SocketType, blocky: boolean) {
    this.#type = type;
    this.values = { ...defaults, linger: blocky ? defaults.linger : 0 };
  }

  /** Throws UsageError when the type has no such option or the option no such value. */
  set(name: string, value: unknown): void {
    if (!isOption(name)) throw new UsageError(`there is no option ${name}`);
    const rule = rules[name];
    if (!hasOption(this.#type, name)) throw new UsageError(`a ${this.#type} socket has no option ${name}`);
    if (!rule.accepts(value)) throw new UsageError(`option ${name} takes ${rule.takes}`);
    Object.assign(this.values, { [name]: value });
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
  get welcomeMessage(): Uint8Array | null {
    const { welcomeMessage } = this.values;
    return welcomeMessage === null ? null : octetsOfValue(welcomeMessage);
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

export function hasOption(type: SocketType, name: OptionName): boolean {
  return ownOptions[name]?.includes(type) ?? true;
}

/** Every option that some socket type has. */
export function optionNames(): readonly OptionName[] {
  return Object.keys(defaults) as OptionName[];
}

/** Options of zeromq.js that are not implemented here, or not by these socket types: setting one is an error and not without effect. */
export function absentOptionNames(): readonly string[] {
  return (
    "affinity rate recoveryInterval tcpKeepaliveCount tcpKeepaliveInterval tcpAcceptFilter plainServer plainUsername plainPassword curveServer curvePublicKey " +
    "curveSecretKey curveServerKey gssapiServer gssapiPrincipal gssapiServicePrincipal gssapiPlainText gssapiPrincipalNameType gssapiServicePrincipalNameType zapDomain " +
    "typeOfService socksProxy tcpMaxRetransmitTimeout multicastMaxTransportDataUnit multicastHops vmciBufferSize vmciBufferMinSize vmciBufferMaxSize vmciConnectTimeout " +
    "useFd interface zapEnforceDomain loopbackFastPath metadata sendBufferSize receiveBufferSize manual notify"
  ).split(" ");
}

interface Rule {
  readonly takes: string;
  accepts(value: unknown): boolean;
}

const integer = (from: number, to = Number.MAX_SAFE_INTEGER): Rule => ({
  takes: `an integer from ${String(from)} to ${String(to)}`,
  accepts: (value) => Number.isInteger(value) && (value as number) >= from && (value as number) <= to,
});
const flag: Rule = { takes: "true or false", accepts: (value) => typeof value === "boolean" };
/**
 * @requirement metadata.identity-size
 * @requirement metadata.identity-first-octet
 */
const identity: Rule = {
  takes: "1 to 255 octets, the first not zero, or null",
  accepts: (value) => {
    if (value === null) return true;
    if (typeof value !== "string" && !(value instanceof Uint8Array)) return false;
    const octets = octetsOfValue(value);
    return octets.length >= 1 && octets.length <= 255 && octets[0] !== 0;
  },
};

/** A text is taken as UTF-8. */
function octetsOfValue(value: string | Uint8Array | null): Uint8Array {
  return octetsOfPart(value) ?? EMPTY;
}

const defaults: OptionValues = {
  sendHighWaterMark: 1000,
  receiveHighWaterMark: 1000,
  linger: -1,
  sendTimeout: -1,
  receiveTimeout: -1,
  immediate: false,
  maxMessageSize: -1,
  handshakeInterval: 30_000,
  heartbeatInterval: 0,
  heartbeatTimeout: -1,
  heartbeatTimeToLive: 0,
  reconnectInterval: 100,
  reconnectMaxInterval: 0,
  routingId: null,
  backlog: 100,
  ipv6: false,
  tcpKeepalive: -1,
  tcpKeepaliveIdle: -1,
  connectTimeout: 0,
  probeRouter: false,
  correlate: false,
  relaxed: false,
  mandatory: false,
  handover: false,
  conflate: false,
  invertMatching: false,
  noDrop: false,
  verbosity: null,
  welcomeMessage: null,
};

const rules: Readonly<Record<OptionName, Rule>> = {
  sendHighWaterMark: integer(0),
  receiveHighWaterMark: integer(0),
  linger: integer(-1),
  sendTimeout: integer(-1),
  receiveTimeout: integer(-1),
  immediate: flag,
  maxMessageSize: integer(-1),
  handshakeInterval: integer(0),
  heartbeatInterval: integer(0),
  heartbeatTimeout: integer(-1),
  heartbeatTimeToLive: integer(0, 6_553_500),
  reconnectInterval: integer(-1),
  reconnectMaxInterval: integer(0),
  routingId: identity,
  backlog: integer(1),
  ipv6: flag,
  tcpKeepalive: integer(-1, 1),
  tcpKeepaliveIdle: integer(-1),
  connectTimeout: integer(0),
  probeRouter: flag,
  correlate: flag,
  relaxed: flag,
  mandatory: flag,
  handover: flag,
  conflate: flag,
  invertMatching: flag,
  noDrop: flag,
  verbosity: { takes: "null, allSubs or allSubsUnsubs", accepts: (value) => value === null || value === "allSubs" || value === "allSubsUnsubs" },
  welcomeMessage: { takes: "a text, octets or null", accepts: (value) => value === null || typeof value === "string" || value instanceof Uint8Array },
};

/** The types that have an option which not all have. */
const ownOptions: Readonly<Partial<Record<OptionName, readonly SocketType[]>>> = {
  probeRouter: ["REQ", "DEALER", "ROUTER"],
  correlate: ["REQ"],
  relaxed: ["REQ"],
  mandatory: ["ROUTER"],
  handover: ["ROUTER"],
  conflate: ["DEALER", "PUB", "SUB", "PUSH", "PULL"],
  invertMatching: ["PUB", "XPUB", "SUB"],
  noDrop: ["PUB", "XPUB"],
  verbosity: ["XPUB"],
  welcomeMessage: ["XPUB"],
};

function isOption(name: string): name is OptionName {
  return Object.hasOwn(defaults, name);
}
