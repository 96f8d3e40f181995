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
    const reports: Report[] = [];
    expect(repetitions).toBeGreaterThan(1);
    for (let count = 0; count < repetitions; count += 1) {
      // The first run measures how long it waits, the others wait longer: no report tells for how long.
      const ceiling = count === 0 ? {} : { ceilingMs: 4000 + 100 * count };
      reports.push(await runSuite({ target, level: "quick", seed: 7, jobs: 8, filters: [], hostile: false, knownFailures: [], ...ceiling }));
    }
    const [first] = reports;
    // First what differs, by property: the whole is too long to be read.
    for (const report of reports) expect(results(report)).toEqual(first && results(first));
    for (const report of reports) expect(stablePart(report)).toBe(first && stablePart(first));
  },
  600_000,
);

/** One line for each result: what it is compared by first. */
function results({ properties }: Report): readonly string[] {
  return properties.map((result) => JSON.stringify(result));
}

function stablePart(report: Report): string {
  return JSON.stringify({ ...report, volatile: undefined }, undefined, 1);
}
