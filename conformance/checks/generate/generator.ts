/** A generator makes files from other files of the repository. Its outputs are committed; a check compares them with what it would write now. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as prettier from "prettier";
import { problem, type Problem } from "./problem.ts";
import { fileExists, readText, root } from "./repository.ts";

export interface Output {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
}

export interface Generator {
  readonly name: string;
  /** One line for a person: what it makes from what. */
  readonly about: string;
  readonly outputs: () => Promise<readonly Output[]> | readonly Output[];
}

/** Writes what is missing or stale; gives the paths written. */
export async function generate(generators: readonly Generator[]): Promise<readonly string[]> {
  const written: string[] = [];
  for (const generator of generators) {
    for (const output of await generator.outputs()) {
      if (isFresh(output)) continue;
      mkdirSync(dirname(join(root, output.path)), { recursive: true });
      writeFileSync(join(root, output.path), output.text);
      written.push(output.path);
    }
  }
  return written;
}

/** The outputs that differ from what the generators would write, with the command that mends each. */
export async function staleOutputs(generators: readonly Generator[], main: string): Promise<readonly Problem[]> {
  const stale: Problem[] = [];
  for (const generator of generators) {
    for (const output of await generator.outputs()) {
      if (!isFresh(output)) stale.push(problem(output.path, 1, `is stale: run \`npm run build && node ${main} ${generator.name}\` and commit what changes`));
    }
  }
  return stale;
}

/** Text in the house format, so that the formatter finds nothing to do in generated files. */
export async function formatted(path: string, text: string): Promise<string> {
  return prettier.format(text, { ...(await prettier.resolveConfig(join(root, ".prettierrc.json"))), filepath: path });
}

/** JSON data: two spaces, a line feed at the end. */
export function jsonOutput(path: string, value: unknown): Output {
  return { path, text: `${JSON.stringify(value, undefined, 2)}\n` };
}

function isFresh(output: Output): boolean {
  return fileExists(output.path) && readText(output.path) === output.text;
}
