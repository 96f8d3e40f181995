/** Plays one property on one transport: its fixed cases, then inputs from its generator; on a failure, finds a smaller input. */
import * as fc from "fast-check";
import type { RequirementId } from "../../schemas/types/requirement-id.ts";
import { AdapterFailure } from "./adapter/types.ts";
import type { Cause, Level, PropertyResult, Verdict, Witness } from "./model.ts";
import { NotReached, Unexpected, Violation } from "./outcome.ts";
import type { Property } from "./property.ts";
import { requirement } from "./requirements.ts";
import { seedFor } from "./seed.ts";
import { Stage, type StageSetting } from "./stage.ts";

export interface PlayOptions {
  readonly level: Level;
  readonly seed: number;
  readonly runs?: number | undefined;
  readonly choices: Readonly<Record<string, string>>;
}

/** How one input ended. */
interface Ended {
  readonly input: unknown;
  readonly verdict: Verdict;
  readonly cause?: Cause;
  readonly statement?: RequirementId;
  readonly expected?: string;
  readonly actual?: string;
  readonly reason?: string;
  readonly slow?: boolean;
  readonly stage: Stage;
}

/** At most this many inputs are tried to find a smaller one; fewer when each waits for its ceiling. */
const shrinkBudget = 60;
const slowCost = 15;

export async function playProperty(property: Property<unknown>, setting: StageSetting, options: PlayOptions): Promise<PropertyResult> {
  const tally = new Tally(property);
  for (const input of property.cases) {
    const ended = await playOnce(property, setting, input);
    tally.count(input, ended);
    if (ended.verdict !== "pass") return result(property, setting, options, tally, ended);
  }
  const failure = property.arbitrary === undefined ? undefined : await playGenerated(property, property.arbitrary, setting, options, tally);
  return result(property, setting, options, tally, failure);
}

/** Plays one input; the stage is cleared afterwards, whatever happened. A failure of the adapter itself is thrown. */
export async function playOnce(property: Property<unknown>, setting: StageSetting, input: unknown): Promise<Ended> {
  const stage = new Stage(setting);
  const ended = await attempt(property, stage, input);
  await stage.clear();
  return ended;
}

async function attempt(property: Property<unknown>, stage: Stage, input: unknown): Promise<Ended> {
  try {
    await property.play(stage, input);
    return { input, verdict: "pass", stage };
  } catch (error) {
    if (error instanceof AdapterFailure) throw error;
    if (error instanceof Violation) {
      const { statement, expected, actual, slow } = error;
      if (!property.judges.includes(statement))
        return { input, verdict: "inconclusive", cause: "precondition", reason: `the implementation broke ${statement} on the way: ${actual}`, slow, stage };
      return { input, verdict: verdictOf(statement), cause: "violated", statement, expected, actual, slow, stage };
    }
    if (error instanceof Unexpected)
      return {
        input,
        verdict: "inconclusive",
        cause: "precondition",
        reason: `the ground was not reached: expected ${error.expected}, but ${error.actual}`,
        slow: error.slow,
        stage,
      };
    if (error instanceof NotReached)
      return { input, verdict: error.cause === "undeclared" ? "not-applicable" : "inconclusive", cause: error.cause, reason: error.message, stage };
    return { input, verdict: "error", cause: "harness", reason: error instanceof Error ? (error.stack ?? error.message) : String(error), stage };
  }
}

async function playGenerated(
  property: Property<unknown>,
  arbitrary: fc.Arbitrary<unknown>,
  setting: StageSetting,
  options: PlayOptions,
  tally: Tally,
): Promise<Ended | undefined> {
  let smallest: Ended | undefined;
  let budget = shrinkBudget;
  await fc.check(
    fc.asyncProperty(arbitrary, async (input) => {
      if (smallest !== undefined) {
        if (budget <= 0) return true;
        budget -= smallest.slow === true ? slowCost : 1;
      }
      const ended = await playOnce(property, setting, input);
      if (smallest === undefined) tally.count(input, ended);
      const failed = ended.verdict !== "pass" && (smallest === undefined || sameFailure(smallest, ended));
      if (failed) smallest = ended;
      return !failed;
    }),
    {
      seed: seedFor(options.seed, `${property.name}/${setting.transport}`),
      numRuns: options.runs ?? (property.runs ?? { quick: 2, standard: 10, full: 60 })[options.level],
    },
  );
  return smallest;
}

