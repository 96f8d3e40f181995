/** From sentence to verdict and back: what cites a statement cites one that exists, and what can be seen is judged. */
import { describe, expect, test } from "vitest";
import type { Ambiguity } from "../../schemas/types/ambiguity.ts";
import type { CoverageEntry } from "../../schemas/types/coverage.ts";
import type { RfcStatement } from "../../schemas/types/rfc-statement.ts";
import type { Scenario } from "../../schemas/types/scenario.ts";
import { suite } from "../properties/suite.ts";
import { codeCitations, fenceCitations, mutantCitations, namedCitations, propertyCitations, type Citation } from "./generate/citations.ts";
import { coverageEntries } from "./generate/coverage.ts";
import { readFences } from "./generate/fences.ts";
import { fileExists, filesBelow, readJson, readText } from "./generate/repository.ts";
import { allStatements } from "./generate/requirements.ts";
import { chaptersWithoutExample, withoutExample } from "./without-example.ts";

const statements = allStatements();
const ids = new Set<string>(statements.map(({ id }) => id));
const musts = new Set(statements.filter(({ level, observable }) => level.startsWith("MUST") && observable !== "none").map(({ id }) => id));
const chapters = new Set(statements.map(({ chapter }) => chapter));
const decisions = filesBelow("spec/decisions", ".md").filter((file) => !file.endsWith("/README.md"));

/** Chapters whose properties stand elsewhere than in conformance/properties/<chapter>.ts or a folder of that name, with the reason. */
const elsewhere: Readonly<Record<string, string>> = {};

describe("every statement that is cited exists", () => {
  const sources: readonly (readonly [string, readonly Citation[]])[] = [
    ["the reference", codeCitations()],
    ["properties", propertyCitations()],
    ["mutants", mutantCitations()],
    ["examples", fenceCitations().filter(({ id }) => chapters.has(id.split(".")[0] ?? ""))],
  ];
  test.each(sources)("in %s", (_where, citations) => {
    expect(citations.length).toBeGreaterThan(0);
    expect(citations.filter(({ id }) => !ids.has(id)).map(({ file, line, id }) => `${file}:${String(line)}: there is no statement ${id}`)).toEqual([]);
  });

  test("in prose", () => {
    const unknown = filesBelow("spec", ".md")
      .flatMap((file) => proseCitations(readText(file)).map((id) => ({ file, id })))
      .filter(({ id }) => !ids.has(id));
    expect(unknown).toEqual([]);
  });

  test("in the inventory of RFC statements", () => {
    const rows = readJson("schemas/model/rfc-statements.json") as readonly RfcStatement[];
    expect(rows.flatMap((row) => (row.statements ?? []).filter((id) => !ids.has(id)).map((id) => `${row.id}: ${id}`))).toEqual([]);
    expect(duplicates(rows.map(({ id }) => id))).toEqual([]);
  });
});

describe("what can be seen is judged", () => {
  const entries = coverageEntries();

  test("every observable MUST has a property", () => {
    expect(lacking(entries, "properties")).toEqual([]);
  });

  test("every observable MUST has a mutant that breaks it", () => {
    expect(lacking(entries, "mutants")).toEqual([]);
  });

  test("every observable SHOULD and MAY has a mutant", () => {
    const advice = new Set(statements.filter(({ level, observable }) => !level.startsWith("MUST") && observable !== "none").map(({ id }) => id));
    const lost = entries.filter(({ id, mutants }) => advice.has(id) && mutants.length === 0).map(({ id }) => id);
    expect(advice.size).toBeGreaterThan(50);
    expect(lost).toEqual([]);
  });

  test("every observable MUST has an example, or a reason why there is none", () => {
    expect(
      lacking(entries, "fences").filter((id) => !Object.hasOwn(withoutExample, id) && !Object.hasOwn(chaptersWithoutExample, id.split(".")[0] ?? "")),
    ).toEqual([]);
    const shown = entries.filter(({ fences }) => fences.length > 0).map(({ id }) => id);
    expect(Object.keys(withoutExample).filter((id) => shown.includes(id) || !ids.has(id))).toEqual([]);
  });

  test.each(["fences", "properties", "mutants"] as const)("the loss of a MUST's %s is seen", (what) => {
    const [victim] = entries.filter((entry) => musts.has(entry.id) && entry.fences.length > 0);
    const without = entries.map((entry) => (entry === victim ? { ...entry, [what]: [] } : entry));
    expect(victim).toBeDefined();
    expect(lacking(entries, what)).not.toContain(victim?.id);
    expect(lacking(without, what)).toContain(victim?.id);
  });

  test("no property judges what nothing shows", () => {
    const hidden = new Set(statements.filter(({ observable }) => observable === "none").map(({ id }) => id));
    expect(propertyCitations().filter(({ id }) => hidden.has(id))).toEqual([]);
  });

  test("every statement that a mutant breaks has a property", () => {
    const judged = new Set(propertyCitations().map(({ id }) => id));
    expect(mutantCitations().filter(({ id }) => !judged.has(id))).toEqual([]);
  });

  test("the reader of citations sees lists, single ids and names", () => {
    const text = 'property({ name: "a/b", judges: ["x.y", "x.z"] }), refusal({ name: `a/${type}`, judges: "x.w" }), { judges: ["x.v"] }';
    expect(namedCitations("f.ts", text, "name", "judges").map(({ id, by }) => [id, by])).toEqual([
      ["x.y", "a/b"],
      ["x.z", "a/b"],
      ["x.w", "a/*"],
      ["x.v", "f.ts"],
    ]);
  });
});

