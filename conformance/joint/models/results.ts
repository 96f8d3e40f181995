/** The committed results of the models: what stands in them, and what is out of date. */
import { createHash } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ModelResult, ModelsFile } from "../../../schemas/types/models.ts";
import { readJson, root } from "../../checks/generate/repository.ts";
import { models, textOf, type Tool } from "./catalogue.ts";
import type { Checked } from "./check.ts";
import { modelMutants } from "./mutants.ts";
import { versionOf } from "./programs.ts";
import type { Verdict } from "./verdict.ts";

export const resultsPath = "conformance/reports/models.json";
const command = "npm run models -- --full";

type Means = Verdict["tool"];
const means: readonly Means[] = ["quint", "spin", "replay"];

export function committedResults(): readonly ModelResult[] {
  return existsSync(join(root, resultsPath)) ? (readJson(resultsPath) as ModelsFile).results : [];
}

/** Models and tools (replays: as far as any were measured) of which there are no results, or results of another text, other bounds or other mutants. */
export function staleResults(results: readonly ModelResult[]): readonly string[] {
  return models.flatMap(({ name }) =>
    means
      .filter((tool) => tool !== "replay" || results.some((result) => result.model === name && result.tool === tool))
      .filter((tool) => results.find((result) => result.model === name && result.tool === tool)?.fingerprint !== fingerprint(name, tool))
      .map((tool) => `${name} by ${tool}`),
  );
}

/** Writes what was found in full size beside what is known of the other models and tools. */
export function commitResults({ verdicts, seconds }: Checked, seed: number): void {
  const now = models.flatMap(({ name }) => means.flatMap((tool) => resultOf(name, tool, verdicts, seconds[`${name} ${tool}`] ?? 0) ?? []));
  const before = committedResults().filter((old) => !now.some(({ model, tool }) => model === old.model && tool === old.tool));
  const place = ({ model, tool }: ModelResult): number => models.findIndex(({ name }) => name === model) * means.length + means.indexOf(tool);
  const file: ModelsFile = { format: "patternwire-models/1", command, seed, results: [...now, ...before].sort((a, b) => place(a) - place(b)) };
  writeFileSync(join(root, resultsPath), `${JSON.stringify(file, undefined, 2)}\n`);
}

function resultOf(model: string, tool: Means, verdicts: readonly Verdict[], seconds: number): ModelResult | undefined {
  const own = verdicts.filter((verdict) => verdict.model === model && verdict.tool === tool);
  if (own.length === 0) return undefined;
  return {
    model,
    tool,
    version: versionOf(tool),
    fingerprint: fingerprint(model, tool),
    checks: own.filter(({ mutant }) => mutant === undefined).map(({ property, bound, states }) => ({ property, bound, states })),
    mutants: own.flatMap(({ mutant, property }) => (mutant === undefined ? [] : [{ id: mutant, breaks: property }])),
    volatile: { seconds: Math.round(seconds * 10) / 10 },
  };
}

function fingerprint(model: string, means: Means): string {
  // Traces are of the text of Quint.
  const tool: Tool = means === "spin" ? "spin" : "quint";
  const bounds = models.find(({ name }) => name === model)?.bounds;
  const faulty = means === "replay" ? [] : modelMutants.filter((mutant) => mutant.model === model).flatMap((mutant) => mutant[tool] ?? []);
  const checked = [textOf(model, tool), means === "replay" ? "" : JSON.stringify([bounds?.full[tool], bounds?.quick[tool]]), ...faulty];
  return createHash("sha256").update(checked.join("\0")).digest("hex").slice(0, 16);
}
