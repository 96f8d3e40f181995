/** Counts the inputs of a property, the classes that they reached, and what they judged. */
import type { RequirementId } from "../../schemas/types/requirement-id.ts";
import type { JudgedCases } from "./model.ts";
import type { Ended } from "./play-once.ts";
import type { Property } from "./property.ts";

export class Tally {
  runs = 0;
  readonly reached: Record<string, number> = {};
  readonly judged: Partial<Record<RequirementId, JudgedCases>> = {};
  readonly observed = new Map<RequirementId, Set<string>>();
  readonly #classes: Readonly<Record<string, (input: unknown) => boolean>>;

  constructor(property: Property<unknown>) {
    this.#classes = property.classes ?? {};
    for (const name of Object.keys(this.#classes)) this.reached[name] = 0;
  }

  count(input: unknown, ended: Ended): void {
    this.runs += 1;
    const own = Object.keys(this.#classes).filter((name) => this.#classes[name]?.(input) === true);
    for (const name of own) this.reached[name] = (this.reached[name] ?? 0) + 1;
    for (const statement of ended.judged) this.judged[statement] = withOne(this.judged[statement], own);
    for (const [statement, value] of ended.stage.observed) this.observed.set(statement, (this.observed.get(statement) ?? new Set()).add(value));
  }
}

function withOne(sum: JudgedCases = { cases: 0, classes: {} }, classes: readonly string[]): JudgedCases {
  return { cases: sum.cases + 1, classes: { ...sum.classes, ...Object.fromEntries(classes.map((name) => [name, (sum.classes[name] ?? 0) + 1])) } };
}
