/**
 * Builds a mutant: a copy of the compiled reference in which one source file is compiled anew with the change, beside the adapter program that loads it. Copies
 * stand in the build folder, so that nothing of them is published.
 */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { projectRoot } from "../kit/root.ts";
import type { Target } from "../kit/run-options.ts";
import type { Mutant } from "../mutants/mutant.ts";

/** Writes the mutant to disk; gives the target with which it is judged. Throws when the text to change is not in the source exactly once. */
export function buildMutant(mutant: Mutant): Target {
  const root = projectRoot();
  const home = join(root, "dist", "mutants", mutant.id);
  for (const part of ["dist/reference", "dist/schemas", "conformance/adapters/node", "conformance/adapters/reference"]) {
    cpSync(join(root, part), join(home, part), { recursive: true, filter: (path) => !/\.(test\.js|d\.ts|map)$/.test(path) });
  }
  const compiled = join(home, "dist", "reference", mutant.file.replace(/\.ts$/, ".js"));
  mkdirSync(dirname(compiled), { recursive: true });
  writeFileSync(compiled, compile(changedSource(mutant)));
  return { type: "program", name: mutant.id, command: [process.execPath, join(home, "conformance", "adapters", "reference", "main.js")], cwd: root };
}

/** The source of the mutant's file with the change made. */
export function changedSource(mutant: Mutant): string {
  const source = readFileSync(join(projectRoot(), "reference", mutant.file), "utf8");
  const pieces = source.split(mutant.find);
  if (pieces.length !== 2)
    throw new Error(`mutant ${mutant.id}: the text to change stands ${String(pieces.length - 1)} times in reference/${mutant.file}, not once; write it anew.`);
  return pieces.join(mutant.replace);
}

function compile(source: string): string {
  return ts.transpileModule(source, {
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true, rewriteRelativeImportExtensions: true },
  }).outputText;
}
