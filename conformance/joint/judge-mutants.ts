/** Judges mutants: each by the properties that name the statement which it breaks, or by the whole suite. */
import type { MutantResult } from "../../schemas/types/mutants.ts";
import type { PropertyResult, Transport } from "../kit/model.ts";
import { requirement } from "../kit/requirements.ts";
import { runSuite } from "../kit/runner.ts";
import type { MechanismName } from "../kit/security/mechanism.ts";
import type { Mutant } from "../mutants/mutant.ts";
import { afterOf } from "../mutants/real-faults.ts";
import { suite } from "../properties/suite.ts";
import { buildMutant } from "./mutate.ts";

/** A mutant is the reference, on this machine: what does not come in this time does not come. */
const ceilingMs = 1500;

export const seed = 1;

export interface Judgement {
  readonly mutant: Mutant;
  readonly result: MutantResult;
  /** What the properties said, for a person; empty when it was caught. */
  readonly verdicts: readonly string[];
}

/**
 * `scope`: the properties that name the statement, all of the suite, or those that name the statement until one of them has caught the mutant, which is the
 * cheapest and says the least.
 */
export type Scope = "statement" | "suite" | "first";

export async function judgeMutant(mutant: Mutant, scope: Scope): Promise<Judgement> {
  const enough = new AbortController();
  const report = await runSuite({
    target: buildMutant(mutant),
    level: "quick",
    transports: scope === "suite" ? ["tcp"] : transportsOf(mutant),
    mechanisms: mechanismsOf(mutant),
    seed,
    jobs: 8,
    filters: scope === "suite" ? [] : [mutant.breaks],
    hostile: true,
    ceilingMs,
    knownFailures: [],
    shrinks: false,
    signal: enough.signal,
    onResult: (result) => {
      if (scope === "first" && catches(result, mutant)) enough.abort();
    },
  });
  const played = report.properties.filter(({ runs, verdict }) => runs > 0 || verdict === "fail");
  const caughtBy = [...new Set(played.filter((result) => catches(result, mutant)).map(({ property }) => property))];
  return {
    mutant,
    result: resultOf(mutant, caughtBy, scope === "suite" ? played.filter(finds) : played),
    verdicts: caughtBy.length > 0 ? [] : report.properties.map(describe),
  };
}

/** Judges several, a few at a time; in the order given. */
export async function judgeMutants(
  mutants: readonly Mutant[],
  scope: Scope,
  jobs: number,
  onResult: (judgement: Judgement) => void = () => undefined,
): Promise<readonly Judgement[]> {
  const waiting = [...mutants];
  const results = new Map<string, Judgement>();
  const worker = async (): Promise<void> => {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      const judgement = await judgeMutant(mutant, scope);
      results.set(mutant.id, judgement);
      onResult(judgement);
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  return mutants.flatMap((mutant) => results.get(mutant.id) ?? []);
}

export function kindOf(mutant: Mutant): MutantResult["kind"] {
  if ("change" in mutant) return "octets";
  return "row" in mutant ? "table" : "source";
}

/** A choice that is not the declared one breaks what is declared. */
function catches(result: PropertyResult, { breaks }: Mutant): boolean {
  return finds(result) && result.statement === breaks;
}

function finds({ cause }: PropertyResult): boolean {
  return cause === "violated" || cause === "choice-mismatch";
}

function resultOf(mutant: Mutant, caughtBy: readonly string[], results: readonly PropertyResult[]): MutantResult {
  const after = afterOf(mutant.id);
  return {
    id: mutant.id,
    kind: kindOf(mutant),
    breaks: mutant.breaks,
    fingerprint: requirement(mutant.breaks).fingerprint,
    does: mutant.does,
    ...(after === undefined ? {} : { after }),
    caughtBy,
    results: results.map((result) => ({
      property: result.property,
      transport: result.transport,
      verdict: result.verdict,
      ...(finds(result) && result.statement !== undefined ? { statement: result.statement } : {}),
    })),
  };
}

/** One transport on which the statement is judged; tcp where it can be. */
function transportsOf({ breaks }: Mutant): readonly Transport[] {
  const judged = suite.filter(({ judges }) => judges.includes(breaks)).flatMap(({ transports = ["tcp"] as const }) => transports);
  return judged.includes("tcp") ? ["tcp"] : judged.slice(0, 1);
}

/** NULL where the statement is judged under NULL by every property; else each mechanism under which one judges it. */
function mechanismsOf({ breaks }: Mutant): readonly MechanismName[] {
  const judged = suite.filter(({ judges }) => judges.includes(breaks)).map(({ mechanisms = ["NULL"] as const }) => mechanisms);
  return judged.every((mechanisms) => mechanisms.includes("NULL")) ? ["NULL"] : [...new Set(judged.flat())];
}

function describe(result: PropertyResult): string {
  return `${result.property} (${result.transport}): ${result.verdict}${result.reason === undefined ? "" : `, ${result.reason}`}`;
}
