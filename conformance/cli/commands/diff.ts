/** `patternwire diff`: what changed between two reports, or two measurements. */
import type { Command } from "../context.ts";

export const diff: Command = {
  help: `Usage: patternwire diff [--json] BEFORE AFTER

Compares two reports (patternwire check --json) or measurements (patternwire matrix), of
one implementation at two times, or of two implementations.

  regression     kept before, not kept now
  broken         judged for the first time, and not kept
  fixed          not kept before, kept now
  newly reached  judged for the first time, and kept
  newly vacuous  judged before, and no longer

Exit codes
  0    nothing is worse
  1    a regression, or newly broken
  2    nothing of that, but something is no longer judged
  3    wrong usage

Example
  patternwire diff baseline.json report.json
`,
  run: async (args, context) => (await import("../diff-run.ts")).run(args, context),
};
