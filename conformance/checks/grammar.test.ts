/** The ABNF of the specification parses, defines what it uses, and judges what the chapters show and what generators make. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { filesBelow, readText } from "./generate/repository.ts";
import { readFences } from "./generate/fences.ts";
import { abnfOf, compileGrammar, ruleNames } from "./grammar.ts";

const codePoints = (text: string): readonly number[] => Array.from(text, (character) => character.codePointAt(0) ?? 0);
const withGrammar = filesBelow("spec", ".md").filter((file) => abnfOf([file]) !== "");
const joined = withGrammar.filter((file) => /^spec\/(?:wire|security)\//u.test(file));

describe("every block of grammar parses and defines each rule that it uses", () => {
  test.each(withGrammar.filter((file) => !joined.includes(file)))("%s", (file) => {
    expect(() => compileGrammar(abnfOf([file]))).not.toThrow();
    expect(ruleNames(abnfOf([file])).length).toBeGreaterThan(0);
  });

  test("no rule stands twice in one grammar", () => {
    const groups = [...withGrammar.filter((file) => !joined.includes(file)).map((file) => [file]), joined];
    const twice = groups.flatMap((files) => ruleNames(abnfOf(files)).filter((name, index, all) => all.indexOf(name) !== index));
    expect(twice).toEqual([]);
  });

  test("a rule that is not defined is an error, and so is a line that is no rule", () => {
    expect(() => compileGrammar("a = b\n")).toThrow(/b/u);
    expect(() => compileGrammar("a = (\n")).toThrow();
  });
});

describe("the runner of grammars", () => {
  const judge = compileGrammar(
    "short = %x00 OCTET body\nlong = %x02 8OCTET body-long\nbody = *OCTET\nbody-long = 1*%x61-7A\nline = either %xFF\neither = ( %x01 OCTET / %x03 8OCTET ) sized-octets",
    {
      sized: { body: 1, "body-long": 8 },
    },
  );

  test("holds a size field to the octets after it", () => {
    expect(judge("short", [0, 2, 7, 7])).toBe(true);
    expect(judge("short", [0, 2, 7])).toBe(false);
    expect(judge("short", [0, 2, 7, 7, 7])).toBe(false);
    expect(judge("short", [0, 0])).toBe(true);
    expect(judge("line", [1, 1, 9, 255])).toBe(true);
    expect(judge("line", [3, 0, 0, 0, 0, 0, 0, 0, 1, 9, 255])).toBe(true);
    expect(judge("line", [1, 2, 9, 255])).toBe(false);
  });

  test("holds the octets behind a size field to their own rule", () => {
    expect(judge("long", [2, 0, 0, 0, 0, 0, 0, 0, 2, 0x61, 0x62])).toBe(true);
    expect(judge("long", [2, 0, 0, 0, 0, 0, 0, 0, 2, 0x61, 0x20])).toBe(false);
    expect(judge("long", [2, 0, 0, 0, 0, 0, 0, 0, 0])).toBe(false);
  });
});

describe("the grammar of statements", () => {
  const judge = compileGrammar(abnfOf(["spec/notation/statement-ids.md"]), { caseSensitive: true });
  const blocks = filesBelow("spec", ".md").flatMap((file) => statementLines(readText(file)).map((line) => ({ file, line })));

  test("derives every statement of the specification", () => {
    expect(blocks.length).toBeGreaterThan(100);
    expect(blocks.filter(({ line }) => !judge("statement-block", codePoints(line)))).toEqual([]);
  });

  test("derives none that is malformed", () => {
    const good = "**[framing.more]** A sender MUST set the MORE bit. *(37/ZMTP, Framing · wire)*";
    expect(judge("statement-block", codePoints(good))).toBe(true);
    for (const bad of [
      good.replace("MUST", "must"),
      good.replace("[framing.more]", "[framing.7.more]"),
      good.replace("· wire", "· air"),
      good.replace(" · wire", ""),
      `${good} `,
    ]) {
      expect(judge("statement-block", codePoints(bad)), bad).toBe(false);
    }
  });
});

describe("the grammar of the trace language", () => {
  const judge = compileGrammar(abnfOf(["spec/notation/trace-language.md"]), { caseSensitive: true });
  const traces = filesBelow("spec", ".md").flatMap((file) =>
    readFences(file, readText(file)).filter(({ language, info }) => language === "zmtp" && info.startsWith("trace")),
  );

  test.each(traces.map((fence) => ({ place: `${fence.file}:${String(fence.line)}`, text: fence.text })))("derives the scenario of $place", ({ text }) => {
    expect(text.split("\n").filter((line) => !judge("trace-line", codePoints(line)))).toEqual([]);
    expect(judge("trace", codePoints(text))).toBe(true);
  });

  test.each(["S dials A", "A binds", "S opens", "S sends hello", "A writes 0", "A receives command", "T opens REQ", "A is ajar", "S sleeps 5"])(
    "does not derive %s",
    (line) => {
      expect(judge("trace", codePoints(line))).toBe(false);
    },
  );
});

describe("the grammar of endpoints", () => {
  const judge = compileGrammar(abnfOf(["spec/transports/tcp.md", "spec/transports/inproc.md"]));

  test.each(["tcp://127.0.0.1:5555", "tcp://*:*", "tcp://[::1]:0", "tcp://example.org:65535"])("derives %s", (endpoint) => {
    expect(judge("tcp-endpoint", codePoints(endpoint))).toBe(true);
  });

  test.each(["TCP://127.0.0.1:5555", "tcp://127.0.0.1", "tcp://:5555", "tcp://a b:1", "tcp://a:-1"])("does not derive %s", (endpoint) => {
    expect(judge("tcp-endpoint", codePoints(endpoint))).toBe(false);
  });

  test("derives any name of 1 to 255 visible characters in the process", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0x21, max: 0x7e }), { minLength: 0, maxLength: 300 }), (name) => {
        expect(judge("inproc-endpoint", [...codePoints("inproc://"), ...name])).toBe(name.length >= 1 && name.length <= 255);
      }),
    );
  });
});

describe("the grammar of enveloped messages", () => {
  const judge = compileGrammar(abnfOf(["spec/patterns/request-reply.md"]));
  const part = fc.oneof(
    fc.uint8Array({ maxLength: 20 }),
    fc.constantFrom(254, 255, 256, 257).map((size) => new Uint8Array(size).fill(0x61)),
  );
  const frame = (more: boolean, long: boolean, body: Uint8Array): readonly number[] => [
    ...(long || body.length > 255 ? [more ? 3 : 2, 0, 0, 0, 0, 0, 0, body.length >> 8, body.length & 255] : [more ? 1 : 0, body.length]),
    ...body,
  ];
  const message = fc.record({
    addresses: fc.array(
      part.filter((address) => address.length > 0),
      { maxLength: 3 },
    ),
    body: fc.array(part, { minLength: 1, maxLength: 4 }),
    long: fc.boolean(),
  });

  test("derives addresses, a delimiter and a body in either form of frame", () => {
    fc.assert(
      fc.property(message, ({ addresses, body, long }) => {
        const parts = [...addresses, new Uint8Array(), ...body];
        const octets = parts.flatMap((octet, index) => frame(index < parts.length - 1, long, octet));
        expect(judge("enveloped-message", octets)).toBe(true);
        expect(judge("enveloped-message", octets.slice(0, -1))).toBe(false);
      }),
    );
  });

  test("derives no message without a delimiter, and none without a body", () => {
    fc.assert(
      fc.property(message, ({ addresses, long }) => {
        const full = [...addresses, Uint8Array.of(1)];
        expect(
          judge(
            "enveloped-message",
            full.flatMap((octet, index) => frame(index < full.length - 1, long, octet)),
          ),
        ).toBe(false);
        const bodiless = [...addresses, new Uint8Array()];
        expect(
          judge(
            "enveloped-message",
            bodiless.flatMap((octet, index) => frame(index < bodiless.length - 1, long, octet)),
          ),
        ).toBe(false);
      }),
    );
  });
});

/** Statement blocks on one line, without the marks of the block quote. */
function statementLines(markdown: string): readonly string[] {
  return markdown
    .replaceAll(/^(?:```|~~~)[\s\S]*?^(?:```|~~~)/gmu, "")
    .split("\n")
    .filter((line) => line.startsWith("> **["))
    .map((line) => line.slice(2).trim());
}
