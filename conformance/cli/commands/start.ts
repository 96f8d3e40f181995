/** `patternwire start`: what `npm start` runs; a first judgement in one command. */
import { parseArguments } from "../arguments.ts";
import { checkOptionKinds, checkOptions } from "../check-options.ts";
import type { Command } from "../context.ts";
import { checkOrList } from "./check.ts";

export const start: Command = {
  help: `Usage: patternwire start [options] [[--] COMMAND…]

Judges the embedded reference; with a command, that adapter. The same as "check", but the
"--" before the command may be left out, as npm takes the first one for itself. Options of
"check" are accepted before the command.

Examples
  npm start
  npm start -- python3 my-adapter.py
`,
  run: (args, context) =>
    checkOrList(checkOptions(parseArguments(args, { options: checkOptionKinds, command: "patternwire start", programWithoutMark: true })), context),
};
