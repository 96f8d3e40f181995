import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Report } from "../../kit/model.ts";
import { requirements } from "../../kit/requirements.ts";
import { readJson } from "../../kit/root.ts";
import { conformingReport, exampleReport, exampleStatements, exampleWitness } from "../example-report.ts";
import { unpacked } from "./packed.ts";
import { htmlReport, largestPage } from "./report.ts";
import type { HtmlOptions } from "./statements.ts";

const options: HtmlOptions = {
  statements: new Map(exampleStatements.map((entry) => [entry.id, entry])),
  decisionRecord: (number) => `decision ${number}`,
  replayCommand: (witness) => `npx patternwire replay ${witness.statement}.json`,
};

describe("the page of a report", () => {
  const text = htmlReport([exampleReport], options);

  it("shows for a failure the sentence, expected and actual, the scenario, the octets and how to play it again", () => {
    const part = statementIn(unpacked(text), "framing.close-on-command-more");
    for (const shown of [
      "A receiver MUST close the connection when a command frame has the MORE bit set.",
      exampleWitness.expected,
      exampleWitness.actual,
      ...exampleWitness.trace,
      "npx patternwire replay framing.close-on-command-more.json",
    ])
      expect(part).toContain(shown);
    expect(part).toMatch(/<code class="f-flags">05<\/code>\s*<\/td>\s*<td>flags: COMMAND, MORE<\/td>/u);
    expect(part).toMatch(/<caption>\s*A writes\s*<\/caption>/u);
  });

  it("says without its script what was expected and what came, the scenario and the command, and what to do for the rest", () => {
    const part = statementIn(text, "framing.close-on-command-more");
    for (const shown of [exampleWitness.expected, exampleWitness.actual, ...exampleWitness.trace, "npx patternwire replay"]) expect(part).toContain(shown);
    expect(part).not.toMatch(/<svg|<table/u);
    expect(/<noscript>[^]*<\/noscript>/u.exec(text)?.[0]).toContain("<code>patternwire replay WITNESS.json</code>");
  });

  it("leads to the statement in a site when it is told where that is", () => {
    const linked = htmlReport([exampleReport], { ...options, statementLink: ({ id, file }) => `site/${file.replace(/md$/u, "html")}#${id}` });
    expect(statementIn(linked, "framing.more")).toContain('<a href="site/spec/wire/framing.html#framing.more">spec/wire/framing.md</a>');
  });

  it("names every statement of the report once, with its verdict and level for the filter", () => {
    for (const { id, level } of exampleReport.statements) {
      expect(text.split(new RegExp(`\\sid="${id.replace(".", "[.]")}"`, "u")).length - 1, id).toBe(1);
      expect(statementIn(text, id)).toContain(`data-level="${level}"`);
    }
  });

  it("has landmarks, one h1, headings without gaps, captions, scopes and a live region", () => {
    const levels = [...text.matchAll(/<h(\d)/gu)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
    for (const landmark of ["<header>", "<main>", "<footer>", 'role="search"', 'aria-live="polite"', 'lang="en"']) expect(text).toContain(landmark);
    expect(text.split("<table").length).toBe(text.split("<caption>").length);
    expect(text.split("<th ").length).toBe(text.split("<th scope=").length);
  });

  it("asks for nothing from outside, and allows only its own script and style", () => {
    expect([...text.matchAll(/\b(?:src|href|action|url)\s*[=(]\s*(?!"#|"data:,")/gu)].map(([found]) => found)).toEqual([]);
    expect([...unpacked(text).matchAll(/<script\b[^>]*>/gu)].map(String)).toEqual(['<script type="application/octet-stream" id="packed">', "<script>"]);
    const script = /<script>([^]*)<\/script>/u.exec(text)?.[1] ?? "";
    const style = /<style>([^]*)<\/style>/u.exec(text)?.[1] ?? "";
    expect(text).toContain(`style-src &#39;sha256-${digest(style)}&#39;; script-src &#39;sha256-${digest(script)}&#39;`);
  });

  it("says that it is partial when the run was interrupted", () => {
    expect(htmlReport([{ ...exampleReport, complete: false, exitCode: 130 }], options)).toContain("<strong>Incomplete:</strong>");
    expect(text).not.toContain("<strong>Incomplete:</strong>");
  });

  it("compares several reports, statement by statement", () => {
    const other: Report = { ...conformingReport, implementation: { ...conformingReport.implementation, name: "other" } };
    const both = htmlReport([exampleReport, other], options);
    const row = /<a href="#framing\.close-on-command-more">[^]*?<\/tr>/u.exec(both)?.[0] ?? "";
    expect(row).toMatch(/<a href="#witness:framing\.close-on-command-more:1"><span class="verdict v-broken">broken/u);
    expect(both).toContain('id="witness:framing.close-on-command-more:1"');
    expect(row).toContain("not in the report");
    expect(statementIn(both, "framing.more")).toContain('<h4>example 1.2.3, other 1.2.3: <span class="verdict v-ok">kept</span></h4>');
  });

  it("has a title even for no finding, and needs a report", () => {
    expect(htmlReport([conformingReport], options)).toContain("<title>Conformance of example 1.2.3</title>");
    expect(() => htmlReport([], options)).toThrow(RangeError);
  });
});

describe("hostile text of an implementation", () => {
  const attack = `</code></script><script>alert(1)</script>"'><img src=x onerror=alert(1)>\u0000\u001b[2J\u202e\ud800${"x".repeat(100_000)}`;
  const hostile = htmlReport(
    [
      {
        ...exampleReport,
        implementation: { ...exampleReport.implementation, name: attack, version: attack, language: attack },
        statements: exampleReport.statements.map((statement) => ({ ...statement, reason: attack })),
        properties: exampleReport.properties.map((result) =>
          result.witness === undefined
            ? { ...result, reason: attack }
            : { ...result, witness: { ...result.witness, expected: attack, actual: attack, trace: [attack], octets: [attack, `05  # ${attack}`] } },
        ),
      },
    ],
    { ...options, replayCommand: () => attack },
  );

  it("makes the same elements as harmless text", () => {
    const elements = (text: string): readonly string[] =>
      [...text.matchAll(/<\/?[a-z][a-z0-9]*/gu)]
        .map(([tag]) => tag)
        .filter((tag) => !/^<\/?(?:tr|td|th|thead|tbody|li|section|h4|h5|p|div|code|button|table|caption|span|svg|title|desc|rect|path|line|text)$/u.test(tag));
    expect(elements(unpacked(hostile))).toEqual(elements(unpacked(htmlReport([exampleReport], options))));
    expect(unpacked(hostile)).not.toMatch(/<img|<script>alert/u);
  });

  it("leaves no control character and no half of a character, and is cut", () => {
    const whole = unpacked(hostile);
    expect(whole).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/u);
    expect(Buffer.from(whole).toString()).toBe(whole);
    expect(Buffer.byteLength(hostile)).toBeLessThan(largestPage);
  });
});

describe("the size of the page", () => {
  const statements = new Map([...requirements()].map(([id, entry]) => [id, { ...entry, properties: [] }]));
  const [reference, libzmq] = ["reference", "zeromq.js"].map((name) => readJson(`conformance/reports/${name}.json`) as Report) as [Report, Report];
  const whole: HtmlOptions = {
    ...options,
    statements,
    decisionRecord: (number) => `spec/decisions/${number}-so-long-is-the-name-of-a-file-and-then-its-title.md: So long is its title`,
    replayCommand: (witness, report) =>
      `npx patternwire check --filter ${witness.property} --transport ${witness.transport} --mechanism null --seed 1 --impl ${report.implementation.name}`,
  };
  const failures = [reference, libzmq].map(({ properties }) => properties.filter(({ witness }) => witness !== undefined).length);

  it.each([
    ["the report of the reference", [reference]],
    [`the report of zeromq.js, the largest that is committed, with ${String(failures[1])} witnesses`, [libzmq]],
    ["the comparison of both", [reference, libzmq]],
  ])(`is at most ${String(largestPage)} octets: %s; nothing that a reader sees first is packed`, (_, reports) => {
    const text = htmlReport(reports, whole);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(largestPage);
    expect(text.split("<h5>Expected</h5>")).toHaveLength(unpacked(text).split("<h5>Expected</h5>").length);
  });

  it("is at most that of seven implementations which all fail as often, for failures are packed whole then", () => {
    const others = ["jeromq", "libzmq", "pyzmq", "zmq.rs", "zmq4"].map((name) => ({ ...libzmq, implementation: { ...libzmq.implementation, name } }));
    const text = htmlReport([reference, libzmq, ...others], whole);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(largestPage);
    const all = unpacked(text);
    const broken = libzmq.statements.filter(
      ({ id, verdict, known }) => (verdict === "fail" || verdict === "warning") && known !== undefined && all.includes(`id="witness:${id}:7"`),
    );
    expect(broken.length).toBeGreaterThan(40);
    expect(text).toContain("Without JavaScript each statement has here its sentence and its");
  });
});

function statementIn(text: string, id: string): string {
  return text.slice(text.indexOf(`id="${id}"`)).split("</details>")[0] ?? "";
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
