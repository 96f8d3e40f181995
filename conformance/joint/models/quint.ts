/** Quint: the unit runs of a model, and sampled runs in which its invariants are looked at after each step. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { propertiesOf, textOf, type Bounds, type Model } from "./catalogue.ts";
import { mutated, type ModelMutant } from "./mutant.ts";
import { runQuint } from "./programs.ts";
import type { Verdict } from "./verdict.ts";

/** The unit runs, and all invariants in one sampling. */
export async function checkByQuint(model: Model, bounds: Bounds, seed: number): Promise<readonly Verdict[]> {
  return inFolder(async (folder) => {
    const text = textOf(model.name, "quint");
    const file = put(folder, model.name, text);
    const tests = await runQuint("test", ["--seed", String(seed), file], folder);
    const passed = /(\d+) passing/u.exec(tests.output)?.[1];
    const units: Verdict = {
      model: model.name,
      tool: "quint",
      property: "unit runs",
      bound: "as written",
      states: Number(passed ?? 0),
      ...(tests.code === 0 && passed !== undefined ? { verdict: "holds" } : { verdict: "error", told: tests.output }),
    };
    const names = propertiesOf(text, "quint").map(({ name }) => name);
    return [units, ...(await sample(file, folder, { model: model.name, names, bounds, seed }))];
  });
}

/** A mutant is sampled until it breaks its property, or the bound is reached. */
export async function checkMutantByQuint(mutant: ModelMutant, bounds: Bounds, seed: number): Promise<Verdict> {
  return inFolder(async (folder) => {
    const file = put(folder, mutant.model, mutated(textOf(mutant.model, "quint"), mutant, "quint"));
    const [verdict] = await sample(file, folder, { model: mutant.model, names: [mutant.breaks], bounds, seed });
    if (verdict === undefined) throw new Error("a property has a verdict");
    return { ...verdict, mutant: mutant.id };
  });
}

interface Sampling {
  readonly model: string;
  readonly names: readonly string[];
  readonly bounds: Bounds;
  readonly seed: number;
}

async function sample(file: string, folder: string, { model, names, bounds: { quint: bound }, seed }: Sampling): Promise<readonly Verdict[]> {
  const limits = ["--seed", String(seed), "--max-samples", String(bound.traces), "--max-steps", String(bound.steps)];
  const { code, output } = await runQuint("run", [file, ...limits, "--invariants", ...names], folder);
  const broken = code === 0 ? [] : names.filter((name) => new RegExp(`❌ ${name}\\b|Invariant ${name} violated`, "u").test(output));
  const isViolated = output.includes("[violation]");
  return names.map((property) => ({
    model,
    tool: "quint",
    property,
    bound: `${String(bound.traces)} runs of ${String(bound.steps)} steps`,
    states: bound.traces,
    ...(code === 0 && output.includes("[ok]")
      ? { verdict: "holds" }
      : !isViolated
        ? { verdict: "error", told: output }
        : broken.includes(property) || names.length === 1
          ? { verdict: "broken", told: output }
          : { verdict: "holds" }),
  }));
}

export async function inFolder<T>(act: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "patternwire-model-"));
  try {
    return await act(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function put(folder: string, model: string, text: string): string {
  const file = join(folder, `${model}.qnt`);
  writeFileSync(file, text);
  return file;
}
