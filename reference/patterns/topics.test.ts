import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { octetsOf, textOf } from "../base/octets.ts";
import { Topics } from "./topics.ts";

/** Few different octets and short topics, so that many begin alike. */
const topic = fc.array(fc.constantFrom(0, 1, 255), { maxLength: 6 }).map((octets) => Uint8Array.from(octets));
const step = fc.record({ isSet: fc.boolean(), topic });

describe.each([
  ["usual", () => 0x9e3779b9],
  // Under a factor of one and a start of zero many topics have the same hash.
  ["bad", () => 0],
])("with a %s seed", (_, random) => {
  it("Topics finds what a walk over all topics finds", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: "max" }), fc.array(topic, { minLength: 1 }), (steps, subjects) => {
        const topics = new Topics<string>(random);
        const model = new Set<string>();
        for (const { isSet, topic: octets } of steps) {
          const text = textOf(octets);
          // A look between two changes leaves traces in the entries.
          topics.visit(Uint8Array.of(...octets, ...octets), () => undefined);
          if (isSet) {
            topics.set(octets, text);
            model.add(text);
          } else {
            topics.delete(octets);
            model.delete(text);
          }
        }
        expect(topics.size).toBe(model.size);
        expect([...topics].map(([, text]) => text).sort()).toEqual([...model].sort());
        for (const subject of subjects) {
          const expected = [...model].filter((text) => textOf(subject).startsWith(text)).sort((a, b) => a.length - b.length);
          const found: string[] = [];
          topics.visit(subject, (text) => found.push(text));
          expect(found).toEqual(expected);
          expect(topics.has(subject)).toBe(expected.length > 0);
          expect(topics.get(subject)).toBe(model.has(textOf(subject)) ? textOf(subject) : undefined);
        }
      }),
    );
  });
});

it("Topics that were added by the hundred and deleted are gone, the others stay, and there is room for more", () => {
  const topics = new Topics<number>(() => 0x9e3779b9);
  const add = (from: number, to: number): void => {
    for (let number = from; number < to; number += 1) topics.set(octetsOf(String(number)), number);
  };
  const remove = (from: number, to: number): void => {
    for (let number = from; number < to; number += 1) topics.delete(octetsOf(String(number)));
  };
  const values = (): readonly number[] => [...topics].map(([, value]) => value).sort((a, b) => a - b);
  add(0, 300);
  remove(3, 300);
  expect([topics.size, values()]).toEqual([3, [0, 1, 2]]);
  remove(0, 3);
  expect([topics.size, values(), topics.has(octetsOf("1"))]).toEqual([0, [], false]);
  add(100, 140);
  expect(values()).toEqual(Array.from({ length: 40 }, (_, index) => 100 + index));
});

it("The octets of a topic are its own: neither who gave them nor who is told of them can change it", () => {
  const topics = new Topics<number>(() => 0x9e3779b9);
  const given = octetsOf("A");
  topics.set(given, 1);
  given.fill(0);
  for (const [told] of topics) told.fill(0);
  expect(topics.get(octetsOf("A"))).toBe(1);
});

it("A look among a hundred thousand topics compares no more topics than have the subject's first octets", () => {
  const topics = new Topics<number>(() => 0x9e3779b9);
  for (let number = 0; number < 100_000; number += 1) topics.set(octetsOf(`site/${String(number)}/`), number);
  const found: number[] = [];
  for (let number = 0; number < 100_000; number += 1) topics.visit(octetsOf(`site/${String(number)}/temperature`), (value) => found.push(value));
  expect(found).toEqual(Array.from({ length: 100_000 }, (_, number) => number));
  expect(topics.has(octetsOf("site/100000/"))).toBe(false);
});

it("A look at a subject that begins with thousands of topics reads each octet a few times, whatever the order in which they came", () => {
  const size = 2000;
  const nested = Array.from({ length: size }, (_, length) => new Uint8Array(length + 1));
  for (const order of [nested, [...nested].reverse()]) {
    const topics = new Topics<number>(() => 0x9e3779b9);
    for (const octets of order) topics.set(octets, octets.length);
    let reads = 0;
    const subject = new Proxy(new Uint8Array(size), {
      get(octets, key) {
        if (typeof key === "string" && /^\d+$/u.test(key)) reads += 1;
        return Reflect.get(octets, key, octets) as unknown;
      },
    });
    const visited: number[] = [];
    topics.visit(subject, (length) => visited.push(length));
    expect(visited).toEqual(nested.map(({ length }) => length));
    reads = 0;
    topics.visit(subject, () => undefined);
    expect(reads).toBeLessThanOrEqual(3 * size);
  }
});
