/** The rules for properties that a machine can see without an implementation: generators, classes, quotas, limits. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { limits } from "../kit/generate/limits.ts";
import type { Level } from "../kit/model.ts";
import { defaultQuota, type Property } from "../kit/property.ts";
import { suite } from "../properties/suite.ts";
import { abnfOf } from "./grammar.ts";
import { filesBelow } from "./generate/repository.ts";

const properties = suite as unknown as readonly Property<unknown>[];
const drawing = properties.filter(({ arbitrary }) => arbitrary !== undefined);
const samples = 500;
const levels: readonly Level[] = ["quick", "standard", "full"];

describe("each property", () => {
  test("has a name of its own", () => {
    const names = properties.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test("tries at least one input without drawing", () => {
    expect(properties.filter(({ cases }) => cases.length === 0).map(({ name }) => name)).toEqual([]);
  });

  test("has inputs that a witness can carry", () => {
    for (const { cases } of properties) expect(JSON.parse(JSON.stringify(cases))).toEqual(cases);
  });

  test("that draws inputs says which classes must be among them", () => {
    expect(drawing.filter(({ classes = {} }) => Object.keys(classes).length === 0).map(({ name }) => name)).toEqual([]);
  });

  test("that draws inputs says how one that fails becomes smaller", () => {
    expect(drawing.filter(({ shape }) => shape === undefined).map(({ name }) => name)).toEqual([]);
  });

  test("with a quota has one that grows with the level", () => {
    for (const { quota = defaultQuota } of drawing)
      expect(levels.map((level) => quota[level])).toEqual(levels.map((level) => quota[level]).sort((a, b) => a - b));
  });
});

describe("the generator of", () => {
  test.each(drawing.map((property) => [property.name, property] as const))("%s makes each class likely, and none certain of itself", (_name, property) => {
    const inputs = fc.sample(property.arbitrary as fc.Arbitrary<unknown>, { numRuns: samples, seed: 1 });
    for (const [name, belongs] of Object.entries(property.classes ?? {})) {
      const share = inputs.filter((input) => belongs(input)).length / samples;
      expect(share, `${name}: reached by ${String(share * 100)} % of what is drawn; a class needs 3 %`).toBeGreaterThanOrEqual(0.03);
    }
  });
});

test("the limits are those of the grammar", () => {
  const abnf = abnfOf([...filesBelow("spec/security", ".md"), ...filesBelow("spec/wire", ".md")]);
  const rule = (name: string): string => new RegExp(`^${name} *= *(.*?)(?: *;.*)?$`, "mu").exec(abnf)?.[1]?.trim() ?? "";
  expect(rule("short-body")).toBe(`*${String(limits.shortBody)}OCTET`);
  expect(rule("command-name")).toBe(`1*${String(limits.commandName)}ALPHA`);
  expect(rule("property-name")).toBe(`1*${String(limits.propertyName)}property-character`);
  expect(rule("identity-value")).toBe(`[ %x01-FF *${String(limits.identity - 1)}OCTET ]`);
  expect(rule("context")).toBe(`*${String(limits.context)}OCTET`);
  expect(rule("long-size")).toBe("%x00-7F 7OCTET");
  expect(limits.longBody).toBe(BigInt(`0x7f${"ff".repeat(7)}`));
  expect(rule("property-value-size")).toBe("%x00-7F 3OCTET");
  expect(limits.propertyValue).toBe(Number(`0x7f${"ff".repeat(3)}`));
});
