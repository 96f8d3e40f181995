/** Traces of a Quint model: what was done in each, step by step (Informal Trace Format, with the metadata of --mbt). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../checks/generate/repository.ts";
import { fileOf } from "./catalogue.ts";
import { runQuint } from "./programs.ts";
import { inFolder } from "./quint.ts";

/** A value, or the values of a tuple. */
export type Pick = number | string | boolean | readonly Pick[];

/** An action with the values that were picked for it. */
export interface TraceStep {
  readonly action: string;
  readonly picks: Readonly<Record<string, Pick>>;
}

interface ItfState {
  readonly "mbt::actionTaken": string;
  readonly "mbt::nondetPicks": Readonly<Record<string, { readonly tag: "Some" | "None"; readonly value: unknown }>>;
}

export interface TraceWish {
  readonly traces: number;
  readonly steps: number;
  readonly seed: number;
  /** With the picks of the beginning, as a step of its own. */
  readonly withInit?: boolean;
}

export async function tracesOf(model: string, { traces, steps, seed, withInit }: TraceWish): Promise<readonly (readonly TraceStep[])[]> {
  return inFolder(async (folder) => {
    const limits = ["--seed", String(seed), "--max-samples", String(traces), "--n-traces", String(traces), "--max-steps", String(steps)];
    const { code, output } = await runQuint("run", [join(root, fileOf(model, "quint")), ...limits, "--mbt", "--out-itf", "{seq}.json"], folder);
    if (code !== 0) throw new Error(`Quint gives no traces of ${model}: ${output}`);
    return Array.from({ length: traces }, (_none, number) => {
      const { states } = JSON.parse(readFileSync(join(folder, `${String(number)}.json`), "utf8")) as { readonly states: readonly ItfState[] };
      return states.slice(withInit === true ? 0 : 1).map(stepOf);
    });
  });
}

function stepOf(state: ItfState): TraceStep {
  const picked = Object.entries(state["mbt::nondetPicks"]).filter(([, { tag }]) => tag === "Some");
  return { action: state["mbt::actionTaken"], picks: Object.fromEntries(picked.map(([name, { value }]) => [name, plain(value)])) };
}

function plain(value: unknown): Pick {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value === "object" && value !== null && "#tup" in value) return (value["#tup"] as readonly unknown[]).map(plain);
  if (typeof value === "object" && value !== null && "#bigint" in value) return Number(value["#bigint"]);
  // Records are picked where a model begins.
  return JSON.stringify(value);
}
