/** The words after `npm run bench --`. */
import { parseArguments, wholeNumber } from "../../cli/arguments.ts";
import { UsageError } from "../../cli/usage-error.ts";
import type { Case } from "./case.ts";
import { cases } from "./cases.ts";
import type { Plan } from "./measure.ts";

export interface Chosen {
  readonly cases: readonly Case[];
  readonly plan: Plan;
  readonly json: string | undefined;
  /** Results that the file has already are kept, and not measured again. */
  readonly resume: boolean;
  readonly svg: string | undefined;
  readonly build: boolean;
  /** Cases that missed a goal are played again under the profiler. */
  readonly profile: boolean;
}

export const help = `npm run bench -- [CASE…] [OPTIONS]

Measures the reference beside libzmq (C), zeromq.js, pyzmq and JeroMQ, whichever are here: the participants of a case play in turn, in an
order that chance chooses, round after round, each with processes of its own. Medians, ranges, and ratios of the same round. Figures are of
this machine and this moment; a machine that has other work to do spoils them all, and the ratios least. Each message has a body of its own;
queues have their usual limits of 1000 messages; a case begins to count when enough has flowed to warm it.

A CASE is the name of one, or the beginning of several names. Without one, as with --all: all of them, which takes about 25 minutes.

${cases.map(({ name, title }) => `  ${name.padEnd(28)}${title}`).join("\n")}

  --all              all cases
  --quick            one short round of each
  --rounds N         instead of those of the case (3 or 5)
  --measure MS       how long messages are counted in each round (default 300)
  --warm MS          how long they flow at least before (default 400)
  --at N,N…          the points (octets, subscribers, …), instead of those of the case
  --who NAME         who plays, if they can; may be given more than once
  --json FILE        the results, with the values of each round, as schemas/bench.schema.json describes; written after each point; "-" for the screen
  --resume           with --json FILE: what the file has is kept, and the rest is measured
  --profile          at the end: each case again that missed a goal, under the profiler of Node, and where its time goes
  --svg DIR          a plot of each case
  --build            before: makes ready pyzmq, JeroMQ and sodium-native below build/, from their registries

Exit code 0: it was measured, whether the goals are met or not. 3: a mistake in these words.

Example: npm run bench -- push-pull-tcp latency --rounds 7 --at 16,1024 --json build/bench.json
`;

/** Throws UsageError, or HelpWanted. */
export function readOptions(args: readonly string[]): Chosen {
  const flags = { all: "flag", quick: "flag", resume: "flag", build: "flag", profile: "flag" } as const;
  const texts = { rounds: "text", measure: "text", warm: "text", at: "text", who: "texts", json: "text", svg: "text" } as const;
  const parsed = parseArguments(args, { options: { ...flags, ...texts }, command: "npm run bench --" });
  const number = (name: string, most: number): number | undefined => {
    const text = parsed.text(name);
    return text === undefined ? undefined : wholeNumber(name, text, 1, most);
  };
  const quick = parsed.flag("quick");
  const words = parsed.positionals;
  const json = parsed.text("json");
  if (parsed.flag("all") && words.length > 0) throw new UsageError("--all and names of cases exclude each other.");
  if (parsed.flag("resume") && (json === undefined || json === "-")) throw new UsageError("--resume needs --json FILE.");
  return {
    cases: words.length === 0 ? cases : [...new Set(words.flatMap(named))],
    plan: {
      rounds: number("rounds", 1000) ?? (quick ? 1 : undefined),
      warmMs: number("warm", 60_000) ?? (quick ? 50 : 400),
      measureMs: number("measure", 600_000) ?? (quick ? 150 : 300),
      points: parsed
        .text("at")
        ?.split(",")
        .map((point) => wholeNumber("at", point, 0, 2 ** 30)),
      players: parsed.texts("who").length === 0 ? undefined : parsed.texts("who"),
    },
    ...{ json, resume: parsed.flag("resume"), svg: parsed.text("svg"), build: parsed.flag("build"), profile: parsed.flag("profile") },
  };
}

function named(word: string): readonly Case[] {
  const found = cases.filter(({ name }) => name.startsWith(word));
  if (found.length === 0) throw new UsageError(`"${word}" begins the name of no case. All cases: npm run bench -- --help`);
  return found;
}
