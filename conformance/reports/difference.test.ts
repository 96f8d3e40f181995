import { describe, expect, it } from "vitest";
import { differenceExitCode, differences, type Judged } from "./difference.ts";

const judged = (verdicts: Readonly<Record<string, Judged["verdict"]>>): readonly Judged[] => Object.entries(verdicts).map(([id, verdict]) => ({ id, verdict }));
const changes = (before: Readonly<Record<string, Judged["verdict"]>>, after: Readonly<Record<string, Judged["verdict"]>>) => {
  const found = differences(judged(before), judged(after));
  return { changes: found.map(({ id, change }) => `${id} ${change}`), exitCode: differenceExitCode(found) };
};

describe("what changed between two reports", () => {
  it.each([
    ["a statement that was kept and is broken is a regression", "pass", "fail", "regression", 1],
    ["one that was kept and is only warned of is a regression", "pass", "warning", "regression", 1],
    ["one that was broken and is kept is a fix", "fail", "pass", "fix", 0],
    ["one that was broken and is only warned of is a fix", "fail", "warning", "fix", 0],
    ["one that could not be judged and is kept is newly reached", "inconclusive", "pass", "reached", 0],
    ["one that was not declared and is broken is newly broken", "not-applicable", "fail", "broken", 1],
    ["one that was kept and is not judged is newly vacuous", "pass", "inconclusive", "vacuous", 2],
    ["one that was broken and is no longer declared is newly vacuous, not a fix", "fail", "not-applicable", "vacuous", 2],
  ] as const)("%s", (_sentence, before, after, change, exitCode) => {
    expect(changes({ a: before }, { a: after })).toEqual({ changes: [`a ${change}`], exitCode });
  });

  it("says nothing of what is as it was, nor of two ways of not being judged", () => {
    expect(changes({ a: "pass", b: "inconclusive" }, { a: "pass", b: "not-applicable" })).toEqual({ changes: [], exitCode: 0 });
  });

  it("names what only one of them has; a new one that is broken is worse", () => {
    expect(changes({ a: "pass" }, { b: "fail" })).toEqual({ changes: ["a removed", "b added"], exitCode: 1 });
    expect(changes({ a: "pass" }, {})).toEqual({ changes: ["a removed"], exitCode: 2 });
  });

  it("puts a regression before what is no longer judged", () => {
    expect(changes({ a: "pass", b: "pass" }, { a: "inconclusive", b: "fail" }).exitCode).toBe(1);
  });
});
