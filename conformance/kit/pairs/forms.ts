/** The forms of one message on its way: as the application gives it, on the wire, and as the other application gets it; written from spec/patterns. */
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";

export type Message = readonly Uint8Array[];

const delimiter: Message = [new Uint8Array()];

/** What the application hands to a socket of this type, for a peer of that type, known to it by this identity. */
export function given(type: string, peer: string, identity: Uint8Array, message: Message): Message {
  if (type === "ROUTER") return [identity, ...(peer === "REQ" ? delimiter : []), ...message];
  return type === "DEALER" && peer === "REP" ? [...delimiter, ...message] : message;
}

export function onWire(type: string, peer: string, message: Message): Message {
  return type === "REQ" || type === "REP" || peer === "REQ" || peer === "REP" ? [...delimiter, ...message] : message;
}

/** What the application gets from a socket of this type whose peer, of that type, is known to it by this identity. */
export function delivered(type: string, peer: string, identity: Uint8Array, message: Message): Message {
  if (type === "ROUTER") return [identity, ...(peer === "REQ" ? delimiter : []), ...message];
  return type === "DEALER" && peer === "REP" ? [...delimiter, ...message] : message;
}

/** The statement by which a socket of this type puts a message in form, and the one by which it must send it at all. */
export function sendingStatements(type: string): { readonly form: RequirementId; readonly sends: RequirementId } {
  switch (type) {
    case "REQ":
      return { form: "request-reply.req-delimiter", sends: "sockets.accepted-is-sent" };
    case "REP":
      return { form: "request-reply.rep-envelope", sends: "request-reply.rep-originator" };
    case "ROUTER":
      return { form: "request-reply.router-route", sends: "request-reply.router-route" };
    case "PUB":
    case "XPUB":
      return { form: "exchange-patterns.unmodified", sends: "publish-subscribe.match" };
    default:
      return { form: "exchange-patterns.unmodified", sends: "sockets.accepted-is-sent" };
  }
}

/** The statement by which a socket of this type takes a message out of its form, and the one by which it must deliver it at all. */
export function receivingStatements(type: string): { readonly form: RequirementId; readonly delivers: RequirementId } {
  switch (type) {
    case "REQ":
      return { form: "request-reply.req-strip", delivers: "request-reply.req-strip" };
    case "REP":
      return { form: "request-reply.rep-strip", delivers: "sockets.delivery" };
    case "ROUTER":
      return { form: "request-reply.router-prefix", delivers: "sockets.delivery" };
    default:
      return { form: "exchange-patterns.unmodified", delivers: "sockets.delivery" };
  }
}

/** How two types take turns: requests with replies, one way, or both ways at once. `first` speaks first. */
export function turnsOf(one: string, other: string): { readonly kind: "exchange" | "one way" | "both ways"; readonly first: "one" | "other" } {
  const speaksFirst = (type: string, peer: string): boolean =>
    ["REQ", "PUSH", "PUB", "XPUB"].includes(type) || (type === "DEALER" && peer !== "REQ") || (type === peer && type !== "");
  const first = speaksFirst(one, other) ? "one" : "other";
  const types = [one, other];
  if (types.some((type) => ["PUSH", "PUB", "XPUB"].includes(type))) return { kind: "one way", first };
  if (one === other && one !== "ROUTER") return { kind: "both ways", first };
  return { kind: "exchange", first };
}
