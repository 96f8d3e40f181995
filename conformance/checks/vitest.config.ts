/** How the tests run: every *.test.ts beside its code, one seed for all, reports for machines when CI is set. */
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const inCi = process.env["CI"] !== undefined && process.env["CI"] !== "";

/** These run programs and wait for them: what comes after them fills the gaps, what came before would leave them alone at the end. */
const longest = [
  "checks/rules",
  "joint/mutants",
  "joint/determinism",
  "joint/degenerate",
  "joint/differential",
  "joint/package",
  "models/replays",
  "models/models",
  "joint/pairs",
  "site/site",
  "sockets/libzmq",
  "cli/program",
  "doctor/doctor",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = longest.findIndex((name) => moduleId.includes(`/${name}.`));
      return at < 0 ? longest.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: {
    include: ["reference/**/*.test.ts", "conformance/**/*.test.ts"],
    // One more worker than processors: much of what runs here waits for other programs.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    setupFiles: ["conformance/checks/setup.ts"],
    env: { PATTERNWIRE_SEED: chooseSeed(process.env["PATTERNWIRE_SEED"]) },
    // Ceilings for a loaded machine, not expectations: no test asserts a duration.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    reporters: inCi ? ["default", "json", "junit"] : ["default"],
    outputFile: { json: "coverage/tests.json", junit: "coverage/tests.xml" },
  },
});

/** The seed of the environment; "random" for a new one; 1 when nothing is said, so that two runs of the same code agree. */
function chooseSeed(given: string | undefined): string {
  if (given === "random") return String(Date.now() % 0x7fff_ffff);
  return given ?? "1";
}
