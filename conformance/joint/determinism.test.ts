/** The same seed gives the same report but for its volatile part, every time; PATTERNWIRE_REPETITIONS says how often it is tried. */
import { expect, it } from "vitest";
import type { Report } from "../kit/model.ts";
import { projectRoot } from "../kit/root.ts";
import type { Target } from "../kit/run-options.ts";
import { runSuite } from "../kit/runner.ts";

const repetitions = Number(process.env["PATTERNWIRE_REPETITIONS"] ?? 2);

it.each(["reference", "zeromq.js"])(
  `judges %s ${String(repetitions)} times alike`,
  async (name) => {
    const target: Target = { type: "program", name, command: [process.execPath, `conformance/adapters/${name}/main.js`], cwd: projectRoot() };
    const reports: string[] = [];
    expect(repetitions).toBeGreaterThan(1);
    for (let count = 0; count < repetitions; count += 1) {
      // The first run measures how long it waits, the others wait longer: no report tells for how long.
      const ceiling = count === 0 ? {} : { ceilingMs: 4000 + 100 * count };
      reports.push(stablePart(await runSuite({ target, level: "quick", seed: 7, jobs: 8, filters: [], hostile: false, knownFailures: [], ...ceiling })));
    }
    for (const report of reports) expect(report).toBe(reports[0]);
  },
  600_000,
);

function stablePart(report: Report): string {
  return JSON.stringify({ ...report, volatile: undefined }, undefined, 1);
}
