/**
 * Which statements a case has judged. A judgement notes itself where it is carried out (`blame`, `judge`, `observe`, the strict decoder), so that a statement
 * counts as judged only when something looked at it, whatever its property promises.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { RequirementId } from "../../schemas/types/requirement-id.ts";

export type Ledger = ReadonlySet<RequirementId>;

const current = new AsyncLocalStorage<Set<RequirementId>>();

/** Plays a case with a ledger of its own; the ledger is filled while it plays. */
export function withLedger<T>(ledger: Set<RequirementId>, play: () => Promise<T>): Promise<T> {
  return current.run(ledger, play);
}

/** The case under way has judged these statements, with whatever outcome. Outside of a case nothing is noted. */
export function noteJudged(...statements: readonly RequirementId[]): void {
  const ledger = current.getStore();
  for (const statement of statements) ledger?.add(statement);
}
