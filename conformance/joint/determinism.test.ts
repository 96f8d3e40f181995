/** The same seed gives the same report but for its volatile part, ten runs out of ten. */
import { expect, it } from "vitest";
import type { Report } from "../kit/model.ts";
import { projectRoot } from "../kit/root.ts";
import type { Target } from "../kit/run-options.ts";
import { runSuite } from "../kit/runner.ts";

const repetitions = 10;

it.each(["reference", "zeromq.js"])(
  "judges %s ten times alike",
  async (name) => {
    const target: Target = { type: "program", name, command: [process.execPath, `conformance/adapters/${name}/main.js`], cwd: projectRoot() };
    const reports: string[] = [];
    for (let count = 0; count < repetitions; count += 1) {
      reports.push(stablePart(await runSuite({ target, level: "quick", seed: 7, jobs: 8, filters: [], hostile: false, knownFailures: [] })));
    }
    for (const report of reports) expect(report).toBe(reports[0]);
  },
  600_000,
);

function stablePart(report: Report): string {
  return JSON.stringify({ ...report, volatile: undefined }, undefined, 1);
}
