/** `patternwire init`: begins an adapter in the author's language. */
import type { Command } from "../context.ts";

export const init: Command = {
  help: `Usage: patternwire init --lang js|python|go|rust|java|c DIR

Writes the program of an adapter into a new folder: it speaks the adapter protocol
(conformance/adapters/PROTOCOL.md), and what only the author of the implementation can know is
left open, in some places of a few lines that are marked GAP and explained. It can be built and
started at once, and patternwire doctor says what is missing.

The programs are those of conformance/adapters/minimal, which have the gaps filled for an
implementation in each language.

Options
  --lang NAME   js, python, go, rust, java or c

Exit codes
  0    written
  3    wrong usage, the folder is not empty, or it cannot be written

Example
  patternwire init --lang go my-adapter
`,
  run: async (args, context) => (await import("../init-run.ts")).run(args, context),
};
