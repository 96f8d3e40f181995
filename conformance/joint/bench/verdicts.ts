/** Which goals are met by what was measured. */
import type { BenchResult, BenchRow } from "../../../schemas/types/bench.ts";
import { goalsOf, type Goal } from "./goals.ts";
import { spreadOf, together, type Rounds, type Spread } from "./statistics.ts";

export interface Verdict {
  readonly result: BenchResult;
  readonly goal: Goal;
  readonly measured: Spread;
  readonly met: boolean;
}

/** Goals of which a participant was not measured are left out. The median decides. */
export function verdictsOf(results: readonly BenchResult[]): readonly Verdict[] {
  return results.flatMap((result) =>
    goalsOf(result.case, result.at).flatMap((goal) => {
      const measured = measuredOf(goal, result, results);
      if (measured === undefined || Number.isNaN(measured.median)) return [];
      return [{ result, goal, measured, met: measured.median >= (goal.atLeast ?? -Infinity) && measured.median <= (goal.atMost ?? Infinity) }];
    }),
  );
}

function measuredOf(goal: Goal, result: BenchResult, results: readonly BenchResult[]): Spread | undefined {
  const { by } = goal;
  const mine = figures(result, goal.of, goal.detail);
  if (mine === undefined || by.type === "value") return mine === undefined ? undefined : spreadOf(mine);
  const there = by.type === "growth" ? results.find((other) => other.case === result.case && other.at === by.from) : result;
  const other = there === undefined ? undefined : figures(there, by.type === "growth" ? goal.of : by.to, goal.detail);
  if (other === undefined) return undefined;
  return together(mine, other, (a, b) => (by.type === "difference" ? a - b : a / b));
}

function figures({ rows }: BenchResult, participant: string, detail: string | undefined): Rounds | undefined {
  const row: BenchRow | undefined = rows.find((candidate) => candidate.participant === participant);
  return detail === undefined ? row?.values : row?.details[detail];
}
