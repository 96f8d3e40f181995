/** What a tool found out about one property of one model, or of one of its mutants. */
import type { Tool } from "./catalogue.ts";

export interface Verdict {
  readonly model: string;
  /** `replay`: traces of the model on an implementation. */
  readonly tool: Tool | "replay";
  /** The property; of a replay, whose sockets it was played on. */
  readonly property: string;
  /** The faulty model that was checked. */
  readonly mutant?: string;
  /** How far it was explored, for a person. */
  readonly bound: string;
  /** States that Spin stored, runs that Quint sampled, or steps that were replayed. */
  readonly states: number;
  /** `holds`: nothing broke it within the bound. `broken`: something did. `error`: the tool could not tell; `told` says why. */
  readonly verdict: "holds" | "broken" | "error";
  /** What a person needs to see: the counter-example, or what went wrong. */
  readonly told?: string;
}

/** A model must keep its properties, a mutant must break its own. */
export function isExpected({ mutant, verdict }: Verdict): boolean {
  return verdict === (mutant === undefined ? "holds" : "broken");
}
