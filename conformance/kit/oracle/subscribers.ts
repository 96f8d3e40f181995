/** SUB and XSUB (spec/patterns/publish-subscribe.md). What they are subscribed to at each peer follows from their state. */
import { asItIs } from "./exchange.ts";
import { deliver, done, lives, refused, withPipe } from "./pipes.ts";
import { copied } from "./publishers.ts";
import type { Arrived, Outcome, Pipe, Rules, Setting, State } from "./model.ts";

const stock: Pick<Rules, "receive" | "arrival"> = {
  receive(state, setting) {
    const choice = filterOf(setting);
    const matches = ({ parts }: Arrived): boolean => matching(state, parts[0] ?? "");
    // A message that matched when it came, or matches now, may be looked at either time.
    const isSure = (message: Arrived): boolean => message.sure && (choice === "deliver" || matches(message));
    return deliver(state, asItIs, "sockets.fair-queueing", isSure, (message) => choice !== "discard" || message.sure || matches(message));
  },

  arrival(state, pipe, parts, setting) {
    const sure = filterOf(setting) === "deliver" || matching(state, parts[0] ?? "");
    return [done(withPipe(state, pipe.peer, { in: [...pipe.in, { parts, connection: pipe.connection, sure }] }), "sockets.delivery")];
  },
};

export const sub: Rules = { ...stock, send: (state) => [refused(state, "publish-subscribe.sub-no-send", "unsupported")] };

export const xsub: Rules = {
  ...stock,
  send(state, parts, setting) {
    const [first = ""] = parts;
    if (parts.length === 1 && (first.startsWith("\x01") || first.startsWith("\x00"))) return [subscribed(state, first.slice(1), first.startsWith("\x00"))];
    return [copied(state, state.pipes.filter(lives), parts, setting, "publish-subscribe.xsub-upstream")];
  },
};

/** The application subscribes, or cancels once; what nobody subscribed to cannot be cancelled. */
export function subscribed(state: State, topic: string, cancels: boolean): Outcome {
  const at = state.own.indexOf(topic);
  const own = cancels ? state.own.filter((_one, index) => index !== at) : [...state.own, topic].sort();
  return done({ ...state, own }, cancels ? "publish-subscribe.cancel-sent" : "publish-subscribe.resubscribe");
}

/** The topics to which a subscriber is subscribed at each of its connected peers. */
export function topicsAt(state: State): Readonly<Record<string, readonly string[]>> {
  const connected = (pipe: Pipe): boolean => pipe.connection > 0 && !pipe.ended && !pipe.mute;
  return Object.fromEntries(state.pipes.filter(connected).map((pipe) => [pipe.peer, [...new Set(state.own)]]));
}

function matching(state: State, first: string): boolean {
  return state.own.some((topic) => first.startsWith(topic));
}

function filterOf({ type, choices }: Setting): string | undefined {
  return choices[type === "SUB" ? "publish-subscribe.sub-filter" : "publish-subscribe.xsub-filter"];
}
