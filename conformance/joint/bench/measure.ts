/** Measures a case at a point: all players in an order that chance chooses, round after round, so that what disturbs the machine disturbs all. */
import type { BenchResult, BenchRow } from "../../../schemas/types/bench.ts";
import { root } from "../../checks/generate/repository.ts";
import type { Case, Given, Reading } from "./case.ts";
import type { Field } from "./participants.ts";
import { Silent } from "./running.ts";

export interface Plan extends Given {
  /** Undefined for those of the case. */
  readonly rounds: number | undefined;
  readonly points: readonly number[] | undefined;
  /** Those who play, if they can; undefined for all. */
  readonly players: readonly string[] | undefined;
}

export interface Telling {
  /** What is being done now. */
  progress(line: string): void;
  /** What went wrong, and stays in the results. */
  warn(line: string): void;
}

/** Nobody is measured by these, so that a few rounds are enough for them. */
const aside: ReadonlySet<string> = new Set(["pyzmq", "JeroMQ"]);
const fewRounds = 3;

/** A round in which a program fails has no value, and `telling.warn` is told. Undefined when nobody plays. */
export async function measure(one: Case, point: number, field: Field, plan: Plan, telling: Telling): Promise<BenchResult | undefined> {
  const players = one.players(field).filter((name) => plan.players?.includes(name) ?? true);
  const readings = new Map<string, (Reading | undefined)[]>(players.map((name) => [name, []]));
  const rounds = plan.rounds ?? one.rounds;
  for (let round = 0; round < rounds; round += 1) {
    for (const player of shuffled(players.filter((name) => round < fewRounds || !aside.has(name)))) {
      telling.progress(`${one.name}, ${String(point)} ${one.axis}, round ${String(round + 1)} of ${String(rounds)}: ${player}`);
      readings.get(player)?.push(await played(one, player, point, field, plan, telling));
    }
  }
  const { name, title, unit, better, axis } = one;
  const rows = [...readings].map(([participant, all]) => rowOf(participant, all));
  return rows.length === 0 ? undefined : { case: name, title, unit, better, axis, at: point, rows };
}

async function played(one: Case, player: string, point: number, field: Field, plan: Plan, telling: Telling): Promise<Reading | undefined> {
  try {
    return await one.play(player, point, field, { warmMs: plan.warmMs, measureMs: plan.measureMs });
  } catch (error) {
    if (!(error instanceof Silent)) throw error;
    telling.warn(`${one.name}, ${String(point)} ${one.axis}: a round of ${player} failed: ${error.message.replaceAll(`${root}/`, "").trim()}`);
    return undefined;
  }
}

function rowOf(participant: string, readings: readonly (Reading | undefined)[]): BenchRow {
  const names = [...new Set(readings.flatMap((reading) => Object.keys(reading?.details ?? {})))];
  const figures = (of: (reading: Reading) => number | undefined): readonly (number | null)[] =>
    readings.map((reading) => rounded(reading === undefined ? undefined : of(reading)));
  return {
    participant,
    values: figures(({ value }) => value),
    details: Object.fromEntries(names.map((name) => [name, figures(({ details }) => details[name])])),
  };
}

/** More digits than a measurement has make files long. */
function rounded(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : Number(value.toPrecision(5));
}

function shuffled(names: readonly string[]): readonly string[] {
  return names
    .map((name) => [Math.random(), name] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, name]) => name);
}
