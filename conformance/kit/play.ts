/** Plays one property on one transport: its fixed cases, then inputs from its generator; on a failure, finds a smaller input. */
import * as fc from "fast-check";
import type { RequirementId } from "../../schemas/types/requirement-id.ts";
import { AdapterFailure } from "./adapter/types.ts";
import type { Cause, Level, PropertyResult, Verdict, Witness } from "./model.ts";
import { playOnce, type Ended } from "./play-once.ts";
import type { MechanismName } from "./security/mechanism.ts";
import { defaultQuota, defaultRuns, type Property } from "./property.ts";
import { requirement } from "./requirements.ts";
import { seedFor } from "./seed.ts";
import { sameFailure } from "./shrink/same-failure.ts";
import { shrink, type ShrinkProgress, type Shrunk } from "./shrink/shrink.ts";
import type { StageSetting } from "./stage.ts";
import { Tally } from "./tally.ts";

export interface PlayOptions {
  readonly level: Level;
  readonly seed: number;
  readonly runs?: number | undefined;
  readonly choices: Readonly<Record<string, string>>;
  /** False: a failure is told as it was found first. */
  readonly shrinks?: boolean | undefined;
  /** Ends the search for a smaller input; what was found so far is kept. */
  readonly signal?: AbortSignal | undefined;
  readonly onShrink?: ((property: string, progress: ShrinkProgress) => void) | undefined;
}

/** Cases that may be played to find a smaller input. */
const shrinkBudget: Readonly<Record<Level, number>> = { quick: 60, standard: 120, full: 600 };

/** Cases of a property that waits, which are played side by side. */
const mostTogether = 8;

export async function playProperty(property: Property<unknown>, setting: StageSetting, options: PlayOptions): Promise<PropertyResult> {
  const tally = new Tally(property);
  const inputs = [...property.cases, ...(property.enumerated?.(options.level) ?? [])];
  const together = property.waits === true ? mostTogether : 1;
  for (let at = 0; at < inputs.length; at += together) {
    // What comes behind a failure is not counted: the first of them is told, whichever ended first.
    for (const ended of await allPlayed(inputs.slice(at, at + together).map((input) => playOnce(property, setting, input)))) {
      tally.count(ended.input, ended);
      if (ended.verdict !== "pass") return result(property, setting, options, tally, await smallest(property, setting, options, ended));
    }
  }
  const failure = property.arbitrary === undefined ? undefined : await playDrawn(property, property.arbitrary, setting, options, tally);
  return result(property, setting, options, tally, failure && (await smallest(property, setting, options, failure)));
}

