/** All that is to be checked of the models, with the tools that are there. */
import { models, type Bounds, type Model, type Size, type Tool } from "./catalogue.ts";
import { modelMutants } from "./mutants.ts";
import { inParallel, missing } from "./programs.ts";
import { checkByQuint, checkMutantByQuint } from "./quint.ts";
import { checkBySpin, checkMutantBySpin } from "./spin.ts";
import type { Verdict } from "./verdict.ts";

export interface Wanted {
  /** Default all. */
  readonly models?: readonly string[];
  /** Default both. */
  readonly tools?: readonly Tool[];
  readonly size: Size;
  readonly seed: number;
  readonly mutants: boolean;
  readonly jobs: number;
  readonly onVerdicts?: (verdicts: readonly Verdict[], left: number) => void;
}

export interface Checked {
  readonly verdicts: readonly Verdict[];
  /** What could not be done here, and what to do about it. */
  readonly leftOut: readonly string[];
  /** How long the checks of a model by a tool took, under `MODEL TOOL`. */
  readonly seconds: Readonly<Record<string, number>>;
}

interface Task {
  /** The model and the tool. */
  readonly of: string;
  readonly check: () => Promise<readonly Verdict[]>;
}

export async function checkModels(wanted: Wanted): Promise<Checked> {
  const tools = wanted.tools ?? ["quint", "spin"];
  const leftOut = tools.flatMap((tool) => missing(tool) ?? []);
  const usable = tools.filter((tool) => missing(tool) === undefined);
  const chosen = models.filter(({ name }) => wanted.models?.includes(name) ?? true);
  const tasks = chosen.flatMap((model) => usable.flatMap((tool) => tasksOf(model, tool, wanted)));
  let left = tasks.length;
  const seconds: Record<string, number> = {};
  const told = tasks.map(({ of, check }) => async () => {
    const begun = performance.now();
    const verdicts = await check();
    seconds[of] = (seconds[of] ?? 0) + (performance.now() - begun) / 1000;
    left -= 1;
    wanted.onVerdicts?.(verdicts, left);
    return verdicts;
  });
  return { verdicts: (await inParallel(told, wanted.jobs)).flat(), leftOut, seconds };
}

function tasksOf(model: Model, tool: Tool, { size, seed, mutants }: Wanted): readonly Task[] {
  const bounds = model.bounds[size];
  const task = (check: Task["check"]): Task => ({ of: `${model.name} ${tool}`, check });
  const own = task(() => (tool === "quint" ? checkByQuint(model, bounds, seed) : checkBySpin(model, bounds)));
  const faulty = modelMutants.filter((mutant) => mutant.model === model.name && mutant[tool] !== undefined);
  return mutants ? [own, ...faulty.map((mutant) => task(async () => [await judgeMutant(mutant, tool, model.bounds.quick, seed)]))] : [own];
}

/** A mutant needs room to show: it is sampled more often than the model in its small size. */
function judgeMutant(mutant: (typeof modelMutants)[number], tool: Tool, { quint, spin }: Bounds, seed: number): Promise<Verdict> {
  const bounds = { quint: { traces: 20 * quint.traces, steps: quint.steps }, spin };
  return tool === "quint" ? checkMutantByQuint(mutant, bounds, seed) : checkMutantBySpin(mutant, bounds);
}
