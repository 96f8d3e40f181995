/**
 * Builds a mutant. One of the source or of its table: the compiled reference with one file compiled anew, beside the adapter program that loads it; all but that
 * file are links to the build, so that a mutant costs a few links, and it stands in the build folder, so that nothing of it is published. One of the octets: the
 * reference as it is, behind the relay.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { projectRoot } from "../kit/root.ts";
import type { Target } from "../kit/run-options.ts";
import type { OctetMutant, SourceMutant, TableMutant } from "../mutants/mutant.ts";

/** How a mutant is made does not depend on what it breaks. */
type Unbound<M> = Omit<M, "breaks">;

/** Writes the mutant to disk; gives the target with which it is judged. Throws when the text to change is not in the source exactly once. */
export function buildMutant(mutant: Unbound<SourceMutant> | Unbound<TableMutant> | Unbound<OctetMutant>): Target {
  const root = projectRoot();
  if ("change" in mutant) {
    const relay = join(root, "dist", "conformance", "joint", "relay.js");
    return {
      type: "program",
      name: mutant.id,
      command: [process.execPath, relay, mutant.id, process.execPath, "conformance/adapters/reference/main.js"],
      cwd: root,
    };
  }
  const home = join(root, "dist", "mutants", mutant.id);
  rmSync(home, { recursive: true, force: true });
  const sources = changedSources(mutant);
  const compiled = (file: string): string => file.replace(/\.ts$/, ".js");
  linkAround(
    join(root, "dist", "reference"),
    join(home, "dist", "reference"),
    sources.map(([file]) => compiled(file)),
  );
  symlinkSync(join(root, "dist", "schemas"), join(home, "dist", "schemas"));
  mkdirSync(join(home, "conformance"));
  symlinkSync(join(root, "conformance", "adapters"), join(home, "conformance", "adapters"));
  symlinkSync(join(root, "package.json"), join(home, "package.json"));
  for (const [file, source] of sources) writeFileSync(join(home, "dist", "reference", compiled(file)), compile(source));
  const program = join(home, "conformance", "adapters", "reference", "main.js");
  // Without these Node would go on from where a link leads, to the siblings there.
  const asLinked = ["--preserve-symlinks", "--preserve-symlinks-main"];
  return { type: "program", name: mutant.id, command: [process.execPath, ...asLinked, program], cwd: root };
}

/** Makes the folder like another one by links, but for these files; folders on the way to them are real. */
function linkAround(from: string, to: string, files: readonly string[]): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from)) {
    const below = files.filter((file) => file.startsWith(`${entry}/`)).map((file) => file.slice(entry.length + 1));
    if (below.length > 0) linkAround(join(from, entry), join(to, entry), below);
    else if (!files.includes(entry)) symlinkSync(join(from, entry), join(to, entry));
  }
}

/** The sources of the mutant's files with the changes made. */
export function changedSources(mutant: Unbound<SourceMutant> | Unbound<TableMutant>): readonly (readonly [file: string, source: string])[] {
  const read = (file: string): string => readFileSync(join(projectRoot(), "reference", file), "utf8");
  if ("row" in mutant) {
    const file = "patterns/socket-type.ts";
    return [[file, `${read(file)}\nObject.assign(socketTypes.${mutant.row}, ${JSON.stringify({ [mutant.column]: mutant.value })});\n`]];
  }
  return [mutant, ...(mutant.also === undefined ? [] : [mutant.also])].map(({ file, find, replace }) => {
    const pieces = read(file).split(find);
    if (pieces.length !== 2)
      throw new Error(`mutant ${mutant.id}: the text to change stands ${String(pieces.length - 1)} times in reference/${file}, not once; write it anew.`);
    return [file, pieces.join(replace)];
  });
}

function compile(source: string): string {
  return ts.transpileModule(source, {
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true, rewriteRelativeImportExtensions: true },
  }).outputText;
}
