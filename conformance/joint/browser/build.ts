/**
 * `npm run build:browser`, of which `npm ci` and `npm test` are made too, builds the reference for browsers: the sources with `x.browser.ts` in place of each `x.ts` that has one, compiled without the types of Node,
 * and all of it in one file for pages that have no bundler.
 */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { projectRoot } from "../../kit/root.ts";

/** Compiles into the folder, and gives each file the name by which the others import it. Throws with what the compiler says. */
export function compileForBrowsers(folder: string): void {
  const root = projectRoot();
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const places = ["--outDir", folder, "--tsBuildInfoFile", join(folder, "files.tsbuildinfo")];
  execFileSync(process.execPath, [compiler, "-p", join(root, "reference/tsconfig.browser.json"), ...places], { stdio: "pipe", encoding: "utf8" });
  const home = join(folder, "reference");
  for (const entry of readdirSync(home, { recursive: true, encoding: "utf8" })) {
    const name = entry.replace(/\.browser(?=\.(?:js|d\.ts)$)/u, "");
    if (name !== entry) renameSync(join(home, entry), join(home, name));
  }
}

/** Makes one file of what was compiled into the folder; gives its text. */
export async function bundleForBrowsers(folder: string): Promise<string> {
  const bundle = await rolldown({ input: join(folder, "reference/index.js"), platform: "browser", logLevel: "silent" });
  const file = join(folder, "patternwire.js");
  await bundle.write({ file, format: "esm", minify: true });
  await bundle.close();
  return readFileSync(file, "utf8");
}

if (process.argv[1]?.endsWith("browser/build.js") === true) {
  const folder = join(projectRoot(), "dist/browser");
  compileForBrowsers(folder);
  const bundle = await bundleForBrowsers(folder);
  console.log(`dist/browser/patternwire.js: ${String(Buffer.byteLength(bundle))} octets`);
}
