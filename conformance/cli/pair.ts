/** Lets two implementations play with each other for `check --with`: both are judged, and who broke what is told of each. */
import type { Report, Verdict } from "../kit/model.ts";
import type { PairReports, PairRunOptions } from "../kit/pairs/types.ts";
import type { KnownFailure } from "../kit/run-options.ts";
import { knownFailuresOf, loadKnownFailures } from "../manifests/load.ts";
import { htmlReport } from "../reports/html/report.ts";
import { reportJson, stableJson, witnessJson } from "../reports/json.ts";
import { witnesses, witnessFileName } from "../reports/findings.ts";
import { markdownReport } from "../reports/markdown.ts";
import { pairLines } from "../reports/pairs.ts";
import type { StatementLookup } from "../reports/statement-entry.ts";
import { terminalReport } from "../reports/terminal.ts";
import { adapterFault } from "./adapter-fault.ts";
import type { CheckOptions, ReportFile } from "./check-options.ts";
import { canRewrite, useColour } from "./colour.ts";
import type { Context, ExitCode } from "./context.ts";
import { decisionRecord } from "./decision-record.ts";
import { writeInto, writeWhole } from "./files.ts";
import { assertOutputs } from "./outputs.ts";
import { replayFile } from "./replay-command.ts";
import { linkOf } from "./site-link.ts";
import { resolveTarget, type Resolved } from "./target.ts";
import { UsageError } from "./usage-error.ts";

/** Throws `UsageError` or `FileError` before anything runs. */
export async function judgePair(options: CheckOptions, other: string | readonly string[], context: Context): Promise<ExitCode> {
  assertSense(options);
  const one = resolveTarget(options);
  const two = resolveTarget(typeof other === "string" ? { implementation: other } : { program: other });
  const known = { one: knownFailures(options, one), other: knownFailures(options, two) };
  assertOutputs(options);
  const reports = await run(runOptions(options, one, two, known, context), [one, two], context);
  if (typeof reports === "number") return reports;
  const lookup: StatementLookup = new Map((await context.loadSuite()).listStatements().map((entry) => [entry.id, entry]));
  write(reports, known, { options, lookup, words: one.words }, context);
  return worstCode(reports.one.exitCode, reports.other.exitCode);
}

/** 3 before 1 before 2, as in a report; an interruption is told first. */
export function worstCode(a: ExitCode, b: ExitCode): ExitCode {
  const order: readonly ExitCode[] = [0, 2, 1, 3, 130];
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}

interface Writing {
  readonly options: CheckOptions;
  readonly lookup: StatementLookup;
  readonly words: string;
}

function assertSense({ list, files, choices, runs, hostile, protocol, transports }: CheckOptions): void {
  const idle = [
    ...(list ? ["--list"] : []),
    ...(files.some(({ format }) => format === "junit") ? ["--junit"] : []),
    ...(Object.keys(choices).length > 0 ? ["--choice"] : []),
    ...(runs === undefined ? [] : ["--runs"]),
    ...(hostile ? ["--hostile"] : []),
    ...(protocol === undefined ? [] : ["--protocol"]),
  ];
  if (idle.length > 0)
    throw new UsageError(`${idle.join(", ")} has no meaning with --with: two implementations play with each other, and the harness only listens.`);
  if (transports?.includes("inproc") === true) throw new UsageError("--with takes --transport tcp, ipc or ws: within a process there is nothing to record.");
}

function runOptions(options: CheckOptions, one: Resolved, other: Resolved, known: PairRunOptions["knownFailures"], context: Context): PairRunOptions {
  const rewrites = canRewrite(context.err, context.environment);
  const show = (name: string, verdicts: Readonly<Record<"one" | "other", Verdict>>, done: number, total: number): void => {
    if (rewrites)
      context.err.write(`\r${`${String(done)}/${String(total)} ${name}`.slice(0, context.err.columns - 1)}\u001b[K${done === total ? "\r\u001b[K" : ""}`);
    else if (verdicts.one === "fail" || verdicts.other === "fail" || done === total)
      context.err.write(`${name} (${String(done)} of ${String(total)} pairs done)\n`);
  };
  return {
    targets: { one: one.target, other: other.target },
    knownFailures: known,
    level: options.level,
    transports: (options.transports ?? ["tcp"]).filter((transport) => transport !== "inproc"),
    filters: options.filters,
    onPair: show,
  };
}

async function run(options: PairRunOptions, targets: readonly Resolved[], context: Context): Promise<PairReports | ExitCode> {
  const { runPairs } = await context.loadPairs();
  const abort = new AbortController();
  const release = context.onInterrupt(() => abort.abort());
  try {
    return await runPairs({ ...options, signal: abort.signal });
  } catch (error) {
    const fault = targets.map((target) => adapterFault(error, target)).find((text) => text !== undefined);
    if (fault === undefined) throw error;
    context.err.write(fault);
    return 3;
  } finally {
    release();
  }
}

function knownFailures(options: CheckOptions, { manifest }: Resolved): readonly KnownFailure[] {
  if (options.knownFailures === "none") return [];
  if (options.knownFailures !== undefined) return loadKnownFailures(options.knownFailures);
  return manifest === undefined ? [] : knownFailuresOf(manifest);
}

function write(reports: PairReports, known: PairRunOptions["knownFailures"], { options, lookup, words }: Writing, context: Context): void {
  const both = [reports.one, reports.other];
  if (options.witnessFolder !== undefined)
    for (const report of both)
      for (const witness of witnesses(report)) writeInto(options.witnessFolder, `${fileWord(report)}.${witnessFileName(witness)}`, witnessJson(witness));
  for (const file of options.files) {
    const text = fileText(reports, file, { options, lookup, words });
    if (file.path === "-") context.out.write(text);
    else writeWhole(file.path, text);
  }
  if (options.files.some(({ path }) => path === "-")) return;
  const knownOf = [known.one, known.other];
  for (const [index, report] of both.entries())
    context.out.write(
      `${terminalReport(report, {
        statements: lookup,
        knownFailures: knownOf[index] ?? [],
        width: context.out.columns,
        colour: useColour(context.out, context.environment, options.colour),
        ...(options.witnessFolder === undefined ? {} : { witnessFolder: options.witnessFolder }),
        decisionRecord,
        replayCommand: (file) => replayFile(file, words),
      })}\n`,
    );
  context.out.write(`${pairLines(reports.one, reports.other, context.out.columns).join("\n")}\n`);
}

function fileText({ one, other }: PairReports, { format, path }: ReportFile, { options, lookup, words }: Writing): string {
  if (format === "markdown") return `${markdownReport(one, lookup)}\n${markdownReport(other, lookup)}`;
  if (format === "html")
    return htmlReport([one, other], {
      statements: lookup,
      decisionRecord,
      ...linkOf(options.site, path),
      replayCommand: (witness, report) =>
        options.witnessFolder === undefined
          ? `npx patternwire check --filter ${witness.property} --transport ${witness.transport} ${words}`
          : replayFile(`${options.witnessFolder}/${fileWord(report)}.${witnessFileName(witness)}`, words),
    });
  return stableJson({ format: "patternwire-pairs/1", reports: [one, other].map((report) => JSON.parse(reportJson(report)) as unknown) });
}

function fileWord({ implementation }: Report): string {
  return implementation.name.replace(/[^A-Za-z0-9.]+/gu, "-");
}
