/** Two implementations against each other, every pair of socket types both ways: a report on each of them. */
import { openAdapter } from "../adapter/client.ts";
import { AdapterFailure, type AdapterClient, type Hello } from "../adapter/types.ts";
import { picks, spokenOver } from "../applies.ts";
import type { PropertyResult, Report, Verdict } from "../model.ts";
import { watchedStatements, type WatchedTransport } from "../watch/judge.ts";
import { reportOn } from "../watch/report.ts";
import { nameFor, type ResultSetting } from "./ledger.ts";
import { pairCases, type PairCase, type Party } from "./plan.ts";
import { playPair } from "./play.ts";
import type { PairReports, PairRunOptions } from "./types.ts";

const parties: readonly Party[] = ["one", "other"];
const defaultCeilingMs = 5000;
/** After so many deaths the rest is not played. */
const mostDeaths = 8;

/** Rejects with an AdapterFailure when one of the two does not come up. */
export async function runPairs(options: PairRunOptions): Promise<PairReports> {
  const started = Date.now();
  const run = new PairRun(options);
  try {
    await run.open();
    await run.play();
    return run.reports(started);
  } finally {
    await run.end();
  }
}

class PairRun {
  readonly #options: PairRunOptions;
  readonly #adapters = new Map<Party, AdapterClient>();
  readonly #hellos = new Map<Party, Hello>();
  readonly #results: Readonly<Record<Party, PropertyResult[]>> = { one: [], other: [] };
  readonly #log: Readonly<Record<Party, string[]>> = { one: [], other: [] };
  #deaths = 0;

  constructor(options: PairRunOptions) {
    this.#options = options;
  }