/** Waits for all, also when the adapter fails in one: none goes on when the adapter is ended. */
async function allPlayed(cases: readonly Promise<Ended>[]): Promise<readonly Ended[]> {
  const settled = await Promise.allSettled(cases);
  const failed = settled.find((outcome) => outcome.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return settled.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
}

/** A failure, and how it was made small, if it was. */
interface Found {
  readonly ended: Ended;
  readonly shrunk?: Shrunk;
}

/** The smallest input that is found to break the same statement for the same reason; only what breaks a statement becomes a witness. */
async function smallest(property: Property<unknown>, setting: StageSetting, options: PlayOptions, first: Ended): Promise<Found> {
  const { shape } = property;
  if (shape === undefined || first.statement === undefined || options.shrinks === false) return { ended: first };
  const { smallest: ended, ...rest } = await shrink(first, {
    shape,
    budget: shrinkBudget[options.level],
    signal: options.signal,
    onProgress: options.onShrink && ((progress) => options.onShrink?.(property.name, progress)),
    play: async (input) => {
      const candidate = await playOnce(property, setting, input);
      return { failure: sameFailure(first, candidate) ? candidate : undefined, slow: candidate.slow === true };
    },
  });
  return { ended, ...rest };
}

/** Draws inputs; then, for each class that has fewer than its quota, inputs of that class. */
async function playDrawn(
  property: Property<unknown>,
  arbitrary: fc.Arbitrary<unknown>,
  setting: StageSetting,
  options: PlayOptions,
  tally: Tally,
): Promise<Ended | undefined> {
  const draw = { property, arbitrary, setting, options, tally };
  const failure = await playGenerated(draw, runsOf(property, options), () => true);
  if (failure !== undefined) return failure;
  for (const [name, belongs] of Object.entries(property.classes ?? {})) {
    const missing = quotaOf(property, options) - (tally.reached[name] ?? 0);
    const found = missing > 0 ? await playGenerated(draw, missing, belongs, name) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Inputs that are drawn. */
function runsOf(property: Property<unknown>, { level, runs }: PlayOptions): number {
  return runs ?? (property.runs ?? defaultRuns)[level];
}

/** Inputs of each class; in proportion when the number of runs is not the level's. */
function quotaOf(property: Property<unknown>, { level, runs }: PlayOptions): number {
  if (property.arbitrary === undefined) return 1;
  const quota = (property.quota ?? defaultQuota)[level];
  return runs === undefined ? quota : Math.max(1, Math.ceil((quota * runs) / (property.runs ?? defaultRuns)[level]));
}

interface Draw {
  readonly property: Property<unknown>;
  readonly arbitrary: fc.Arbitrary<unknown>;
  readonly setting: StageSetting;
  readonly options: PlayOptions;
  readonly tally: Tally;
}

async function playGenerated(
  { property, arbitrary, setting, options, tally }: Draw,
  runs: number,
  belongs: (input: unknown) => boolean,
  className = "",
): Promise<Ended | undefined> {
  let failed: Ended | undefined;
  // The generator's library takes whatever is thrown for a failure of the input: a failure of the adapter must outlive it.
  let failure: AdapterFailure | undefined;
  await fc.check(
    fc.asyncProperty(arbitrary, async (input) => {
      fc.pre(failure === undefined && belongs(input));
      const ended = await playOnce(property, setting, input).catch((error: unknown) => {
        if (error instanceof AdapterFailure) failure = error;
        throw error;
      });
      tally.count(input, ended);
      if (ended.verdict !== "pass") failed = ended;
      return failed === undefined;
    }),
    {
      seed: seedFor(
        options.seed,
        [property.name, setting.transport, ...Object.values(protection(setting)), ...(className === "" ? [] : [className])].join("/"),
      ),
      numRuns: runs,
      // The library makes values smaller without knowing what they are: see shrink/.
      endOnFailure: true,
    },
  );
  if (failure !== undefined) throw failure;
  return failed;
}

function result(property: Property<unknown>, setting: StageSetting, options: PlayOptions, tally: Tally, found: Found | undefined): PropertyResult {
  const observed = [...tally.observed].map(([statement, values]) => `${statement}: ${[...values].sort().join(", ")}`).join("; ");
  const common = {
    property: property.name,
    transport: setting.transport,
    ...protection(setting),
    judges: property.judges,
    runs: tally.runs,
    reached: tally.reached,
    judged: Object.fromEntries(property.judges.flatMap((id) => (tally.judged[id] === undefined ? [] : [[id, tally.judged[id]]]))),
    ...(observed === "" ? {} : { observed }),
    ...(property.window === undefined ? {} : { window: property.window }),
  };
  if (found === undefined) return { ...common, ...judged(tally, quotaOf(property, options), options.choices) };
  const { verdict, cause, statement, reason } = found.ended;
  return {
    ...common,
    verdict,
    ...(cause === undefined ? {} : { cause }),
    ...(statement === undefined ? {} : { statement, witness: witnessOf(property, setting, options, found, statement) }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** The verdict of a property in which nothing went wrong: its classes must have been reached, and its choices be those declared. */
function judged(
  tally: Tally,
  quota: number,
  choices: Readonly<Record<string, string>>,
): { readonly verdict: Verdict; readonly cause?: Cause; readonly statement?: RequirementId; readonly reason?: string } {
  if (tally.runs === 0) return { verdict: "error", cause: "harness", reason: "no input was tried" };
  const missed = Object.entries(tally.reached).filter(([, count]) => count < quota);
  if (missed.length > 0) {
    const short = missed.map(([name, count]) => `${name} (${String(count)} of ${String(quota)})`).join(", ");
    return { verdict: "inconclusive", cause: "not-reached", reason: `too few inputs of these classes were tried: ${short}` };
  }
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

/** The mechanism, where it is not NULL. */
function protection({ mechanism = "NULL" }: StageSetting): { readonly mechanism?: Exclude<MechanismName, "NULL"> } {
  return mechanism === "NULL" ? {} : { mechanism };
}

function witnessOf(property: Property<unknown>, setting: StageSetting, options: PlayOptions, { ended, shrunk }: Found, statement: RequirementId): Witness {
  const { name, version } = setting.hello.implementation;
  const { record, security } = ended.stage;
  const script = security.usual ? record.script.told(record.steps, setting.transport, setting.mechanism ?? "NULL") : undefined;
  return {
    format: "patternwire-witness/1",
    statement,
    text: requirement(statement).text,
    property: property.name,
    transport: setting.transport,
    ...protection(setting),
    protocol: setting.protocol,
    seed: options.seed,
    input: ended.input,
    ...(shrunk === undefined ? {} : { shrunk }),
    expected: ended.expected ?? "",
    actual: ended.actual ?? "",
    ...record.told(property.peersAlike === true),
    ...(script === undefined || property.peersAlike === true ? {} : { script }),
    implementation: { name, version },
  };
}
