/** The suite is proved by what it catches: every mutant is found by a property that names the statement which it breaks. */
import { describe, expect, it } from "vitest";
import { requirements } from "../kit/requirements.ts";
import { catalogue } from "../mutants/catalogue.ts";
import { judgeMutants } from "./judge-mutants.ts";
import { changedSource } from "./mutate.ts";

describe("the fault catalogue", () => {
  it("has at least thirty mutants, each with an id of its own", () => {
    expect(catalogue.length).toBeGreaterThanOrEqual(30);
    expect(new Set(catalogue.map((mutant) => mutant.id)).size).toBe(catalogue.length);
  });

  it("changes text that stands in the reference exactly once", () => {
    for (const mutant of catalogue) expect(changedSource(mutant)).toContain(mutant.replace);
  });

  it("breaks statements that exist", () => {
    const unknown = catalogue.filter((mutant) => !requirements().has(mutant.breaks));
    expect(unknown.map((mutant) => mutant.id)).toEqual([]);
  });

  it("is caught, each mutant by a property that names its statement", async () => {
    const results = await judgeMutants(catalogue, 3, () => undefined);
    const survivors = results.filter((result) => result.caughtBy.length === 0);
    expect(survivors.map((result) => `${result.mutant.id}: ${result.verdicts.join("; ")}`)).toEqual([]);
  }, 300_000);
});
