/** `npm run models`: checks the formal models of spec/models (see --help). */
import { availableParallelism } from "node:os";
import { HelpWanted, parseArguments, wholeNumber } from "../../cli/arguments.ts";
import { UsageError } from "../../cli/usage-error.ts";
import { models as all, type Tool } from "./catalogue.ts";
import { checkModels, type Checked, type Wanted } from "./check.ts";
import { replayModels } from "./replays.ts";
import { commitResults, resultsPath } from "./results.ts";
import { isExpected, type Verdict } from "./verdict.ts";

const help = `npm run models -- [OPTIONS]

Checks the formal models of spec/models: their unit runs and invariants by Quint on sampled runs, their invariants and liveness by Spin in
every state of the sizes that are told, and for each property a faulty model that must break it. A tool that is not here is left out, and
what to install is said; nothing is installed. What was found in full size goes to ${resultsPath}, for the models and
tools that were asked for. Traces of all models are replayed on the reference, in the simulation and over tcp, and on
libzmq: model, oracle and implementation must agree.

  --model NAME  ${all.map(({ name }) => name).join(", ")} (default all; several with commas)
  --tool TOOL   quint, spin or replay (default all)
  --full        full sizes (the default): by the times of spec/models/checked.md, added up and not measured in one run, half an
                hour for the models on two processors and a quarter of one for the replays
  --quick       small sizes; with --no-mutants what npm test does
  --no-mutants  without the faulty models
  --no-replays  without the replays
  --seed N      of the sampled runs (default 1)
  --jobs N      checks at a time (default: the number of processors)
  --json        the verdicts as JSON instead of the table

Exit code 0: every property holds and every mutant is found. 1: a property is broken, a mutant survives, or a tool could not tell.
2: a tool that was asked for is missing. 3: a mistake in these words.

Example: npm run models -- --model request-reply --tool spin
`;

try {
  process.exitCode = await check(process.argv.slice(2));
} catch (error) {
  if (error instanceof HelpWanted) console.log(help);
  else if (error instanceof UsageError) {
    console.error(error.message);
    process.exitCode = 3;
  } else throw error;
}

async function check(args: readonly string[]): Promise<number> {
  const kinds = {
    model: "text",
    tool: "text",
    full: "flag",
    quick: "flag",
    "no-mutants": "flag",
    "no-replays": "flag",
    seed: "text",
    jobs: "text",
    json: "flag",
  } as const;
  const parsed = parseArguments(args, { options: kinds, command: "npm run models --" });
  if (parsed.positionals.length > 0) throw new UsageError(`"${parsed.positionals[0] ?? ""}" is no option. All options: npm run models -- --help`);
  const tool = toolOf(parsed.text("tool"));
  const names = parsed.text("model")?.split(",");
  for (const name of names ?? []) known(name);
  const asJson = parsed.flag("json");
  if (parsed.flag("quick") && parsed.flag("full")) throw new UsageError("--quick and --full are two sizes: choose one.");
  const wanted: Wanted = {
    ...(names === undefined ? {} : { models: names }),
    ...(tool === undefined || tool === "replay" ? {} : { tools: [tool] }),
    size: parsed.flag("quick") ? "quick" : "full",
    seed: wholeNumber("seed", parsed.text("seed") ?? "1", 0, 2 ** 31),
    mutants: !parsed.flag("no-mutants"),
    jobs: wholeNumber("jobs", parsed.text("jobs") ?? String(availableParallelism()), 1, 64),
    onVerdicts: (verdicts, left) => {
      if (!asJson) for (const verdict of verdicts) console.log(line(verdict));
      process.stderr.write(process.stderr.isTTY ? `\r${String(left)} checks left\u001b[K` : "");
    },
  };
  if (!asJson) console.log(row(["model", "tool", "property", "bound", "states", "verdict"]));
  const models = tool === "replay" ? { verdicts: [], leftOut: [], seconds: {} } : await checkModels(wanted);
  const replayed = parsed.flag("no-replays") || (tool ?? "replay") !== "replay" ? undefined : await replayModels(names, wanted);
  const checked: Checked = {
    verdicts: [...models.verdicts, ...(replayed?.verdicts ?? [])],
    leftOut: [...new Set([...models.leftOut, ...(replayed?.leftOut ?? [])])],
    seconds: { ...models.seconds, ...replayed?.seconds },
  };
  if (asJson) console.log(JSON.stringify(checked, undefined, 1));
  const code = conclude(checked, tool !== undefined);
  if (code === 0 && wanted.size === "full" && wanted.mutants) commitResults(checked, wanted.seed);
  return code;
}

function toolOf(text: string | undefined): Tool | "replay" | undefined {
  if (text === undefined || text === "quint" || text === "spin" || text === "replay") return text;
  throw new UsageError(`--tool takes quint, spin or replay, not "${text}".`);
}

function known(name: string): void {
  if (all.some((model) => model.name === name)) return;
  throw new UsageError(`There is no model "${name}". There are: ${all.map((model) => model.name).join(", ")}`);
}

/** Counts, and what a person has to see; on the error stream, so that JSON stays JSON. */
function conclude({ verdicts, leftOut }: Checked, wasAsked: boolean): number {
  const unexpected = verdicts.filter((verdict) => !isExpected(verdict));
  for (const verdict of unexpected) console.error(`\n${line(verdict)}\n${verdict.told ?? "The faulty model breaks nothing within the bound."}`);
  const mutants = verdicts.filter(({ mutant }) => mutant !== undefined);
  const found = mutants.filter(isExpected).length;
  console.error(
    `${String(verdicts.length - mutants.length)} checks of models, ${String(unexpected.length - (mutants.length - found))} went wrong; ${String(found)} of ${String(mutants.length)} mutants are found.`,
  );
  for (const words of leftOut) console.error(`Left out: ${words}`);
  if (unexpected.length > 0) return 1;
  return leftOut.length > 0 && (wasAsked || verdicts.length === 0) ? 2 : 0;
}

function line(verdict: Verdict): string {
  const { model, tool, property, bound, states, mutant } = verdict;
  const word = isExpected(verdict) ? verdict.verdict : verdict.verdict.toUpperCase();
  return row([model, tool, property, bound, String(states), mutant === undefined ? word : `${word} by ${mutant}`]);
}

function row([model = "", tool = "", property = "", bound = "", states = "", verdict = ""]: readonly string[]): string {
  return [model.padEnd(16), tool.padEnd(6), property.padEnd(16), bound.padEnd(34), states.padStart(10), verdict].join("  ").trimEnd();
}
