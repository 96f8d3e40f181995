/** What `patternwire adapters judge` does: builds what this machine can build, judges each by its manifest, and says what it left out. */
import type { Manifest } from "../../schemas/types/manifest.ts";
import type { Level, Report } from "../kit/model.ts";
import { knownFailuresOf, loadManifest, manifestNames } from "../manifests/load.ts";
import { findings, shortReason } from "../reports/findings.ts";
import { printable } from "../reports/text.ts";
import { adapterFault } from "./adapter-fault.ts";
import { buildAdapter } from "./build-adapter.ts";
import type { Context, ExitCode, Suite } from "./context.ts";
import { resolveTarget } from "./target.ts";

export interface JudgeAdaptersOptions {
  readonly level: Level;
  /** Milliseconds after which nothing more is begun; what is under way is built no further, but judged to its end. */
  readonly withinMs?: number;
}

type Judged = { readonly type: "left-out"; readonly why: string } | { readonly type: "judged"; readonly exitCode: ExitCode; readonly lines: readonly string[] };

/** The worst exit code of those that were judged: 3 before 1 before 2. What cannot be built here is said, and no failure. */
export async function judgeAdapters(names: readonly string[], options: JudgeAdaptersOptions, context: Context): Promise<ExitCode> {
  const abort = new AbortController();
  const release = context.onInterrupt(() => abort.abort());
  const over = options.withinMs === undefined ? abort.signal : AbortSignal.any([abort.signal, AbortSignal.timeout(options.withinMs)]);
  const all = names.length > 0 ? names : manifestNames().filter((name) => loadManifest(name).build !== undefined);
  const manifests = all.map((name) => loadManifest(name));
  const suite = await context.loadSuite();
  const codes: ExitCode[] = [];
  for (const manifest of manifests) {
    const result = await judgeOne(manifest, { ...options, suite, over, abort: abort.signal, onLine: (line) => context.err.write(`${line}\n`) });
    if (abort.signal.aborted) break;
    if (result.type === "judged") codes.push(result.exitCode);
    const lines = result.type === "judged" ? result.lines : [`left out: ${result.why}`];
    context.out.write(printable(`${manifest.name}: ${lines.join("\n  ")}\n`));
  }
  release();
  if (abort.signal.aborted) return 130;
  context.out.write(`${String(codes.length)} of ${String(manifests.length)} implementations judged.\n`);
  return ([3, 1, 2] as const).find((code) => codes.includes(code)) ?? 0;
}

interface Setting extends JudgeAdaptersOptions {
  readonly suite: Suite;
  /** The time is over, or the caller has interrupted. */
  readonly over: AbortSignal;
  readonly abort: AbortSignal;
  readonly onLine: (line: string) => void;
}

async function judgeOne(manifest: Manifest, { level, suite, over, abort, onLine }: Setting): Promise<Judged> {
  const { name } = manifest;
  const late = (): boolean => over.aborted;
  if (late()) return { type: "left-out", why: "the time is over" };
  const built = await buildAdapter(manifest, (words) => onLine(`${name}: ${words}`), over);
  if (built.type === "missing-tools") return { type: "left-out", why: `${built.tools.join(", ")} is not on the PATH; get it with: ${built.install}` };
  if (built.type === "failed" && late()) return { type: "left-out", why: "the time was over before it was built" };
  if (built.type === "failed")
    return { type: "left-out", why: `it could not be built (${built.install}): ${built.command}\n    ${built.output.join("\n    ")}` };
  const resolved = resolveTarget({ implementation: name });
  try {
    const report = await suite.runSuite({
      target: resolved.target,
      level,
      seed: 1,
      jobs: manifest.parameters.jobs ?? 8,
      filters: [],
      hostile: false,
      knownFailures: knownFailuresOf(manifest),
      ...(manifest.undisclosed === undefined ? {} : { undisclosed: manifest.undisclosed }),
      choices: manifest.choices,
      onPhase: (phase) => onLine(`${name}: ${phase}`),
      signal: abort,
    });
    return { type: "judged", exitCode: report.exitCode, lines: linesOf(report, name) };
  } catch (error) {
    const fault = adapterFault(error, resolved);
    if (fault === undefined) throw error;
    return { type: "judged", exitCode: 3, lines: [fault.trimEnd()] };
  }
}

/** What the run found that its manifest does not say, a line each. */
function linesOf(report: Report, name: string): readonly string[] {
  const { implementation, summary, staleKnownFailures, exitCode } = report;
  const head = `${implementation.name} ${implementation.version} keeps ${String(summary.pass)} statements, with ${String(summary.known)} known failures`;
  if (exitCode === 0) return [head];
  const news = (["broken", "unsure", "error"] as const).flatMap((kind) =>
    findings(report, kind).map((finding) => `${kind}: ${finding.statement.id}: ${shortReason(finding).split("\n")[0] ?? ""}`),
  );
  const stale = staleKnownFailures.map((id) => `kept, though its manifest says that it is broken: ${id}`);
  return [
    `${head}, and what its manifest does not say:`,
    ...news,
    ...stale,
    `To see it: npx patternwire check --impl ${name}${report.level === "quick" ? " --quick" : ""}`,
  ];
}
