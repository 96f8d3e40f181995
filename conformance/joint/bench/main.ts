/** `npm run bench`: measures the reference, beside libzmq and zeromq.js (see --help). */
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import { join } from "node:path";
import { markdownTable } from "../../checks/generate/markdown.ts";
import { HelpWanted } from "../../cli/arguments.ts";
import { UsageError } from "../../cli/usage-error.ts";
import { measure, type Result } from "./measure.ts";
import { help, readOptions, type Chosen } from "./options.ts";
import { assemble, type Field } from "./participants.ts";
import { measureSubscriptions } from "./subscriptions.ts";
import type { Table } from "./table.ts";
import { plotsOf, tablesOf } from "./tables.ts";

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
  const field = assemble();
  const load = loadavg()[0] ?? 0;
  const warnings: string[] = [];
  const results = await measureAll(chosen, field, (line) => void warnings.push(line));
  const tables = [...tablesOf(results), ...(chosen.subscriptions ? await measureSubscriptions() : [])];
  const machine = {
    processors: `${String(availableParallelism())} × ${cpus()[0]?.model.trim() ?? "unknown"}`,
    node: process.version,
    system: `${process.platform} ${process.arch}`,
    loadBefore: load,
  };
  const participants = Object.fromEntries(field.participants.map(({ name, about }) => [name, about]));
  if (chosen.svg !== undefined) {
    mkdirSync(chosen.svg, { recursive: true });
    for (const [name, svg] of plotsOf(results)) writeFileSync(join(chosen.svg, `${name}.svg`), svg);
  }
  const command = `npm run bench -- ${process.argv.slice(2).join(" ")}`;
  const json = JSON.stringify({ command, machine, participants, missing: [...field.missing, ...warnings], plan: chosen.plan, results, tables }, undefined, 1);
  if (chosen.json === "-") console.log(json);
  else {
    if (chosen.json !== undefined) writeFileSync(chosen.json, `${json}\n`);
    print(tables, [
      `${machine.processors}, ${machine.system}, Node ${machine.node}, load ${load.toFixed(1)} before. ${load > 0.5 ? "The machine had other work: only ratios tell." : ""}`,
      ...Object.entries(participants).map(([name, about]) => `${name}: ${about}`),
      ...field.missing,
      ...warnings,
    ]);
  }
}

async function measureAll({ cases, plan }: Chosen, field: Field, warn: (line: string) => void): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const one of cases) {
    for (const size of plan.sizes ?? one.sizes) {
      const result = await measure(one, size, field, plan, progress, warn);
      if (result === undefined) {
        warn(`${one.name} is not measured: its sinks need a C compiler.`);
        break;
      }
      results.push(result);
    }
  }
  progress("");
  return results;
}

/** On a terminal, one line that is written over. */
function progress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${line}`);
}

function print(tables: readonly Table[], notes: readonly string[]): void {
  for (const { title, heads, rows } of tables) console.log(`${title}\n\n${markdownTable(heads, rows)}\n`);
  console.log(notes.join("\n"));
}
