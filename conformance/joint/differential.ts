/** `npm run differential`: plays random histories on implementations and asks the oracle. Exit 1 when one disagrees. */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Difference, DifferResult } from "../kit/oracle/differ.ts";
import { contender, opinionOf, runDifferential } from "./differential-run.ts";

const usage = `npm run differential -- [--runs N] [--seed N] [--impl NAMES] [--transport T] [--jobs N] [--json FILE]

Plays random histories (one socket of each type in turn, up to five wire peers) on each implementation, and asks the oracle, a model of
the socket types written from the text of spec/patterns, whether it may be so. What the manifest lists as known failure, and what a
SHOULD asks for, is counted and not held against the implementation. A disagreement ends the run with the smallest history that shows it.

  --runs N       histories for each implementation (default 110)
  --seed N       the seed of the histories (default 1)
  --impl NAMES   implementations by the names of their manifests, with commas (default reference,zeromq.js)
  --transport T  tcp, ipc or inproc; within a process the peers are sockets of the implementation (default tcp)
  --jobs N       histories at a time (default 4)
  --json FILE    writes the figures
`;

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "110" },
    seed: { type: "string", default: "1" },
    impl: { type: "string", default: "reference,zeromq.js" },
    jobs: { type: "string", default: "4" },
    transport: { type: "string", default: "tcp" },
    json: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}

const [runs, seed, jobs] = [whole("runs", values.runs), whole("seed", values.seed), whole("jobs", values.jobs)];
const transport =
  (["tcp", "ipc", "inproc"] as const).find((one) => one === values.transport) ?? wrong(`--transport takes tcp, ipc or inproc, not "${values.transport}"`);
const contenders = values.impl.split(",").map((name) => contender(name.trim()));
const results: (DifferResult & { readonly implementation: string })[] = [];
for (const one of contenders) {
  const result = await runDifferential(one, { seed, runs, jobs, transport, onHistory: (done) => progress(one.name, done) });
  process.stderr.write("\r\u001b[K");
  results.push({ implementation: one.name, ...result });
  console.log(figures(one.name, result));
  if (result.difference !== undefined) await explain(one.name, result.difference);
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ seed, runs, results }, undefined, 2)}\n`);
process.exitCode = results.some(({ difference }) => difference !== undefined) ? 1 : 0;

function progress(name: string, done: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${name}: ${String(done)}/${String(runs)} histories\u001b[K`);
}

function figures(name: string, { histories, actions, types, deviations, difference }: DifferResult): string {
  const broken = Object.entries(deviations).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    `${name}: ${String(histories)} histories with ${String(actions)} actions, ${difference === undefined ? "all as the oracle allows" : "the oracle disagrees"}`,
    `  ${Object.keys(types).length} socket types, each in ${String(Math.min(...Object.values(types)))} histories at least`,
    ...broken.map(([statement, count]) => `  known: ${statement} is broken in ${String(count)} histories`),
  ].join("\n");
}

async function explain(name: string, difference: Difference): Promise<void> {
  const { trace, disagreement, number } = difference;
  console.log(
    `\nHistory ${String(number)} of seed ${String(seed)}, made as small as it shows the difference:\n\n\`\`\`zmtp trace\n${trace.join("\n")}\n\`\`\`\n`,
  );
  console.log(`allowed:  ${disagreement.expected.join("\n          ")}\n${name}: ${disagreement.actual}`);
  for (const other of contenders.filter((one) => one.name !== name)) console.log(`${other.name}: ${await opinionOf(other, difference, transport)}`);
}

function whole(name: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  return wrong(`--${name} takes a whole number, not "${text}"`);
}

function wrong(message: string): never {
  console.error(`${message}.\n\n${usage}`);
  process.exit(3);
}
