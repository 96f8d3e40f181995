/** Release notes are what the CHANGELOG says of a version, and nothing of another. */
import { expect, test } from "vitest";
import { fileExists, readJson, readText } from "./generate/repository.ts";
import { releaseNotes, versionsOf } from "./release-notes.ts";

const changelog = "# Changelog\n\nAll changes.\n\n## [Unreleased]\n\n## [0.2.0] - 2026-01-02\n\n### Spec\n\n- New.\n\n## [0.1.0]\n\n- First.\n";

test("they are the section of the version, and no other", () => {
  expect(releaseNotes(changelog, "0.2.0")).toBe("### Spec\n\n- New.");
  expect(releaseNotes(changelog, "0.1.0")).toBe("- First.");
  expect(versionsOf(changelog)).toEqual(["Unreleased", "0.2.0", "0.1.0"]);
});

test("there are none of an unknown version, and none of a version of which nothing is said", () => {
  expect(releaseNotes(changelog, "0.3.0")).toBeUndefined();
  expect(releaseNotes(changelog, "0.2")).toBeUndefined();
  expect(releaseNotes(changelog, "Unreleased")).toBeUndefined();
});

test("the CHANGELOG has what changed since the last release", () => {
  expect(releaseNotes(readText("CHANGELOG.md"), "Unreleased")).toContain("### Conformance");
});

test("the citation names the version of the package", () => {
  expect(fileExists("CITATION.cff")).toBe(true);
  expect(readText("CITATION.cff")).toContain(`\nversion: ${(readJson("package.json") as { readonly version: string }).version}\n`);
});
