/** How the tests run: every *.test.ts beside its code, one seed for all, reports for machines when CI is set. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const inCi = process.env["CI"] !== undefined && process.env["CI"] !== "";

export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: {
    include: ["reference/**/*.test.ts", "conformance/**/*.test.ts"],
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
