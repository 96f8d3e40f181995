/** Spin: every state of a model within its sizes. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { propertiesOf, textOf, type Bounds, type Model, type ModelProperty } from "./catalogue.ts";
import { mutated, type ModelMutant } from "./mutant.ts";
import { run } from "./programs.ts";
import { inFolder } from "./quint.ts";
import type { Verdict } from "./verdict.ts";

type Sizes = Readonly<Record<string, number>>;

const deepest = 2_000_000;
/** What the table of states may take, in MiB. */
const mostMemory = 6000;

/** Every property, in every size. */
export async function checkBySpin(model: Model, { spin }: Bounds): Promise<readonly Verdict[]> {
  const text = textOf(model.name, "spin");
  const verdicts: Verdict[] = [];
  for (const sizes of spin) verdicts.push(...(await check(model.name, text, sizes, propertiesOf(text, "spin"))));
  return verdicts;
}

/** A mutant is checked in the smallest size. */
export async function checkMutantBySpin(mutant: ModelMutant, { spin: [sizes = {}] }: Bounds): Promise<Verdict> {
  const text = textOf(mutant.model, "spin");
  const properties = propertiesOf(text, "spin").filter(({ name }) => name === mutant.breaks);
  const [verdict] = await check(mutant.model, mutated(text, mutant, "spin"), sizes, properties);
  if (verdict === undefined) throw new Error(`the mutant ${mutant.id} names no property of ${mutant.model}`);
  return { ...verdict, mutant: mutant.id };
}

async function check(model: string, text: string, sizes: Sizes, properties: readonly ModelProperty[]): Promise<readonly Verdict[]> {
  return inFolder(async (folder) => {
    writeFileSync(join(folder, "model.pml"), text);
    const defined = Object.entries(sizes).map(([name, value]) => `-D${name}=${String(value)}`);
    const bound = Object.entries(sizes)
      .map(([name, value]) => `${name.toLowerCase()} ${String(value)}`)
      .join(", ");
    const common = { model, tool: "spin", bound } as const;
    const made = await run("spin", [...defined, "-a", "model.pml"], folder);
    // Weak fairness keeps a copy of the states for each process: Spin asks for the number that fits.
    const built = made.code === 0 ? await run("gcc", ["-O1", "-w", "-DNFAIR=4", `-DMEMLIM=${String(mostMemory)}`, "-o", "pan", "pan.c"], folder) : made;
    const verdicts: Verdict[] = [];
    for (const { name: property, isLiveness } of properties) {
      if (built.code !== 0) {
        verdicts.push({ ...common, property, states: 0, verdict: "error", told: built.output });
        continue;
      }
      const { output } = await run("./pan", ["-a", ...(isLiveness ? ["-f"] : []), "-N", property, `-m${String(deepest)}`], folder);
      verdicts.push({ ...common, property, ...judged(output), ...(output.includes("errors: 0") ? {} : { told: await trail(folder, output) }) });
    }
    return verdicts;
  });
}

/** The exit code of a verifier says nothing, so its words are read. */
function judged(output: string): Pick<Verdict, "states" | "verdict"> {
  const states = Number(/(\d+) states, stored/u.exec(output)?.[1] ?? 0);
  const errors = /errors: (\d+)/u.exec(output)?.[1];
  const isCut = /max search depth too small|out of memory|memory limit|Search not completed/iu.test(output);
  if (errors !== undefined && errors !== "0")
    return { states, verdict: /assertion violated|acceptance cycle|end state in claim/u.test(output) ? "broken" : "error" };
  return { states, verdict: errors === "0" && !isCut ? "holds" : "error" };
}

/** The last steps of the counter-example, when there is one. */
async function trail(folder: string, output: string): Promise<string> {
  if (!output.includes("wrote model.pml.trail")) return output;
  const { output: steps } = await run("./pan", ["-r"], folder);
  return `${output}\n${steps.split("\n").slice(-60).join("\n")}`;
}
