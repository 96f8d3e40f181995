/** From what was watched to a report, in the words of every other report. */
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import type { Level, PropertyResult, Report, StatementResult } from "../model.ts";
import { requirements, specificationFingerprint } from "../requirements.ts";
import type { KnownFailure } from "../run-options.ts";
import { exitCodeOf, statementResult, summaryOf } from "../summary.ts";

const specificationVersion = "0.1";
/** An entry excuses to the end of the day that it names. */
const dayMs = 86_400_000;

export interface Watched {
  readonly implementation: Report["implementation"];
  readonly choices?: Readonly<Record<string, string>>;
  readonly results: readonly PropertyResult[];
  /** Statements that could have been seen; those of the results come besides. */
  readonly watched: readonly RequirementId[];
  readonly knownFailures: readonly KnownFailure[];
  readonly level: Level;
  readonly started: number;
  readonly log: readonly string[];
  readonly complete: boolean;
  /** Why a statement that could have been seen was not. */
  readonly unseen: string;
}

/** A known failure that does not show here may well show elsewhere: none is stale. */
export function reportOn(watched: Watched): Report {
  const results = [...watched.results].sort(
    (a, b) => compare(a.property, b.property) || compare(a.transport, b.transport) || compare(a.judges[0] ?? "", b.judges[0] ?? ""),
  );
  const chosen = new Set<RequirementId>([...watched.watched, ...results.flatMap(({ judges }) => judges)]);
  const known = watched.knownFailures.filter((entry) => Date.parse(entry.expires) + dayMs > watched.started);
  const statements = [...requirements().values()]
    .filter(({ id }) => chosen.has(id))
    .map((entry): StatementResult => {
      const own = results.filter(({ judges }) => judges.includes(entry.id));
      const names = [...new Set(own.map(({ property }) => property))];
      if (own.length > 0) return statementResult(entry, names, results, known);
      return { id: entry.id, level: entry.level, verdict: "not-applicable", reason: watched.unseen, properties: names, reached: 0 };
    });
  return {
    format: "patternwire-report/1",
    implementation: watched.implementation,
    specification: { version: specificationVersion, fingerprint: specificationFingerprint() },
    seed: 1,
    level: watched.level,
    hostile: false,
    mechanisms: results.some(({ runs }) => runs > 0) ? ["NULL"] : [],
    transports: [...new Set(results.filter(({ runs }) => runs > 0).map(({ transport }) => transport))].sort(),
    choices: watched.choices ?? {},
    statements,
    properties: results,
    staleKnownFailures: [],
    summary: summaryOf(statements),
    exitCode: watched.complete ? exitCodeOf(statements, [], results) : 130,
    complete: watched.complete,
    volatile: {
      startedAt: new Date(watched.started).toISOString(),
      durationMs: Date.now() - watched.started,
      ceilingMs: 0,
      cases: results.reduce((sum, { runs }) => sum + runs, 0),
      host: `${process.platform} ${process.arch}, Node ${process.versions.node}`,
      adapterLog: watched.log,
    },
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
