/**
 * Which statements a case has judged. A judgement notes itself where it is carried out (`blame`, `judge`, `observe`, the strict decoder), so that a statement
 * counts as judged only when something looked at it, whatever its property promises.
 */
import type { RequirementId } from "../../schemas/types/requirement-id.ts";

export type Ledger = ReadonlySet<RequirementId>;

/** Whoever keeps the ledger of a case: its stage, its record. Cases are played side by side, so each judgement is told whose it is. */
export interface Judging {
  readonly ledger: Set<RequirementId>;
}

/** The case has judged these statements, with whatever outcome. */
export function noteJudged({ ledger }: Judging, ...statements: readonly RequirementId[]): void {
  for (const statement of statements) ledger.add(statement);
}
