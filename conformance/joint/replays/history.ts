/**
 * What was seen in a replay: the steps as a run of the model, and what each socket did, for its oracle. Some of it shows only later, such as to whom a message went: a
 * step or a happening may be filled in until the end.
 */
import type { Parts, Result, Stimulus } from "../../kit/oracle/model.ts";
import { Oracle } from "../../kit/oracle/oracle.ts";
import type { Bench, BenchSocket } from "./bench.ts";

/** A run of the model, and what is expected of its end; what the oracles do not allow stands beside it. */
export interface Played {
  /** Of the run that the model is asked for: steps as the model names them, and expectations between them; perhaps the beginning, if it is another than init. */
  readonly run: readonly string[];
  readonly disagreements: readonly string[];
}

interface Happening {
  readonly socket: string;
  readonly stimulus: Stimulus;
  readonly result: Result;
  readonly sends: Record<string, Parts[]>;
  readonly closes: string[];
  readonly topics: Readonly<Record<string, readonly string[]>>;
}

const done: Result = { type: "done" };

export class History {
  readonly disagreements: string[] = [];
  readonly #bench: Bench;
  readonly #types = new Map<string, { readonly type: string; readonly limit: number }>();
  readonly #happenings: Happening[] = [];
  readonly #steps: (() => string)[] = [];

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  /** How many steps there are so far. */
  get length(): number {
    return this.#steps.length;
  }

  /** From now on an oracle follows the socket. */
  follow({ name, type }: BenchSocket, limit = 0): void {
    this.#types.set(name, { type, limit });
  }

  step(text: string | (() => string)): void {
    this.#steps.push(typeof text === "string" ? () => text : text);
  }

  /** What must hold of the model's state here. */
  expect(formula: string): void {
    this.#steps.push(() => `expect ${formula}`);
  }

  disagree(words: string): void {
    this.disagreements.push(words);
  }

  /** Something happened to a socket. What it sends may be filled in. */
  note(socket: BenchSocket, stimulus: Stimulus, result: Result = done, topics: Readonly<Record<string, readonly string[]>> = {}): Happening {
    const happening: Happening = { socket: socket.name, stimulus, result, sends: {}, closes: [], topics };
    this.#happenings.push(happening);
    return happening;
  }

  received(socket: BenchSocket, parts: Parts | undefined): void {
    this.note(socket, { on: "receive" }, parts === undefined ? { type: "refused", code: "would-block" } : { type: "received", parts });
  }

  /** The connecting socket asks to connect, and the two are connected. `count`: which connection of the two it is. */
  connected(from: BenchSocket, to: BenchSocket, count = 1): void {
    if (count === 1) this.note(from, { on: "connect", peer: to.name });
    this.note(from, { on: "established", peer: to.name, type: to.type, identity: "" });
    this.note(to, { on: "established", peer: connectionName(from, count), type: from.type, identity: "" });
  }

  /** Their connection of this number has broken. */
  broken(from: BenchSocket, to: BenchSocket, count: number): void {
    this.note(from, { on: "closed", peer: to.name });
    this.note(to, { on: "closed", peer: connectionName(from, count) });
  }

  /** What the oracles say of it all. */
  judge(): Played {
    const oracles = new Map([...this.#types].map(([name, { type, limit }]) => [name, this.#oracle(type, limit)]));
    const failed = new Set<string>();
    for (const { socket, stimulus, ...seen } of this.#happenings) {
      const oracle = oracles.get(socket);
      // An oracle that has lost its socket once has nothing more to say.
      if (oracle === undefined || failed.has(socket) || oracle.follow(stimulus, seen)) continue;
      failed.add(socket);
      const { expected, actual } = oracle.disagreement(stimulus, seen);
      this.disagree(`${oracle.setting.type} ${socket}, ${JSON.stringify(stimulus)}: allowed ${expected.join(" or ")}; seen ${actual}`);
    }
    return { run: this.#steps.map((step) => step()), disagreements: this.disagreements };
  }

  #oracle(type: string, limit: number): Oracle {
    const { choices, known } = this.#bench;
    return new Oracle({ type, limit, mandatory: false, choices, known });
  }
}

/** A socket that comes back is somebody new to the one to which it connects. */
export function connectionName({ name }: BenchSocket, count: number): string {
  return `${name}.${String(count)}`;
}

/** The steps and expectations as an expression of Quint, behind the beginning of the model, or another that stands first. */
export function unitRun(run: readonly string[]): string {
  const [first = ""] = run;
  const isBegun = first.startsWith("begin ");
  const steps = (isBegun ? run.slice(1) : run).map((step) => (step.startsWith("expect ") ? `expect(${step.slice(7)})` : `then(${step})`));
  return [isBegun ? first.slice(6) : "init", ...steps].join(".");
}
