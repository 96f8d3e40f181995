/** Many conversations between the same two sides: what each side kept and broke in all of them, as a report. */
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import type { PropertyResult, Report, Witness } from "../model.ts";
import { requirement } from "../requirements.ts";
import type { Side } from "./conversation.ts";
import { watchedStatements, Watch, type Breach, type WatchedTransport } from "./judge.ts";
import type { Tap } from "./recorder.ts";
import { recordingJson } from "./recording.ts";
import { reportOn } from "./report.ts";

export class Observation {
  onBreach: (breach: Breach) => void = () => undefined;
  /** Called with the number of conversations that have ended. */
  onEnd: (ended: number) => void = () => undefined;
  onStop: () => Promise<void> = () => Promise.resolve();
  readonly #transport: WatchedTransport;
  readonly #watches: Watch[] = [];
  readonly #started = Date.now();
  #ended = 0;

  constructor(transport: WatchedTransport) {
    this.#transport = transport;
  }

  get conversations(): number {
    return this.#watches.length;
  }

  /** What could not be judged, and why. */
  get notes(): readonly string[] {
    return this.#watches.flatMap((watch, index) =>
      Object.entries(watch.foreign).map(([side, reason]) => `in conversation ${String(index + 1)} the ${side} peer is not understood: ${reason}`),
    );
  }

  /** A conversation that was watched otherwise counts as well. */
  add(watch: Watch): void {
    this.#watches.push(watch);
  }

  /** A conversation begins. */
  tap(): Tap {
    const watch = new Watch(undefined, (breach) => this.onBreach(breach), this.#transport);
    this.#watches.push(watch);
    let open = 2;
    return {
      passed: (side, octets) => watch.feed(side, octets),
      ended: (side, how) => {
        watch.end(side, how);
        open -= 1;
        if (open > 0) return;
        this.#ended += 1;
        this.onEnd(this.#ended);
      },
    };
  }

  stop(): Promise<void> {
    return this.onStop();
  }

  report(side: Side): Report {
    const transports = new Set(this.#watches.map(({ transport }) => transport));
    const statements = [...new Set([...(transports.size === 0 ? [this.#transport] : transports)].flatMap((transport) => watchedStatements(transport)))];
    return reportOn({
      implementation: {
        name: `the ${side} peer`,
        version: side,
        language: "seen from outside",
        protocol: transports.has("ws") && transports.size === 1 ? "3.0" : "3.1",
      },
      results: [...transports].flatMap((transport) => watchedStatements(transport).flatMap((statement) => this.#result(side, statement, transport))),
      watched: statements,
      knownFailures: [],
      level: "standard",
      started: this.#started,
      log: [],
      complete: true,
      unseen: "nothing that passed shows it",
    });
  }

  #result(side: Side, statement: RequirementId, transport: WatchedTransport): readonly PropertyResult[] {
    const watches = this.#watches.filter((watch) => watch.transport === transport);
    const breach = watches.flatMap(({ breaches }) => breaches).find((candidate) => candidate.side === side && candidate.statement === statement);
    const kept = watches.reduce((sum, watch) => sum + (watch.kept[side].get(statement) ?? 0), 0);
    if (breach === undefined && kept === 0) return [];
    const common = {
      property: `watch/${statement.replace(".", "-")}`,
      transport,
      judges: [statement],
      runs: watches.length,
      reached: { occasions: kept },
    };
    if (breach === undefined) return [{ ...common, verdict: "pass" }];
    const verdict = requirement(statement).level.startsWith("SHOULD") ? "warning" : "fail";
    return [{ ...common, verdict, cause: "violated", statement, witness: this.#witness(common.property, transport, breach) }];
  }

  #witness(property: string, transport: WatchedTransport, { statement, expected, actual, octets, recording, side }: Breach): Witness {
    return {
      format: "patternwire-witness/1",
      statement,
      text: requirement(statement).text,
      property,
      transport,
      protocol: transport === "ws" ? "3.0" : "3.1",
      seed: 1,
      input: recording === undefined ? null : { conversation: recordingJson(recording), side },
      expected,
      actual,
      trace: [],
      octets,
      implementation: { name: `the ${side} peer`, version: side },
    };
  }
}
