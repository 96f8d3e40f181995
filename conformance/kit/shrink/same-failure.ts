/** Whether two cases went wrong for the same reason: the same statement, and the same expectation but for the values in it. */
import type { Ended } from "../play-once.ts";

export function sameFailure(a: Ended, b: Ended): boolean {
  return a.verdict === b.verdict && a.statement === b.statement && a.cause === b.cause && wording(a.expected) === wording(b.expected);
}

/** The words of an expectation, without parts, numbers and the names of parties. */
function wording(expected = ""): string {
  return expected
    .replace(/"[^"]*"(?:\*\d+)?|\bx(?:[0-9a-f]{2})*(?:\*\d+|…\(\d+ octets\))?/gu, "part")
    .replace(/\b(?:S|[A-R])?\d+\b|\b[SA-R]\b/gu, "")
    .replace(/part(?:, part)*/gu, "parts");
}
