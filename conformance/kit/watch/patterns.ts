/** Monitors of what socket types do with messages: envelopes of requests and replies, subscriptions. Judged under mechanisms that do not encrypt. */
import { concat, describePart, equal, equalParts, hex } from "../octets.ts";
import { otherSide, type Side, type WatchEvent } from "./conversation.ts";
import { Announced } from "./handshakes.ts";
import { hold, type Monitor, type Opinion } from "./monitor.ts";

/** A request id may stand before the delimiter when the application asked for it (options.correlate). */
export const requests: Monitor = {
  name: "requests",
  comparesBoth: true,
  judges: ["request-reply.req-delimiter"],
  watch: (side, opinion) => {
    const announced = new Announced();
    return (event) => {
      announced.take(event);
      if (event.side !== side || event.type !== "message" || announced.socketType[side] !== "REQ") return;
      const delimiter = event.parts.findIndex((part) => part.length === 0);
      const shaped = (delimiter === 0 || delimiter === 1) && event.parts.length > delimiter + 1;
      // A probe is an empty message (options.probe).
      if (event.parts.length === 1 && delimiter === 0) return;
      hold(
        opinion,
        "request-reply.req-delimiter",
        shaped,
        "an empty frame and the parts of the request",
        `parts of ${event.parts.map(({ length }) => String(length)).join(", ")} octets`,
      );
    };
  },
};

/** Each reply of a REP carries the envelope of one request that has passed and is not answered yet. */
export const replies: Monitor = {
  name: "replies",
  comparesBoth: true,
  judges: ["request-reply.rep-envelope", "exchange-patterns.one-response"],
  watch: (side, opinion) => {
    const announced = new Announced();
    const open: (readonly Uint8Array[])[] = [];
    return (event) => {
      announced.take(event);
      if (event.type !== "message" || announced.socketType[side] !== "REP") return;
      const delimiter = event.parts.findIndex((part) => part.length === 0);
      const envelope = event.parts.slice(0, delimiter + 1);
      if (event.side !== side) {
        if (delimiter >= 0 && event.parts.length > delimiter + 1) open.push(envelope);
        return;
      }
      hold(opinion, "exchange-patterns.one-response", open.length > 0, "one response to a request", "more responses than requests");
      const at = open.findIndex((candidate) => equalParts(candidate, event.parts.slice(0, candidate.length)));
      if (open.length === 0) return;
      hold(
        opinion,
        "request-reply.rep-envelope",
        at >= 0 && event.parts.length > (open[at]?.length ?? 0),
        "the envelope of a request that waits for its reply",
        `frames of ${event.parts.map(({ length }) => String(length)).join(", ")} octets`,
      );
      open.splice(Math.max(0, at), 1);
    };
  },
};

interface Asked {
  readonly form: "command" | "message";
  readonly subscribes: boolean;
  readonly topic: Uint8Array;
}

export const subscribers: Monitor = {
  name: "subscribers",
  comparesBoth: true,
  judges: ["publish-subscribe.subscribe-command", "publish-subscribe.subscribe-message", "publish-subscribe.subscribe-once"],
  watch: (side, opinion) => {
    const announced = new Announced();
    const topics = new Set<string>();
    return (event) => {
      announced.take(event);
      const asked = event.side === side && subscribes(announced.socketType[side]) ? askedBy(event) : undefined;
      if (asked === undefined) return;
      judgeForm(opinion, asked, announced.minor[otherSide(side)]);
      const topic = hex(asked.topic);
      if (asked.subscribes)
        hold(opinion, "publish-subscribe.subscribe-once", !topics.has(topic), "one subscription to a topic", `another one to ${describePart(asked.topic)}`);
      if (asked.subscribes) topics.add(topic);
      else topics.delete(topic);
    };
  },
};

/**
 * Nothing passes to a subscriber that begins with no topic to which it ever subscribed on this connection. A publisher may welcome whoever connects, before any
 * other message (options.welcome); that its matching is not inverted is taken for granted.
 */
export const publishers: Monitor = {
  name: "publishers",
  comparesBoth: true,
  judges: ["publish-subscribe.filter"],
  watch: (side, opinion) => {
    const announced = new Announced();
    const topics: Uint8Array[] = [];
    let first = true;
    return (event) => {
      announced.take(event);
      if (!publishes(announced.socketType[side])) return;
      if (event.side !== side) {
        const asked = askedBy(event);
        if (asked?.subscribes === true) topics.push(asked.topic);
        return;
      }
      if (event.type !== "message") return;
      const subject = event.parts[0] ?? new Uint8Array();
      const matches = topics.some((topic) => subject.length >= topic.length && equal(subject.subarray(0, topic.length), topic));
      if (!first || matches)
        hold(
          opinion,
          "publish-subscribe.filter",
          matches,
          "messages that begin with a topic of the subscriber",
          `one that begins with ${describePart(subject.subarray(0, 32))}`,
        );
      first = false;
    };
  },
};

function judgeForm(opinion: Opinion, { form }: Asked, minor: number | undefined): void {
  if (minor === undefined) return;
  if (minor >= 1)
    hold(opinion, "publish-subscribe.subscribe-command", form === "command", "SUBSCRIBE and CANCEL commands at a peer of version 3.1", "a message");
  else hold(opinion, "publish-subscribe.subscribe-message", form === "message", "a message that begins with 01 or 00 at a peer of version 3.0", "a command");
}

/** A subscription or cancellation, in whichever form. An XSUB may also send messages upstream; only those of one part that begin so are meant. */
function askedBy(event: WatchEvent & { readonly side: Side }): Asked | undefined {
  if (event.type === "command" && (event.name === "SUBSCRIBE" || event.name === "CANCEL"))
    return { form: "command", subscribes: event.name === "SUBSCRIBE", topic: event.data };
  const [part, ...rest] = event.type === "message" ? event.parts : [];
  if (part === undefined || rest.length > 0 || (part[0] !== 0 && part[0] !== 1)) return undefined;
  return { form: "message", subscribes: part[0] === 1, topic: concat(part.subarray(1)) };
}

function subscribes(type: string | undefined): boolean {
  return type === "SUB" || type === "XSUB";
}

function publishes(type: string | undefined): boolean {
  return type === "PUB" || type === "XPUB";
}
