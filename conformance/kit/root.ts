/** Where the package stands on disk: data files are read from there, both from sources and from a build. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the package.json that is named patternwire, above this file. */
export function projectRoot(): string {
  root ??= findRoot(dirname(fileURLToPath(import.meta.url)));
  return root;
}

/** Parses a JSON file, given by its path relative to the package. */
export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(projectRoot(), path), "utf8")) as unknown;
}

let root: string | undefined;

function findRoot(folder: string): string {
  const manifest = join(folder, "package.json");
  if (existsSync(manifest) && (JSON.parse(readFileSync(manifest, "utf8")) as { name?: string }).name === "patternwire") return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error("The package patternwire was not found above this file: install it as a whole.");
  return findRoot(parent);
}
