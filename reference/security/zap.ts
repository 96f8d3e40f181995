/** Questions and answers of ZAP as messages (27/ZAP, Message Format). Mirrors spec/security/zap.md. The empty delimiter before the parts is the socket's. */
import type { Question, Verdict } from "../base/authentication.ts";
import { PeerError } from "../base/errors.ts";
import type { Message } from "../base/message.ts";
import { EMPTY, octetsOf, sameOctets, textOf } from "../base/octets.ts";
import { decodeMetadata } from "../wire/metadata.ts";

const version = octetsOf("1.0");
const replyParts = 6;
const statuses: ReadonlyMap<string, Verdict> = new Map<string, Verdict>([
  ["200", { type: "accepted" }],
  ["300", { type: "refused", requirement: "zap.refuse", status: 300 }],
  ["400", { type: "refused", requirement: "zap.refuse", status: 400 }],
  ["500", { type: "refused", requirement: "zap.refuse", status: 500 }],
]);

/**
 * @requirement zap.request
 * @requirement zap.request-domain
 * @requirement zap.request-address
 * @requirement zap.request-identity
 * @requirement zap.request-mechanism
 */
export function requestParts(id: string, { mechanism, credentials, identity }: Question, address: string, domain: Uint8Array): Message {
  return [version, octetsOf(id), domain, octetsOf(address), identity, octetsOf(mechanism), ...credentials];
}

/**
 * @requirement zap.accept
 * @requirement zap.refuse
 */
export function verdictOf(parts: Message): Verdict {
  if (parts.length !== replyParts) return { type: "refused", requirement: "zap.reply-parts" };
  const [given = EMPTY, , status = EMPTY, , , metadata = EMPTY] = parts;
  if (!sameOctets(given, version)) return { type: "refused", requirement: "zap.reply-version" };
  if (!isMetadata(metadata)) return { type: "refused", requirement: "zap.reply-metadata" };
  return statuses.get(textOf(status)) ?? { type: "refused", requirement: "zap.reply-status" };
}

function isMetadata(octets: Uint8Array): boolean {
  try {
    decodeMetadata(octets);
    return true;
  } catch (error) {
    if (error instanceof PeerError) return false;
    throw error;
  }
}
