/** ROUTER (spec/patterns/request-reply.md): messages to and from peers by their names. */
import { without } from "./exchange.ts";
import { deliver, done, hasRoom, keep, lives, pipeOf, put, received, refused, withPipe } from "./pipes.ts";
import type { Outcome, Parts, Pipe, Rules, Setting, State } from "./model.ts";

export const router: Rules = {
  send(state, parts, setting) {
    const [identity = "", ...rest] = parts;
    if (rest.length === 0)
      return [
        refused(state, "request-reply.router-one-part", "invalid"),
        done(state, "request-reply.router-one-part", { deviates: "request-reply.router-one-part" }),
        ...(setting.mandatory ? [refused(state, "request-reply.router-mandatory", "no-route", { deviates: "request-reply.router-one-part" })] : []),
      ];
    const named = state.pipes.filter((pipe) => lives(pipe) && pipe.identity === identity);
    if (named.length === 0) return [unroutable(state, setting)];
    return named.flatMap((pipe) => [...routed(state, pipe, rest, setting), ...(pipe.connection > 0 ? [] : [unroutable(state, setting)])]);
  },

  receive: (state) =>
    deliver(state, (after, pipe, { parts }) => {
      const name = pipe.identity;
      if (name === undefined) return received(after, "request-reply.router-unique", ["", ...parts], { generated: pipe.peer });
      return received(after, "request-reply.router-prefix", [name, ...parts]);
    }),

  arrival: (state, pipe, parts) => [pipe.mute ? done(state, "request-reply.router-duplicate") : done(keep(state, pipe, parts), "sockets.delivery")],

  established(outcome, peer, setting) {
    const { state } = outcome;
    const identity = pipeOf(state, peer)?.identity;
    const namesakes = state.pipes.filter((pipe) => pipe.peer !== peer && identity !== undefined && pipe.identity === identity);
    const other = namesakes.find((pipe) => lives(pipe) && pipe.connection > 0);
    if (other !== undefined) return contended(outcome, peer, other, setting);
    // libzmq has a peer until what that has sent is received.
    const lingers = setting.known.has("request-reply.router-duplicate") && namesakes.some((pipe) => pipe.ended);
    return lingers ? [outcome, mute(outcome, peer)] : [outcome];
  },
};

function routed(state: State, pipe: Pipe, parts: Parts, setting: Setting): readonly Outcome[] {
  if (hasRoom(pipe, setting)) {
    const given = put(state, pipe, parts);
    return [done(given.state, "request-reply.router-route", { sends: given.sends })];
  }
  return setting.mandatory ? [refused(state, "request-reply.router-mandatory-full", "would-block")] : [done(state, "request-reply.router-unroutable")];
}

function unroutable(state: State, { mandatory }: Setting): Outcome {
  return mandatory ? refused(state, "request-reply.router-mandatory", "no-route") : done(state, "request-reply.router-unroutable");
}

/** request-reply.router-duplicate: two peers announce one name. */
function contended(outcome: Outcome, peer: string, other: Pipe, { choices, known }: Setting): readonly Outcome[] {
  const by = "request-reply.router-duplicate" as const;
  const choice = choices[by];
  const newcomer = { ...outcome, closes: [peer], state: without(outcome.state, peer), by };
  const holder = {
    ...outcome,
    closes: [other.peer],
    state: withPipe(outcome.state, other.peer, other.made ? { connection: 0 } : { connection: 0, ended: true }),
    by,
  };
  return [...(choice === "hand-over" ? [] : [newcomer]), ...(choice === "refuse" ? [] : [holder]), ...(known.has(by) ? [mute(outcome, peer)] : [])];
}

/** What libzmq does to the second of two namesakes. */
function mute(outcome: Outcome, peer: string): Outcome {
  const by = "request-reply.router-duplicate";
  return { ...outcome, state: withPipe(outcome.state, peer, { mute: true }), by, deviates: by };
}
