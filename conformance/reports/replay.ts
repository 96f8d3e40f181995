/** What a replay found, for a terminal: the statement, what was expected, what happened, and the scenario as it went. */
import type { Witness } from "../kit/model.ts";
import { drawing } from "./diagram-text.ts";
import { fenceInfo, groundOf } from "./findings.ts";
import { shrunkText } from "./shrunk.ts";
import { labelled, palette, printable, wrap } from "./text.ts";

export interface ReplayOutcome {
  readonly reproduced: boolean;
  readonly expected: string;
  readonly actual: string;
  readonly trace: readonly string[];
  readonly octets: readonly string[];
  /** How often it was played. Absent: once. */
  readonly plays?: number;
}

export function replayText(witness: Witness, outcome: ReplayOutcome, { width, colour }: { readonly width: number; readonly colour: boolean }): string {
  const paint = palette(colour);
  const { plays = 1 } = outcome;
  const often = plays === 1 ? "" : outcome.reproduced ? ` It was played ${String(plays)} times until then.` : ` It was played ${String(plays)} times.`;
  const verdict = outcome.reproduced
    ? paint.red(`The failure happens again.${often}`)
    : paint.green(`The failure does not happen: the statement is kept in this scenario.${often}`);
  const lines = [
    paint.bold(witness.statement),
    ...wrap(witness.text, width, "  "),
    ...labelled("property", `${witness.property} on ${groundOf(witness)}`, width, 10),
    ...labelled("expected", outcome.expected, width, 10),
    ...labelled("actual", outcome.actual, width, 10),
    ...(witness.shrunk === undefined ? [] : labelled("smallest", shrunkText(witness.shrunk), width, 10)),
    `\`\`\`zmtp trace${fenceInfo(witness)}`,
    ...outcome.trace.map(printable),
    "```",
    ...drawing({ ...witness, trace: outcome.trace }, width),
    ...outcome.octets.map((line) => `  ${paint.dim(printable(line))}`),
    "",
    paint.bold(verdict),
  ];
  return `${lines.join("\n")}\n`;
}
