/** The options of sockets as a table: which types have each, what values it takes, what it is at first. Names and units are those of zeromq.js. */
import type { SocketType } from "../patterns/socket-type.ts";
import { CREDENTIAL_SIZE } from "../security/plain.ts";
import { octetsOfPart } from "../transports/buffers.ts";
import { isKey } from "./keys.ts";
import type { OptionName, OptionValues } from "./option-values.ts";

/** The values that an option takes. Bounds are inclusive; an integer without an upper bound may have any that a number holds exactly. */
export type OptionRule =
  | { readonly type: "integer"; readonly from: number; readonly to?: number }
  | { readonly type: "flag" }
  /** Null or one of the words. */
  | { readonly type: "word"; readonly words: readonly string[] }
  /** `octets`: null, a text in UTF-8, or octets. `key`: null, 32 octets, or their text in Z85. */
  | { readonly type: "key" }
  | { readonly type: "octets"; readonly from: number; readonly to?: number; readonly firstNotZero?: boolean };

export interface OptionRow<V = unknown> {
  /** Absent when every type has the option. */
  readonly types?: readonly SocketType[];
  readonly rule: OptionRule;
  readonly initial: V;
}

type OptionTable = { readonly [N in OptionName]: OptionRow<OptionValues[N]> };

const senders: readonly SocketType[] = ["REQ", "REP", "DEALER", "ROUTER", "PUB", "XPUB", "XSUB", "PUSH", "PAIR"];
const receivers: readonly SocketType[] = ["REQ", "REP", "DEALER", "ROUTER", "XPUB", "SUB", "XSUB", "PULL", "PAIR"];
const flag = { rule: { type: "flag" }, initial: false } as const;
const credential = { rule: { type: "octets", from: 0, to: CREDENTIAL_SIZE }, initial: null } as const;
const key = { rule: { type: "key" }, initial: null } as const;
const atLeast = <const I extends number>(from: number, initial: I): { readonly rule: OptionRule; readonly initial: I } => ({
  rule: { type: "integer", from },
  initial,
});

/**
 * @requirement metadata.identity-size
 * @requirement metadata.identity-first-octet
 * @requirement plain.credential-size
 */
export const optionTable: OptionTable = {
  sendHighWaterMark: { types: senders, ...atLeast(0, 1000) },
  receiveHighWaterMark: { types: receivers, ...atLeast(0, 1000) },
  linger: atLeast(-1, -1),
  sendTimeout: { types: senders, ...atLeast(-1, -1) },
  receiveTimeout: { types: receivers, ...atLeast(-1, -1) },
  immediate: flag,
  maxMessageSize: atLeast(-1, -1),
  handshakeInterval: atLeast(0, 30_000),
  heartbeatInterval: atLeast(0, 0),
  heartbeatTimeout: atLeast(-1, -1),
  heartbeatTimeToLive: { rule: { type: "integer", from: 0, to: 6_553_500 }, initial: 0 },
  reconnectInterval: atLeast(-1, 100),
  reconnectMaxInterval: atLeast(0, 0),
  routingId: { types: ["REQ", "REP", "DEALER", "ROUTER"], rule: { type: "octets", from: 1, to: 255, firstNotZero: true }, initial: null },
  backlog: atLeast(1, 100),
  ipv6: flag,
  tcpKeepalive: { rule: { type: "integer", from: -1, to: 1 }, initial: -1 },
  tcpKeepaliveIdle: atLeast(-1, -1),
  connectTimeout: atLeast(0, 0),
  plainServer: flag,
  plainUsername: credential,
  plainPassword: credential,
  curveServer: flag,
  curvePublicKey: key,
  curveSecretKey: key,
  curveServerKey: key,
  zapDomain: { rule: { type: "octets", from: 0, to: 255 }, initial: null },
  zapEnforceDomain: flag,
  probeRouter: { types: ["REQ", "DEALER", "ROUTER"], ...flag },
  correlate: { types: ["REQ"], ...flag },
  relaxed: { types: ["REQ"], ...flag },
  mandatory: { types: ["ROUTER"], ...flag },
  handover: { types: ["ROUTER"], ...flag },
  conflate: { types: ["DEALER", "PUB", "SUB", "PUSH", "PULL"], ...flag },
  invertMatching: { types: ["PUB", "XPUB", "SUB"], ...flag },
  noDrop: { types: ["PUB", "XPUB"], ...flag },
  verbosity: { types: ["XPUB"], rule: { type: "word", words: ["allSubs", "allSubsUnsubs"] }, initial: null },
  manual: { types: ["XPUB"], ...flag },
  welcomeMessage: { types: ["XPUB"], rule: { type: "octets", from: 0 }, initial: null },
};

/** Every option that some socket type has. */
export const optionNames = Object.keys(optionTable) as readonly OptionName[];

export function isOption(name: string): name is OptionName {
  return Object.hasOwn(optionTable, name);
}

export function accepts(rule: OptionRule, value: unknown): boolean {
  switch (rule.type) {
    case "integer":
      return Number.isSafeInteger(value) && (value as number) >= rule.from && (value as number) <= (rule.to ?? Infinity);
    case "flag":
      return typeof value === "boolean";
    case "word":
      return value === null || rule.words.includes(value as string);
    case "key":
      return value === null || isKey(value);
    case "octets": {
      if (value === null) return true;
      if (typeof value !== "string" && !(value instanceof Uint8Array)) return false;
      const octets = octetsOfPart(value) ?? [];
      return octets.length >= rule.from && octets.length <= (rule.to ?? Infinity) && !(rule.firstNotZero === true && octets[0] === 0);
    }
  }
}

/** What an option takes, for the message of an error. */
export function describeRule(rule: OptionRule): string {
  switch (rule.type) {
    case "integer":
      return rule.to === undefined ? `an integer from ${String(rule.from)}` : `an integer from ${String(rule.from)} to ${String(rule.to)}`;
    case "flag":
      return "true or false";
    case "word":
      return `null or ${rule.words.join(" or ")}`;
    case "key":
      return "null, 32 octets or 40 characters of Z85";
    case "octets": {
      const size = rule.to === undefined ? "octets" : `${String(rule.from)} to ${String(rule.to)} octets`;
      return `null, or a text or ${size}${rule.firstNotZero === true ? ", the first not zero" : ""}`;
    }
  }
}