/** Counts inputs, and the classes that they reached. */
class Tally {
  runs = 0;
  readonly reached: Record<string, number> = {};
  readonly observed = new Map<RequirementId, Set<string>>();
  readonly #classes: Readonly<Record<string, (input: unknown) => boolean>>;

  constructor(property: Property<unknown>) {
    this.#classes = property.classes ?? {};
    for (const name of Object.keys(this.#classes)) this.reached[name] = 0;
  }

  count(input: unknown, ended: Ended): void {
    this.runs += 1;
    for (const [name, belongs] of Object.entries(this.#classes)) if (belongs(input)) this.reached[name] = (this.reached[name] ?? 0) + 1;
    for (const [statement, value] of ended.stage.observed) this.observed.set(statement, (this.observed.get(statement) ?? new Set()).add(value));
  }
}

function result(property: Property<unknown>, setting: StageSetting, options: PlayOptions, tally: Tally, ended: Ended | undefined): PropertyResult {
  const observed = [...tally.observed].map(([statement, values]) => `${statement}: ${[...values].sort().join(", ")}`).join("; ");
  const common = {
    property: property.name,
    transport: setting.transport,
    judges: property.judges,
    runs: tally.runs,
    reached: tally.reached,
    ...(observed === "" ? {} : { observed }),
    ...(property.window === undefined ? {} : { window: property.window }),
  };
  if (ended === undefined) return { ...common, ...judged(tally, options.choices) };
  const { verdict, cause, statement, reason } = ended;
  return {
    ...common,
    verdict,
    ...(cause === undefined ? {} : { cause }),
    ...(statement === undefined ? {} : { statement, witness: witnessOf(property, setting, options, ended, statement) }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** The verdict of a property in which nothing went wrong: its classes must have been reached, and its choices be those declared. */
function judged(
  tally: Tally,
  choices: Readonly<Record<string, string>>,
): { readonly verdict: Verdict; readonly cause?: Cause; readonly statement?: RequirementId; readonly reason?: string } {
  if (tally.runs === 0) return { verdict: "error", cause: "harness", reason: "no input was tried" };
  const missed = Object.entries(tally.reached).filter(([, count]) => count === 0);
  if (missed.length > 0)
    return { verdict: "inconclusive", cause: "not-reached", reason: `no input of these classes was tried: ${missed.map(([name]) => name).join(", ")}` };
  for (const [statement, values] of tally.observed) {
    const declared = choices[statement];
    const other = [...values].find((value) => value !== declared);
    if (declared !== undefined && other !== undefined)
      return {
        verdict: "fail",
        cause: "choice-mismatch",
        statement,
        reason: `the implementation declares "${declared}" for ${statement}, and was seen to choose "${other}"`,
      };
  }
  return { verdict: "pass" };
}

function verdictOf(statement: RequirementId): Verdict {
  return requirement(statement).level.startsWith("SHOULD") ? "warning" : "fail";
}

function sameFailure(a: Ended, b: Ended): boolean {
  return a.verdict === b.verdict && a.statement === b.statement && a.cause === b.cause;
}

function witnessOf(property: Property<unknown>, setting: StageSetting, options: PlayOptions, ended: Ended, statement: RequirementId): Witness {
  const { name, version } = setting.hello.implementation;
  return {
    format: "patternwire-witness/1",
    statement,
    text: requirement(statement).text,
    property: property.name,
    transport: setting.transport,
    protocol: setting.protocol,
    seed: options.seed,
    input: ended.input,
    expected: ended.expected ?? "",
    actual: ended.actual ?? "",
    ...ended.stage.record.told(property.peersAlike === true),
    implementation: { name, version },
  };
}
