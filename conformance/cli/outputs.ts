/** Writes what a run found: the reports that were asked for, the witnesses, and what the terminal shows. */
import type { Report } from "../kit/model.ts";
import type { KnownFailure } from "../kit/run-options.ts";
import { FileError } from "../manifests/file-error.ts";
import { witnesses, witnessFileName } from "../reports/findings.ts";
import { htmlReport } from "../reports/html/report.ts";
import { reportJson, witnessJson } from "../reports/json.ts";
import { junitReport } from "../reports/junit.ts";
import { markdownReport } from "../reports/markdown.ts";
import type { StatementLookup } from "../reports/statement-entry.ts";
import { endingLines, terminalReport } from "../reports/terminal.ts";
import type { CheckOptions, ReportFile } from "./check-options.ts";
import { useColour } from "./colour.ts";
import type { Context } from "./context.ts";
import { decisionRecord } from "./decision-record.ts";
import { assertWritable, makeFolder, writeInto, writeWhole } from "./files.ts";
import { replayCommand, replayFile } from "./replay-command.ts";
import { linkOf } from "./site-link.ts";

export interface Findings {
  readonly options: CheckOptions;
  /** For what is said of a failure: those of the run, and those of the manifest. */
  readonly knownFailures: readonly KnownFailure[];
  readonly lookup: StatementLookup;
  /** The words that name the target on a command line. */
  readonly words: string;
}

/** Throws `FileError` unless everything can be written: told before the run, not after it. */
export function assertOutputs({ files, witnessFolder, site }: CheckOptions): void {
  for (const { format, path } of files) {
    if (path !== "-") assertWritable(path);
    if (format === "html") linkOf(site, path);
  }
  if (witnessFolder !== undefined) makeFolder(witnessFolder);
}

/** Writes everything. A file that cannot be written is told on the standard error and keeps nothing else from being written; then the answer is false. */
export function writeOutputs(report: Report, found: Findings, context: Context): boolean {
  const { options } = found;
  const faults: string[] = [];
  const attempt = (action: () => void): void => {
    try {
      action();
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      faults.push(error.message);
    }
  };
  if (options.witnessFolder !== undefined) attempt(() => writeWitnesses(report, options.witnessFolder ?? "."));
  for (const file of options.files) {
    const text = fileText(report, file, found);
    if (file.path === "-") context.out.write(text);
    else attempt(() => writeWhole(file.path, text));
  }
  if (options.files.some(({ path }) => path === "-")) context.err.write(`${endingLines(report, context.err.columns).join("\n")}\n`);
  else context.out.write(terminalText(report, found, context));
  for (const fault of faults) context.err.write(`Error: ${fault}\n`);
  return faults.length === 0;
}

function terminalText(report: Report, { options, knownFailures, lookup, words }: Findings, context: Context): string {
  return terminalReport(report, {
    statements: lookup,
    knownFailures,
    width: context.out.columns,
    colour: useColour(context.out, context.environment, options.colour),
    ...(options.witnessFolder === undefined ? {} : { witnessFolder: options.witnessFolder }),
    decisionRecord,
    replayCommand: (file) => replayFile(file, words),
  });
}

function fileText(report: Report, { format, path }: ReportFile, { lookup, words, options }: Findings): string {
  switch (format) {
    case "json":
      return reportJson(report);
    case "junit":
      return junitReport(report, lookup);
    case "markdown":
      return markdownReport(report, lookup);
    case "html":
      return htmlReport([report], {
        statements: lookup,
        decisionRecord,
        ...linkOf(options.site, path),
        replayCommand: (witness) => replayCommand(witness, report, { words, witnessFolder: options.witnessFolder }),
      });
  }
}

function writeWitnesses(report: Report, folder: string): void {
  for (const witness of witnesses(report)) writeInto(folder, witnessFileName(witness), witnessJson(witness));
}
