/** From sentence to verdict and back: what cites a statement cites one that exists, and what can be seen is judged. */
import { describe, expect, test } from "vitest";
import type { Ambiguity } from "../../schemas/types/ambiguity.ts";
import type { RfcStatement } from "../../schemas/types/rfc-statement.ts";
import { codeCitations, fenceCitations, mutantCitations, namedCitations, propertyCitations, type Citation } from "./generate/citations.ts";
import { coverageEntries } from "./generate/coverage.ts";
import { fileExists, filesBelow, readJson, readText } from "./generate/repository.ts";
import { allStatements } from "./generate/requirements.ts";

const statements = allStatements();
const ids = new Set(statements.map(({ id }) => id));
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
    const unjudged = statements
      .filter(({ level, observable }) => level.startsWith("MUST") && observable !== "none")
      .filter(({ id }) => entries.some((entry) => entry.id === id && entry.properties.length === 0));
    expect(unjudged.map(({ id }) => id)).toEqual([]);
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

describe("decision records", () => {
  const cited = statements.flatMap(({ id, source }) => [...source.matchAll(/\b\d{4}\b/gu)].map(([number]) => ({ id, number })));
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

/** Ids in backquotes whose first word is a chapter. */
function proseCitations(markdown: string): readonly string[] {
  return [...markdown.matchAll(/`([a-z0-9-]+\.[a-z0-9-]+)`/gu)]
    .map(([, id = ""]) => id)
    .filter((id) => chapters.has(id.split(".")[0] ?? "") && !/\.(?:md|ts|json)$/u.test(id));
}

function duplicates(values: readonly string[]): readonly string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}
