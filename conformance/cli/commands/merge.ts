/** `patternwire merge`: puts measurements of several machines together, and prints the matrix. */
import type { Command } from "../context.ts";

export const merge: Command = {
  help: `Usage: patternwire merge --out DIR FILE…

Puts the measurements of several machines (patternwire matrix --shard) together in one
folder, and prints the matrix as Markdown. All must have been measured by the same
statements; an implementation, or a pair, that stands in two files must be measured alike
in both.

Exit codes
  0    they are together
  3    wrong usage: a file is no measurement, or two do not fit together

Example
  patternwire merge --out matrix part-1/*.json part-2/*.json
`,
  run: async (args, context) => (await import("../merge-run.ts")).run(args, context),
};
