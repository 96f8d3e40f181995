/** The matrix of statements and implementations, and the index of what was found, as Markdown. */
import type { MeasuredStatement, MeasurementFile } from "../../schemas/types/measurement.ts";
import { inCell, table } from "./cells.ts";
import { issueParts } from "./public-issue.ts";
import { chapterOf } from "./statement-entry.ts";

/** A public issue on a finding, or that none was found in the public list on a day. */
export interface IssueEntry {
  readonly implementation: string;
  readonly statement: string;
  readonly issue?: string;
  readonly query?: string;
  readonly searched: string;
}

export interface Ground {
  /** The fingerprint of a statement as it is now; nothing when there is none of that id. */
  readonly fingerprintOf: (id: string) => string | undefined;
  /** What is known of a public issue on a statement, by the name of a manifest. */
  readonly issueOf: (name: string, statement: string) => IssueEntry | undefined;
}

/** Chapters × implementations: how many statements each keeps of those that were judged. `*`: the text of a statement of the chapter has changed since. */
export function matrixTable(measurements: readonly MeasurementFile[], ground: Ground): string {
  const chapters = [...new Set(measurements.flatMap(({ statements }) => statements.map(({ id }) => chapterOf(id))))];
  const head = ["chapter", ...measurements.map(({ implementation }) => `${implementation.name} ${implementation.version}`)];
  const rows = chapters.map((chapter) => [
    chapter,
    ...measurements.map(({ statements }) =>
      share(
        statements.filter(({ id }) => chapterOf(id) === chapter),
        ground,
      ),
    ),
  ]);
  const total = ["**all**", ...measurements.map(({ statements }) => share(statements, ground))];
  const facts = [
    ["language", ...measurements.map(({ implementation }) => implementation.language)],
    ["judged by ZMTP", ...measurements.map(({ implementation }) => implementation.protocol)],
    ["transports", ...measurements.map(({ transports }) => transports.join(", "))],
    [
      "unsure, not applicable",
      ...measurements.map(({ statements }) => `${String(count(statements, "inconclusive"))}, ${String(count(statements, "not-applicable"))}`),
    ],
    ["withheld", ...measurements.map(({ withheld }) => String(withheld))],
    ["specification", ...measurements.map(({ specification }) => `\`${specification.fingerprint}\``)],
  ];
  return table(head, [...rows, total, ...facts]);
}

/** Broken MUSTs, by statement: who breaks it, how, in the smallest scenario, and whether a public issue is known. */
export function findingsIndex(measurements: readonly MeasurementFile[], { issueOf }: Ground): string {
  const broken = measurements.flatMap(({ name, implementation, statements }) =>
    statements.filter(({ verdict, level }) => verdict === "fail" && !level.startsWith("SHOULD")).map((cell) => ({ name, implementation, cell })),
  );
  const rows = broken
    .sort((a, b) => (a.cell.id < b.cell.id ? -1 : a.cell.id > b.cell.id ? 1 : 0))
    .map(({ name, implementation, cell }) => [
      `\`${cell.id}\``,
      `${implementation.name} ${implementation.version}`,
      inCell(cell.expected === undefined ? (cell.reason ?? "") : `expected: ${cell.expected}; actual: ${cell.actual ?? ""}`),
      scenario(cell),
      issueText(issueOf(name, cell.id)),
    ]);
  return table(["statement", "implementation", "what happens", "smallest scenario", "public issue"], rows);
}

export function issueText(entry: IssueEntry | undefined): string {
  if (entry === undefined) return "not looked up";
  if (entry.issue !== undefined)
    return issueParts(entry.issue)
      .map(({ text, url }) => (url === undefined ? text : `[${text}](${url})`))
      .join("");
  return `none found in the public list (${entry.searched}${entry.query === undefined ? "" : `: ${entry.query}`})`;
}

const shownSteps = 12;

function scenario({ trace = [] }: MeasuredStatement): string {
  const shown = trace.length > shownSteps ? [...trace.slice(0, shownSteps), "…"] : trace;
  return shown.map((step) => inCell(step.length > 100 ? `${step.slice(0, 100)}…` : step)).join("<br>");
}

function share(statements: readonly MeasuredStatement[], { fingerprintOf }: Ground): string {
  const judged = statements.filter(({ verdict }) => ["pass", "warning", "fail"].includes(verdict));
  if (judged.length === 0) return "·";
  const moved = judged.some(({ id, fingerprint }) => fingerprintOf(id) !== fingerprint) ? "\\*" : "";
  return `${String(count(judged, "pass"))} of ${String(judged.length)}${moved}`;
}

function count(statements: readonly MeasuredStatement[], wanted: string): number {
  return statements.filter(({ verdict }) => verdict === wanted).length;
}
