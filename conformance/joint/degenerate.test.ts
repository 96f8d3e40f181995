/** Degenerate implementations are credited with nothing that they do not keep. */
import { expect, it } from "vitest";
import { requirement } from "../kit/requirements.ts";
import { projectRoot } from "../kit/root.ts";
import { runSuite } from "../kit/runner.ts";

/** What each really keeps: statements that bind only those who do something. */
const kept: Readonly<Record<string, readonly string[]>> = { silent: [], closes: [], "accepts-everything": [] };

it.each(Object.keys(kept))(
  "credits %s with no MUST that it does not keep",
  async (name) => {
    const target = { type: "program", name, command: [process.execPath, `conformance/adapters/degenerate/${name}.js`], cwd: projectRoot() } as const;
    const report = await runSuite({ target, level: "quick", seed: 1, jobs: 8, filters: [], hostile: false, ceilingMs: 1000, knownFailures: [] });
    const credited = report.statements
      .filter((statement) => statement.verdict === "pass" && requirement(statement.id).level.startsWith("MUST"))
      .map((statement) => statement.id);
    expect(credited).toEqual(kept[name]);
  },
  600_000,
);
