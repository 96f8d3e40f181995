/** The report as JUnit XML: a suite a chapter, a case a statement, so that a build server shows what is broken. Only a pass and a warning are green. */
import type { Report, StatementResult } from "../kit/model.ts";
import { classOf, findings, groundOf, shortReason, witnessOf, type Finding } from "./findings.ts";
import { chapterOf, type StatementLookup } from "./statement-entry.ts";

export function junitReport(report: Report, statements: StatementLookup): string {
  const suites = [...chapters(report).map(([chapter, list]) => suiteXml(chapter, list, report, statements)), ...runSuiteXml(report)];
  const count = (mark: string): number => suites.reduce((sum, suite) => sum + suite.split(mark).length - 1, 0);
  const attributes = attributesXml({
    name: `patternwire: ${report.implementation.name} ${report.implementation.version}`,
    tests: count("<testcase "),
    failures: count("<failure "),
    errors: count("<error "),
    skipped: count("<skipped "),
    time: (report.volatile.durationMs / 1000).toFixed(3),
    timestamp: report.volatile.startedAt,
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes}>\n${suites.join("")}</testsuites>\n`;
}

function chapters(report: Report): readonly (readonly [string, readonly StatementResult[]])[] {
  const lists = new Map<string, StatementResult[]>();
  for (const statement of report.statements) {
    const chapter = chapterOf(statement.id);
    lists.set(chapter, [...(lists.get(chapter) ?? []), statement]);
  }
  return [...lists];
}

function suiteXml(chapter: string, list: readonly StatementResult[], report: Report, statements: StatementLookup): string {
  const cases = list.map((statement) => caseXml(chapter, statement.id, outcomeXml(statement, report, statements)));
  const kinds = list.map(classOf);
  const count = (...wanted: readonly string[]): number => kinds.filter((kind) => wanted.includes(kind)).length;
  const attributes = attributesXml({
    name: chapter,
    tests: list.length,
    failures: count("broken"),
    errors: count("error", "unsure"),
    skipped: count("n/a", "known"),
  });
  const properties = `    <properties>\n${propertyXml("seed", String(report.seed))}${propertyXml("level", report.level)}    </properties>\n`;
  return `  <testsuite${attributes}>\n${properties}${cases.join("")}  </testsuite>\n`;
}

/** What concerns the run as a whole: stale known failures, and an interruption. */
function runSuiteXml(report: Report): readonly string[] {
  const stale = report.staleKnownFailures.map((id) =>
    caseXml("run", `known failure ${id}`, elementXml("failure", "stale", "the known failure did not happen: remove its entry", "")),
  );
  const partial = report.complete
    ? []
    : [caseXml("run", "the run is complete", elementXml("error", "interrupted", "the run was interrupted: the report is partial", ""))];
  if (stale.length + partial.length === 0) return [];
  const attributes = attributesXml({ name: "run", tests: stale.length + partial.length, failures: stale.length, errors: partial.length, skipped: 0 });
  return [`  <testsuite${attributes}>\n${[...stale, ...partial].join("")}  </testsuite>\n`];
}

function outcomeXml(statement: StatementResult, report: Report, statements: StatementLookup): string {
  const kind = classOf(statement);
  const finding = findings(report, kind).find((candidate) => candidate.statement.id === statement.id) ?? { statement, results: [] };
  const text = statements.get(statement.id)?.text ?? "";
  switch (kind) {
    case "ok":
      return "";
    case "broken":
      return elementXml("failure", statement.level, shortReason(finding), [text, ...details(finding)].join("\n"));
    case "warning":
      return `      <system-out>${escapeXml([`${statement.level} is not kept: ${shortReason(finding)}`, text, ...details(finding)].join("\n"))}</system-out>\n`;
    case "unsure":
      return elementXml("error", "inconclusive", shortReason(finding), text);
    case "error":
      return elementXml("error", "harness", shortReason(finding), text);
    case "n/a":
      return elementXml("skipped", "not applicable", shortReason(finding), "");
    case "known":
      return elementXml("skipped", "known failure", `known failure until ${statement.known?.expires ?? ""}: ${statement.known?.reason ?? ""}`, "");
  }
}

function details(finding: Finding): readonly string[] {
  const witness = witnessOf(finding);
  if (witness === undefined) return [];
  return [
    `expected: ${witness.expected}`,
    `actual: ${witness.actual}`,
    `property: ${witness.property}, ${groundOf(witness)}, seed ${String(witness.seed)}`,
    "",
    ...witness.trace,
    "",
    ...witness.octets,
  ];
}

function caseXml(chapter: string, name: string, outcome: string): string {
  const head = `    <testcase${attributesXml({ classname: `patternwire.${chapter}`, name })}`;
  return outcome === "" ? `${head}/>\n` : `${head}>\n${outcome}    </testcase>\n`;
}

function elementXml(element: "failure" | "error" | "skipped", type: string, message: string, body: string): string {
  const head = `      <${element}${attributesXml({ ...(element === "skipped" ? {} : { type }), message })}`;
  return body === "" ? `${head}/>\n` : `${head}>${escapeXml(body)}</${element}>\n`;
}

function propertyXml(name: string, value: string): string {
  return `      <property${attributesXml({ name, value })}/>\n`;
}

function attributesXml(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join("");
}

/** Characters that XML 1.0 cannot carry at all become U+FFFD. */
function escapeXml(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
