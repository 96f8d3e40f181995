/** `patternwire help`: what there is, or the help of a command. */
import { commandNames, loadCommand } from "../command-list.ts";
import type { Command } from "../context.ts";
import { nearest } from "../nearest.ts";
import { UsageError } from "../usage-error.ts";

export const help: Command = {
  help: `Usage: patternwire COMMAND [options]

Judges implementations of the ØMQ messaging patterns and of ZMTP 3.1, statement by statement.

Commands
  check         judge an implementation
  start         the same, for npm start
  explain       what a statement of the specification says, and what judges it
  init          begin an adapter in your language
  doctor        what is wrong with an adapter, in plain words
  probe         judge a live endpoint from outside, without an adapter
  watch         judge the traffic between two peers while it passes
  replay        play a failure again
  report        reports as a page, a badge, JUnit or Markdown
  adapters      which implementations have an adapter here; builds them
  matrix        judge every implementation that can be started, for a table
  merge         put measurements of several machines together
  diff          what became of each statement between two reports
  false-alarms  how often the suite is wrong about an implementation that is known
  verify        whether the suite says the same of an implementation each time
  help          this text, or the help of a command

Options
  --help, -h       this text, or after a command its help
  --version, -V    the version

Examples
  patternwire check
  patternwire check -- ./my-adapter
  patternwire help check
`,
  run: async (args, context) => {
    const [name] = args;
    const text = name === undefined || name === "--help" || name === "-h" ? help.help : (await commandNamed(name)).help;
    context.out.write(text);
    return 0;
  },
};

/** Throws {@link UsageError} when there is no such command. */
export async function commandNamed(name: string): Promise<Command> {
  const command = name === "help" ? help : await loadCommand(name);
  if (command !== undefined) return command;
  const near = nearest(name, commandNames, 1).map((candidate) => ` Did you mean "${candidate}"?`);
  throw new UsageError(`There is no command "${name}".${near.join("")} Commands: ${commandNames.join(", ")}.`);
}