describe("chapters and properties have the same names", () => {
  test.each([...chapters])("the chapter %s has its properties", (chapter) => {
    const place = elsewhere[chapter] ?? `conformance/properties/${chapter}`;
    const observable = statements.some((statement) => statement.chapter === chapter && statement.observable !== "none");
    expect(!observable || fileExists(`${place}.ts`) || fileExists(place), `there is no ${place}.ts`).toBe(true);
  });

  test("each property is in the file or folder of the chapter of each statement that it judges first", () => {
    const misplaced = propertyCitations().filter(({ id, file }) => {
      const place = elsewhere[id.split(".")[0] ?? ""] ?? `conformance/properties/${id.split(".")[0] ?? ""}`;
      return !file.startsWith(`${place}.`) && !file.startsWith(`${place}/`);
    });
    // A property may judge a statement of another chapter besides; it then has one of its own chapter too.
    const placed = new Set(
      propertyCitations()
        .filter((citation) => !misplaced.includes(citation))
        .map(({ file, by }) => `${file} ${by}`),
    );
    expect(misplaced.filter(({ file, by }) => !placed.has(`${file} ${by}`))).toEqual([]);
  });
});

describe("scenarios of libzmq's tests", () => {
  const rows = readJson("schemas/model/scenarios.json") as readonly Scenario[];

  test("are all fifty-eight, each once", () => {
    expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: 58 }, (_, index) => `D-${String(index + 1)}`));
  });

  test("name properties that exist", () => {
    const known = new Set(suite.map(({ name }) => name));
    expect(
      rows.flatMap(({ id, properties = [] }) => properties.filter((name) => !known.has(name)).map((name) => `${id}: there is no property ${name}`)),
    ).toEqual([]);
  });

  test("name statements under which a trace example stands", () => {
    const shown = new Set(traceStatements());
    expect(rows.flatMap(({ id, fences = [] }) => fences.filter((name) => !shown.has(name)).map((name) => `${id}: ${name} has no trace example`))).toEqual([]);
  });

  test("are played, or wait for what is not specified", () => {
    const waiting = rows.filter(({ left }) => left !== undefined);
    expect(
      waiting.filter(({ left }) => !/^(?:an extension of libzmq|nothing shows it|a chapter on (?:the draft socket types|WebSocket))$/u.test(left?.until ?? "")),
    ).toEqual([]);
  });
});

describe("decision records", () => {
  const cited = statements.flatMap(({ id, source }) => [...source.matchAll(/(?<!RFC )\b\d{4}\b/gu)].map(([number]) => ({ id, number })));
  const numbers = decisions.map((file) => file.split("/").at(-1)?.slice(0, 4) ?? "");

  test("are named NNNN-slug.md, each number once", () => {
    expect(decisions.filter((file) => !/\/\d{4}-[a-z0-9-]+\.md$/u.test(file))).toEqual([]);
    expect(duplicates(numbers)).toEqual([]);
  });

  test("exist for every statement that rests on one", () => {
    expect(cited.filter(({ number }) => !numbers.includes(number))).toEqual([]);
  });

  test.each(decisions)("%s says context, evidence, choice and consequences", (file) => {
    const headings = [...readText(file).matchAll(/^#{1,3} (.+)$/gmu)].map(([, heading = ""]) => heading.toLowerCase());
    expect(["context", "evidence", "choice", "consequences"].filter((word) => !headings.some((heading) => heading.startsWith(word)))).toEqual([]);
  });

  test("exist for every ambiguity that is said to be decided", () => {
    const rows = readJson("schemas/model/ambiguities.json") as readonly Ambiguity[];
    expect(rows.filter(({ decision }) => decision !== null && !numbers.includes(decision)).map(({ id }) => id)).toEqual([]);
    expect(duplicates(rows.map(({ id }) => id))).toEqual([]);
  });
});

/** The statements that trace examples show. */
function traceStatements(): readonly string[] {
  return filesBelow("spec", ".md").flatMap((file) =>
    readFences(file, readText(file))
      .filter((fence) => fence.language === "zmtp" && fence.info.startsWith("trace"))
      .flatMap((fence) => [
        ...fence.statements,
        ...[...fence.text.matchAll(/#.*$/gmu)].flatMap(([comment]) => comment.match(/[a-z0-9-]+\.[a-z0-9-]+/gu) ?? []),
      ]),
  );
}

/** The observable MUSTs that lack examples, properties or mutants. */
function lacking(entries: readonly CoverageEntry[], what: "fences" | "properties" | "mutants"): readonly string[] {
  return entries.filter((entry) => musts.has(entry.id) && entry[what].length === 0).map(({ id }) => id);
}

/** Ids in backquotes whose first word is a chapter. */
function proseCitations(markdown: string): readonly string[] {
  return [...markdown.matchAll(/`([a-z0-9-]+\.[a-z0-9-]+)`/gu)]
    .map(([, id = ""]) => id)
    .filter((id) => chapters.has(id.split(".")[0] ?? "") && !/\.(?:md|ts|json)$/u.test(id));
}

function duplicates(values: readonly string[]): readonly string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}
