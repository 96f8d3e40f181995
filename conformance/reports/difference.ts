/** What changed between two measurements of an implementation, or between two implementations: by what a person has to do about it. */
import type { Verdict } from "../kit/model.ts";

export interface Judged {
  readonly id: string;
  readonly verdict: Verdict;
}

/** regression: kept before, broken now. fix: the other way. reached: judged now, and kept. vacuous: no longer judged. broken: judged now, and not kept. */
export type Change = "regression" | "fix" | "reached" | "vacuous" | "broken" | "added" | "removed";

export interface Difference {
  readonly id: string;
  readonly change: Change;
  readonly before?: Verdict;
  readonly after?: Verdict;
}

/** In the order of the first list, then what only the second has. What has no part in the change, such as inconclusive to not applicable, is left out. */
export function differences(before: readonly Judged[], after: readonly Judged[]): readonly Difference[] {
  const later = new Map(after.map(({ id, verdict }) => [id, verdict]));
  const earlier = new Set(before.map(({ id }) => id));
  const changed = before.flatMap(({ id, verdict }): readonly Difference[] => {
    const now = later.get(id);
    if (now === undefined) return [{ id, change: "removed", before: verdict }];
    const change = changeOf(verdict, now);
    return change === undefined ? [] : [{ id, change, before: verdict, after: now }];
  });
  return [...changed, ...after.filter(({ id }) => !earlier.has(id)).map(({ id, verdict }): Difference => ({ id, change: "added", after: verdict }))];
}

/** 0 nothing worse; 1 a regression, or newly broken, as an addition too; 2 something is no longer judged. */
export function differenceExitCode(found: readonly Difference[]): 0 | 1 | 2 {
  const worse = found.some(({ change, after }) => change === "regression" || change === "broken" || (change === "added" && after === "fail"));
  return worse ? 1 : found.some(({ change }) => change === "vacuous" || change === "removed") ? 2 : 0;
}

const rank: Readonly<Record<Verdict, "kept" | "weak" | "broken" | "open">> = {
  pass: "kept",
  warning: "weak",
  fail: "broken",
  inconclusive: "open",
  "not-applicable": "open",
  error: "open",
};

function changeOf(before: Verdict, after: Verdict): Change | undefined {
  const [from, to] = [rank[before], rank[after]];
  if (from === to) return undefined;
  if (to === "open") return "vacuous";
  if (from === "open") return to === "kept" ? "reached" : "broken";
  return to === "kept" || from === "broken" ? "fix" : "regression";
}
