/**
 * How a case ends when it does not end well. A step that meets something else than it waits for throws `Unexpected`; inside `blame` that becomes a `Violation` of
 * the statement at stake, outside it a case whose ground was not reached.
 */
import type { RequirementId } from "../../schemas/types/requirement-id.ts";
import { noteJudged, type Judging } from "./ledger.ts";
import type { Cause } from "./model.ts";

/** A step met something else than it waited for. */
export class Unexpected extends Error {
  readonly expected: string;
  readonly actual: string;
  /** The case waited for its ceiling: a repetition costs as much again. */
  readonly slow: boolean;

  constructor(expected: string, actual: string, slow = false) {
    super(`expected: ${expected}; actual: ${actual}`);
    this.expected = expected;
    this.actual = actual;
    this.slow = slow;
  }
}

/** The implementation broke a statement. */
export class Violation extends Error {
  readonly statement: RequirementId;
  readonly expected: string;
  readonly actual: string;
  readonly slow: boolean;

  constructor(statement: RequirementId, expected: string, actual: string, slow = false) {
    super(`${statement}: expected: ${expected}; actual: ${actual}`);
    this.statement = statement;
    this.expected = expected;
    this.actual = actual;
    this.slow = slow;
  }
}

/** The case could not be carried to the point where the statement is judged. */
export class NotReached extends Error {
  override readonly cause: Cause;

  constructor(cause: Cause, reason: string) {
    super(reason);
    this.cause = cause;
  }
}

/** Runs the experiment: whatever is unexpected in it breaks the statement. */
export async function blame<T>(judging: Judging, statement: RequirementId, experiment: () => Promise<T>): Promise<T> {
  try {
    const result = await experiment();
    noteJudged(judging, statement);
    return result;
  } catch (error) {
    if (!(error instanceof Unexpected)) throw error;
    noteJudged(judging, statement);
    throw new Violation(statement, error.expected, error.actual, error.slow);
  }
}

/** The statement is broken unless the condition holds. */
export function judge(judging: Judging, statement: RequirementId, condition: boolean, expected: string, actual: string): void {
  noteJudged(judging, statement);
  if (!condition) throw new Violation(statement, expected, actual);
}

/** Fails the current experiment (or control) unless the condition holds. */
export function expect(condition: boolean, expected: string, actual: string): asserts condition {
  if (!condition) throw new Unexpected(expected, actual);
}
