/** `patternwire verify`: whether the suite says the same of an implementation each time. */
import { parseArguments, wholeNumber } from "../arguments.ts";
import type { Command } from "../context.ts";
import { UsageError } from "../usage-error.ts";
import type { Level } from "../../kit/model.ts";

const defaultRepetitions = 10;
const defaultRestarts = 5;

export const verify: Command = {
  help: `Usage: patternwire verify [options] [--impl NAME | -- COMMAND…]

Judges an implementation again and again with one seed, and lists every verdict that
changes: it is unstable, so that it says nothing. Repetitions go on with the same adapter,
restarts begin with a new one; both take turns at stress: every processor busy, wire peers
that read in sips as if their buffers were small, wire peers that write octet by octet,
and all of it at once.

Options
  --impl NAME            an implementation that has a manifest (default: reference)
  --repetitions N        runs with the same adapter (default ${String(defaultRepetitions)})
  --restarts N           runs with a new adapter (default ${String(defaultRestarts)})
  --quick | --full       how much each run runs (default: --quick)
  --level LEVEL          the same: quick, standard or full
  --filter GLOB          only these statements, chapters or properties; repeatable
  --seed N               the seed of all runs (default 1)
  --jobs N               properties that run at once (default 8, or the manifest's)
  --json FILE            the result, as schemas/verify.schema.json says; "-": the standard output

Exit codes
  0    every verdict was the same in every run
  2    at least one changed
  3    wrong usage, a fault of the harness, or nothing was judged
  130  interrupted; what was compared so far is told

Examples
  patternwire verify -- ./my-adapter
  patternwire verify --impl zeromq.js --repetitions 4 --restarts 2 --filter 'framing.*'
`,
  run: async (args, context) => {
    const options = {
      ...({ impl: "text", repetitions: "text", restarts: "text", quick: "flag", full: "flag", level: "text" } as const),
      ...({ filter: "texts", seed: "text", jobs: "text", json: "text" } as const),
    };
    const parsed = parseArguments(args, { options, command: "patternwire verify" });
    const [word] = parsed.positionals;
    if (word !== undefined) throw new UsageError(`"${word}" is unexpected. A manifest is named by --impl ${word}, a command follows "--".`);
    const number = (name: string, otherwise: number, least: number, most = 100_000): number =>
      wholeNumber(name, parsed.text(name) ?? String(otherwise), least, most);
    const repetitions = number("repetitions", defaultRepetitions, 0);
    const restarts = number("restarts", defaultRestarts, 0);
    if (repetitions + restarts < 2) throw new UsageError("Two runs at least are compared: give more --repetitions or --restarts.");
    const { verifyImplementation } = await import("../verify-run.ts");
    return verifyImplementation(
      {
        implementation: parsed.text("impl"),
        program: parsed.program,
        repetitions,
        restarts,
        level: levelOf(parsed.text("level"), parsed.flag("quick"), parsed.flag("full")),
        filters: parsed.texts("filter"),
        seed: number("seed", 1, -(2 ** 31), 2 ** 31 - 1),
        jobs: parsed.text("jobs") === undefined ? undefined : number("jobs", 8, 1, 1024),
        file: parsed.text("json"),
        words: args,
      },
      context,
    );
  },
};

function levelOf(level: string | undefined, quick: boolean, full: boolean): Level {
  if ([level !== undefined, quick, full].filter(Boolean).length > 1) throw new UsageError("Give one of --quick, --full and --level.");
  if (full) return "full";
  if (level === undefined || level === "quick" || level === "standard" || level === "full") return level ?? "quick";
  throw new UsageError(`--level takes quick, standard or full, not "${level}".`);
}
