/** Faulty models. Each breaks the property that it names, and the tool must find it: a check that no mutant can fail proves nothing. */
import type { Tool } from "./catalogue.ts";

/** A passage of the model's text, which stands there once, and what stands there in the mutant. */
export type Change = readonly [find: string, replace: string];

export interface ModelMutant {
  /** Where the simulation has the same fault: its id there. */
  readonly id: string;
  readonly model: string;
  /** The property of the model. */
  readonly breaks: string;
  readonly does: string;
  readonly quint?: Change;
  readonly spin?: Change;
}

/** Throws when the passage does not stand there once: the model has changed, and the mutant must follow. */
export function mutated(text: string, { id, ...mutant }: ModelMutant, tool: Tool): string {
  const [find, replace] = mutant[tool] ?? ["", ""];
  const count = find === "" ? 0 : text.split(find).length - 1;
  if (count !== 1) throw new Error(`the mutant ${id} finds its passage ${String(count)} times in the ${tool} text of ${mutant.model}: write it anew`);
  return text.replace(find, () => replace);
}
