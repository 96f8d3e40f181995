/** What a repetition puts in the way of a run, so that a verdict that depends on time or on luck shows. */
import { usualManner, type Manner } from "../wire/manner.ts";

/** `processors`: as many threads as there are processors keep them busy. `buffers`: wire peers read in sips. `octets`: they write octet by octet. */
export type Stress = "processors" | "buffers" | "octets";

export interface Repetition {
  /** `kept`: the adapter of the repetition before goes on, where it is a process of its own. `fresh`: it is started anew. */
  readonly adapter: "kept" | "fresh";
  readonly stress: readonly Stress[];
}

const stresses: readonly (readonly Stress[])[] = [[], ["processors"], ["buffers"], ["octets"], ["processors", "buffers", "octets"]];

/** Repetitions with one adapter, then restarts; each kind goes through every stress in turn, and ends in all of them at once. */
export function repetitions(kept: number, fresh: number): readonly Repetition[] {
  const turn = (adapter: Repetition["adapter"], count: number): readonly Repetition[] =>
    Array.from({ length: count }, (_, index) => ({
      adapter,
      stress: index === count - 1 && count > 1 ? (stresses.at(-1) ?? []) : (stresses[index % stresses.length] ?? []),
    }));
  return [...turn("kept", kept), ...turn("fresh", fresh)];
}

export function mannerOf({ stress }: Repetition): Manner {
  return { ...usualManner, octetByOctet: stress.includes("octets"), sips: stress.includes("buffers") };
}

/** `same adapter, processors busy, small buffers`. */
export function describeRepetition({ adapter, stress }: Repetition): string {
  const words: Readonly<Record<Stress, string>> = { processors: "processors busy", buffers: "small buffers", octets: "octet by octet" };
  return [adapter === "kept" ? "same adapter" : "restarted", ...stress.map((name) => words[name])].join(", ");
}
