/** Plays a history on a stage, step by step, each with all that follows from it, and asks the oracle whether it may be so. */
import { ascii, describeParts, text } from "../octets.ts";
import type { Stage } from "../stage.ts";
import type { Subject } from "../subject.ts";
import { Cast, Seen, type Company } from "./cast.ts";
import { Companions, ownName } from "./companions.ts";
import type { Action, History } from "./history.ts";
import type { Parts, Result, Stimulus } from "./model.ts";
import { Oracle, type Disagreement, type Observation } from "./oracle.ts";
import { lives, pipeOf } from "./pipes.ts";

export interface Performance {
  /** The steps that were played, in the trace language. */
  readonly trace: readonly string[];
  /** How many actions of the history made sense and were played. */
  readonly played: number;
  /** The statements that the implementation broke on the way, and is known to break. */
  readonly deviations: readonly string[];
  readonly disagreement?: Disagreement;
}

/** What the implementation declares, and which statements it is known to break. */
export interface PerformOptions {
  readonly choices: Readonly<Record<string, string>>;
  readonly known: ReadonlySet<string>;
}

/** The stage must be fresh; whoever made it clears it. */
export async function perform(history: History, stage: Stage, { choices, known }: PerformOptions): Promise<Performance> {
  const { type, mandatory, actions } = history;
  const inproc = stage.setting.transport === "inproc";
  const limit = inproc ? 0 : history.limit;
  const options = {
    ...(inproc && type === "REQ" && { routingId: ascii(ownName) }),
    linger: 0,
    ...(limit > 0 && { sendHighWaterMark: limit }),
    ...(mandatory && { mandatory }),
    reconnectInterval: 10,
  };
  const subject = await stage.bound(type, options);
  const player = new Player(stage, subject, new Oracle({ type, limit, mandatory, choices, known }));
  let played = 0;
  for (const action of actions) {
    const stimulus = player.stimulusOf(action);
    if (stimulus === undefined) continue;
    played += 1;
    const disagreement = await player.play(action, stimulus);
    if (disagreement !== undefined) return { trace: stage.record.steps, played, deviations: player.oracle.deviations, disagreement };
  }
  return { trace: stage.record.steps, played, deviations: player.oracle.deviations };
}

const done: Result = { type: "done" };

class Player {
  readonly oracle: Oracle;
  readonly #stage: Stage;
  readonly #subject: Subject;
  readonly #cast: Company;

  constructor(stage: Stage, subject: Subject, oracle: Oracle) {
    this.oracle = oracle;
    this.#stage = stage;
    this.#subject = subject;
    this.#cast = stage.setting.transport === "inproc" ? new Companions(stage, subject) : new Cast(stage, subject);
  }

  /** What the action is to the socket, or nothing when it makes no sense now. */
  stimulusOf(action: Action): Stimulus | undefined {
    switch (action.do) {
      case "sends":
        return this.#sending(action);
      case "receives":
        return { on: "receive" };
      case "subscribes":
        return { on: "subscribe", topic: action.topic, cancels: action.cancels };
      default:
        return this.#makesSense(action) && !this.#leadsAstray(action) && this.#cast.canPlay(action, this.oracle.state) ? ofPeer(action) : undefined;
    }
  }

