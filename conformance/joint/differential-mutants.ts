/** `npm run differential:mutants [ID…]`: mutants of the socket types, judged by the oracle on random histories. Exit 1 when one survives. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../kit/root.ts";
import { catalogue } from "../mutants/catalogue.ts";
import type { SourceMutant } from "../mutants/mutant.ts";
import { buildMutant } from "./mutate.ts";
import { tableMutants, type TableMutant } from "./table-mutants.ts";

interface Outcome {
  readonly caught: boolean;
  readonly histories: number;
  readonly statements: readonly string[];
  /** Whether the changed cell of the table was read. */
  readonly cellRead: boolean;
}

type Candidate = Omit<SourceMutant, "breaks"> & Partial<Pick<TableMutant, "type">>;

/** As many histories of the mutated type, or of all. */
const runs = { one: 200, all: 330 };
const mostMs = 300_000;

const ids = process.argv.slice(2);
const candidates: readonly Candidate[] = [
  ...tableMutants,
  ...catalogue.flatMap((mutant) => ("find" in mutant && mutant.file.startsWith("patterns/") ? [mutant] : [])),
];
const chosen = candidates.filter(({ id }) => ids.length === 0 || ids.some((one) => id.startsWith(one)));
const outcomes = new Map<string, Outcome>();
const waiting = [...chosen];
await Promise.all(
  Array.from({ length: 2 }, async () => {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      const outcome = await judge(mutant);
      outcomes.set(mutant.id, outcome);
      console.log(`${String(outcomes.size)}/${String(chosen.length)} ${word(mutant, outcome)} ${mutant.id} (${String(outcome.histories)} histories)`);
    }
  }),
);
const uncaught = chosen.filter(({ id }) => outcomes.get(id)?.caught !== true);
const unread = uncaught.filter(({ id, type }) => type !== undefined && outcomes.get(id)?.cellRead === false);
const survivors = uncaught.filter((mutant) => !unread.includes(mutant));
const judged = chosen.length - unread.length;
console.log(
  `${String(judged - survivors.length)} of ${String(judged)} mutants of the socket types are caught; ${String(unread.length)} more change cells that the reference does not read.`,
);
for (const { id, does } of survivors) console.log(`survives: ${id}: ${does}`);
process.exitCode = survivors.length > 0 ? 1 : 0;

function word({ type }: Candidate, { caught, cellRead }: Outcome): string {
  return caught ? "caught  " : type !== undefined && !cellRead ? "not read" : "SURVIVES";
}

/** A mutant that comes to no end is caught as well: an implementation that hangs agrees with nobody. */
async function judge(mutant: Candidate): Promise<Outcome> {
  buildMutant(mutant);
  const home = join(projectRoot(), "dist", "mutants", mutant.id);
  const module = join(home, "in-process.js");
  writeFileSync(
    module,
    `import { openImplementation } from "../../conformance/joint/in-process.js";
import * as implementation from "./dist/reference/index.js";
export const openInProcess = (emit) => openImplementation(implementation, implementation.choices, emit);
`,
  );
  const program = join(projectRoot(), "dist", "conformance", "joint", "differential-mutant.js");
  // A mutant is made of links: see mutate.ts.
  const child = spawn(process.execPath, ["--preserve-symlinks", program, module, String(mutant.type === undefined ? runs.all : runs.one), mutant.type ?? ""], {
    timeout: mostMs,
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.resume();
  await once(child, "close");
  const last = output.trim().split("\n").at(-1) ?? "";
  return last.startsWith("{") ? (JSON.parse(last) as Outcome) : { caught: true, histories: 0, statements: [], cellRead: true };
}
