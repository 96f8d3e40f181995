/** The report that a person reads in a terminal: a table of chapters, each failure with its smallest scenario, and the verdict last. */
import type { Report, Witness } from "../kit/model.ts";
import type { KnownFailure } from "../kit/run-options.ts";
import { drawing } from "./diagram-text.ts";
import { casesText, counted, exitSentence, verdictSentence } from "./ending.ts";
import { findings, shortReason, witnessFileName, witnessOf, type Finding, fenceInfo, groundOf } from "./findings.ts";
import { shrunkText } from "./shrunk.ts";
import { decisionsOf, type StatementLookup } from "./statement-entry.ts";
import { summaryTable } from "./summary-table.ts";
import { labelled, palette, printable, wrap, type Palette } from "./text.ts";

export interface TerminalOptions {
  readonly statements: StatementLookup;
  /** Known failures, whether or not they excuse this run: for what is said of a failure. */
  readonly knownFailures: readonly KnownFailure[];
  /** Columns of the terminal. */
  readonly width: number;
  readonly colour: boolean;
  /** The folder in which the witnesses are, when they were written. */
  readonly witnessFolder?: string;
  /** The file and the title of a decision record, by its number. */
  readonly decisionRecord: (number: string) => string;
  /** The exact command that replays a witness file. */
  readonly replayCommand: (file: string) => string;
}

