/** What a replay found, for a terminal: the statement, what was expected, what happened, and the scenario as it went. */
import type { Witness } from "../kit/model.ts";
import { labelled, palette, printable, wrap } from "./text.ts";

export interface ReplayOutcome {
  readonly reproduced: boolean;
  readonly expected: string;
  readonly actual: string;
  readonly trace: readonly string[];
  readonly octets: readonly string[];
}

export function replayText(witness: Witness, outcome: ReplayOutcome, { width, colour }: { readonly width: number; readonly colour: boolean }): string {
  const paint = palette(colour);
  const verdict = outcome.reproduced
    ? paint.red("The failure happens again.")
    : paint.green("The failure does not happen: the statement is kept in this scenario.");
  const lines = [
    paint.bold(witness.statement),
    ...wrap(witness.text, width, "  "),
    ...labelled("property", `${witness.property} on ${witness.transport}`, width, 10),
    ...labelled("expected", outcome.expected, width, 10),
    ...labelled("actual", outcome.actual, width, 10),
    `\`\`\`zmtp trace${witness.transport === "tcp" ? "" : ` transport=${witness.transport}`}`,
    ...outcome.trace.map(printable),
    "```",
    ...outcome.octets.map((line) => `  ${paint.dim(printable(line))}`),
    "",
    paint.bold(verdict),
  ];
  return `${lines.join("\n")}\n`;
}
