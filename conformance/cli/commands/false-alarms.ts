/** `patternwire false-alarms`: counts what runs say against an implementation of which it is known what it keeps. */
import { parseArguments, wholeNumber } from "../arguments.ts";
import type { Command } from "../context.ts";
import { UsageError } from "../usage-error.ts";

const defaultRuns = 20;

export const falseAlarms: Command = {
  help: `Usage: patternwire false-alarms [options] [--impl NAME]

Judges an implementation again and again, each time with another seed, and counts what the
runs say against it beyond the known failures of its manifest. For an implementation of
which it is known what it keeps, each is a false alarm: the suite's own fault.

Options
  --impl NAME    an implementation that has a manifest (default: reference)
  --runs N       runs in all (default ${String(defaultRuns)}); seeds are 1 to N
  --level LEVEL  quick (the default), standard or full
  --busy         keep every processor busy meanwhile
  --json FILE    the count so far; a later call with the same file goes on from there
  --minutes N    stop after so many minutes, to go on later

Exit codes
  0    no false alarm
  1    at least one
  3    wrong usage, a fault of the harness, or no run
  130  interrupted; the count so far is written

Examples
  patternwire false-alarms --runs 100 --json alarms.json --minutes 10
  npm run false-alarms -- --impl zeromq.js --runs 100
`,
  run: async (args, context) => {
    const options = { impl: "text", runs: "text", level: "text", busy: "flag", json: "text", minutes: "text" } as const;
    const parsed = parseArguments(args, { options, command: "patternwire false-alarms" });
    const [word] = [...parsed.positionals, ...(parsed.program ?? [])];
    if (word !== undefined) throw new UsageError(`"${word}" is unexpected: only an implementation with a manifest is known well enough: --impl NAME.`);
    const level = parsed.text("level") ?? "quick";
    if (level !== "quick" && level !== "standard" && level !== "full") throw new UsageError(`--level takes quick, standard or full, not "${level}".`);
    const minutes = parsed.text("minutes");
    const { countAlarms } = await import("../count-alarms.ts");
    return countAlarms(
      {
        implementation: parsed.text("impl"),
        runs: wholeNumber("runs", parsed.text("runs") ?? String(defaultRuns), 1, 1_000_000),
        level,
        busy: parsed.flag("busy"),
        file: parsed.text("json"),
        minutes: minutes === undefined ? undefined : wholeNumber("minutes", minutes, 1, 100_000),
      },
      context,
    );
  },
};
