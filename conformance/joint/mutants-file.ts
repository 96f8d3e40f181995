/** The committed results of the mutants: what stands in them, what is out of date, and the table for people. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { MutantResult, MutantsFile } from "../../schemas/types/mutants.ts";
import { requirement } from "../kit/requirements.ts";
import { projectRoot, readJson } from "../kit/root.ts";
import type { Mutant } from "../mutants/mutant.ts";
import { seed } from "./judge-mutants.ts";

const path = "conformance/reports/mutants.json";
const tablePath = "conformance/reports/mutants.md";

export function committed(): readonly MutantResult[] {
  return existsSync(join(projectRoot(), path)) ? (readJson(path) as MutantsFile).mutants : [];
}

/** Mutants that are not in the results as they are now, and results of mutants that are no more. */
export function stale(
  catalogue: readonly Mutant[],
  results: readonly MutantResult[],
): { readonly unjudged: readonly Mutant[]; readonly gone: readonly string[] } {
  const byId = new Map(results.map((result) => [result.id, result]));
  return {
    unjudged: catalogue.filter((mutant) => {
      const result = byId.get(mutant.id);
      return result?.breaks !== mutant.breaks || result.does !== mutant.does || result.fingerprint !== requirement(mutant.breaks).fingerprint;
    }),
    gone: results.map(({ id }) => id).filter((id) => !catalogue.some((mutant) => mutant.id === id)),
  };
}

export function summaryOf(results: readonly MutantResult[]): MutantsFile["summary"] {
  const caught = results.filter(({ caughtBy }) => caughtBy.length > 0).length;
  const failures = results.flatMap(({ breaks, results: all }) =>
    all.filter(({ statement }) => statement !== undefined).map(({ statement }) => statement === breaks),
  );
  const rightReasons = failures.filter(Boolean).length;
  return {
    mutants: results.length,
    caught,
    killRate: rate(caught, results.length),
    failures: failures.length,
    rightReasons,
    rightReasonRate: rate(rightReasons, failures.length),
  };
}

/** Writes both files. */
export function commit(results: readonly MutantResult[]): void {
  const sorted = [...results].sort((a, b) => (a.id < b.id ? -1 : 1));
  const file: MutantsFile = { format: "patternwire-mutants/1", seed, scope: "statement", summary: summaryOf(sorted), mutants: sorted };
  writeFileSync(join(projectRoot(), path), `${JSON.stringify(file, undefined, 2)}\n`);
  writeFileSync(join(projectRoot(), tablePath), tableOf(file));
}

export function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)} %`;
}

function tableOf({ summary, mutants }: MutantsFile): string {
  const survivors = mutants.filter(({ caughtBy }) => caughtBy.length === 0);
  const kinds = ["source", "table", "octets"].map((kind) => `${String(mutants.filter((mutant) => mutant.kind === kind).length)} of ${kind}`);
  return [
    "# Mutants",
    "",
    "Made by `npm run mutants`; do not edit. Each mutant of the reference breaks one statement. It is caught when a property that names the statement finds that statement broken.",
    "A failure has the right reason when the statement that it names is the one that the mutant breaks; counted are all failures of the properties that name the statement.",
    "",
    `${String(summary.mutants)} mutants (${kinds.join(", ")}), ${String(summary.caught)} caught: kill rate ${percent(summary.killRate)}. ${String(summary.rightReasons)} of ${String(summary.failures)} failures with the right reason: ${percent(summary.rightReasonRate)}.`,
    "",
    survivors.length === 0 ? "No mutant survives." : `Survivors: ${survivors.map(({ id }) => `\`${id}\``).join(", ")}.`,
    "",
    "| statement | mutant | what it does | after | caught by |",
    "| --- | --- | --- | --- | --- |",
    ...[...mutants]
      .sort((a, b) => (a.breaks === b.breaks ? 0 : a.breaks < b.breaks ? -1 : 1))
      .map(
        ({ breaks, id, does, after, caughtBy }) =>
          `| \`${breaks}\` | \`${id}\` | ${does} | ${after ?? ""} | ${caughtBy.length === 0 ? "**survives**" : caughtBy.join(", ")} |`,
      ),
    "",
  ].join("\n");
}

function rate(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((10_000 * part) / whole) / 10_000;
}
