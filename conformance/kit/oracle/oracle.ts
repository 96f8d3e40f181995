/**
 * The oracle follows an implementation: it keeps every state in which the socket can be after what was seen, and each observation leaves those that explain it. When
 * none is left, what was seen is allowed by no reading of the text (input–output conformance, after Tretmans). Where the text leaves a choice that shows only
 * later, all branches are kept until it does.
 */
import { describeParts, ascii } from "../octets.ts";
import { initial, type Outcome, type Parts, type Result, type Setting, type State, type Stimulus } from "./model.ts";
import { withPipe } from "./pipes.ts";
import { outcomesOf } from "./rules.ts";
import { topicsAt } from "./subscribers.ts";

/** What was seen after a stimulus, when all had come to rest. */
export interface Observation {
  readonly result: Result;
  readonly sends: Readonly<Record<string, readonly Parts[]>>;
  readonly closes: readonly string[];
  /** The topics to which the socket is subscribed at each connected wire peer. */
  readonly topics: Readonly<Record<string, readonly string[]>>;
}

/** Nothing that the text allows is, or can become, what was seen. */
export interface Disagreement {
  readonly statements: readonly string[];
  readonly expected: readonly string[];
  readonly actual: string;
}

interface Possibility {
  readonly state: State;
  /** The statements that the implementation broke if this is what happened. */
  readonly deviations: readonly string[];
}

/** More branches than this are not followed. */
const mostPossibilities = 2000;

export class Oracle {
  readonly setting: Setting;
  #possible: readonly Possibility[] = [{ state: initial, deviations: [] }];

  constructor(setting: Setting) {
    this.setting = setting;
  }

  /** The statements that must have been broken for what was seen; none when the text explains it. */
  get deviations(): readonly string[] {
    return fewest(this.#possible).deviations;
  }

  /** A state that explains best what was seen. */
  get state(): State {
    return fewest(this.#possible).state;
  }

  /** Takes the observation in, if the text allows it; else tells nothing and stays where it was. */
  follow(stimulus: Stimulus, seen: Observation): boolean {
    const next = new Map<string, Possibility>();
    for (const { possibility, outcome } of this.#outcomes(stimulus)) {
      const state = explained(outcome, seen, this.setting);
      if (state === undefined) continue;
      const deviations = outcome.deviates === undefined ? possibility.deviations : [...new Set([...possibility.deviations, outcome.deviates])].sort();
      const key = JSON.stringify([state, deviations]);
      next.set(key, { state, deviations });
    }
    if (next.size === 0) return false;
    if (next.size > mostPossibilities) throw new Error(`The oracle follows more than ${mostPossibilities} branches.`);
    this.#possible = [...next.values()];
    return true;
  }

  /** Whether more may still come, so that the observation is explained then. */
  mayBecome(stimulus: Stimulus, seen: Observation): boolean {
    return this.#outcomes(stimulus).some(({ outcome }) => sameResult(outcome, seen) && begins(outcome, seen));
  }

  /** Whether, in every reading, there is a message to receive. */
  get mustReceive(): boolean {
    return this.#outcomes({ on: "receive" }).every(({ outcome }) => outcome.result.type === "received");
  }

  /** What would have been allowed, in words. */
  disagreement(stimulus: Stimulus, seen: Observation): Disagreement {
    const all = this.#outcomes(stimulus).map(({ outcome }) => outcome);
    return {
      statements: [...new Set(all.map(({ by }) => by))].sort(),
      expected: [
        ...new Set(all.map((outcome) => `${described(wanted(outcome, this.setting))} (${outcome.by}${outcome.deviates === undefined ? "" : ", deviating"})`)),
      ].sort(),
      actual: described(seen),
    };
  }

  #outcomes(stimulus: Stimulus): readonly { readonly possibility: Possibility; readonly outcome: Outcome }[] {
    return this.#possible.flatMap((possibility) => outcomesOf(possibility.state, stimulus, this.setting).map((outcome) => ({ possibility, outcome })));
  }
}

function fewest(possible: readonly Possibility[]): Possibility {
  return possible.reduce((best, one) => (one.deviations.length < best.deviations.length ? one : best));
}

/** The state after the outcome, if it is what was seen. */
function explained(outcome: Outcome, seen: Observation, setting: Setting): State | undefined {
  const { generated } = outcome;
  if (generated === undefined) return JSON.stringify(ordered(wanted(outcome, setting))) === JSON.stringify(ordered(seen)) ? outcome.state : undefined;
  const name = seen.result.type === "received" ? seen.result.parts[0] : undefined;
  const taken = outcome.state.pipes.some((pipe) => pipe.identity === name);
  if (name === undefined || !name.startsWith("\x00") || taken || outcome.result.type !== "received") return undefined;
  const named = { ...outcome, result: { type: "received", parts: [name, ...outcome.result.parts.slice(1)] } } as const;
  const same = JSON.stringify(ordered(wanted(named, setting))) === JSON.stringify(ordered(seen));
  return same ? withPipe(outcome.state, generated, { identity: name }) : undefined;
}

function wanted({ result, sends, closes, state }: Outcome, { type }: Setting): Observation {
  return { result, sends, closes, topics: type === "SUB" || type === "XSUB" ? topicsAt(state) : {} };
}

function ordered({ result, sends, closes, topics }: Observation): unknown {
  const entries = <T>(record: Readonly<Record<string, readonly T[]>>): readonly (readonly [string, readonly T[]])[] =>
    Object.entries(record)
      .filter(([, values]) => values.length > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1));
  return [result, entries(sends), [...closes].sort(), entries(topics).map(([peer, list]) => [peer, [...list].sort()])];
}

function sameResult(outcome: Outcome, { result }: Observation): boolean {
  if (outcome.generated !== undefined)
    return result.type === "received" && outcome.result.type === "received" && result.parts.length === outcome.result.parts.length;
  return JSON.stringify(outcome.result) === JSON.stringify(result);
}

/** Everything seen is part of what the outcome brings; topics may still change either way. */
function begins(outcome: Outcome, seen: Observation): boolean {
  const closes = seen.closes.every((peer) => outcome.closes.includes(peer));
  const sends = Object.entries(seen.sends).every(([peer, messages]) => {
    const all = outcome.sends[peer] ?? [];
    return messages.length <= all.length && JSON.stringify(all.slice(0, messages.length)) === JSON.stringify(messages);
  });
  return closes && sends;
}

function described({ result, sends, closes, topics }: Observation): string {
  const words = [
    result.type === "done" ? "done" : result.type === "refused" ? `refused ${result.code}` : `received ${text(result.parts)}`,
    ...Object.entries(sends).flatMap(([peer, messages]) => messages.map((parts) => `${peer} gets ${text(parts)}`)),
    ...closes.map((peer) => `${peer} is closed`),
    ...Object.entries(topics).map(([peer, list]) => `subscribed at ${peer} to ${list.length === 0 ? "nothing" : text([...list].sort())}`),
  ];
  return words.join("; ");
}

function text(parts: Parts): string {
  return describeParts(parts.map(ascii));
}
