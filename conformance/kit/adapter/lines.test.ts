/** Lines come out whole, however the stream is cut. */
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { LineSplitter } from "./lines.ts";

const octets = (text: string): Buffer => Buffer.from(text, "utf8");

it("gives the same lines for every cut of the stream", () => {
  const line = fc.string({ unit: fc.constantFrom("a", "é", "\r", '"'), maxLength: 8 });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), line, fc.array(fc.nat(60), { maxLength: 6 }), (lines, unfinished, cuts) => {
      const stream = octets([...lines, unfinished].join("\n"));
      const splitter = new LineSplitter(1000);
      const places = [0, ...cuts.filter((cut) => cut < stream.length).sort((a, b) => a - b), stream.length];
      const found = places.slice(1).flatMap((end, index) => splitter.push(stream.subarray(places[index], end)).map(String));
      expect(found).toEqual(lines);
      expect(splitter.rest()).toBe(unfinished);
    }),
  );
});

it("drops a line that passes the limit, says so once, and goes on with the next", () => {
  const splitter = new LineSplitter(4);
  expect(splitter.push(octets("abcd\n")).map(String)).toEqual(["abcd"]);
  expect(splitter.push(octets("abcde"))).toEqual([]);
  expect([splitter.overflown, splitter.rest()]).toEqual([true, "abcde"]);
  expect(splitter.push(octets("fgh"))).toEqual([]);
  expect(splitter.overflown).toBe(false);
  expect(splitter.push(octets("ijk\nxy\n")).map(String)).toEqual(["xy"]);
});
