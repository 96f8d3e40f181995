/** The command line of a set of generators: names to run (all when none is given), `--check` to compare instead of writing. */
import { generate, staleOutputs, type Generator } from "./generator.ts";
import { printProblems, ProblemsError } from "./problem.ts";

/** Runs the command and gives its exit code: 0 done or fresh, 1 stale or malformed input, 3 wrong usage. */
export async function generateCommand(generators: readonly Generator[], main: string, words: readonly string[]): Promise<0 | 1 | 3> {
  const names = words.filter((word) => word !== "--check");
  const unknown = names.filter((name) => !generators.some((generator) => generator.name === name));
  if (unknown.length > 0) {
    console.error(`unknown: ${unknown.join(", ")}. Usage: node ${main} [name…] [--check], where name is one of\n${list(generators)}`);
    return 3;
  }
  const chosen = names.length === 0 ? generators : generators.filter((generator) => names.includes(generator.name));
  try {
    if (words.includes("--check")) {
      const stale = await staleOutputs(chosen, main);
      if (stale.length > 0) console.error(printProblems(stale));
      return stale.length > 0 ? 1 : 0;
    }
    const written = await generate(chosen);
    console.log(written.length === 0 ? "nothing to write: all is fresh" : `written: ${written.join(", ")}`);
    return 0;
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    console.error(error.message);
    return 1;
  }
}

function list(generators: readonly Generator[]): string {
  return generators.map(({ name, about }) => `  ${name.padEnd(22)} ${about}`).join("\n");
}
