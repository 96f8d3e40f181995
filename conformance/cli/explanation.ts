/** Explains a statement from the text of the specification and from what judges it. */
import { casesText } from "../reports/ending.ts";
import { decisionsOf, type StatementEntry } from "../reports/statement-entry.ts";
import { labelled, wrap } from "../reports/text.ts";
import type { MutantEntry } from "./context.ts";
import { measuredReports } from "./measured-reports.ts";
import { decisionRecord } from "./decision-record.ts";
import { examplesOf } from "./examples.ts";
import { noPropertyReason } from "./filters.ts";
import { nearest } from "./nearest.ts";
import { UsageError } from "./usage-error.ts";

export interface Knowledge {
  readonly statements: readonly StatementEntry[];
  readonly mutants: readonly MutantEntry[];
  /** Columns of the terminal. */
  readonly width: number;
}

/** Throws {@link UsageError} with the nearest names when there is no such statement or chapter. */
export function explanation(id: string, { statements, mutants, width }: Knowledge): string {
  const entry = statements.find((candidate) => candidate.id === id);
  if (entry !== undefined) return `${statementLines(entry, mutants, width).join("\n")}\n`;
  const chapter = statements.filter((candidate) => candidate.chapter === id);
  if (chapter.length > 0) return `${chapterLines(id, chapter, width).join("\n")}\n`;
  const near = nearest(
    id,
    statements.flatMap((candidate) => [candidate.id, candidate.chapter]),
  );
  const advice = near.length === 0 ? "" : ` Nearest: ${near.join(", ")}.`;
  throw new UsageError(`There is no statement or chapter "${id}".${advice} All of them: patternwire check --list`);
}

const labelWidth = 12;

function statementLines(entry: StatementEntry, mutants: readonly MutantEntry[], width: number): readonly string[] {
  const label = (name: string, text: string): readonly string[] => labelled(name, text, width, labelWidth, "");
  const many = (name: string, texts: readonly string[]): readonly string[] => texts.flatMap((text, index) => label(index === 0 ? name : "", text));
  const { appliesTo = [], choice } = entry;
  const examples = examplesOf(entry);
  return [
    `${entry.id}  ${entry.level}`,
    "",
    ...wrap(entry.text, width),
    "",
    ...label("source", entry.source),
    ...label("chapter", entry.file),
    ...label("observable", `${entry.observable}${entry.reason === undefined ? "" : `: ${entry.reason}`}`),
    ...(appliesTo.length === 0 ? [] : label("applies to", appliesTo.join(", "))),
    ...(entry.since === undefined ? [] : label("since", `version ${entry.since} of the protocol`)),
    ...(choice === undefined
      ? []
      : label("choice", `${choice.join(" or ")}: an implementation declares which; --choice ${entry.id}=${choice[0] ?? ""} replaces it`)),
    ...(entry.hostile === true ? label("hostile", "only judged with --hostile") : []),
    ...many("decisions", decisionsOf(entry).map(decisionRecord)),
    ...many("properties", entry.properties.length === 0 ? [noPropertyReason(entry)] : entry.properties),
    ...many(
      "mutants",
      mutants.filter(({ breaks }) => breaks === entry.id).map(({ id, does }) => `${id}: ${does}`),
    ),
    ...many("judged in", measured(entry.id)),
    ...(entry.properties.length === 0 ? [] : label("judge it", `patternwire check --filter ${entry.id}`)),
    ...examples.flatMap((example) => ["", ...example]),
  ];
}

/** What the committed reports say: in how many cases the statement was judged, and with what verdict. */
function measured(id: string): readonly string[] {
  return measuredReports().flatMap(({ implementation, statements }) =>
    statements
      .filter((statement) => statement.id === id && statement.reached > 0)
      .map((statement) => `${implementation.name} ${implementation.version}: ${casesText(statement)}, ${statement.verdict}`),
  );
}

function chapterLines(chapter: string, statements: readonly StatementEntry[], width: number): readonly string[] {
  return [`${chapter}: ${statements[0]?.file ?? ""}`, ...statements.flatMap((entry) => ["", `${entry.id}  ${entry.level}`, ...wrap(entry.text, width, "  ")])];
}
