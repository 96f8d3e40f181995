/**
 * `npm run bench:suite [-- --rounds N] [--levels standard,full]`: what the suite costs, beside its goals: cases per second, the first verdict, the start of the command, whole runs, the size
 * of a page, and how the cost grows with the cases. Figures are medians; on a busy machine only processor time tells.
 */
import { spawn } from "node:child_process";
import { availableParallelism, cpus, loadavg } from "node:os";
import { markdownTable } from "../../checks/generate/markdown.ts";
import { HelpWanted, parseArguments, wholeNumber } from "../../cli/arguments.ts";
import { UsageError } from "../../cli/usage-error.ts";
import type { Report } from "../../kit/model.ts";
import { projectRoot, readJson } from "../../kit/root.ts";
import { listStatements, runSuite } from "../../kit/runner.ts";
import { htmlReport } from "../../reports/html/report.ts";
import { short, spreadOf } from "./statistics.ts";
import { pureCases, tcpCases, type Rate } from "./suite-cases.ts";

interface Figure {
  readonly what: string;
  readonly goal: string;
  readonly measured: string;
}

const program = "conformance/cli/patternwire.js";

/** What a run of a level that takes long is to take at most. */
const longLevels: Readonly<Record<string, string>> = { standard: "≤ 30 s", full: "≤ 5 min" };

try {
  const given = parseArguments(process.argv.slice(2), { command: "npm run bench:suite", options: { rounds: "text", levels: "text" } });
  const [rounds, levels] = [given.text("rounds"), given.text("levels")?.split(",") ?? []];
  const unknown = levels.find((level) => longLevels[level] === undefined);
  if (unknown !== undefined) throw new UsageError(`--levels takes ${Object.keys(longLevels).join(" and ")}, joined by a comma, not "${unknown}".`);
  await run(rounds === undefined ? 3 : wholeNumber("rounds", rounds, 1, 99), levels);
  process.exit(0);
} catch (error) {
  if (error instanceof HelpWanted)
    console.log(
      "npm run bench:suite [-- --rounds N] [--levels standard,full]: what the suite costs, beside its goals; the median of N rounds (default 3), of the levels that take long one.",
    );
  else if (error instanceof UsageError) {
    console.error(error.message);
    process.exitCode = 3;
  } else throw error;
}

async function run(rounds: number, levels: readonly string[]): Promise<void> {
  const load = loadavg()[0] ?? 0;
  const figures: Figure[] = [];
  const add = (what: string, goal: string, measured: string): void => {
    figures.push({ what, goal, measured });
    console.error(`${what}: ${measured} (${goal})`);
  };
  for (const together of [1, 16]) {
    const rates = await series(rounds, () => tcpCases(4000, together));
    add(`TCP cases against libzmq, ${String(together)} at a time`, together === 1 ? "reported" : "≥ 6 000/s", perSecond(rates));
  }
  add("cases without a wire", "≥ 50 000/s", perSecond(await series(rounds, () => Promise.resolve(pureCases(100_000)))));
  for (const word of ["--version", "--help"]) {
    const runs = await series(rounds, () => timed([word]));
    add(`start: patternwire ${word}`, "≤ 0.25 s", seconds(runs));
  }
  for (const name of ["reference", "zeromq.js"]) {
    const runs = await series(rounds, () => timed(["check", "--quick", "--impl", name]));
    add(
      `${name}, --quick: first verdict`,
      "≤ 0.5 s",
      range(
        runs.map(({ firstMs }) => firstMs / 1000),
        " s",
      ),
    );
    add(`${name}, --quick`, "≤ 3 s", seconds(runs));
    for (const level of levels) {
      const words = level === "standard" ? [] : [`--${level}`];
      add(`${name}, ${level}`, longLevels[level] ?? "", seconds(await series(1, () => timed(["check", ...words, "--impl", name]))));
    }
  }
  for (const name of ["reference", "zeromq.js"]) add(`page of the committed report of ${name}`, "≤ 500 kB for 2 000 checks", pageSize(name));
  add("processor time a case, at 4 times the cases", "≤ that at one time", await growth());
  console.log(
    markdownTable(
      ["what", "goal", "median (least to most)"],
      figures.map(({ what, goal, measured }) => [what, goal, measured]),
    ),
  );
  const processors = `${String(availableParallelism())} × ${cpus()[0]?.model.trim() ?? "unknown"}`;
  console.log(`\n${processors}, Node ${process.version}, load ${load.toFixed(1)} before.`);
}

