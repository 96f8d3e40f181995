/** What can still be judged of a conversation of which not everything was heard. */
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";

export interface Heard {
  /** Something of either side was missed. */
  readonly gaps: boolean;
  /** Where frames of this side begin was found by what they look like: an offence against their form would not be seen as one. */
  readonly found: boolean;
  /** Both READY commands were heard under NULL. */
  readonly announced: boolean;
}

/** A single command or frame shows these. */
const ofOneFrame: readonly RequirementId[] = ["framing.short-command", "framing.command-between", "heartbeat.ping-format", "heartbeat.context-size"];
/** These need what the peers announced, and nothing else of what came before. */
const ofAnnounced: readonly RequirementId[] = [
  "handshake.no-early-message",
  "metadata.socket-type-pairs",
  "heartbeat.after-handshake",
  "versions.no-ping-to-3-0",
  "request-reply.req-delimiter",
  "publish-subscribe.subscribe-command",
  "publish-subscribe.subscribe-message",
];
/** These need all that came before: a request that was missed makes its reply look like one too many. */
const ofEverything: readonly RequirementId[] = [
  "heartbeat.pong",
  "request-reply.rep-envelope",
  "exchange-patterns.one-response",
  "publish-subscribe.subscribe-once",
  "publish-subscribe.filter",
];

/** Of greetings, sizes and flags, which WebSocket does not have. */
const ofStreams: readonly RequirementId[] = [
  "framing.reserved-zero",
  "framing.command-more",
  "framing.long-above-255",
  "framing.short-command",
  "null.as-server-zero",
];
/** Of socket types and handshakes, which a connection without a mechanism does not have. */
const ofMechanisms: readonly RequirementId[] = ["metadata.socket-type", "metadata.socket-type-pairs", "handshake.no-early-message", "null.clear-messages"];

/** Whether the octets over WebSocket show a statement: what is told of a stream there is made up of what was said. */
export function shownOverWebSocket(statement: RequirementId, isBare: boolean): boolean {
  return !statement.startsWith("greeting.") && !ofStreams.includes(statement) && !(isBare && ofMechanisms.includes(statement));
}

/** Whether a statement can be judged by what was heard up to now. The remaining ones need that the octets of this side are read in step. */
export function judgeable(statement: RequirementId, { gaps, found, announced }: Heard): boolean {
  if (!gaps || ofOneFrame.includes(statement)) return true;
  if (ofEverything.includes(statement)) return false;
  return !found && (announced || !ofAnnounced.includes(statement));
}
