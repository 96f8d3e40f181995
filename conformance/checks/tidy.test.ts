/** The habits of this repository that a machine can see. */
import { readdirSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";
import { fileExists, filesBelow, readText, root } from "./generate/repository.ts";

const top = ["spec", "schemas", "reference", "conformance"];
const npmAndGit = [
  "LICENSE",
  "CITATION.cff",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "README.md",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
];
const notCommitted = ["node_modules", "dist", "build", "coverage", "docs-out"];
/** Names that a tool forces. */
const forcedName = /(?:^|\/)(?:Cargo\.(?:toml|lock)|[A-Z][A-Za-z]*\.java)$/u;
/** Generated code may be of any length. */
const generated = /^(?:schemas\/types\/|conformance\/dissector\/zmtp\.lua$)/u;
const everyFile = [
  ...top.flatMap((folder) => filesBelow(folder)),
  ...npmAndGit.filter((file) => file !== "package-lock.json" && fileExists(file)),
  ".ci/run",
  ...filesBelow(".github"),
];
const text = everyFile.filter((file) => /\.(?:ts|js|cjs|mjs|md|json|abnf|py|go|rs|java|c|h|lua|toml|xml|yml)$|\/run$/u.test(file));
const folders = [
  ...new Set(
    top
      .flatMap((folder) => filesBelow(folder))
      .filter((file) => !file.includes("/__snapshots__/"))
      .map((file) => file.slice(0, file.lastIndexOf("/"))),
  ),
];
/** Folders whose contents the folder above explains. */
const explainedAbove = /^(?:schemas\/examples\/|conformance\/(?:properties|adapters|cli|joint|kit|checks|mutants)\/|reference\/[a-z]+\/)/u;

test("the top level holds the four folders, and what npm and git force", () => {
  const strays = readdirSync(root).filter((name) => !name.startsWith(".") && ![...top, ...npmAndGit, ...notCommitted].includes(name));
  expect(strays).toEqual([]);
});

test("folders are at most two levels deep below the four", () => {
  expect(folders.filter((folder) => folder.split("/").length > 3)).toEqual([]);
});

describe("every folder has a README of at most 30 lines", () => {
  test.each(folders.filter((folder) => !explainedAbove.test(folder)))("%s", (folder) => {
    expect(fileExists(`${folder}/README.md`), `write ${folder}/README.md: what belongs, what does not, where to start`).toBe(true);
    expect(readText(`${folder}/README.md`).trimEnd().split("\n").length).toBeLessThanOrEqual(folder === "spec" ? 60 : 30);
  });
});

test("code has no file of more than 300 lines", () => {
  const long = everyFile
    .filter((file) => /\.(?:ts|js|cjs|mjs|py|go|rs|java|c|h|lua)$/u.test(file) && !generated.test(file))
    .filter((file) => readText(file).trimEnd().split("\n").length > 300);
  expect(long).toEqual([]);
});

describe("no file holds", () => {
  // Written in pieces, so that this file does not hold them.
  const forbidden: readonly (readonly [what: string, pattern: RegExp])[] = [
    ["a mark of unfinished work", new RegExp(`\\b(?:${["TO" + "DO", "FIX" + "ME", "XX" + "X"].join("|")})\\b`, "u")],
    ["a path of one machine", new RegExp(`(?:^|[\\s"'\`(=])/(?:${["ho" + "me", "wo" + "rk", "ro" + "ot", "Us" + "ers"].join("|")})/[a-z]`, "mu")],
    ["a test that is skipped or runs alone", new RegExp(`\\b(?:test|it|describe)\\.(?:${["sk" + "ip", "on" + "ly", "to" + "do"].join("|")})\\b`, "u")],
    ["a carriage return", /\r/u],
    ["a space at the end of a line", /[ \t]$/mu],
  ];
  test.each(forbidden)("%s", (_what, pattern) => {
    expect(text.filter((file) => pattern.test(readText(file)))).toEqual([]);
  });
});

test("every relative link of a chapter or README leads to a file", () => {
  const broken = text
    .filter((file) => file.endsWith(".md"))
    .flatMap((file) => {
      const prose = readText(file)
        .replaceAll(/^(`{3,}|~{3,})[\s\S]*?^\1/gmu, "")
        .replaceAll(/`[^`\n]*`/gu, "");
      return [...prose.matchAll(/\]\((?![a-z]+:|#)([^)\s#]+)/gu)].map(([, target = ""]) => ({ file, target }));
    })
    .filter(({ file, target }) => !fileExists(normalize(join(dirname(file), target))));
  expect(broken).toEqual([]);
});

test("the lock file names no registry", () => {
  const lock = readText("package-lock.json");
  expect(lock.includes('"resolved"')).toBe(false);
  expect(lock).toMatch(/"integrity": "sha512-/u);
});

test("files are named in lower-case words joined by hyphens", () => {
  const odd = everyFile.filter(
    (file) =>
      !npmAndGit.includes(file) && !forcedName.test(file) && !/(?:^|\/)(?:README|PROTOCOL|LICENSE|[a-z0-9]+(?:[-.][a-z0-9]+)*)(?:\.[a-z]+)*$/u.test(file),
  );
  expect(odd).toEqual([]);
});

test("every file ends with one line feed", () => {
  expect(text.filter((file) => !/[^\n]\n$/u.test(readText(file)))).toEqual([]);
});
