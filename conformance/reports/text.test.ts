import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { labelled, printable, wrap } from "./text.ts";

describe("wrapping", () => {
  it("loses no word and adds none, and only a line of one word is too long", () => {
    const word = fc.stringMatching(/^[a-z]{1,30}$/u);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 40 }), fc.integer({ min: 10, max: 60 }), (words, width) => {
        const lines = wrap(words.join(" "), width, "  ");
        expect(lines.join(" ").trim().split(/ +/u)).toEqual(words);
        for (const line of lines) expect(line.length <= width || !line.trim().includes(" ")).toBe(true);
      }),
    );
  });

  it("keeps text beside its label", () => {
    expect(labelled("actual", "one two three", 16, 8)).toEqual(["  actual  one", "          two", "          three"]);
  });
});

describe("printable text", () => {
  it("holds no control character but the line feed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 50 }), (text) => {
        expect(printable(text)).not.toMatch(/(?!\n)\p{Cc}/u);
      }),
    );
  });
});