async function series<T>(rounds: number, measure: () => Promise<T>): Promise<readonly T[]> {
  const results: T[] = [];
  for (let round = 0; round < rounds; round += 1) results.push(await measure());
  return results;
}

interface Run {
  /** Until it says the first thing. */
  readonly firstMs: number;
  readonly wholeMs: number;
  /** Of the processors, children included. */
  readonly processorMs: number;
}

/** Runs the command as a person does; throws when it ends with another code than 0. */
async function timed(words: readonly string[]): Promise<Run> {
  const startedMs = performance.now();
  const elapsed = (): number => performance.now() - startedMs;
  // The shell's own account of its children has the processor time of whole trees of processes.
  const child = spawn("bash", ["-c", 'TIMEFORMAT="%U %S"; time "$@"', "bash", process.execPath, program, ...words], { cwd: projectRoot() });
  let firstMs: number | undefined;
  let told = "";
  child.stdout.on("data", () => (firstMs ??= elapsed()));
  child.stderr.on("data", (chunk: Buffer) => {
    firstMs ??= elapsed();
    told += chunk.toString();
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`patternwire ${words.join(" ")} ended with ${String(code)}: ${told}`);
  const [user = NaN, system = NaN] = (told.trim().split("\n").at(-1) ?? "").split(" ").map(Number);
  return { firstMs: firstMs ?? NaN, wholeMs: elapsed(), processorMs: 1000 * (user + system) };
}

function seconds(runs: readonly Run[]): string {
  const whole = range(
    runs.map(({ wholeMs }) => wholeMs / 1000),
    " s",
  );
  return `${whole}; of the processors ${range(
    runs.map(({ processorMs }) => processorMs / 1000),
    " s",
  )}`;
}

function range(values: readonly number[], unit: string): string {
  const { median, least, most } = spreadOf(values);
  return `${short(median)}${unit} (${short(least)} to ${short(most)})`;
}

function perSecond(rates: readonly Rate[]): string {
  const walls = rates.map(({ wall }) => wall);
  return `${range(walls, "/s")}; in a second of its processor ${range(
    rates.map(({ processor }) => processor),
    "",
  )}`;
}

/** What fills a page are statements, and failures with their drawings: hardly the checks. */
function pageSize(name: string): string {
  const report = readJson(`conformance/reports/${name}.json`) as Report;
  const statements = new Map(listStatements().map((entry) => [entry.id, entry]));
  const page = htmlReport([report], { statements, decisionRecord: (number) => number, replayCommand: () => "patternwire replay WITNESS.json" });
  const failures = report.properties.filter(({ witness }) => witness !== undefined).length;
  return `${String(Math.round(Buffer.byteLength(page) / 1000))} kB for ${String(report.properties.length)} checks and ${String(failures)} failures`;
}

/** The same properties with few and with many inputs, on the reference: what a case costs then, beside what it cost before. */
async function growth(): Promise<string> {
  const cost = async (runs: number): Promise<number> => {
    const before = process.cpuUsage();
    const target = { type: "in-process", name: "reference", module: "dist/conformance/joint/in-process.js" } as const;
    const filters = ["exchange-patterns/*", "framing/*"];
    const { volatile } = await runSuite({ target, level: "quick", seed: 1, runs, jobs: 8, filters, hostile: false, knownFailures: [] });
    const { user, system } = process.cpuUsage(before);
    return (user + system) / volatile.cases;
  };
  // The first run pays for what is loaded and compiled.
  await cost(20);
  const once = await cost(50);
  const four = await cost(200);
  return `${short(four / 1000)} ms after ${short(once / 1000)} ms, ${(four / once).toFixed(2)} times`;
}
