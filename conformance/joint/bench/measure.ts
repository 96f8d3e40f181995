/** Measures a case: all participants in turn, round after round (A, B, A, B …), so that what disturbs the machine disturbs all. */
import type { Case } from "./cases.ts";
import { goalsOf } from "./goals.ts";
import type { Field } from "./participants.ts";
import { Silent, type Measured } from "./play.ts";
import { ratiosOf, spreadOf, type Spread } from "./statistics.ts";

export interface Row {
  readonly participant: string;
  /** One value a round, in the unit of the case. */
  readonly values: readonly number[];
  readonly spread: Spread;
  /** Of round trips: medians of the rounds, in microseconds. */
  readonly p99Us: number | undefined;
  readonly p999Us: number | undefined;
  /** Processor time of both processes for one message, in nanoseconds; undefined for round trips. */
  readonly cpuNs: number | undefined;
}

export interface Judged {
  readonly of: string;
  readonly to: string;
  readonly atLeast: number | undefined;
  readonly atMost: number | undefined;
  readonly ratio: Spread;
  readonly met: boolean;
}

export interface Result {
  readonly case: string;
  readonly title: string;
  readonly unit: Case["unit"];
  readonly size: number;
  readonly peers: number;
  readonly rows: readonly Row[];
  readonly goals: readonly Judged[];
}

export interface Plan {
  readonly rounds: number;
  readonly warmMs: number;
  readonly measureMs: number;
  /** Undefined for those of the case. */
  readonly sizes: readonly number[] | undefined;
}

interface Round {
  readonly value: number;
  readonly p99Us: number | undefined;
  readonly p999Us: number | undefined;
  readonly cpuNs: number | undefined;
}

/** Gives undefined when the field lacks what the case needs. A round in which a program fails has no value, and `warn` is told. */
export async function measure(
  one: Case,
  size: number,
  field: Field,
  plan: Plan,
  tell: (line: string) => void,
  warn: (line: string) => void,
): Promise<Result | undefined> {
  const rounds = new Map<string, Round[]>(field.participants.map(({ name }) => [name, []]));
  for (let round = 0; round < plan.rounds; round += 1) {
    for (const participant of field.participants) {
      tell(`${one.name}, ${String(size)} octets, round ${String(round + 1)} of ${String(plan.rounds)}: ${participant.name}`);
      try {
        const measured = await one.play(participant, field, { size, warmMs: plan.warmMs, measureMs: plan.measureMs });
        if (measured === undefined) return undefined;
        rounds.get(participant.name)?.push(roundOf(measured, one.peers));
      } catch (error) {
        if (!(error instanceof Silent)) throw error;
        warn(`${one.name}, ${String(size)} octets: a round of ${participant.name} failed: ${error.message.trim()}`);
        rounds.get(participant.name)?.push({ value: NaN, p99Us: undefined, p999Us: undefined, cpuNs: undefined });
      }
    }
  }
  const rows = [...rounds].map(([participant, all]) => rowOf(participant, all));
  return { case: one.name, title: one.title, unit: one.unit, size, peers: one.peers, rows, goals: judge(one.name, size, rows) };
}

function roundOf({ found, sent }: Measured, peers: number): Round {
  const { messages, seconds, cpuSeconds, medianUs, p99Us, p999Us } = found;
  const sending = sent === undefined ? 0 : sent.cpuSeconds / sent.messages / peers;
  const cpuNs = medianUs === undefined ? (cpuSeconds / messages + sending) * 1e9 : undefined;
  return { value: medianUs ?? messages / seconds, p99Us, p999Us, cpuNs };
}

function rowOf(participant: string, rounds: readonly Round[]): Row {
  const values = rounds.map(({ value }) => value);
  const median = (of: (round: Round) => number | undefined): number | undefined => {
    const known = rounds.map(of).filter((value) => value !== undefined);
    return known.length === 0 ? undefined : spreadOf(known).median;
  };
  return {
    participant,
    values,
    spread: spreadOf(values),
    p99Us: median(({ p99Us }) => p99Us),
    p999Us: median(({ p999Us }) => p999Us),
    cpuNs: median(({ cpuNs }) => cpuNs),
  };
}

function judge(caseName: string, size: number, rows: readonly Row[]): readonly Judged[] {
  return goalsOf(caseName, size).flatMap(({ of, to, atLeast, atMost }) => {
    const mine = rows.find(({ participant }) => participant === of);
    const other = rows.find(({ participant }) => participant === to);
    if (mine === undefined || other === undefined) return [];
    const ratio = ratiosOf(mine.values, other.values);
    return [{ of, to, atLeast, atMost, ratio, met: ratio.median >= (atLeast ?? 0) && ratio.median <= (atMost ?? Infinity) }];
  });
}
