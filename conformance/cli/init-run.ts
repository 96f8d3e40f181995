/** What `patternwire init` does. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { parseArguments } from "./arguments.ts";
import type { Command } from "./context.ts";
import { makeFolder, writeInto } from "./files.ts";
import { languageNames, skeletonOf } from "./skeletons.ts";
import { quoted } from "./target.ts";
import { UsageError } from "./usage-error.ts";

export const run: Command["run"] = (args, context) => {
  const { positionals, text } = parseArguments(args, { options: { lang: "text" }, command: "patternwire init" });
  const [folder, ...others] = positionals;
  const name = text("lang") ?? "";
  const skeleton = skeletonOf(name);
  if (skeleton === undefined) throw new UsageError(`--lang takes ${languageNames.join(", ")}${name === "" ? "" : `, not "${name}"`}.`);
  if (folder === undefined || others.length > 0) throw new UsageError(`Name one folder, which need not exist: patternwire init --lang ${name} DIR`);
  assertEmpty(folder);
  makeFolder(folder);
  for (const [file, content] of Object.entries(skeleton.files)) writeInto(folder, file, content);
  const { files, gaps, build, start } = skeleton;
  const lines = [
    `Written to ${folder}: ${Object.keys(files).join(", ")}.`,
    `Fill the ${String(gaps)} gaps, which are marked GAP and explained; then:`,
    `  cd ${quoted(folder)}${build === undefined ? "" : ` && ${build}`}`,
    `  npx patternwire doctor -- ${start}`,
    `  npx patternwire check -- ${start}`,
  ];
  context.out.write(`${lines.join("\n")}\n`);
  return Promise.resolve(0);
};

function assertEmpty(folder: string): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) throw new UsageError(`${folder} is a file: name a folder, which need not exist.`);
  if (readdirSync(folder).length > 0) throw new UsageError(`${folder} is not empty: init begins a new folder, and overwrites nothing.`);
}
