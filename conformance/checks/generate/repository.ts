/** The repository as the checks see it: its root, its files and their text. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ignored = new Set(["node_modules", "dist", "coverage", "docs-out", ".git", "__pycache__"]);

/** The folder that holds package.json, whether this runs from the sources or from dist/. */
export const root: string = findRoot(dirname(fileURLToPath(import.meta.url)));

/** Every file below a folder of the repository, as paths from the root with forward slashes, in order; empty when the folder is missing. */
export function filesBelow(folder: string, ending = ""): readonly string[] {
  const start = join(root, folder);
  if (!existsSync(start)) return [];
  const found: string[] = [];
  for (const entry of readdirSync(start, { withFileTypes: true })) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (ignored.has(entry.name)) continue;
    if (entry.isDirectory()) found.push(...filesBelow(path, ending));
    else if (path.endsWith(ending)) found.push(path);
  }
  return found.sort();
}

/** The text of a file, by its path from the root. */
export function readText(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

export function readJson(path: string): unknown {
  return JSON.parse(readText(path));
}

export function fileExists(path: string): boolean {
  return existsSync(join(root, path));
}

function findRoot(folder: string): string {
  if (existsSync(join(folder, "package.json"))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error("no package.json above the checks: run them inside the repository");
  return findRoot(parent);
}
