/** Judges mutants: each against the properties that name the statement which it breaks. */
import type { PropertyResult } from "../kit/model.ts";
import { runSuite } from "../kit/runner.ts";
import type { Mutant } from "../mutants/mutant.ts";
import { buildMutant } from "./mutate.ts";

/** A mutant is the reference, on this machine: what does not come in this time does not come. */
const ceilingMs = 1500;

export interface MutantResult {
  readonly mutant: Mutant;
  /** The properties that found the statement broken; empty for a survivor. */
  readonly caughtBy: readonly string[];
  /** What its properties said instead, when it survived. */
  readonly verdicts: readonly string[];
}

export async function judgeMutant(mutant: Mutant): Promise<MutantResult> {
  const report = await runSuite({
    target: buildMutant(mutant),
    level: "quick",
    seed: 1,
    jobs: 8,
    filters: [mutant.breaks],
    hostile: true,
    ceilingMs,
    knownFailures: [],
  });
  const caughtBy = report.properties.filter((result) => result.cause === "violated" && result.statement === mutant.breaks).map((result) => result.property);
  return { mutant, caughtBy, verdicts: caughtBy.length > 0 ? [] : report.properties.map(describe) };
}

/** Judges several, a few at a time; in the order given. */
export async function judgeMutants(mutants: readonly Mutant[], jobs: number, onResult: (result: MutantResult) => void): Promise<readonly MutantResult[]> {
  const waiting = [...mutants];
  const results = new Map<string, MutantResult>();
  const worker = async (): Promise<void> => {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      const result = await judgeMutant(mutant);
      results.set(mutant.id, result);
      onResult(result);
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  return mutants.flatMap((mutant) => results.get(mutant.id) ?? []);
}

function describe(result: PropertyResult): string {
  return `${result.property} (${result.transport}): ${result.verdict}${result.reason === undefined ? "" : `, ${result.reason}`}`;
}
