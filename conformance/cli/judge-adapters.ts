/** What `patternwire adapters judge` does: builds what this machine can build, judges each by its manifest, and says what it left out. */
import type { Manifest } from "../../schemas/types/manifest.ts";
import type { Level, Report } from "../kit/model.ts";
import type { RunOptions } from "../kit/run-options.ts";
import { credentialsOf, knownFailuresOf, loadManifest, manifestNames } from "../manifests/load.ts";
import { findings, shortReason } from "../reports/findings.ts";
import { printable } from "../reports/text.ts";
import { adapterFault } from "./adapter-fault.ts";
import { absent, buildAdapter } from "./build-adapter.ts";
import type { Context, ExitCode, Suite } from "./context.ts";
import { resolveTarget } from "./target.ts";

/** What the manifest does not say is judged so many times more. */
const repetitions = 2;

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
  if (built.type === "missing-tools") return { type: "left-out", why: `${absent(built.tools)}; get it with: ${built.install}` };
  if (built.type === "failed" && late()) return { type: "left-out", why: "the time was over before it was built" };
  if (built.type === "failed")
    return { type: "left-out", why: `it could not be built (${built.install}): ${built.command}\n    ${built.output.join("\n    ")}` };
  const resolved = resolveTarget({ implementation: name });
  const options: RunOptions = {
    target: resolved.target,
    level,
    seed: 1,
    jobs: manifest.parameters.jobs ?? 8,
    filters: [],
    credentials: credentialsOf(manifest),
    hostile: false,
    knownFailures: knownFailuresOf(manifest),
    ...(manifest.undisclosed === undefined ? {} : { undisclosed: manifest.undisclosed }),
    choices: manifest.choices,
    onPhase: (phase) => onLine(`${name}: ${phase}`),
    signal: abort,
  };
  try {
    const report = await suite.runSuite(options);
    const news = newsOf(report);
    const again: (readonly News[])[] = [];
    while (news.length > 0 && report.exitCode !== 3 && again.length < repetitions && !abort.aborted)
      again.push(newsOf(await suite.runSuite({ ...options, filters: news.map(({ id }) => id) })));
    const isSteady = (one: News): boolean => again.every((later) => later.some(({ id, kind }) => id === one.id && kind === one.kind));
    return judgedBy(
      report,
      name,
      news.map((one) => ({ ...one, steady: isSteady(one) })),
    );
  } catch (error) {
    const fault = adapterFault(error, resolved);
    if (fault === undefined) throw error;
    return { type: "judged", exitCode: 3, lines: [fault.trimEnd()] };
  }
}

/** What a run found that the manifest does not say. */
interface News {
  readonly kind: "broken" | "unsure" | "error" | "stale";
  readonly id: string;
  readonly text: string;
}

function newsOf(report: Report): readonly News[] {
  const found = (["broken", "unsure", "error"] as const).flatMap((kind) =>
    findings(report, kind).map((finding): News => {
      const { id } = finding.statement;
      return { kind, id, text: `${kind}: ${id}: ${shortReason(finding).split("\n")[0] ?? ""}` };
    }),
  );
  const stale = report.staleKnownFailures.map((id): News => ({ kind: "stale", id, text: `kept, though its manifest says that it is broken: ${id}` }));
  return [...found, ...stale];
}

/** A verdict that changes says nothing: it is told, and fails nothing. */
function judgedBy({ implementation, summary, level, exitCode }: Report, name: string, news: readonly (News & { readonly steady: boolean })[]): Judged {
  const head = `${implementation.name} ${implementation.version} keeps ${String(summary.pass)} statements, with ${String(summary.known)} known failures`;
  const steady = news.filter(({ steady: is }) => is);
  const unstable = news.filter(({ steady: is }) => !is).map(({ text }) => `unstable, not in each of ${String(1 + repetitions)} runs: ${text}`);
  const code = exitCode === 3 ? 3 : steady.some(({ kind }) => kind === "broken" || kind === "stale") ? 1 : steady.length > 0 ? 2 : 0;
  if (exitCode === 0) return { type: "judged", exitCode: 0, lines: [head] };
  const hint = `To see it: npx patternwire check --impl ${name}${level === "quick" ? " --quick" : ""}`;
  return { type: "judged", exitCode: code, lines: [`${head}, and what its manifest does not say:`, ...steady.map(({ text }) => text), ...unstable, hint] };
}
