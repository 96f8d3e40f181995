/** What the committed reports found in implementations, as a table for the README. */
import type { Manifest } from "../../../schemas/types/manifest.ts";
import type { Report } from "../../kit/model.ts";
import { markdownTable } from "./markdown.ts";
import { filesBelow, readJson } from "./repository.ts";

/** A section for each implementation whose report has broken statements: what it was, and each broken MUST with its reason. */
export function findingsTable(): string {
  return reportFiles()
    .map((file) => section(file, readJson(file) as Report))
    .filter((text) => text !== "")
    .join("\n\n");
}

/** The committed reports, one an implementation. */
export function reportFiles(): readonly string[] {
  return filesBelow("conformance/reports", ".json").filter((file) => (readJson(file) as Partial<Report>).format === "patternwire-report/1");
}

function section(file: string, report: Report): string {
  const broken = report.statements.filter(({ level, verdict }) => verdict === "fail" && !level.startsWith("SHOULD"));
  if (broken.length === 0) return "";
  const name = file.slice(file.lastIndexOf("/") + 1, -".json".length);
  const reasons = new Map((readJson(`conformance/manifests/${name}.json`) as Manifest).knownFailures.map((entry) => [entry.statement, entry]));
  const rows = broken.map(({ id, level }) => [`\`${id}\``, level, reasons.get(id)?.reason ?? "see its witness in the report", record(reasons.get(id)?.see)]);
  const { summary, implementation, seed } = report;
  return [
    `**${implementation.name} ${implementation.version}** keeps ${String(summary.pass)} statements, breaks ${String(broken.length)} and has ${String(summary.warning)} warnings (seed ${String(seed)}, ${report.transports.join(" and ")};`,
    `\`npx patternwire check --impl ${name} --known-failures none\` measures it again, [${name}.json](${file}) is the report):`,
    "",
    markdownTable(["statement", "level", "what happens", "decision"], rows),
  ].join("\n");
}

function record(see: string | undefined): string {
  const number = /\/(\d{4})/u.exec(see ?? "")?.[1];
  if (number === undefined) return "";
  const file = filesBelow("spec/decisions", ".md").find((path) => path.includes(`/${number}-`));
  return file === undefined ? number : `[${number}](${file})`;
}
