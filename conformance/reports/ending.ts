/** The last words of a report: the verdict as a sentence, and what the exit code means. */
import type { Report } from "../kit/model.ts";

export type ExitCode = Report["exitCode"];

/** What each exit code tells the program that started the run. */
export const exitMeanings: Readonly<Record<ExitCode, string>> = {
  0: "conforming",
  1: "a MUST is broken, or a known failure is stale",
  2: "inconclusive: something could not be judged",
  3: "wrong usage, a fault of the harness, or nothing was judged",
  130: "interrupted",
};

/** The verdict as a sentence. */
export function verdictSentence(report: Report): string {
  const { summary, implementation, staleKnownFailures } = report;
  const name = `${implementation.name} ${implementation.version}`;
  if (!report.complete) return `The run on ${name} was interrupted: the report is partial, and no verdict follows from it.`;
  switch (report.exitCode) {
    case 0:
      if (summary.known > 0) {
        return `${name} breaks ${counted(summary.known, "statement")}, ${summary.known === 1 ? "a known failure" : "all of them known failures"}; it keeps ${String(summary.pass)} of those judged${and([[summary.warning, "warning"]])}.`;
      }
      return `${name} conforms: it keeps ${counted(summary.pass, "statement")} of those judged${and([[summary.warning, "warning"]])}.`;
    case 1:
      return [
        summary.fail > 0
          ? `${name} does not conform: it breaks ${counted(summary.fail, "statement")}.`
          : `${name} breaks no statement that is not a known failure.`,
        ...(staleKnownFailures.length > 0 ? [`${counted(staleKnownFailures.length, "known failure")} did not happen: remove the stale entries.`] : []),
      ].join(" ");
    case 2:
      return `It is not certain that ${name} conforms: ${counted(summary.inconclusive, "statement")} could not be judged.`;
    case 3:
      return summary.error > 0
        ? `No verdict on ${name}: the harness failed on ${counted(summary.error, "statement")}.`
        : `No verdict on ${name}: nothing was judged. The adapter declares nothing that the selected properties need.`;
    case 130:
      return `The run on ${name} was interrupted: no verdict follows.`;
  }
}

/** `Exit code 1: a MUST is broken, or a known failure is stale.` */
export function exitSentence({ exitCode, summary }: Report): string {
  const excused = exitCode === 0 && summary.known > 0;
  return `Exit code ${String(exitCode)}: ${excused ? "no failure but known ones" : exitMeanings[exitCode]}.`;
}

/** `12 cases (3 an empty part, 5 a long frame)`: the cases in which a statement was judged, and their input classes. */
export function casesText({ reached, classes = {} }: Pick<Report["statements"][number], "reached" | "classes">): string {
  const parts = Object.entries(classes).map(([name, count]) => `${String(count)} ${name}`);
  return `${counted(reached, "case")}${parts.length === 0 ? "" : ` (${parts.join(", ")})`}`;
}

/** `1 statement`, `2 statements`. */
export function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? "" : "s"}`;
}

function and(parts: readonly (readonly [number, string])[]): string {
  const present = parts.filter(([count]) => count > 0).map(([count, noun]) => counted(count, noun));
  return present.length === 0 ? "" : `, with ${present.join(" and ")}`;
}
