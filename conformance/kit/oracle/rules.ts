/** What a socket of any type may do next: what all types have in common here, the rest by type. */
import { dealer, pair, pull, push } from "./exchange.ts";
import { reply, request } from "./lock-step.ts";
import { available, done, forgotten, pipeOf, refused } from "./pipes.ts";
import { pub, xpub } from "./publishers.ts";
import { router } from "./router.ts";
import { sub, subscribed, xsub } from "./subscribers.ts";
import { noteAvailable } from "./turns.ts";
import type { Outcome, Pipe, Rules, Setting, State, Stimulus } from "./model.ts";

const rulesOf: Readonly<Record<string, Rules>> = {
  REQ: request,
  REP: reply,
  DEALER: dealer,
  ROUTER: router,
  PUB: pub,
  XPUB: xpub,
  SUB: sub,
  XSUB: xsub,
  PUSH: push,
  PULL: pull,
  PAIR: pair,
};

/** Which types may be connected (spec/patterns/sockets.md, What each type selects). */
export const partners: Readonly<Record<string, readonly string[]>> = {
  REQ: ["REP", "ROUTER"],
  REP: ["REQ", "DEALER"],
  DEALER: ["REP", "DEALER", "ROUTER"],
  ROUTER: ["REQ", "DEALER", "ROUTER"],
  PUB: ["SUB", "XSUB"],
  XPUB: ["SUB", "XSUB"],
  SUB: ["PUB", "XPUB"],
  XSUB: ["PUB", "XPUB"],
  PUSH: ["PULL"],
  PULL: ["PUSH"],
  PAIR: ["PAIR"],
};

/** Every outcome that the text allows. */
export function outcomesOf(state: State, stimulus: Stimulus, setting: Setting): readonly Outcome[] {
  return outcomes(state, stimulus, setting).map((outcome) => noted(closed(outcome, setting), setting));
}

function outcomes(state: State, stimulus: Stimulus, setting: Setting): readonly Outcome[] {
  const rules = rulesOf[setting.type];
  if (rules === undefined) throw new Error(`The oracle knows no socket type ${setting.type}.`);
  switch (stimulus.on) {
    case "send":
      return rules.send(state, stimulus.parts, setting);
    case "receive":
      return rules.receive(state, setting);
    case "subscribe":
      return [subscribed(state, stimulus.topic, stimulus.cancels)];
    case "connect":
      return [done({ ...state, pipes: [...state.pipes, newPipe(stimulus.peer, true)] }, "sockets.connect-at-once")];
    case "established":
      return established(state, stimulus, rules, setting);
    case "closed":
      return lost(state, stimulus.peer, rules, setting);
    case "disconnect":
      return disconnected(state, stimulus.peer, rules, setting);
    case "arrival":
    case "subscription": {
      const pipe = pipeOf(state, stimulus.peer);
      if (pipe === undefined) throw new Error(`${stimulus.peer} has no connection.`);
      if (stimulus.on === "arrival") return rules.arrival(state, pipe, stimulus.parts, setting);
      return rules.subscription?.(state, pipe, stimulus.topic, stimulus.cancels, setting) ?? [done(state, "commands.not-delivered")];
    }
  }
}

function newPipe(peer: string, made: boolean): Pipe {
  return { peer, made, connection: 0, ended: false, mute: false, out: [], in: [], topics: [] };
}

/** A handshake is complete, or was refused: what waited for the peer is sent. */
function established(state: State, { peer, type, identity }: Stimulus & { on: "established" }, rules: Rules, setting: Setting): readonly Outcome[] {
  if (partners[setting.type]?.includes(type) !== true) return [done(state, "metadata.socket-type-pairs", { closes: [peer] })];
  const connections = state.connections + 1;
  const known = pipeOf(state, peer);
  const pipe = { ...(known ?? newPipe(peer, false)), connection: connections, out: [] };
  const pipes = known === undefined ? [...state.pipes, pipe] : state.pipes.map((one) => (one === known ? pipe : one));
  const sends = known === undefined || known.out.length === 0 ? {} : { [peer]: known.out };
  const named = (name: string | undefined): State => ({ ...state, connections, pipes: pipes.map((one) => (one === pipe ? { ...pipe, identity: name } : one)) });
  const announced = identity === "" ? undefined : identity;
  const outcome = done(named(announced), "sockets.accepted-is-sent", { sends });
  const old = { ...outcome, state: named(known?.identity), deviates: "request-reply.router-reconnect-identity" } as const;
  const all = setting.type === "ROUTER" && known?.identity !== undefined && known.identity !== announced ? [outcome, old] : [outcome];
  return all.flatMap((one) => rules.established?.(one, peer, setting) ?? [one]);
}

/** A connection has ended: an accepted pipe with it; a made one waits for the next. */
function lost(state: State, peer: string, rules: Rules, setting: Setting): readonly Outcome[] {
  const pipe = pipeOf(state, peer);
  if (pipe === undefined) return [done(state, "sockets.isolation")];
  const after = pipe.made ? { ...pipe, connection: 0 } : { ...pipe, connection: 0, ended: true, out: [], in: left(pipe, setting) };
  return followed(state, peer, after, rules, setting, []);
}

function disconnected(state: State, peer: string, rules: Rules, setting: Setting): readonly Outcome[] {
  const pipe = pipeOf(state, peer);
  if (pipe === undefined) return [refused(state, "sockets.bind-and-connect", "invalid")];
  const unsure = pipe.in.map((message) => ({ ...message, sure: false }));
  return followed(state, peer, { ...pipe, connection: 0, ended: true, out: [], in: unsure }, rules, setting, pipe.connection > 0 ? [peer] : []);
}

function followed(state: State, peer: string, pipe: Pipe, rules: Rules, setting: Setting, closes: readonly string[]): readonly Outcome[] {
  const after = forgotten({ ...state, pipes: state.pipes.map((one) => (one.peer === peer ? pipe : one)) });
  const outcome = done(after, "sockets.queue-dropped", { closes });
  return rules.lost?.(outcome, state, peer, setting) ?? [outcome];
}

/** sockets.received-before-close; the other types deliver what has arrived. */
function left(pipe: Pipe, { type, choices }: Setting): Pipe["in"] {
  if (type === "REP" || pipe.mute) return pipe.mute ? [] : pipe.in;
  const choice = choices["sockets.received-before-close"];
  return choice === "deliver" ? pipe.in : choice === "discard" ? [] : pipe.in.map((message) => ({ ...message, sure: false }));
}

/** What the socket closes by itself is gone as well. */
function closed(outcome: Outcome, setting: Setting): Outcome {
  const rules = rulesOf[setting.type];
  const gone = outcome.closes.filter((peer) => outcome.state.pipes.some((pipe) => pipe.peer === peer && pipe.connection > 0));
  let after = outcome;
  for (const peer of gone) {
    if (rules === undefined) continue;
    const [next] = lost(after.state, peer, rules, setting);
    if (next !== undefined) after = { ...after, state: next.state };
  }
  return after;
}

function noted(outcome: Outcome, setting: Setting): Outcome {
  return { ...outcome, state: { ...outcome.state, round: noteAvailable(outcome.state.round, available(outcome.state, setting)) } };
}
