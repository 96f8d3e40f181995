/** What was seen in replays goes back to Quint as unit runs of the model. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { textOf } from "../models/catalogue.ts";
import { runQuint } from "../models/programs.ts";
import { inFolder } from "../models/quint.ts";

/** Constants of the model that are to have another value: `LIMIT` → 3. */
export type Constants = Readonly<Record<string, number>>;

/** The numbers of the runs that the model does not have. One start of Quint judges them all. */
export async function refusedRuns(model: string, runs: readonly string[], constants: Constants = {}): Promise<readonly number[]> {
  return inFolder(async (folder) => {
    const text = withConstants(textOf(model, "quint"), constants);
    const end = text.lastIndexOf("}");
    const units = runs.map((run, number) => `  run replay${String(number)}Test = ${run}`);
    const file = join(folder, `${model}.qnt`);
    writeFileSync(file, `${text.slice(0, end)}\n${units.join("\n")}\n}\n`);
    const { code, output } = await runQuint("test", ["--match", "^replay[0-9]+Test$", "--max-samples", "1", file], folder);
    const passed = new Set([...output.matchAll(/ok (replay\d+)Test passed/gu)].map(([, name]) => name));
    const missed = runs.map((_run, number) => number).filter((number) => !passed.has(`replay${String(number)}`));
    if (code !== 0 && missed.length === 0) throw new Error(`Quint does not judge the runs: ${output}`);
    return missed;
  });
}

function withConstants(text: string, constants: Constants): string {
  let changed = text;
  for (const [name, value] of Object.entries(constants)) {
    const declared = new RegExp(`pure val ${name}: int = \\d+`, "u");
    if (!declared.test(changed)) throw new Error(`the model has no constant ${name}`);
    changed = changed.replace(declared, `pure val ${name}: int = ${String(value)}`);
  }
  return changed;
}
