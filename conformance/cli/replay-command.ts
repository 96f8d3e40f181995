/** The command that plays a failure again, as a person can copy it. */
import type { Report, Witness } from "../kit/model.ts";
import { witnessFileName } from "../reports/findings.ts";
import { quoted } from "./target.ts";

export interface ReplayGround {
  /** The words that name the implementation: `--impl zeromq.js`, or `-- ./my-adapter`. */
  readonly words: string;
  /** Where the witnesses are, when they were written. */
  readonly witnessFolder?: string | undefined;
}

/** With a witness file the scenario itself; without one the property that found it, from the same seed. */
export function replayCommand(witness: Witness, { level }: Pick<Report, "level">, { words, witnessFolder }: ReplayGround): string {
  if (witnessFolder !== undefined) return replayFile(`${witnessFolder.replace(/\/+$/u, "")}/${witnessFileName(witness)}`, words);
  const { property, transport, mechanism, seed } = witness;
  const options = [
    `--filter ${quoted(property)}`,
    `--transport ${transport}`,
    ...(mechanism === undefined ? [] : [`--mechanism ${mechanism.toLowerCase()}`]),
    `--seed ${String(seed)}`,
    ...(level === "standard" ? [] : [`--${level}`]),
  ];
  return `npx patternwire check ${options.join(" ")} ${words}`;
}

export function replayFile(file: string, words: string): string {
  return `npx patternwire replay ${quoted(file)} ${words}`;
}
