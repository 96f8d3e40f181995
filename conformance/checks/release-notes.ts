/** `npm run release-notes -- VERSION`: what the CHANGELOG says of a version, for the page of its release. */
import { readText } from "./generate/repository.ts";

/** The text below the version's heading; undefined when there is no such heading, or nothing below it. */
export function releaseNotes(changelog: string, version: string): string | undefined {
  const section = changelog.split(/^## /mu).find((part) => /^\[(?<name>[^\]]+)\]/u.exec(part)?.groups?.["name"] === version);
  const text = section?.slice(section.indexOf("\n")).trim();
  return text === "" ? undefined : text;
}

export function versionsOf(changelog: string): readonly string[] {
  return [...changelog.matchAll(/^## \[(?<name>[^\]]+)\]/gmu)].map((match) => match.groups?.["name"] ?? "");
}

if (process.argv[1]?.endsWith("release-notes.js") === true) {
  const changelog = readText("CHANGELOG.md");
  const [version = "Unreleased"] = process.argv.slice(2);
  const notes = releaseNotes(changelog, version);
  if (version === "--help") {
    console.log(
      `Usage: npm run release-notes [-- VERSION]\n\nPrints what CHANGELOG.md says of a version (default: Unreleased).\n\nExample: npm run release-notes -- 0.1.0`,
    );
  } else if (notes === undefined) {
    console.error(`CHANGELOG.md says nothing of ${version}. It has: ${versionsOf(changelog).join(", ")}.`);
    process.exitCode = 3;
  } else console.log(notes);
}
