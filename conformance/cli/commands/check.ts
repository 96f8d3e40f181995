/** `patternwire check`: judges an implementation. */
import { parseArguments } from "../arguments.ts";
import { checkOptionHelp, checkOptionKinds, checkOptions, exitCodeHelp } from "../check-options.ts";
import type { Command, Context, ExitCode } from "../context.ts";
import { UsageError } from "../usage-error.ts";

export const check: Command = {
  help: `Usage: patternwire check [options] [--impl NAME | -- COMMAND…]
       patternwire check --with NAME [options] [--impl NAME | -- COMMAND…]

Judges an implementation of the patterns by the statements of the specification: the
embedded reference, one that has a manifest, or any program that speaks the adapter
protocol (conformance/adapters/PROTOCOL.md). With --with it plays with another
implementation instead of the harness, and both are judged.

${checkOptionHelp}

${exitCodeHelp}

Examples
  patternwire check -- python3 my-adapter.py
  patternwire check --impl zeromq.js --filter 'framing.*' --json report.json
  patternwire check --with zeromq.js -- ./my-adapter
  patternwire check --with - -- ./my-adapter -- python3 their-adapter.py
`,
  run: async (args, context) => {
    const parsed = parseArguments(args, { options: checkOptionKinds, command: "patternwire check" });
    const [word] = parsed.positionals;
    if (word !== undefined)
      throw new UsageError(`"${word}" is unexpected. A manifest is named by --impl ${word}, a command follows "--": patternwire check -- ${word}`);
    return checkOrList(checkOptions(parsed), context);
  },
};

/** What `check` and `start` have in common once their words are read. */
export async function checkOrList(options: ReturnType<typeof checkOptions>, context: Context): Promise<ExitCode> {
  if (options.with !== undefined) return (await import("../pair.ts")).judgePair(options, options.with, context);
  if (options.list) return (await import("../list.ts")).list(options, context);
  return (await import("../judge.ts")).judge(options, context);
}
