/** Filters choose statements by id, by chapter, or by the name of a property; a filter that chooses nothing is a mistake, and is named. */
import { chapterOf, type StatementEntry } from "../reports/statement-entry.ts";
import { nearest } from "./nearest.ts";
import { UsageError } from "./usage-error.ts";

/** The statements that the filters choose; all when there is no filter. Throws {@link UsageError} for a filter that matches nothing. */
export function chosen(statements: readonly StatementEntry[], filters: readonly string[]): readonly StatementEntry[] {
  for (const filter of filters) if (!statements.some((entry) => matches(filter, entry))) throw new UsageError(nothingMatches(filter, statements));
  return filters.length === 0 ? statements : statements.filter((entry) => filters.some((filter) => matches(filter, entry)));
}

/** As {@link chosen}, and at least one of the chosen statements has a property: otherwise nothing would be judged. */
export function judgeable(statements: readonly StatementEntry[], filters: readonly string[]): readonly StatementEntry[] {
  const entries = chosen(statements, filters);
  if (entries.some((entry) => entry.properties.length > 0)) return entries;
  const reasons = entries.slice(0, 5).map((entry) => `${entry.id} (${noPropertyReason(entry)})`);
  throw new UsageError(`No property judges what the filter chooses: ${reasons.join(", ")}${entries.length > 5 ? ", …" : ""}.`);
}

/** Why a statement has no property, for people. */
export function noPropertyReason(entry: StatementEntry): string {
  return entry.observable === "none" ? `not observable: ${entry.reason ?? "no reason given"}` : "no property yet";
}

function matches(filter: string, entry: StatementEntry): boolean {
  const names = [entry.id, entry.chapter, ...entry.properties, ...entry.properties.map((name) => name.split("/")[0] ?? name)];
  const pattern = globPattern(filter);
  return names.some((name) => pattern.test(name));
}

/** `*` stands for any characters, `?` for one. */
function globPattern(filter: string): RegExp {
  const escaped = filter
    .replace(/[.+^${}()|[\]\\]/gu, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${escaped}$`, "u");
}

function nothingMatches(filter: string, statements: readonly StatementEntry[]): string {
  const names = new Set(statements.flatMap((entry) => [entry.id, entry.chapter, ...entry.properties]));
  const near = nearest(filter.replace(/[*?]/gu, ""), names);
  const chapters = [...new Set(statements.map((entry) => chapterOf(entry.id)))];
  const advice = near.length > 0 ? `Nearest: ${near.join(", ")}.` : `Chapters: ${chapters.join(", ")}.`;
  return `The filter "${filter}" matches no statement, chapter or property. ${advice} All of them: patternwire check --list`;
}