  #sending({ parts, to }: Action & { readonly do: "sends" }): Stimulus | undefined {
    if (to === undefined) return this.#losesSubscription(parts) ? undefined : { on: "send", parts };
    const identity = pipeOf(this.oracle.state, to)?.identity;
    return identity === undefined ? undefined : { on: "send", parts: [identity, ...parts] };
  }

  #makesSense(action: Action & { readonly peer: string }): boolean {
    const { setting, state } = this.oracle;
    const pipe = pipeOf(state, action.peer);
    const connects = pipe?.made === true && !pipe.ended;
    switch (action.do) {
      case "peer connects":
        return !this.#cast.has(action.peer);
      case "connects":
        return !this.#cast.has(action.peer) && !(setting.type === "PAIR" && state.pipes.some(lives));
      case "accepts":
        return connects && pipe.connection === 0;
      case "disconnects":
        return connects && pipe.connection > 0;
      default:
        return this.#cast.isConnected(action.peer);
    }
  }

  /** What is known to go wrong in a way that leaves nothing to judge behind it is not done. */
  #leadsAstray(action: Action & { readonly peer: string }): boolean {
    const { setting, state } = this.oracle;
    if (action.do !== "peer sends" && action.do !== "peer subscribes") return false;
    // A mute peer that sends is never read again.
    if (pipeOf(state, action.peer)?.mute === true) return true;
    // A malformed reply ends the connection where that is the choice, and what becomes of a connect request then is open.
    const keeps = setting.type !== "REQ" || setting.choices["request-reply.req-malformed-close"] === "keep";
    return !keeps && action.do === "peer sends" && (action.parts[0] !== "" || action.parts.length < 2);
  }

  /** Where subscriptions take room in the queue, which of them are lost depends on what else is in it. */
  #losesSubscription(parts: Parts): boolean {
    const { type, limit, known } = this.oracle.setting;
    return type === "XSUB" && limit > 0 && known.has("publish-subscribe.resubscribe") && parts.length === 1 && /^[\x00\x01]/.test(parts[0] ?? "");
  }

  /** Plays it and lets everything come to rest; gives what was seen if it must not be. */
  async play(action: Action, stimulus: Stimulus): Promise<Disagreement | undefined> {
    let result = await this.#act(action, stimulus);
    const seen = new Seen();
    const deadline = performance.now() + this.#stage.ceilingMs;
    for (;;) {
      // What these two should bring about at a peer, against the text, shows at the next step.
      if (stimulus.on !== "receive" && stimulus.on !== "connect") await this.#cast.rest(seen);
      const observation: Observation = { result, sends: seen.sends, closes: seen.closes, topics: this.#subscribes ? this.#cast.topics() : {} };
      if (this.oracle.follow(stimulus, observation)) return undefined;
      const leftMs = deadline - performance.now();
      const waits = result.type === "refused" && result.code === "would-block";
      if (leftMs > 0 && stimulus.on === "receive" && waits && this.oracle.mustReceive) result = await this.#receive(Math.ceil(leftMs));
      else if (leftMs <= 0 || !this.oracle.mayBecome(stimulus, observation) || !(await this.#cast.news(leftMs)))
        return this.oracle.disagreement(stimulus, observation);
    }
  }

  get #subscribes(): boolean {
    return this.#subject.type === "SUB" || this.#subject.type === "XSUB";
  }

  async #act(action: Action, stimulus: Stimulus): Promise<Result> {
    switch (action.do) {
      case "sends": {
        const code = await this.#subject.trySend((stimulus as { readonly parts: Parts }).parts.map(ascii));
        return code === undefined ? done : { type: "refused", code };
      }
      case "receives":
        return this.#receive(0);
      case "subscribes":
        await (action.cancels ? this.#subject.unsubscribe(ascii(action.topic)) : this.#subject.subscribe(ascii(action.topic)));
        return done;
      case "connects":
        await this.#cast.connect(action.peer);
        return done;
      case "disconnects":
        await this.#cast.disconnect(action.peer);
        return done;
      case "peer closes":
        await this.#cast.leave(action.peer);
        return done;
      case "peer connects":
      case "accepts":
        await this.#cast.meet(action.peer, action.type, action.identity);
        return this.#noticed(action.peer);
      case "peer sends":
        await this.#cast.send(action.peer, action.parts);
        return this.#noticed(action.peer);
      case "peer subscribes":
        await this.#cast.subscribe(action.peer, action.topic, action.cancels, action.form);
        return this.#noticed(action.peer);
    }
  }

  #noticed(peer: string): Result {
    this.#cast.noticed(peer);
    return done;
  }

  async #receive(timeoutMs: number): Promise<Result> {
    const { parts, refusal } = await this.#subject.tryReceive(timeoutMs);
    this.#stage.record.step(`S receives ${parts === undefined ? "nothing" : describeParts(parts)}`);
    return parts === undefined ? { type: "refused", code: refusal ?? "would-block" } : { type: "received", parts: parts.map(text) };
  }
}

/** What a peer does, as it concerns the socket. */
function ofPeer(action: Exclude<Action, { readonly do: "sends" | "receives" | "subscribes" }>): Stimulus {
  const { peer } = action;
  switch (action.do) {
    case "peer connects":
    case "accepts":
      return { on: "established", peer, type: action.type, identity: action.identity };
    case "connects":
      return { on: "connect", peer };
    case "disconnects":
      return { on: "disconnect", peer };
    case "peer closes":
      return { on: "closed", peer };
    case "peer sends":
      return { on: "arrival", peer, parts: action.parts };
    case "peer subscribes":
      return { on: "subscription", peer, topic: action.topic, cancels: action.cancels };
  }
}