  async open(): Promise<void> {
    for (const party of parties) {
      const adapter = this.#adapters.get(party);
      if (adapter !== undefined && adapter.failure === undefined) continue;
      await adapter?.end();
      const fresh = await openAdapter(this.#options.targets[party]);
      this.#adapters.set(party, fresh);
      this.#hellos.set(party, fresh.hello);
    }
  }

  async end(): Promise<void> {
    for (const adapter of this.#adapters.values()) await adapter.end();
  }

  async play(): Promise<void> {
    const { filters, signal, onPair } = this.#options;
    const tasks = this.#transports.flatMap((transport) =>
      pairCases()
        .filter(({ name }) => picks(filters, { name, judges: [] }))
        .map((pairCase) => ({ pairCase, transport })),
    );
    for (const [index, { pairCase, transport }] of tasks.entries()) {
      if (signal?.aborted === true || this.#deaths >= mostDeaths) {
        this.#skip(pairCase, transport, "inconclusive", signal?.aborted === true ? "the run was interrupted" : `an adapter failed ${String(mostDeaths)} times`);
        continue;
      }
      const reason = this.#lacks(pairCase, transport);
      if (reason !== undefined) {
        this.#skip(pairCase, transport, "not-applicable", reason);
        continue;
      }
      const verdicts = await this.#playOne(pairCase, transport);
      onPair?.(pairCase.name, verdicts, index + 1, tasks.length);
    }
  }

  async #playOne(pairCase: PairCase, transport: WatchedTransport): Promise<Readonly<Record<Party, Verdict>>> {
    const { level, ceilingMs = defaultCeilingMs } = this.#options;
    try {
      await this.open();
      const adapters = { one: this.#adapter("one"), other: this.#adapter("other") };
      const { ledger, trace } = await playPair(pairCase, { adapters, transport, ceilingMs, level });
      for (const party of parties) {
        this.#results[party].push(...ledger.results(party, this.#setting(party, transport, trace)));
        const unjudged = ledger.unjudged(party);
        if (unjudged !== undefined) this.#skip(pairCase, transport, unjudged.verdict, unjudged.reason, [party]);
      }
      return { one: ledger.verdict("one"), other: ledger.verdict("other") };
    } catch (error) {
      if (!(error instanceof AdapterFailure)) throw error;
      this.#deaths += 1;
      const fallen = parties.filter((party) => this.#adapters.get(party)?.failure !== undefined);
      for (const party of fallen) this.#log[party].push(`${nameFor(pairCase, party)}: ${error.message}`);
      for (const party of parties) this.#died(pairCase, transport, party, fallen.includes(party) ? error : undefined);
      return { one: fallen.includes("one") ? "fail" : "inconclusive", other: fallen.includes("other") ? "fail" : "inconclusive" };
    }
  }

  /** A death is laid at the door of who died; it breaks what every socket has to do. */
  #died(pairCase: PairCase, transport: WatchedTransport, party: Party, failure: AdapterFailure | undefined): void {
    if (failure === undefined) {
      this.#skip(pairCase, transport, "inconclusive", "the adapter of the other implementation failed", [party]);
      return;
    }
    const statement = "sockets.bind-and-connect";
    const property = nameFor(pairCase, party);
    const result = { property, transport, judges: [statement], statement, runs: 0, reached: {} } as const;
    this.#results[party].push({ ...result, verdict: "fail", cause: failure.cause, reason: failure.message });
  }

  #skip(pairCase: PairCase, transport: WatchedTransport, verdict: Verdict, reason: string, of: readonly Party[] = parties): void {
    const cause = verdict === "not-applicable" ? "undeclared" : "precondition";
    for (const party of of)
      this.#results[party].push({
        property: nameFor(pairCase, party),
        transport,
        judges: ["sockets.bind-and-connect"],
        verdict,
        cause,
        reason,
        runs: 0,
        reached: {},
      });
  }

  get #transports(): readonly WatchedTransport[] {
    const { transports, firstShared } = this.#options;
    if (firstShared !== true) return transports;
    const shared = transports.find((transport) => parties.every((party) => this.#adapter(party).hello.capabilities.transports.includes(transport)));
    return shared === undefined ? transports.slice(0, 1) : [shared];
  }

  #lacks({ types }: PairCase, transport: string): string | undefined {
    for (const party of parties) {
      const { capabilities, implementation } = this.#adapter(party).hello;
      if (!capabilities.socketTypes.includes(types[party])) return `${implementation.name} does not declare the socket type ${types[party]}`;
      if (!capabilities.transports.includes(transport)) return `${implementation.name} does not declare the transport ${transport}`;
      if (capabilities.protocol === "2.0") return `${implementation.name} speaks version 2.0, which is not understood here`;
    }
    return undefined;
  }

  #adapter(party: Party): AdapterClient {
    const adapter = this.#adapters.get(party);
    if (adapter === undefined) throw new Error(`the adapter of ${party} is not open`);
    return adapter;
  }

  #setting(party: Party, transport: WatchedTransport, trace: readonly string[]): ResultSetting {
    const { implementation, capabilities } = this.#adapter(party).hello;
    return {
      transport,
      protocol: spokenOver(transport, capabilities.protocol),
      seed: 1,
      implementation: { name: implementation.name, version: implementation.version },
      trace,
    };
  }

  reports(started: number): PairReports {
    const report = (party: Party): Report => {
      const hello = this.#hellos.get(party);
      if (hello === undefined) throw new Error(`${party} never said hello`);
      return reportOn({
        implementation: { ...named(hello), protocol: hello.capabilities.protocol },
        choices: hello.choices,
        results: this.#results[party],
        watched: [...new Set(this.#options.transports.flatMap((transport) => watchedStatements(transport)))],
        knownFailures: this.#options.knownFailures[party],
        level: this.#options.level,
        started,
        log: this.#log[party],
        complete: this.#options.signal?.aborted !== true,
        unseen: "nothing that these two said to each other shows it",
      });
    };
    return { one: report("one"), other: report("other") };
  }
}

function named({ implementation }: Hello): { readonly name: string; readonly version: string; readonly language: string } {
  return { name: implementation.name, version: implementation.version, language: implementation.language };
}
