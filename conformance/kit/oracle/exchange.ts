/** DEALER, PUSH, PULL and PAIR (spec/patterns/request-reply.md, pipeline.md, exclusive-pair.md): messages as they are. */
import { deliver, distribute, done, hasRoom, keep, lives, put, received, refused, withPipe } from "./pipes.ts";
import type { Outcome, Rules, State } from "./model.ts";

export const dealer: Rules = {
  send: distribute,
  receive: (state) => deliver(state, asItIs),
  arrival: (state, pipe, parts) => [done(keep(state, pipe, parts), "sockets.delivery")],
};

export const push: Rules = {
  send: distribute,
  receive: (state) => [refused(state, "pipeline.push-no-receive", "unsupported")],
  arrival: (state) => [done(state, "pipeline.push-no-receive")],
};

export const pull: Rules = {
  ...dealer,
  send: (state) => [refused(state, "pipeline.pull-no-send", "unsupported")],
};

export const pair: Rules = {
  send(state, parts, setting) {
    const peer = state.pipes.find((pipe) => lives(pipe) && hasRoom(pipe, setting));
    if (peer === undefined) return [refused(state, "sockets.no-available-peer", "would-block")];
    const given = put(state, peer, parts);
    return [done(given.state, "exclusive-pair.first-peer", { sends: given.sends })];
  },

  // What a peer that left has sent, and what its successor sends, wait side by side.
  receive: (state) => deliver(state, asItIs, "sockets.delivery"),

  arrival: (state, pipe, parts) => [pipe.mute ? done(state, "exclusive-pair.only-peer") : done(keep(state, pipe, parts), "sockets.delivery")],

  established(outcome, peer, { known }) {
    const { state } = outcome;
    const first = state.pipes.find((pipe) => lives(pipe) && pipe.peer !== peer);
    // libzmq has its peer until what that has sent is received.
    const lingers = known.has("exclusive-pair.second-peer") && state.pipes.some((pipe) => pipe.ended && pipe.peer !== peer);
    const closed = { ...outcome, closes: [peer], state: without(state, peer), by: "exclusive-pair.second-peer" } as const;
    const mute = {
      ...outcome,
      state: withPipe(state, peer, { mute: true }),
      by: "exclusive-pair.second-peer",
      deviates: "exclusive-pair.second-peer",
    } as const;
    if (first === undefined) return lingers ? [outcome, mute] : [outcome];
    return known.has("exclusive-pair.second-peer") ? [closed, mute] : [closed];
  },
};

export function asItIs(state: State, _pipe: unknown, { parts }: { readonly parts: readonly string[] }): Outcome {
  return received(state, "exchange-patterns.unmodified", parts);
}

export function without(state: State, peer: string): State {
  return { ...state, pipes: state.pipes.filter((pipe) => pipe.peer !== peer) };
}
