/**
 * The words of the oracle: an executable model of the socket types, written from the text of spec/patterns. A rule says what a socket may do next: a set of outcomes,
 * of which an implementation chooses one. States are plain values, so that two of them are the same when their JSON is.
 */
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import type { Refusal } from "../subject.ts";

/** A message; each part is a text of which every character is an octet. */
export type Parts = readonly string[];

/** A message in an incoming queue. */
export interface Arrived {
  readonly parts: Parts;
  /** The connection on which it came. */
  readonly connection: number;
  /** False when the socket is free to discard it. */
  readonly sure: boolean;
}

/** What a socket keeps for one peer (spec/patterns/sockets.md, Terms). */
export interface Pipe {
  readonly peer: string;
  /** It belongs to a connect request; else to one accepted connection. */
  readonly made: boolean;
  /** The number of its connection; zero while there is none. */
  readonly connection: number;
  /** It takes no more; what has arrived may be there still. */
  readonly ended: boolean;
  /** Its connection is open and nothing passes: what libzmq does to a peer that it does not want. */
  readonly mute: boolean;
  /** The name by which a ROUTER knows the peer; undefined until its application has seen a generated one. */
  readonly identity?: string | undefined;
  /** Messages that wait for a connection. */
  readonly out: readonly Parts[];
  readonly in: readonly Arrived[];
  /** The topics to which the peer is subscribed, sorted; several times if it is counted. */
  readonly topics: readonly string[];
}

/** What waits for the application of an XPUB, in the order in which it came. */
export interface Waiting extends Arrived {
  readonly peer: string;
  /** Events keep their order among all peers; those of one group have none among them. Zero for a message. */
  readonly event: number;
}

export interface State {
  readonly pipes: readonly Pipe[];
  /** How many connections there were. */
  readonly connections: number;
  readonly round: Round;
  readonly turn: Turn;
  /** REQ and REP: where in its turns the socket is, with whom, and what it keeps for that. */
  readonly exchange: Exchange;
  /** The topics of the application, sorted, as often as it subscribed to them. */
  readonly own: readonly string[];
  readonly waiting: readonly Waiting[];
}

/** Memory of the distribution in turn: who was available, who had a message in this round, and the order of these happenings. */
export interface Round {
  readonly available: readonly string[];
  readonly served: readonly string[];
  readonly log: readonly string[];
}

/** Memory of fair queueing: who waited when the round began, and who was served since. */
export interface Turn {
  readonly start: readonly string[];
  readonly served: readonly string[];
}

export interface Exchange {
  readonly phase: "ready" | "waiting" | "orphaned" | "failed" | "answered" | "idle" | "answering";
  readonly peer: string;
  readonly connection: number;
  /** The body of the reply, or the envelope of the request. */
  readonly kept: Parts;
}

/** What can happen to a socket: its application asks for something, or a peer does something. */
export type Stimulus =
  | { readonly on: "connect" | "disconnect" | "closed"; readonly peer: string }
  | { readonly on: "established"; readonly peer: string; readonly type: string; readonly identity: string }
  | { readonly on: "arrival"; readonly peer: string; readonly parts: Parts }
  | { readonly on: "subscription"; readonly peer: string; readonly topic: string; readonly cancels: boolean }
  | { readonly on: "subscribe"; readonly topic: string; readonly cancels: boolean }
  | { readonly on: "send"; readonly parts: Parts }
  | { readonly on: "receive" };

export type Result = { readonly type: "done" } | { readonly type: "refused"; readonly code: Refusal } | { readonly type: "received"; readonly parts: Parts };

/** One thing that the socket may do next. */
export interface Outcome {
  readonly result: Result;
  /** The messages that peers get by it. */
  readonly sends: Readonly<Record<string, readonly Parts[]>>;
  /** The peers whose connection the socket closes. */
  readonly closes: readonly string[];
  readonly state: State;
  /** The statement that has it so. */
  readonly by: RequirementId;
  /** The statement that it breaks: a SHOULD, or a MUST that is known to fail in the implementation. */
  readonly deviates?: RequirementId;
  /** The first part received is the identity that the socket generated for this peer, whatever it is. */
  readonly generated?: string;
}

/** What the rules need to know of the socket and of the implementation. */
export interface Setting {
  readonly type: string;
  /** The limit of each outgoing queue; zero for none. */
  readonly limit: number;
  /** ROUTER: the application asked for an error. */
  readonly mandatory: boolean;
  readonly choices: Readonly<Record<string, string>>;
  /** MUSTs that are known to fail; SHOULDs need no mention. */
  readonly known: ReadonlySet<string>;
}

/** What one socket type does. */
export interface Rules {
  send(state: State, parts: Parts, setting: Setting): readonly Outcome[];
  receive(state: State, setting: Setting): readonly Outcome[];
  /** A message of a peer has arrived. */
  arrival(state: State, pipe: Pipe, parts: Parts, setting: Setting): readonly Outcome[];
  /** The pipe has a connection: what its waiting messages and its handshake bring is done. Default: nothing more. */
  established?(outcome: Outcome, peer: string, setting: Setting): readonly Outcome[];
  /** The connection is gone; `before` is the state while it was there. Default: nothing more. */
  lost?(outcome: Outcome, before: State, peer: string, setting: Setting): readonly Outcome[];
  subscription?(state: State, pipe: Pipe, topic: string, cancels: boolean, setting: Setting): readonly Outcome[];
}

export const initial: State = {
  pipes: [],
  connections: 0,
  round: { available: [], served: [], log: [] },
  turn: { start: [], served: [] },
  exchange: { phase: "ready", peer: "", connection: 0, kept: [] },
  own: [],
  waiting: [],
};
