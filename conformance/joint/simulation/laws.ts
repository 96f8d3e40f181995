/** The book of laws of one run: how often each law was judged, and the first things that broke it. The laws stand in spec/topologies. */
export const lawIds = [
  "distribution-tree.union",
  "distribution-tree.matching",
  "distribution-tree.order",
  "distribution-tree.conservation",
  "distribution-tree.load",
  "service-bus.envelope",
  "service-bus.reply-path",
  "service-bus.conservation",
  "service-bus.load",
  "service-bus.loop",
  "parallel-pipeline.conservation",
  "parallel-pipeline.no-duplicates",
  "parallel-pipeline.order",
  "parallel-pipeline.loop",
  "parallel-pipeline.load",
] as const;

export type LawId = (typeof lawIds)[number];

export interface LawResult {
  readonly law: LawId;
  readonly judged: number;
  readonly broken: number;
  /** What broke it, told for a person; the first few. */
  readonly examples: readonly string[];
}

const mostExamples = 3;

export class LawBook {
  readonly #entries = new Map<LawId, { judged: number; broken: number; readonly examples: string[] }>();

  /** The laws of a topology; one that is never judged is no law that holds. */
  constructor(laws: readonly LawId[]) {
    for (const law of laws) this.#entries.set(law, { judged: 0, broken: 0, examples: [] });
  }

  /** Judges once; `told` says what happened instead. */
  judge(law: LawId, holds: boolean, told: () => string): void {
    const entry = this.#entries.get(law);
    if (entry === undefined) throw new Error(`${law} is no law of this topology`);
    entry.judged += 1;
    if (holds) return;
    entry.broken += 1;
    if (entry.examples.length < mostExamples) entry.examples.push(told());
  }

  get results(): readonly LawResult[] {
    return [...this.#entries].map(([law, entry]) => ({ law, ...entry }));
  }

  /** The first law that is broken. */
  get broken(): LawId | undefined {
    return this.results.find((result) => result.broken > 0)?.law;
  }
}
