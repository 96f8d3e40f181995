/** From the words of a command line to an exit code: finds the command, and turns every error into a message and code 3. */
import { FileError } from "../manifests/file-error.ts";
import { HelpWanted } from "./arguments.ts";
import { commandNamed, help } from "./commands/help.ts";
import type { Context, ExitCode } from "./context.ts";
import { UsageError } from "./usage-error.ts";
import { readJson } from "../kit/root.ts";

/** Never throws. Messages about what went wrong go to the standard error. */
export async function runCommandLine(words: readonly string[], context: Context): Promise<ExitCode> {
  try {
    return await dispatch(words, context);
  } catch (error) {
    context.err.write(message(error));
    return 3;
  }
}

async function dispatch(words: readonly string[], context: Context): Promise<ExitCode> {
  const [name, ...args] = words;
  if (name === undefined) {
    context.err.write(help.help);
    return 3;
  }
  if (name === "--version" || name === "-V") {
    context.out.write(`${(readJson("package.json") as { readonly version: string }).version}\n`);
    return 0;
  }
  if (name === "--help" || name === "-h") return help.run([], context);
  if (name.startsWith("-")) throw new UsageError(`A command comes first, as in: patternwire check ${words.join(" ")}`);
  const command = await commandNamed(name);
  try {
    return await command.run(args, context);
  } catch (error) {
    if (!(error instanceof HelpWanted)) throw error;
    context.out.write(command.help);
    return 0;
  }
}

function message(error: unknown): string {
  if (error instanceof UsageError || error instanceof FileError) return `Error: ${error.message}\n`;
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `Error: the harness failed. This is its own fault, please report it:\n${detail}\n`;
}
