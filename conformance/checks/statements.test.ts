/** The extraction of statements refuses what is malformed, with the place and the cure. */
import { describe, expect, test } from "vitest";
import { duplicateIds, fingerprint, readStatements } from "./generate/statements.ts";

const file = "spec/wire/framing.md";
const good = "> **[framing.more]** A sender MUST set the MORE bit. *(37/ZMTP, Framing · wire)*";

describe("a statement is read", () => {
  test("with all that its trailer says", () => {
    const text = "A REQ socket MAY wait.";
    const line = `> **[framing.waiting]** ${text} *(37/ZMTP, Framing; decisions 0025, 0065 · none: nobody looks · REQ, DEALER · since 3.1 · choice wait|fail · hostile)*`;
    const { statements, problems } = readStatements(file, line);
    expect(problems).toEqual([]);
    expect(statements).toEqual([
      {
        ...{ id: "framing.waiting", chapter: "framing", level: "MAY", actor: "A REQ socket", text, observable: "none", reason: "nobody looks" },
        ...{ appliesTo: ["REQ", "DEALER"], since: "3.1", choice: ["wait", "fail"], hostile: true },
        ...{ source: "37/ZMTP, Framing; decisions 0025, 0065", fingerprint: fingerprint(text), file },
      },
    ]);
  });

  test("over several lines as over one, with the same fingerprint", () => {
    const folded = good.replace("set the", "set\n>   the");
    expect(readStatements(file, folded).statements).toEqual(readStatements(file, good).statements);
  });

  test("but not in a fence", () => {
    expect(readStatements(file, `\`\`\`\`text\n${good}\n\`\`\`\n${good}\n\`\`\`\``)).toEqual({ statements: [], problems: [] });
  });
});

describe("a malformed statement is a problem with its line", () => {
  const malformed: readonly (readonly [what: string, line: string, message: RegExp])[] = [
    ["an unknown actor", good.replace("A sender", "The sender"), /no known actor/u],
    ["no key word after the actor", good.replace("A sender MUST", "A sender always MUST"), /no key word directly after/u],
    ["a lower-case key word", good.replace("MUST", "must"), /no key word directly after/u],
    ["two key words", good.replace("bit.", "bit and MAY clear it."), /two key words/u],
    ["two sentences", good.replace("bit.", "bit. It is bit 0."), /not one sentence/u],
    ["no full stop", good.replace("bit.", "bit"), /not one sentence/u],
    ["no trailer", good.replace(/ \*\(.*/u, ""), /no trailer/u],
    ["words behind the trailer", `${good} Indeed.`, /no trailer/u],
    ["an unknown observable", good.replace("wire", "air"), /no observable/u],
    ["none without a reason", good.replace("wire", "none"), /reason/u],
    ["a reason for what is seen", good.replace("wire", "wire: it is seen"), /reason/u],
    ["an unknown option", good.replace("wire", "wire · REQUEST"), /is unknown/u],
    ["a choice of one", good.replace("wire", "wire · choice once"), /is unknown/u],
    ["an unknown source", good.replace("37/ZMTP, Framing", "the list"), /no source/u],
    ["an id of another chapter", good.replace("framing.more", "greeting.more"), /chapter of an id/u],
    ["an id with a capital", good.replace("framing.more", "framing.More"), /no statement id/u],
    ["a MAY without a choice", good.replace("MUST", "MAY"), /name the outcomes/u],
    ["a type that the trailer lacks", good.replace("A sender", "A REP socket"), /name REP in the trailer/u],
    ["a statement outside a block quote", good.replace("> ", ""), /block quote/u],
  ];
  test.each(malformed)("%s", (_what, line, message) => {
    const { statements, problems } = readStatements(file, `# Framing\n\n${line}`);
    expect(statements).toEqual([]);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every((entry) => entry.file === file && entry.line === 3)).toBe(true);
    expect(problems.map((entry) => entry.message).join("\n")).toMatch(message);
  });

  test("an id that stands twice", () => {
    expect(duplicateIds(readStatements(file, `${good}\n\n${good}`).statements)).toHaveLength(1);
  });
});
