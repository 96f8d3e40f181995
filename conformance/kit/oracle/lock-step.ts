/** REQ and REP (spec/patterns/request-reply.md): the types with turns. */
import { deliver, distribute, done, pipeOf, received, refused } from "./pipes.ts";
import type { Exchange, Outcome, Parts, Pipe, Rules, State } from "./model.ts";

const nobody = { peer: "", connection: 0, kept: [] } as const;

export const request: Rules = {
  send(state, parts, setting) {
    const { phase } = state.exchange;
    if (phase !== "ready" && phase !== "failed") return [refused(state, "request-reply.req-send-state", "wrong-state")];
    const asked = distribute(state, ["", ...parts], setting, (after, pipe) =>
      turned(after, { phase: "waiting", peer: pipe.peer, connection: pipe.connection, kept: [] }),
    );
    return phase === "ready" ? asked : [...asked, refused(state, "request-reply.req-send-state", "wrong-state")];
  },

  receive(state) {
    switch (state.exchange.phase) {
      case "answered":
        return [received(turned(state, { phase: "ready", ...nobody }), "request-reply.req-strip", state.exchange.kept)];
      case "failed":
        return [refused(turned(state, { phase: "ready", ...nobody }), "request-reply.req-peer-lost", "no-route")];
      case "waiting":
      case "orphaned":
        return [refused(state, "exchange-patterns.nothing-invented", "would-block")];
      default:
        return [refused(state, "request-reply.req-receive-state", "wrong-state")];
    }
  },

  arrival(state, pipe, parts, { choices, known }) {
    const { phase, peer, connection } = state.exchange;
    const ignored = done(state, "request-reply.req-asked-peer");
    if (parts[0] !== "" || parts.length < 2)
      return choices["request-reply.req-malformed-close"] === "close"
        ? [done(state, "request-reply.req-malformed-close", { closes: [pipe.peer] })]
        : [done(state, "request-reply.req-malformed")];
    const answered = turned(state, { ...state.exchange, phase: "answered", kept: parts.slice(1) });
    if (phase === "waiting" && peer === pipe.peer && connection === pipe.connection) return [done(answered, "sockets.delivery")];
    // The endpoint is the same peer to the queues, but the process behind it may be another.
    if (phase === "orphaned" && peer === pipe.peer) return [ignored, done(answered, "request-reply.req-asked-peer")];
    if (phase === "orphaned" && known.has("request-reply.req-asked-peer-gone"))
      return [ignored, done(answered, "request-reply.req-asked-peer-gone", { deviates: "request-reply.req-asked-peer-gone" })];
    return [ignored];
  },

  established(outcome, peer) {
    const { exchange, pipes } = outcome.state;
    const pipe = pipes.find((candidate) => candidate.peer === peer);
    if (exchange.phase !== "waiting" || exchange.peer !== peer || exchange.connection > 0 || pipe === undefined) return [outcome];
    return [{ ...outcome, state: turned(outcome.state, { ...exchange, connection: pipe.connection }) }];
  },

  lost(outcome, before, peer, { choices }) {
    const { exchange } = outcome.state;
    const gone = exchange.phase === "waiting" && exchange.peer === peer && exchange.connection === pipeOf(before, peer)?.connection;
    if (!gone) return [outcome];
    const choice = choices["request-reply.req-peer-lost"];
    const phases = choice === "wait" ? (["orphaned"] as const) : choice === "fail" ? (["failed"] as const) : (["orphaned", "failed"] as const);
    return phases.map((phase) => ({ ...outcome, state: turned(outcome.state, { ...exchange, phase }) }));
  },
};

export const reply: Rules = {
  send(state, parts) {
    const { phase, peer, connection, kept } = state.exchange;
    if (phase !== "answering") return [refused(state, "request-reply.rep-send-state", "wrong-state")];
    const free = turned(state, { phase: "idle", ...nobody });
    const pipe = pipeOf(state, peer);
    if (pipe !== undefined && !pipe.ended && pipe.connection === connection)
      return [done(free, "request-reply.rep-envelope", { sends: { [peer]: [[...kept, ...parts]] } })];
    const codes = ["would-block", "no-route", "failed"] as const;
    return [
      done(free, "request-reply.rep-originator-gone"),
      ...codes.flatMap((code) => [free, state].map((after) => refused(after, "request-reply.rep-originator-gone", code))),
    ];
  },

  receive(state) {
    if (state.exchange.phase === "answering") return [refused(state, "request-reply.rep-receive-state", "wrong-state")];
    return deliver(
      state,
      answering,
      "sockets.fair-queueing",
      (message) => message.sure,
      ({ parts }) => isRequest(parts),
    );
  },

  arrival: (state, pipe, parts) => [done({ ...state, pipes: state.pipes.map((one) => (one === pipe ? queued(one, parts) : one)) }, "sockets.delivery")],
};

function answering(state: State, pipe: Pipe, { parts, connection }: Pipe["in"][number]): Outcome {
  const end = parts.indexOf("") + 1;
  return received(turned(state, { phase: "answering", peer: pipe.peer, connection, kept: parts.slice(0, end) }), "request-reply.rep-strip", parts.slice(end));
}

/** request-reply.rep-malformed: a request has an empty part, and something behind it. */
function isRequest(parts: Parts): boolean {
  const delimiter = parts.indexOf("");
  return delimiter >= 0 && delimiter + 1 < parts.length;
}

function queued(pipe: Pipe, parts: Parts): Pipe {
  return { ...pipe, in: [...pipe.in, { parts, connection: pipe.connection, sure: true }] };
}

function turned(state: State, exchange: Exchange): State {
  return { ...state, exchange };
}
