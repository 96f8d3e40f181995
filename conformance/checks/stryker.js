/**
 * `npm run stryker [FOLDER…]`: mutants that nobody chose, of the folders of the pure core, against their unit tests. Stryker is not among the dependencies, whose
 * installation everybody pays for: it is added beside them for the run, with exact versions; `npm ci` takes it away again.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const version = "9.6.1";
const folders = ["wire", "connection", "patterns", "node"];
const root = fileURLToPath(new URL("../..", import.meta.url));

const chosen = process.argv.slice(2).length === 0 ? folders : process.argv.slice(2);
const unknown = chosen.filter((folder) => !folders.includes(folder));
if (unknown.length > 0) end(3, `There is nothing to mutate in ${unknown.join(", ")}. Folders are: ${folders.join(", ")}.`);

if (!existsSync(`${root}node_modules/@stryker-mutator/vitest-runner`)) {
  console.log(`Installing Stryker ${version} beside the dependencies …`);
  const packages = ["core", "vitest-runner"].map((name) => `@stryker-mutator/${name}@${version}`);
  if (run("npm", ["install", "--no-save", "--ignore-scripts", ...packages]) !== 0) end(3, "Stryker could not be installed: see above.");
}
for (const folder of chosen) {
  console.log(`\nreference/${folder}`);
  mkdirSync(`${root}dist/stryker`, { recursive: true });
  writeFileSync(`${root}dist/stryker/config.json`, JSON.stringify(configurationOf(folder)));
  const code = run("npx", ["stryker", "run", "dist/stryker/config.json"]);
  if (code !== 0) end(code, `Stryker ended with ${code}.`);
}
console.log("\nfolder       mutants  killed  timeout  survived  no test  score");
for (const folder of chosen) console.log(line(folder));

function configurationOf(folder) {
  return {
    testRunner: "vitest",
    vitest: { configFile: "conformance/checks/stryker.vitest.config.ts" },
    mutate: [`reference/${folder}/**/*.ts`, "!**/*.test.ts", "!**/*.test.support.ts"],
    // Words for people are no behaviour.
    mutator: { excludedMutations: ["StringLiteral"] },
    coverageAnalysis: "perTest",
    concurrency: 2,
    reporters: ["json", "progress-append-only"],
    jsonReporter: { fileName: `dist/stryker/${folder}.json` },
    tempDirName: "dist/stryker/tmp",
    ignorePatterns: ["dist", "docs-out", "coverage"],
  };
}

function run(command, args) {
  return spawnSync(command, args, { cwd: root, stdio: "inherit" }).status ?? 3;
}

function line(folder) {
  const { files } = JSON.parse(readFileSync(`${root}dist/stryker/${folder}.json`, "utf8"));
  const all = Object.values(files).flatMap(({ mutants }) => mutants);
  const count = (status) => all.filter((mutant) => mutant.status === status).length;
  const counts = [count("Killed"), count("Timeout"), count("Survived"), count("NoCoverage")];
  const judged = counts.reduce((sum, one) => sum + one, 0);
  const score = ((100 * (counts[0] + counts[1])) / judged).toFixed(1);
  const columns = [judged, ...counts].map((number, index) => String(number).padStart([7, 8, 9, 10, 9][index]));
  return `${folder.padEnd(12)} ${columns.join("")}  ${score} %`;
}

function end(code, message) {
  console.error(message);
  process.exit(code);
}
