/** The suite is proved by what it catches: every mutant is found by a property that names the statement which it breaks. */
import { describe, expect, it } from "vitest";
import { requirements } from "../kit/requirements.ts";
import { catalogue } from "../mutants/catalogue.ts";
import { octetFaults } from "../mutants/octets.ts";
import { realFaults } from "../mutants/real-faults.ts";
import { judgeMutants } from "./judge-mutants.ts";
import { changedSources } from "./mutate.ts";
import { committed, stale, summaryOf } from "./mutants-file.ts";

/** Of how many mutants `npm test` judges one. The build judges them all: PATTERNWIRE_MUTANTS=all. */
const share = process.env["PATTERNWIRE_MUTANTS"] === "all" ? 1 : 6;
const turn = Number(process.env["PATTERNWIRE_SEED"]) % share;

describe("the fault catalogue", () => {
  it("has at least 250 mutants of all three kinds, each with an id of its own", () => {
    expect(catalogue.length).toBeGreaterThanOrEqual(250);
    expect(catalogue.filter((mutant) => "row" in mutant).length).toBeGreaterThan(25);
    expect(catalogue.filter((mutant) => "change" in mutant).length).toBeGreaterThan(40);
    expect(new Set(catalogue.map((mutant) => mutant.id)).size).toBe(catalogue.length);
  });

  it("changes text that stands in the reference exactly once", () => {
    for (const mutant of catalogue) if ("find" in mutant) expect(changedSources(mutant)[0]?.[1]).toContain(mutant.replace);
  });

  it("breaks statements that exist", () => {
    const unknown = catalogue.filter((mutant) => !requirements().has(mutant.breaks));
    expect(unknown.map((mutant) => mutant.id)).toEqual([]);
  });

  it("has a mutant after each real fault that is known, or a reason why not", () => {
    const ids = catalogue.map(({ id }) => id);
    expect(realFaults.flatMap((fault) => ("mutants" in fault ? fault.mutants.filter((id) => !ids.includes(id)) : []))).toEqual([]);
    expect(realFaults.filter((fault) => "mutants" in fault).length).toBeGreaterThan(35);
  });

  it(`is caught, each mutant by a property that names its statement (${share === 1 ? "all" : `one in ${String(share)}`})`, async () => {
    const judged = catalogue.filter((_mutant, index) => index % share === turn);
    const judgements = await judgeMutants(judged, "first", 3);
    expect(judgements.length).toBe(judged.length);
    expect(judged.length).toBeGreaterThanOrEqual(Math.floor(catalogue.length / share));
    const survivors = judgements.filter(({ result }) => result.caughtBy.length === 0);
    expect(survivors.map(({ mutant, verdicts }) => `${mutant.id}: ${verdicts.join("; ")}`)).toEqual([]);
  }, 600_000);
});

describe("faults of octets", () => {
  it("name a statement of the sender, of the receiver, or both", () => {
    for (const { breaks, owed } of Object.values(octetFaults)) {
      expect(breaks ?? owed).not.toBeNull();
      for (const id of [breaks, owed]) expect(id === null || requirements().has(id)).toBe(true);
    }
  });
});

describe("the committed results", () => {
  it("are of this catalogue and of these statements; measure again with: npm run mutants -- --stale", () => {
    const { unjudged, gone } = stale(catalogue, committed());
    expect({ unjudged: unjudged.map(({ id }) => id), gone }).toEqual({ unjudged: [], gone: [] });
  });

  it("have a kill rate of at least 97 %, and right reasons of at least 95 %", () => {
    const { killRate, rightReasonRate } = summaryOf(committed());
    expect(killRate).toBeGreaterThanOrEqual(0.97);
    expect(rightReasonRate).toBeGreaterThanOrEqual(0.95);
  });
});
