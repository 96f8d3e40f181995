/** The programs of the README of the zeromq package, as the package stands in node_modules. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { root } from "../../checks/generate/repository.ts";
import type { Source } from "./program.ts";

/** The package's folder and version. */
export function zeromqPackage(): { readonly folder: string; readonly version: string } {
  const folder = join(dirname(createRequire(join(root, "package.json")).resolve("zeromq")), "..");
  return { folder, version: (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string }).version };
}

/** Every fence of JavaScript or TypeScript, named by the file that its heading names, or by the heading and a number. */
export function readmePrograms(): readonly Source[] {
  const programs: Source[] = [];
  let heading = "";
  let fence: { lines: string[] } | undefined;
  for (const line of readFileSync(join(zeromqPackage().folder, "README.md"), "utf8").split("\n")) {
    if (fence !== undefined && line.startsWith("```")) {
      const before = programs.filter(({ name }) => name === heading || name.startsWith(`${heading}-`)).length;
      programs.push({ name: before === 0 ? heading : `${heading}-${String(before + 1)}`, text: fence.lines.join("\n") });
      fence = undefined;
    } else if (fence !== undefined) fence.lines.push(line);
    else if (/^```(?:js|ts|javascript|typescript)\s*$/u.test(line)) fence = { lines: [] };
    else if (line.startsWith("#")) heading = named(line);
  }
  return programs;
}

/** "#### `worker.js`" is worker, "### Basic Usage" is basic-usage. */
function named(heading: string): string {
  return heading
    .replace(/^#+\s*/u, "")
    .replaceAll(/`|\.js\b/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, "-");
}
