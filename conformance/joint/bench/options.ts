/** The words after `npm run bench --`. */
import { parseArguments, wholeNumber } from "../../cli/arguments.ts";
import { UsageError } from "../../cli/usage-error.ts";
import { cases, type Case } from "./cases.ts";
import type { Plan } from "./measure.ts";

export interface Chosen {
  readonly cases: readonly Case[];
  /** Whether the measurements of subscriptions are wanted, which are made within this process. */
  readonly subscriptions: boolean;
  readonly plan: Plan;
  readonly json: string | undefined;
  readonly svg: string | undefined;
}

export const help = `npm run bench -- [CASE…] [OPTIONS]

Measures the reference beside libzmq (C) and zeromq.js: the participants of a case play in turn, round after round, each with processes of
its own. Medians, ranges, and ratios of the same round. Figures are of this machine and this moment; a machine that has other work to do
spoils them all, and the ratios least. Each message has a body of its own; queues have their usual limits of 1000 messages.

A CASE is the name of one, or the beginning of several names. Without one: all but subscriptions.

${cases.map(({ name, title }) => `  ${name.padEnd(22)}${title}`).join("\n")}
  ${"subscriptions".padEnd(22)}inserting, matching and keeping subscriptions, within this process

  --quick            one short round of each
  --rounds N         default 5
  --measure MS       how long messages are counted in each round (default 500)
  --warm MS          how long they flow before (default 400)
  --sizes N,N…       octets of a message, instead of those of the case
  --json FILE        the results, with the values of each round; "-" for the screen
  --svg DIR          a plot of each case

Exit code 0: it was measured, whether the goals are met or not. 3: a mistake in these words.

Example: npm run bench -- push-pull-tcp latency --rounds 7 --sizes 16,1024 --json bench.json
`;

/** Throws UsageError, or HelpWanted. */
export function readOptions(args: readonly string[]): Chosen {
  const options = { quick: "flag", rounds: "text", measure: "text", warm: "text", sizes: "text", json: "text", svg: "text" } as const;
  const parsed = parseArguments(args, { options, command: "npm run bench --" });
  const number = (name: string, usual: number, most: number): number => {
    const text = parsed.text(name);
    return text === undefined ? usual : wholeNumber(name, text, 1, most);
  };
  const quick = parsed.flag("quick");
  const words = parsed.positionals;
  const subscriptions = words.includes("subscriptions");
  const sizes = parsed.text("sizes");
  return {
    cases: words.length === 0 ? cases : words.filter((word) => word !== "subscriptions").flatMap(named),
    subscriptions,
    plan: {
      rounds: number("rounds", quick ? 1 : 5, 1000),
      warmMs: number("warm", quick ? 200 : 400, 60_000),
      measureMs: number("measure", quick ? 200 : 500, 600_000),
      sizes: sizes?.split(",").map((size) => wholeNumber("sizes", size, 0, 2 ** 30)),
    },
    json: parsed.text("json"),
    svg: parsed.text("svg"),
  };
}

function named(word: string): readonly Case[] {
  const found = cases.filter(({ name }) => name.startsWith(word));
  if (found.length === 0) throw new UsageError(`"${word}" begins the name of no case. All cases: npm run bench -- --help`);
  return found;
}
