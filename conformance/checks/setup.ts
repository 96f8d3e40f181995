/** Before each test file: gives fast-check its seed and number of runs (PATTERNWIRE_SEED, PATTERNWIRE_RUNS), and prints the seed beside a failure. */
import fc from "fast-check";
import { afterEach } from "vitest";

const seed = wholeNumber("PATTERNWIRE_SEED", process.env["PATTERNWIRE_SEED"] ?? "1");
const runs = process.env["PATTERNWIRE_RUNS"];

fc.configureGlobal({ seed, ...(runs !== undefined && { numRuns: wholeNumber("PATTERNWIRE_RUNS", runs) }) });

afterEach(({ task }) => {
  if (task.result?.state === "fail") console.error(`"${task.name}" failed with PATTERNWIRE_SEED=${String(seed)}`);
});

function wholeNumber(name: string, text: string): number {
  if (!/^-?\d+$/u.test(text)) throw new Error(`${name} must be a whole number, not "${text}"`);
  return Number(text);
}
