/** What `verify` found, for a terminal and as a table: which verdicts changed, and in which runs. */
import type { Outcome, Unstable } from "../kit/verify/unstable.ts";
import { describeRepetition } from "../kit/verify/stress.ts";
import type { Verification } from "../kit/verify/verify.ts";
import { counted } from "./ending.ts";
import { printable, wrap } from "./text.ts";

export function verificationText(verification: Verification, width: number): string {
  const { unstable, implementation, compared, repetitions, level } = verification;
  const runs = counted(repetitions.length, `${level} run`);
  const scope = `${counted(compared.statements, "statement")} and of ${String(compared.properties)} results of properties`;
  const ending =
    unstable.length === 0
      ? `Stable: ${runs} of ${implementation.name} ${implementation.version} gave each of ${scope} the same verdict.`
      : `Unstable: ${counted(unstable.length, "verdict")} of ${scope} changed within ${runs} of ${implementation.name} ${implementation.version}; they are inconclusive.`;
  return `${[...unstable.flatMap((entry) => entryLines(entry, verification, width)), ...wrap(ending, width)].join("\n")}\n`;
}

/** One row a verification: what was run, how often, and what changed. */
export function verificationTable(verifications: readonly Verification[]): string {
  const rows = verifications.map(({ implementation, level, repetitions, compared, unstable, command }) => {
    const kept = repetitions.filter(({ adapter }) => adapter === "kept").length;
    const stressed = repetitions.filter(({ stress }) => stress.length > 0).length;
    return [
      `${implementation.name} ${implementation.version}`,
      `${String(kept)} with one adapter, ${String(repetitions.length - kept)} restarts, ${String(stressed)} of them under stress; ${level}`,
      `${String(compared.statements)} statements, ${String(compared.properties)} properties`,
      unstable.length === 0 ? "none" : unstable.map(({ name }) => `\`${name}\``).join(", "),
      `\`npx ${command}\``,
    ];
  });
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const head = ["implementation", "runs", "compared", "unstable", "command"];
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function entryLines({ name, outcomes }: Unstable, { repetitions }: Verification, width: number): readonly string[] {
  return [printable(name), ...outcomes.flatMap((outcome) => outcomeLines(outcome, repetitions, width)), ""];
}

function outcomeLines({ verdict, statement, reason, runs }: Outcome, repetitions: Verification["repetitions"], width: number): readonly string[] {
  const where = runs.map((run) => {
    const repetition = repetitions[run - 1];
    return `${String(run)}${repetition === undefined ? "" : ` (${describeRepetition(repetition)})`}`;
  });
  const what = `${verdict}${statement === undefined ? "" : ` (${statement})`} in ${runs.length === 1 ? "run" : "runs"} ${where.join(", ")}${reason === "" ? "" : `: ${reason}`}`;
  return wrap(what, width, "  ", "    ");
}