/** The whole report, with a line feed at its end. */
export function terminalReport(report: Report, options: TerminalOptions): string {
  const paint = palette(options.colour);
  const broken = findings(report, "broken");
  const blocks: readonly (readonly string[])[] = [
    wrap(heading(report), options.width).map(paint.bold),
    [...summaryTable(report, options.width, paint), ...wrap(reachedSentence(report), options.width).map(paint.dim)],
    ...broken.map((finding) => failureBlock(finding, options, paint)),
    ...findings(report, "error").map((finding) => errorBlock(finding, options, paint)),
    shortList("Warnings (a SHOULD is not kept)", findings(report, "warning"), options, paint.yellow),
    shortList("Unsure (could not be judged)", findings(report, "unsure"), options, paint.yellow),
    choiceList(report, options),
    windowList(report, options, paint),
    knownList(report, options, paint),
    staleList(report, options, paint),
    lastWords(report),
    witnessHint(report, options),
    endingLines(report, options.width, paint),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n")}\n`;
}

/** The verdict and what the exit code means: also all that is said when the report itself goes elsewhere. */
export function endingLines(report: Report, width: number, paint: Palette = palette(false)): readonly string[] {
  const colour = report.exitCode === 0 ? paint.green : report.exitCode === 2 ? paint.yellow : paint.red;
  return [...wrap(verdictSentence(report), width).map((line) => paint.bold(colour(line))), ...wrap(exitSentence(report), width)];
}

function heading(report: Report): string {
  const { implementation, level, seed, transports, mechanisms, volatile } = report;
  const parts = [
    `${implementation.name} ${implementation.version} (${implementation.language})`,
    `ZMTP ${implementation.protocol}`,
    transports.length === 0 ? "no transport" : transports.join(", "),
    ...(mechanisms.every((name) => name === "NULL") ? [] : [mechanisms.join(", ")]),
    `${level} level${report.hostile ? ", hostile" : ""}`,
    `seed ${String(seed)}`,
    `${counted(volatile.cases, "case")} in ${(volatile.durationMs / 1000).toFixed(1)} s`,
  ];
  return parts.join(" · ");
}

/** In how many cases the statements were judged: a pass says as much as the cases behind it. */
function reachedSentence({ statements }: Report): string {
  const counts = statements.flatMap(({ reached }) => (reached > 0 ? [reached] : [])).sort((a, b) => a - b);
  const [least, middle, most] = [counts[0], counts[counts.length >> 1], counts.at(-1)];
  if (least === undefined) return "No statement was judged.";
  const judged = `${counted(counts.length, "statement")} ${counts.length === 1 ? "was" : "were"} judged`;
  if (least === most) return `${judged}, in ${counted(least, "case")}${counts.length === 1 ? "" : " each"}.`;
  return `${judged}, in ${String(least)} to ${String(most)} cases each, half of them in at least ${String(middle)}.`;
}

function failureBlock(finding: Finding, options: TerminalOptions, paint: Palette): readonly string[] {
  const { statement } = finding;
  const witness = witnessOf(finding);
  const label = (name: string, text: string): readonly string[] => labelled(name, text, options.width, 10);
  return [
    `${paint.bold(paint.red("BROKEN"))}  ${paint.bold(statement.id)}  ${statement.level}`,
    ...sentenceLines(finding, options),
    ...(witness === undefined ? label("actual", shortReason(finding)) : [...label("expected", witness.expected), ...label("actual", witness.actual)]),
    ...label("judged in", casesText(statement)),
    ...label("found by", finding.results.map((result) => `${result.property} on ${groundOf(result)}`).join(", ") || "no property"),
    ...knownLines(statement.id, options),
    ...(witness === undefined ? [] : witnessLines(witness, options, paint)),
  ];
}

function witnessLines(witness: Witness, options: TerminalOptions, paint: Palette): readonly string[] {
  const file = options.witnessFolder === undefined ? undefined : `${options.witnessFolder.replace(/\/+$/u, "")}/${witnessFileName(witness)}`;
  return [
    ...labelled("seed", String(witness.seed), options.width, 10),
    ...(witness.shrunk === undefined ? [] : labelled("smallest", shrunkText(witness.shrunk), options.width, 10)),
    ...(file === undefined ? [] : [`  ${"replay".padEnd(10)}${printable(options.replayCommand(file))}`]),
    `\`\`\`zmtp trace${fenceInfo(witness)}`,
    ...witness.trace.map(printable),
    "```",
    ...drawing(witness, options.width),
    ...witness.octets.map((line) => `  ${paint.dim(printable(line))}`),
  ];
}

function errorBlock(finding: Finding, options: TerminalOptions, paint: Palette): readonly string[] {
  const advice = "This is a fault of the harness, not of the implementation: please report it with the seed.";
  return [
    `${paint.bold(paint.red("ERROR"))}  ${paint.bold(finding.statement.id)}  ${finding.statement.level}`,
    ...labelled("reason", shortReason(finding), options.width, 10),
    ...wrap(advice, options.width, "  "),
  ];
}

function sentenceLines({ statement }: Finding, options: TerminalOptions): readonly string[] {
  const entry = options.statements.get(statement.id);
  if (entry === undefined) return [];
  return [
    ...wrap(entry.text, options.width, "  "),
    ...labelled("source", `${entry.source} (${entry.file})`, options.width, 10),
    ...decisionsOf(entry).flatMap((number) => labelled("decision", options.decisionRecord(number), options.width, 10)),
  ];
}

function knownLines(id: string, options: TerminalOptions): readonly string[] {
  const entry = options.knownFailures.find((candidate) => candidate.statement === id);
  if (entry === undefined) return [];
  return labelled("known", `${entry.reason}${seeText(entry)}; not excused in this run (the entry lasts until ${entry.expires})`, options.width, 10);
}

function shortList(title: string, list: readonly Finding[], options: TerminalOptions, colour: (text: string) => string): readonly string[] {
  if (list.length === 0) return [];
  return [
    ...wrap(`${title}: ${String(list.length)}`, options.width).map(colour),
    ...list.flatMap((finding) => [
      `  ${finding.statement.id}  ${finding.statement.level}`,
      ...wrap(shortReason(finding), options.width, "    "),
      ...replayLine(finding, options),
    ]),
  ];
}

function replayLine(finding: Finding, options: TerminalOptions): readonly string[] {
  const witness = witnessOf(finding);
  if (witness === undefined || options.witnessFolder === undefined) return [];
  return [`    replay: ${printable(options.replayCommand(`${options.witnessFolder.replace(/\/+$/u, "")}/${witnessFileName(witness)}`))}`];
}

/** What the implementation was seen to do where a statement leaves a choice. */
function choiceList(report: Report, options: TerminalOptions): readonly string[] {
  const seen = [...new Set(report.properties.flatMap((result) => result.observed?.split("; ") ?? []))].sort();
  if (seen.length === 0) return [];
  return [`Choices seen: ${String(seen.length)}`, ...seen.flatMap((choice) => wrap(choice, options.width, "  ", "    "))];
}

/** Where a window of time stood in for a barrier, a pass says less: nothing was seen for so long. */
function windowList(report: Report, options: TerminalOptions, paint: Palette): readonly string[] {
  // One line for each property, on whatever transports it was played.
  const judged = report.properties.filter((result) => result.window !== undefined && result.runs > 0);
  const windows = [...new Map(judged.map((result) => [`${result.property}: ${result.window ?? ""}`, result])).keys()];
  if (windows.length === 0) return [];
  return [
    ...wrap(`Judged by a window of time, for want of a barrier: ${String(windows.length)}`, options.width).map(paint.dim),
    ...windows.flatMap((line) => wrap(line, options.width, "  ", "    ")),
  ];
}

function knownList(report: Report, options: TerminalOptions, paint: Palette): readonly string[] {
  const known = report.statements.filter((statement) => statement.known !== undefined);
  if (known.length === 0) return [];
  return [
    ...wrap(`Known failures, excused: ${String(known.length)} (judge without them: --known-failures none)`, options.width).map(paint.dim),
    ...known.flatMap((statement) => {
      const entry = options.knownFailures.find((candidate) => candidate.statement === statement.id);
      return [
        `  ${statement.id}  ${statement.level}, ${statement.verdict}, until ${statement.known?.expires ?? ""}`,
        ...wrap(`${statement.known?.reason ?? ""}${entry === undefined ? "" : seeText(entry)}`, options.width, "    "),
      ];
    }),
  ];
}

function staleList(report: Report, options: TerminalOptions, paint: Palette): readonly string[] {
  if (report.staleKnownFailures.length === 0) return [];
  return [
    ...wrap(`Stale known failures (the statement is kept now; remove the entry): ${String(report.staleKnownFailures.length)}`, options.width).map(paint.red),
    ...report.staleKnownFailures.flatMap((id) => wrap(id, options.width, "  ")),
  ];
}

/** What the adapter wrote before it failed, when it did. */
function lastWords(report: Report): readonly string[] {
  const failed = report.properties.some((result) => result.cause?.startsWith("adapter-") === true);
  if (!failed || report.volatile.adapterLog.length === 0) return [];
  return ["The adapter's last words:", ...report.volatile.adapterLog.slice(-10).map((line) => `  ${printable(line)}`)];
}

function witnessHint(report: Report, options: TerminalOptions): readonly string[] {
  if (options.witnessFolder !== undefined || !report.properties.some((result) => result.witness !== undefined)) return [];
  return wrap(
    "To replay a failure, run again with --witnesses DIR: each failure becomes a file there, and its replay command stands beside it.",
    options.width,
  );
}

function seeText(entry: KnownFailure): string {
  return entry.see === undefined ? "" : ` (see ${entry.see})`;
}
