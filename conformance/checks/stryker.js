/**
 * `npm run stryker [FOLDER | FOLDER/FILE…]`: mutants that nobody chose, of the folders of the pure core or of single files, against their unit tests. Stryker is not
 * among the dependencies, whose installation everybody pays for: it is added beside them for the run, with exact versions; `npm ci` takes it away again.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const version = "9.6.1";
const folders = ["wire", "connection", "patterns", "node"];
const root = fileURLToPath(new URL("../..", import.meta.url));

const chosen = process.argv.slice(2).length === 0 ? folders : process.argv.slice(2);
const unknown = chosen.filter((part) => !folders.includes(part.split("/")[0]) || !existsSync(sourceOf(part)));
if (unknown.length > 0) end(3, `There is nothing to mutate in ${unknown.join(", ")}. Folders are: ${folders.join(", ")}; a file is FOLDER/NAME.`);

if (!existsSync(`${root}node_modules/@stryker-mutator/vitest-runner`)) {
  console.log(`Installing Stryker ${version} beside the dependencies …`);
  const packages = ["core", "vitest-runner"].map((name) => `@stryker-mutator/${name}@${version}`);
  if (run("npm", ["install", "--no-save", "--ignore-scripts", ...packages]) !== 0) end(3, "Stryker could not be installed: see above.");
}
for (const part of chosen) {
  console.log(`\nreference/${part}`);
  mkdirSync(dirname(reportOf(part)), { recursive: true });
  writeFileSync(`${root}dist/stryker/config.json`, JSON.stringify(configurationOf(part)));
  const code = run("npx", ["stryker", "run", "dist/stryker/config.json"]);
  if (code !== 0) end(code, `Stryker ended with ${code}.`);
}
console.log("\n| file | mutants | killed | timeout | survived | no test | score |\n| --- | --- | --- | --- | --- | --- | --- |");
for (const part of chosen) for (const line of rows(part)) console.log(line);

function sourceOf(part) {
  return part.includes("/") ? `${root}reference/${part}.ts` : `${root}reference/${part}`;
}

function reportOf(part) {
  return `${root}dist/stryker/${part}.json`;
}

function configurationOf(part) {
  return {
    testRunner: "vitest",
    vitest: { configFile: "conformance/checks/stryker.vitest.config.ts" },
    mutate: [`reference/${part}${part.includes("/") ? "" : "/**/*"}.ts`, "!**/*.test.ts", "!**/*.test.support.ts"],
    // Words for people are no behaviour.
    mutator: { excludedMutations: ["StringLiteral"] },
    coverageAnalysis: "perTest",
    concurrency: 2,
    reporters: ["json", "progress-append-only"],
    jsonReporter: { fileName: reportOf(part) },
    tempDirName: "dist/stryker/tmp",
    ignorePatterns: ["build", "dist", "docs-out", "coverage"],
  };
}

function run(command, args) {
  return spawnSync(command, args, { cwd: root, stdio: "inherit" }).status ?? 3;
}

/** A row for each file of the report, as conformance/mutants/stryker.md has them, then one for all of them when there are several. */
function rows(part) {
  const files = Object.entries(JSON.parse(readFileSync(reportOf(part), "utf8")).files);
  const own = files.map(([name, { mutants }]) => row(`\`${name.replace(/^reference\//, "")}\``, mutants)).sort();
  const all = files.flatMap(([, { mutants }]) => mutants);
  return files.length > 1 ? [...own, row(`**${part}**`, all)] : own;
}

function row(name, mutants) {
  const count = (status) => mutants.filter((mutant) => mutant.status === status).length;
  const counts = [count("Killed"), count("Timeout"), count("Survived"), count("NoCoverage")];
  const judged = counts.reduce((sum, one) => sum + one, 0);
  const score = judged === 0 ? "–" : `${((100 * (counts[0] + counts[1])) / judged).toFixed(1)} %`;
  return `| ${[name, judged, ...counts, score].join(" | ")} |`;
}

function end(code, message) {
  console.error(message);
  process.exit(code);
}
