/** What all rules do with pipes: find them, change them, choose among them. */
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import type { Refusal } from "../subject.ts";
import type { Arrived, Outcome, Parts, Pipe, Setting, State } from "./model.ts";
import { give, mayGive, mayServe, passesOver, serve } from "./turns.ts";

type More = Partial<Pick<Outcome, "sends" | "closes" | "deviates" | "generated">>;

export function done(state: State, by: RequirementId, more: More = {}): Outcome {
  return { result: { type: "done" }, sends: {}, closes: [], state, by, ...more };
}

export function refused(state: State, by: RequirementId, code: Refusal, more: More = {}): Outcome {
  return { result: { type: "refused", code }, sends: {}, closes: [], state, by, ...more };
}

export function received(state: State, by: RequirementId, parts: Parts, more: More = {}): Outcome {
  return { result: { type: "received", parts }, sends: {}, closes: [], state, by, ...more };
}

export function pipeOf(state: State, peer: string): Pipe | undefined {
  return state.pipes.find((pipe) => pipe.peer === peer);
}

export function withPipe(state: State, peer: string, change: Partial<Pipe>): State {
  return { ...state, pipes: state.pipes.map((pipe) => (pipe.peer === peer ? { ...pipe, ...change } : pipe)) };
}

/** A pipe that counts for messages that go out: made or connected, and not mute. */
export function lives(pipe: Pipe): boolean {
  return !pipe.ended && !pipe.mute && (pipe.made || pipe.connection > 0);
}

export function hasRoom(pipe: Pipe, { limit }: Setting): boolean {
  return limit === 0 || pipe.out.length < limit;
}

export function available(state: State, setting: Setting): readonly string[] {
  return state.pipes.filter((pipe) => lives(pipe) && hasRoom(pipe, setting)).map((pipe) => pipe.peer);
}

/** Gives a message to a pipe: it goes at once when there is a connection, and waits otherwise. */
export function put(state: State, pipe: Pipe, parts: Parts): { readonly state: State; readonly sends: Readonly<Record<string, readonly Parts[]>> } {
  if (pipe.connection > 0) return { state, sends: { [pipe.peer]: [parts] } };
  return { state: withPipe(state, pipe.peer, { out: [...pipe.out, parts] }), sends: {} };
}

/** A message to one of the available peers in turn, or a refusal when there is none. */
export function distribute(state: State, parts: Parts, setting: Setting, then: (state: State, pipe: Pipe) => State = (after) => after): readonly Outcome[] {
  const peers = state.pipes.filter((pipe) => lives(pipe) && hasRoom(pipe, setting));
  if (peers.length === 0) return [refused(state, "sockets.no-available-peer", "would-block")];
  return peers
    .filter((pipe) => mayGive(state.round, pipe.peer))
    .map((pipe) => {
      const given = put({ ...state, round: give(state.round, pipe.peer) }, pipe, parts);
      const late = passesOver(state.round, pipe.peer) ? ({ deviates: "sockets.round-robin-change" } as const) : {};
      return done(then(given.state, pipe), "sockets.round-robin", { sends: given.sends, ...late });
    });
}

/** Puts a message behind those that wait to be received. */
export function keep(state: State, pipe: Pipe, parts: Parts, sure = true): State {
  return withPipe(state, pipe.peer, { in: [...pipe.in, { parts, connection: pipe.connection, sure }] });
}

/** One message of a peer whose turn it may be: those in front that the socket is free to discard may be left out. */
export function deliver(
  state: State,
  take: (state: State, pipe: Pipe, message: Arrived) => Outcome,
  by: RequirementId = "sockets.fair-queueing",
  isSure: (message: Arrived) => boolean = (message) => message.sure,
  isPossible: (message: Arrived) => boolean = () => true,
): readonly Outcome[] {
  const certain = state.pipes
    .filter((pipe) => pipe.in.length > 0 && pipe.in.every((message) => isSure(message) && isPossible(message)))
    .map((pipe) => pipe.peer);
  const outcomes = state.pipes
    .filter((pipe) => by !== "sockets.fair-queueing" || mayServe(state.turn, pipe.peer, certain))
    .flatMap((pipe) =>
      candidates(pipe, isSure, isPossible).map((index) => {
        const message = pipe.in[index] as Arrived;
        const rest = withPipe({ ...state, turn: serve(state.turn, pipe.peer, certain) }, pipe.peer, { in: pipe.in.slice(index + 1) });
        return take(forgotten(rest), pipe, message);
      }),
    );
  const must = state.pipes.some((pipe) => pipe.in.some((message) => isSure(message) && isPossible(message)));
  return must ? outcomes : [...outcomes, refused(state, "exchange-patterns.nothing-invented", "would-block")];
}

/** Places in a queue from which the next delivery can come: up to the first message that must be delivered. */
function candidates(pipe: Pipe, isSure: (message: Arrived) => boolean, isPossible: (message: Arrived) => boolean): readonly number[] {
  const first = pipe.in.findIndex((message) => isSure(message) && isPossible(message));
  const end = first < 0 ? pipe.in.length : first + 1;
  return pipe.in.slice(0, end).flatMap((message, index) => (isPossible(message) ? [index] : []));
}

/** Without the pipes that nothing can come of any more. */
export function forgotten(state: State): State {
  return { ...state, pipes: state.pipes.filter((pipe) => !pipe.ended || pipe.in.length > 0) };
}
