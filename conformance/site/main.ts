/** `npm run site [-- --out DIR] [--without-api]`: writes the specification as a static site, with the pages of the API in api/. */
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { root } from "../checks/generate/repository.ts";
import { buildSite, encodingOf } from "./build.ts";

const usage = "Usage: npm run site [-- --out DIR] [--without-api]";
if (process.argv.includes("--help")) {
  console.log(`${usage}

Writes the specification as a static site: statements with what was measured beside them, guides, and the pages of the API by TypeDoc.

  --out DIR      the folder (default: build/site)
  --without-api  leave out the pages of the API, which take most of the time

Example: npm run site -- --out public`);
  process.exit(0);
}
const values = optionsOf(process.argv.slice(2));
const folder = resolve(values.out);
const withApi = !values["without-api"];
const files = buildSite({ withApi });
if (withApi) api(join(folder, "api"));
for (const [path, text] of files) {
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text, encodingOf(path));
}
console.log(`${String(files.size)} files${withApi ? " and the pages of the API" : ""} in ${folder}: open ${join(folder, "index.html")}`);

function api(out: string): void {
  rmSync(out, { recursive: true, force: true });
  const options = {
    "--options": join(root, "conformance/checks/typedoc.json"),
    "--out": out,
    "--customJs": join(root, "conformance/site/api.js"),
    "--logLevel": "Warn",
  };
  const program = join(root, "node_modules/typedoc/bin/typedoc");
  const { status } = spawnSync(process.execPath, [program, ...Object.entries(options).flat()], { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0) throw new Error("TypeDoc failed: its messages stand above.");
}

/** Wrong words end the program, with what would be right. */
function optionsOf(args: string[]): { readonly out: string; readonly "without-api": boolean } {
  try {
    return parseArgs({ args, options: { out: { type: "string", default: join(root, "build/site") }, "without-api": { type: "boolean", default: false } } })
      .values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    process.exit(3);
  }
}
