/** What the generators reach: not only what they could make, but what they make. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bodies, body, messageClasses, octetsOf, size } from "./body.ts";
import { pairsOf, pairwise } from "./covering.ts";
import { ascending, around, boundarySizes, limits } from "./limits.ts";
import { allCuts, cuts, split } from "./split.ts";

const samples = 2000;

describe("sizes", () => {
  const drawn = fc.sample(size(), { numRuns: samples, seed: 1 });

  test("reach every boundary", () => {
    expect(boundarySizes.filter((boundary) => !drawn.includes(boundary))).toEqual([]);
  });

  test("include both sides of the end of the short form, and of 64 KiB", () => {
    expect(boundarySizes).toEqual(expect.arrayContaining([0, 1, ...around(limits.shortBody), 65535, 65536, 65537]));
  });

  test("are boundaries more often than not, and something else as well", () => {
    const share = drawn.filter((length) => boundarySizes.includes(length)).length / samples;
    expect(share).toBeGreaterThan(0.6);
    expect(share).toBeLessThan(0.95);
  });

  test("need a long frame, and more than 64 KiB, often enough", () => {
    expect(drawn.filter((length) => length > limits.shortBody).length / samples).toBeGreaterThan(0.4);
    expect(drawn.filter((length) => length > 65536).length / samples).toBeGreaterThan(0.04);
  });

  test("keep to a limit that is given", () => {
    expect(Math.max(...fc.sample(size(300), { numRuns: samples, seed: 1 }))).toBeLessThanOrEqual(300);
  });

  test("shrink to nothing", () => {
    const found = fc.check(
      fc.property(body(), () => false),
      { seed: 1 },
    );
    expect(found.counterexample).toEqual([{ size: 0, fill: 0 }]);
  });
});

describe("messages", () => {
  const drawn = fc.sample(bodies(), { numRuns: samples, seed: 1 });

  test.each(Object.entries(messageClasses))("have %s in a fifth of the draws at least", (_name, belongs) => {
    expect(drawn.filter((message) => belongs(message)).length / samples).toBeGreaterThan(0.2);
  });

  test("of the same input are the same octets", () => {
    for (const part of drawn.flat().slice(0, 50)) expect(octetsOf(part)).toEqual(octetsOf(part));
  });
});

describe("cuts", () => {
  test("of a short stream are all there are, each once, few before many", () => {
    const all = allCuts(7, 2);
    expect(all.filter((list) => list.length === 1)).toEqual([[1], [2], [3], [4], [5], [6]]);
    expect(all.length).toBe(6 + 15);
    expect(new Set(all.map(String)).size).toBe(all.length);
    expect(allCuts(7, 6).length).toBe(2 ** 6 - 1);
    expect(allCuts(1, 3)).toEqual([]);
  });

  test("divide a stream into segments that make it whole again", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.array(fc.integer({ min: -2, max: 45 })), (octets, positions) => {
        const segments = split(octets, positions);
        expect(Buffer.concat(segments)).toEqual(Buffer.from(octets));
        expect(segments.every((segment) => segment.length > 0)).toBe(true);
      }),
    );
  });

  test("are none, one and several often enough", () => {
    const drawn = fc.sample(cuts(), { numRuns: samples, seed: 1 }).map((positions) => positions.length);
    for (const count of [0, 1, 2, 3, 4, 5, 6]) expect(drawn.filter((length) => length === count).length / samples).toBeGreaterThan(0.05);
  });
});

describe("a covering array", () => {
  const choices = {
    side: ["binds", "connects"],
    transport: ["tcp", "ipc", "inproc"],
    limit: [1, 5, 100, 1000],
    immediate: [true, false],
    conflate: [true, false],
  };

  test("has every pair of values, in far fewer rows than all combinations", () => {
    const rows = pairwise(choices);
    const missing = pairsOf(choices).filter(
      (pair) => !rows.some((row) => Object.entries(pair).every(([name, value]) => row[name as keyof typeof row] === value)),
    );
    expect(missing).toEqual([]);
    expect(rows.length).toBeGreaterThanOrEqual(12);
    expect(rows.length).toBeLessThanOrEqual(16);
    expect(rows.every((row) => Object.keys(row).join() === Object.keys(choices).join())).toBe(true);
  });

  test("is the same each time", () => {
    expect(pairwise(choices)).toEqual(pairwise(choices));
  });

  test("leaves out what makes no sense, and keeps every pair that does", () => {
    const allows = (row: { readonly conflate?: unknown; readonly limit?: unknown }): boolean => !(row.conflate === true && row.limit === 1000);
    const rows = pairwise(choices, allows);
    expect(rows.some((row) => !allows(row))).toBe(false);
    const missing = pairsOf(choices, allows).filter(
      (pair) => !rows.some((row) => Object.entries(pair).every(([name, value]) => row[name as keyof typeof row] === value)),
    );
    expect(missing).toEqual([]);
  });

  test("has every pair whatever the options are", () => {
    const anyChoices = fc.dictionary(fc.constantFrom(..."abcdef".split("")), fc.uniqueArray(fc.nat({ max: 5 }), { minLength: 1, maxLength: 5 }), {
      minKeys: 2,
    });
    fc.assert(
      fc.property(anyChoices, (options) => {
        const rows = pairwise(options);
        expect(pairsOf(options).every((pair) => rows.some((row) => Object.entries(pair).every(([name, value]) => row[name] === value)))).toBe(true);
      }),
    );
  });
});

test("ascending numbers are sorted, each once, none below zero", () => {
  expect(ascending([3, -1, 3, 0])).toEqual([0, 3]);
});
