/** What a measurement is. */
import type { Field, Participant } from "./participants.ts";
import type { Work } from "./work.ts";

/** One figure of one round, and what else was seen, each under its name with its unit. */
export interface Reading {
  readonly value: number;
  readonly details: Readonly<Record<string, number>>;
}

/** How long to warm up and to measure; the case adds the work that warms it. */
export type Given = Pick<Work, "warmMs" | "measureMs">;

export interface Case {
  /** Unique; words of the command line choose all cases whose names begin with them. */
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly better: "more" | "less";
  /** What the points are numbers of, such as "octets"; and the points. */
  readonly axis: string;
  readonly points: readonly number[];
  /** How often it is played when nothing else is said. */
  readonly rounds: number;
  /** Why the field cannot play it; undefined when it can. */
  lacks(field: Field): string | undefined;
  /** Those of the field who take part. Some of them are no implementations, and stand for what could be reached. */
  players(field: Field): readonly string[];
  play(player: string, point: number, field: Field, given: Given): Promise<Reading>;
}

/** The participant of this name. */
export function participantOf(field: Field, name: string): Participant {
  const found = field.participants.find((participant) => participant.name === name);
  if (found === undefined) throw new Error(`${name} is not here`);
  return found;
}
