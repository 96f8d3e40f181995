/** `npm run bench`: measures the reference, beside libzmq and others (see --help). */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import { dirname, join } from "node:path";
import type { BenchFile, BenchPart, BenchResult } from "../../../schemas/types/bench.ts";
import { HelpWanted } from "../../cli/arguments.ts";
import { UsageError } from "../../cli/usage-error.ts";
import { cases } from "./cases.ts";
import { measure } from "./measure.ts";
import { help, readOptions, type Chosen } from "./options.ts";
import { assemble, buildCommands } from "./participants.ts";
import { profilesOf } from "./profiles.ts";
import { plotsOf } from "./plots.ts";
import { casesOf, caseTable, goalsTable, profilesTable, slopesTable } from "./tables.ts";

try {
  await run(readOptions(process.argv.slice(2)));
  process.exit(0);
} catch (error) {
  if (error instanceof HelpWanted) console.log(help);
  else if (error instanceof UsageError) {
    console.error(error.message);
    process.exitCode = 3;
  } else throw error;
}

async function run(chosen: Chosen): Promise<void> {
  if (chosen.build) for (const [file = "", ...words] of buildCommands) spawnSync(file, words, { stdio: ["ignore", "inherit", "inherit"] });
  const before =
    chosen.resume && chosen.json !== undefined && existsSync(chosen.json) ? (JSON.parse(readFileSync(chosen.json, "utf8")) as BenchFile) : undefined;
  const file = await measureAll(chosen, before);
  if (chosen.svg !== undefined) {
    mkdirSync(chosen.svg, { recursive: true });
    for (const [name, svg] of plotsOf(file.results)) writeFileSync(join(chosen.svg, `${name}.svg`), svg);
  }
  if (chosen.json === "-") console.log(textOf(file));
  else print(file);
}

async function measureAll({ cases: wanted, plan, json, profile }: Chosen, before: BenchFile | undefined): Promise<BenchFile> {
  const field = assemble(plan.players);
  const part = beginPart();
  const results = [...(before?.results ?? [])];
  const notes = new Set([...(before?.notes ?? []), ...field.missing]);
  const startedMs = performance.now();
  const participants = { ...before?.participants, ...Object.fromEntries(field.participants.map(({ name, about }) => [name, about])) };
  let profiles = before?.profiles;
  const file = (): BenchFile => ({
    format: "patternwire-bench/1",
    parts: [...(before?.parts ?? []), { ...part, seconds: Math.round((performance.now() - startedMs) / 1000) }],
    ...{ participants, notes: [...notes], results: inOrder(results), ...(profiles === undefined ? {} : { profiles }) },
  });
  const telling = { progress, warn: (line: string) => void notes.add(line) };
  for (const one of wanted) {
    const lack = one.lacks(field);
    if (lack !== undefined) notes.add(`${one.name} is not measured: it needs ${lack}.`);
    for (const point of lack === undefined ? (plan.points ?? one.points) : []) {
      if (results.some((result) => result.case === one.name && result.at === point)) continue;
      const result = await measure(one, point, field, plan, telling);
      if (result !== undefined) results.push(result);
      if (json !== undefined && json !== "-") write(json, textOf(file()));
    }
  }
  if (profile) {
    profiles = await profilesOf(cases, inOrder(results), field, progress);
    if (json !== undefined && json !== "-") write(json, textOf(file()));
  }
  progress("");
  return file();
}

function beginPart(): BenchPart {
  return {
    command: ["npm run bench --", ...process.argv.slice(2)].join(" "),
    machine: {
      processors: `${String(availableParallelism())} × ${cpus()[0]?.model.trim() ?? "unknown"}`,
      system: `${process.platform} ${process.arch}`,
      node: process.version,
      loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
    },
    seconds: 0,
  };
}

/** The order of the cases, and of their points. */
function inOrder(results: readonly BenchResult[]): BenchResult[] {
  const rank = (result: BenchResult): number => cases.findIndex(({ name }) => name === result.case);
  return results.toSorted((a, b) => rank(a) - rank(b) || a.at - b.at);
}

/** One line for each row, so that a difference between two files can be read. */
function textOf(file: BenchFile): string {
  const rows: string[] = [];
  const text = JSON.stringify(
    file,
    (key, value: unknown) => {
      if (key !== "rows" || !Array.isArray(value)) return value;
      return value.map((row) => `row ${String(rows.push(JSON.stringify(row)) - 1)}`);
    },
    1,
  );
  return `${text.replaceAll(/"row (\d+)"/gu, (_, at: string) => rows[Number(at)] ?? "")}\n`;
}

/** A run that is ended while it writes leaves the file as it was. */
function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.part`, text);
  renameSync(`${path}.part`, path);
}

/** On a terminal, one line that is written over. */
function progress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${line}`);
}

function print({ results, participants, notes, parts, profiles }: BenchFile): void {
  for (const name of casesOf(results)) {
    const own = results.filter((result) => result.case === name);
    console.log(`${own[0]?.title ?? ""} (${name})\n\n${caseTable(own)}\n`);
  }
  console.log(`How each grows (value = c × point ^ exponent)\n\n${slopesTable(results)}\n\nGoals\n\n${goalsTable(results)}\n`);
  if (profiles !== undefined) console.log(`Where the time goes where a goal is not met\n\n${profilesTable(profiles)}\n`);
  for (const { command, machine, seconds } of parts) {
    const loaded = machine.loadBefore > 0.5 ? " The machine had other work: only ratios tell." : "";
    console.log(
      `${command}: ${String(seconds)} s on ${machine.processors}, ${machine.system}, Node ${machine.node}, load ${String(machine.loadBefore)} before.${loaded}`,
    );
  }
  console.log([...Object.entries(participants).map(([name, about]) => `${name}: ${about}`), ...notes].join("\n"));
}
