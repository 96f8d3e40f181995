/** The report as Markdown, short enough for the summary of a build or for an issue. */
import type { Report } from "../kit/model.ts";
import { counted, exitSentence, verdictSentence } from "./ending.ts";
import { findings, groundOf, shortReason, witnessOf, type Finding } from "./findings.ts";
import type { StatementLookup } from "./statement-entry.ts";
import { chapterCounts, shownClasses, totalCounts } from "./summary-table.ts";
import { printable } from "./text.ts";

export function markdownReport(report: Report, statements: StatementLookup): string {
  const { implementation, level, seed, transports, mechanisms } = report;
  const parts = [
    `# ${inline(implementation.name)} ${inline(implementation.version)}`,
    `${verdictSentence(report)} ${exitSentence(report)}`,
    `ZMTP ${implementation.protocol}, ${transports.join(", ") || "no transport"}, ${mechanisms.every((name) => name === "NULL") ? "" : `${mechanisms.join(", ")}, `}${level} level${report.hostile ? ", hostile" : ""}, seed ${String(seed)}, ${counted(report.volatile.cases, "case")}.`,
    table(report),
    ...findings(report, "broken").map((finding) => failure(finding, statements)),
    list("Warnings", findings(report, "warning")),
    list("Unsure", findings(report, "unsure")),
    list("Faults of the harness", findings(report, "error")),
    knownList(report),
    report.staleKnownFailures.length === 0 ? "" : ["## Stale known failures", "", ...report.staleKnownFailures.map((id) => `- \`${id}\``)].join("\n"),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function table(report: Report): string {
  const rows = chapterCounts(report);
  const total = totalCounts(rows);
  const shown = shownClasses(total);
  return [
    `| chapter | ${shown.join(" | ")} |`,
    `| --- |${" ---: |".repeat(shown.length)}`,
    ...[...rows, { chapter: "**total**", counts: total }].map((row) => `| ${row.chapter} | ${shown.map((name) => String(row.counts[name])).join(" | ")} |`),
  ].join("\n");
}

function failure(finding: Finding, statements: StatementLookup): string {
  const { statement } = finding;
  const witness = witnessOf(finding);
  const text = statements.get(statement.id)?.text;
  return [
    `## ${statement.id} is broken (${statement.level})`,
    ...(text === undefined ? [] : ["", `> ${text}`]),
    "",
    ...(witness === undefined
      ? [`- actual: ${inline(shortReason(finding))}`]
      : [`- expected: ${inline(witness.expected)}`, `- actual: ${inline(witness.actual)}`]),
    ...finding.results.map((result) => `- found by \`${result.property}\` on ${groundOf(result)}`),
    ...(witness === undefined ? [] : ["", "```zmtp trace", ...witness.trace.map(printable), "```", "", "```text", ...witness.octets.map(printable), "```"]),
  ].join("\n");
}

function list(title: string, entries: readonly Finding[]): string {
  if (entries.length === 0) return "";
  return [`## ${title}`, "", ...entries.map((finding) => `- \`${finding.statement.id}\` (${finding.statement.level}): ${inline(shortReason(finding))}`)].join(
    "\n",
  );
}

function knownList(report: Report): string {
  const known = report.statements.flatMap((statement) =>
    statement.known === undefined ? [] : [`- \`${statement.id}\` (${statement.level}, until ${statement.known.expires}): ${inline(statement.known.reason)}`],
  );
  return known.length === 0 ? "" : ["## Known failures", "", ...known].join("\n");
}

/** One line, with what Markdown would read as markup made harmless. */
function inline(text: string): string {
  return printable(text)
    .replace(/\n+/gu, " ")
    .replace(/[\\`*_<>|[\]]/gu, (character) => `\\${character}`);
}
