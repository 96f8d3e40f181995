/** What `patternwire report` does. */
import type { Report } from "../kit/model.ts";
import { requirements } from "../kit/requirements.ts";
import { FileError, someFaults } from "../manifests/file-error.ts";
import { knownFailuresOf, loadManifest, manifestNames, readJsonFile } from "../manifests/load.ts";
import { faultsOf } from "../manifests/schema.ts";
import { badgeJson, badgeSvg } from "../reports/badge.ts";
import { witnesses, witnessFileName } from "../reports/findings.ts";
import { htmlReport } from "../reports/html/report.ts";
import { witnessJson } from "../reports/json.ts";
import { junitReport } from "../reports/junit.ts";
import { markdownReport } from "../reports/markdown.ts";
import type { StatementLookup } from "../reports/statement-entry.ts";
import { terminalReport } from "../reports/terminal.ts";
import { parseArguments, type Parsed } from "./arguments.ts";
import { useColour } from "./colour.ts";
import type { Command, Context } from "./context.ts";
import { decisionRecord } from "./decision-record.ts";
import { assertWritable, makeFolder, writeInto, writeWhole } from "./files.ts";
import { replayCommand, replayFile } from "./replay-command.ts";
import { linkOf } from "./site-link.ts";
import { quoted } from "./target.ts";
import { UsageError } from "./usage-error.ts";

const formats = ["html", "markdown", "junit", "badge", "badge-json"] as const;
type Format = (typeof formats)[number];

const optionKinds = { html: "text", markdown: "text", junit: "text", badge: "text", "badge-json": "text", witnesses: "text", site: "text" } as const;

export const run: Command["run"] = async (args, context) => {
  const parsed = parseArguments(args, { options: optionKinds, command: "patternwire report" });
  if (parsed.positionals.length === 0) throw new UsageError("Name a report of patternwire check --json: patternwire report results.json --html report.html");
  const files = filesOf(parsed);
  const folder = parsed.text("witnesses");
  const reports = parsed.positionals.flatMap(reportsIn);
  assertOne(reports, [...files.map(({ format }) => format), ...(folder === undefined ? [] : (["witnesses"] as const))]);
  for (const { path } of files) if (path !== "-") assertWritable(path);
  const link = linkFor(files, parsed.text("site"));
  const statements: StatementLookup = new Map([...requirements()].map(([id, entry]) => [id, { ...entry, properties: [] }]));
  if (folder !== undefined) writeWitnesses(reports, folder);
  for (const { format, path } of files) {
    const text = textOf(format, reports, { statements, witnessFolder: folder, link });
    if (path === "-") context.out.write(text);
    else writeWhole(path, text);
  }
  if (files.length === 0 && folder === undefined) for (const report of reports) context.out.write(terminalText(report, statements, context));
  return Promise.resolve(0 as const);
};

interface WantedFile {
  readonly format: Format;
  readonly path: string;
}

function filesOf({ text }: Parsed): readonly WantedFile[] {
  const files = formats.flatMap((format) => {
    const path = text(format);
    return path === undefined ? [] : [{ format, path }];
  });
  if (files.filter(({ path }) => path === "-").length > 1) throw new UsageError('Only one rendering can go to the standard output: give "-" once.');
  return files;
}

/** A report, or those that two implementations got when they played with each other. */
function reportsIn(path: string): readonly Report[] {
  const value = readJsonFile(path);
  const { format, reports } = value as { readonly format?: unknown; readonly reports?: unknown };
  const found: readonly unknown[] = format === "patternwire-pairs/1" && Array.isArray(reports) ? reports : [value];
  for (const one of found) {
    const faults = faultsOf("report", one);
    if (faults.length > 0)
      throw new FileError(`${path} is no report (schemas/report.schema.json; patternwire check --json FILE writes one): ${someFaults(faults)}.`);
  }
  return found as readonly Report[];
}

function assertOne(reports: readonly Report[], options: readonly (Format | "witnesses")[]): void {
  const one = options.find((option) => option !== "html" && option !== "markdown");
  if (reports.length > 1 && one !== undefined) throw new UsageError(`--${one} takes one report, not ${String(reports.length)}: call it for each.`);
}

function linkFor(files: readonly WantedFile[], site: string | undefined): ReturnType<typeof linkOf> {
  const page = files.find(({ format }) => format === "html");
  if (page === undefined && site !== undefined) throw new UsageError("--site says where a page leads: give --html FILE as well.");
  return linkOf(site, page?.path ?? "-");
}

interface Ground {
  readonly statements: StatementLookup;
  readonly witnessFolder: string | undefined;
  readonly link: ReturnType<typeof linkOf>;
}

function textOf(format: Format, reports: readonly Report[], { statements, witnessFolder, link }: Ground): string {
  const [first] = reports;
  if (first === undefined) throw new UsageError("The files hold no report.");
  switch (format) {
    case "html":
      return htmlReport(reports, {
        statements,
        decisionRecord,
        ...link,
        replayCommand: (witness, report) => replayCommand(witness, report, { words: wordsFor(report), witnessFolder }),
      });
    case "markdown":
      return reports.map((report) => markdownReport(report, statements)).join("\n");
    case "junit":
      return junitReport(first, statements);
    case "badge":
      return badgeSvg(first);
    case "badge-json":
      return badgeJson(first);
  }
}

function terminalText(report: Report, statements: StatementLookup, context: Context): string {
  const { name } = report.implementation;
  return terminalReport(report, {
    statements,
    knownFailures: manifestNames().includes(name) ? knownFailuresOf(loadManifest(name)) : [],
    width: context.out.columns,
    colour: useColour(context.out, context.environment, undefined),
    decisionRecord,
    replayCommand: (file) => replayFile(file, wordsFor(report)),
  });
}

/** A report does not hold how its implementation was started: without a manifest the place of the command is named. */
function wordsFor({ implementation: { name } }: Report): string {
  return manifestNames().includes(name) ? `--impl ${quoted(name)}` : "-- COMMAND";
}

function writeWitnesses(reports: readonly Report[], folder: string): void {
  makeFolder(folder);
  for (const witness of reports.flatMap(witnesses)) writeInto(folder, witnessFileName(witness), witnessJson(witness));
}
