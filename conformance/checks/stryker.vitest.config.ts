/** The unit tests of the pure core, for mutants that nobody chose (stryker.js). What needs a build or a network is left out. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: {
    include: ["base", "wire", "security", "connection", "patterns", "node"].map((folder) => `reference/${folder}/**/*.test.ts`),
    setupFiles: ["conformance/checks/setup.ts"],
    testTimeout: 120_000,
    env: { PATTERNWIRE_SEED: "1", PATTERNWIRE_RUNS: "30" },
  },
});
