/** Parts of pages: text of implementations is escaped, examples have their colours and drawings, terms are found. */
import { describe, expect, test } from "vitest";
import { readText } from "../checks/generate/repository.ts";
import { chapter } from "./chapter.ts";
import { traceExample } from "./fences.ts";
import { findTerms, glossaryFile, readGlossary } from "./glossary.ts";
import { implementationPages } from "./implementations.ts";
import { octetExample } from "./octets.ts";
import { readSource } from "./sources.ts";
import { readData, type Data } from "./standing.ts";
import { statementCard } from "./statement-card.ts";

const data = readData();

describe("hostile text of a report", () => {
  const attack = `</code></script><script>alert(1)</script>"'><img src=x onerror=alert(1)>\u0000\u202e`;
  const statement = data.statements.get("framing.close-on-command-more");
  const hostile: Data = {
    ...data,
    statements: new Map([...data.statements].filter(([, { chapter: name }]) => name === "framing")),
    implementations: data.implementations.slice(0, 2).map((one) => ({
      ...one,
      knownFailures: one.knownFailures.map((known) => ({ ...known, reason: attack })),
      measurement: {
        ...one.measurement,
        implementation: { ...one.measurement.implementation, name: attack, version: attack, language: attack },
        statements: one.measurement.statements.map((cell) => ({ ...cell, verdict: "fail", reason: attack, expected: attack, actual: attack, trace: [attack] })),
      },
    })),
  };

  test("makes no element", () => {
    if (statement === undefined) throw new Error("framing.close-on-command-more is gone: take another statement.");
    const inline = (text: string): ReturnType<typeof chapter>["body"] => octetExample(text, undefined);
    const card = statementCard(statement, { data: hostile, to: (url) => url, inline });
    for (const text of [card.toString(), ...implementationPages(hostile).map(({ body }) => body.toString())]) {
      expect(text).toContain("&lt;img src=x onerror=alert(1)&gt;");
      expect(text).not.toMatch(/<img|<script|\u0000|\u202e/u);
    }
  });

  test("makes no element in Markdown either", () => {
    const source = readSource("spec/README.md", `# A\n\n${attack}\n\n<img src=x>\n\n<script>alert(1)</script>\n\n[a](javascript:alert)\n`);
    const { body } = chapter(source, { data, sources: { pages: new Map(), files: new Set() }, terms: [], rules: new Map(), decisions: new Map() });
    expect(body.toString()).not.toMatch(/<img|<script|href="javascript/u);
  });
});

describe("an example", () => {
  test("has its octets coloured by field, with a legend", () => {
    const text = octetExample('04 07 04 50 49 4E 47 00 00   # PING\n.\n{"command":"PING","data":"0000"}', undefined).toString();
    expect(text).toContain(
      '<span class="f-flags">04 </span><span class="f-size">07 </span><span class="f-name">04 50 49 4E 47 </span><span class="f-data">00 00</span>',
    );
    expect(text).toMatch(/time-to-live <span class="count">2 octets/u);
  });

  test("that is a trace has a drawing with its parties and arrows", () => {
    const text = traceExample('S opens DEALER\nS binds\nA connects to S as DEALER\nA sends "a"*70000\nS receives "a"*70000').toString();
    expect([...text.matchAll(/font-weight="bold"\s*>(\w+)</gu)].map(([, party]) => party)).toEqual(["S", "A"]);
    expect(text).toContain('"a"*70000'.replaceAll('"', "&quot;"));
    expect(text).toMatch(/<desc>S opens DEALER; S binds; A to S: connects as DEALER; A to S: sends [^<]*; S receives [^<]*<\/desc>/u);
    expect(text).not.toContain("expected:");
  });

  test("of a state machine has a drawing with its states and the ways between them", () => {
    const text = pageOf("spec/wire/handshake.md");
    const drawing = /<svg\s+class="states"[^]*?<\/svg>/u.exec(text)?.[0] ?? "";
    expect([...drawing.matchAll(/class="party"[^>]*>\s*(\w+)/gu)].map(([, state]) => state)).toEqual(["greeting", "handshake", "traffic", "closed"]);
    expect(drawing.split("<path")).toHaveLength(6);
    expect(text).not.toContain("stateDiagram-v2");
  });

  test("of a grammar has links from rules to their definitions", () => {
    const text = pageOf("spec/wire/commands.md");
    expect(text).toContain('<b class="rule" id="rule-command">');
    expect(text).toMatch(/<a class="rule" href="[^"]*#rule-[a-z-]+">/u);
  });
});

describe("terms", () => {
  const terms = readGlossary("| **part** | a string of octets |\n| **client**, **server** | the *roles* |");

  test("are found in singular and plural, each once, and not within words", () => {
    const seen = new Set<string>();
    const found = findTerms("Clients part with parts of a partition.", terms, seen).filter((piece) => typeof piece !== "string");
    expect(found.map(({ text, term }) => [text, term.meaning])).toEqual([
      ["Clients", "the roles"],
      ["part", "a string of octets"],
    ]);
    expect(findTerms("a part", terms, seen)).toEqual(["a part"]);
  });

  test("lead to their line of the glossary", () => {
    expect(pageOf("spec/wire/framing.md")).toMatch(/<a class="term" href="\.\.\/notation\/glossary\.html#term-frame" data-term="frame">/u);
  });
});

/** A chapter by itself: rules of the grammar lead to its own definitions only. */
function pageOf(file: string): string {
  const source = readSource(file);
  const rules = new Map([...readText(file).matchAll(/^([a-z-]+) +=/gmu)].map(([, rule = ""]) => [rule, [source.url]]));
  const terms = readGlossary(readText(glossaryFile));
  return chapter(source, { data, sources: { pages: new Map(), files: new Set() }, terms, rules, decisions: new Map() }).body.toString();
}
