import { describe, expect, it } from "vitest";
import type { PropertyResult, StatementResult } from "./model.ts";
import { requirement } from "./requirements.ts";
import type { KnownFailure } from "./run-options.ts";
import { excuseUndisclosed, exitCodeOf, staleKnownFailures, statementResult } from "./summary.ts";

const statement = (id: StatementResult["id"]): StatementResult => ({ id, level: "MUST", verdict: "fail", properties: [], reached: 1, classes: {} });
const result = (id: StatementResult["id"], cause: NonNullable<PropertyResult["cause"]>): PropertyResult => ({
  property: `a/${id}`,
  transport: "tcp",
  judges: [id],
  statement: id,
  verdict: "fail",
  cause,
  runs: 1,
  reached: {},
});
const deadly = [statement("framing.more"), statement("framing.size-bound")];
const results = [result("framing.more", "adapter-died"), result("framing.size-bound", "adapter-silent"), result("commands.unknown", "violated")];
const expires = "2099-01-01";

describe("what is told to maintainers first", () => {
  it("excuses as many deaths as the manifest counts, without their names", () => {
    const statements = excuseUndisclosed(deadly, results, { count: 2, expires });
    expect(statements.map(({ known }) => known?.reason)).toEqual(deadly.map(() => expect.stringContaining("SECURITY.md") as string));
    expect(exitCodeOf(statements, [], results)).toBe(0);
  });

  it("excuses none when there is one more", () => {
    expect(exitCodeOf(excuseUndisclosed(deadly, results, { count: 1, expires }), [], results)).toBe(1);
  });

  it("counts one that is known for another reason as well", () => {
    const known = { reason: "It does something else elsewhere.", expires };
    const statements = deadly.map((one, index) => (index === 0 ? { ...one, known } : one));
    expect(exitCodeOf(excuseUndisclosed(statements, results, { count: 1, expires }), [], results)).toBe(1);
    const excused = excuseUndisclosed(statements, results, { count: 2, expires });
    expect(excused[0]?.known).toBe(known);
    expect(exitCodeOf(excused, [], results)).toBe(0);
  });

  it("excuses nothing that is not broken, though the process ended at it", () => {
    const statements = deadly.map((one) => ({ ...one, verdict: "inconclusive" as const }));
    expect(exitCodeOf(excuseUndisclosed(statements, results, { count: 2, expires }), [], results)).toBe(2);
  });

  it("excuses nothing at which the process goes on", () => {
    const statements = [...deadly, statement("commands.unknown")];
    expect(exitCodeOf(excuseUndisclosed(statements, results, { count: 9, expires }), [], results)).toBe(1);
  });
});

describe("what is known to fail sometimes", () => {
  const id = "framing.more";
  const always: KnownFailure = { statement: id, reason: "It loses a message now and then.", expires };
  const known = [{ ...always, sometimes: { failed: 3, of: 10 } }];
  const kept: PropertyResult = { property: "framing/more", transport: "tcp", judges: [id], verdict: "pass", runs: 4, reached: {} };
  const judged = (played: PropertyResult, entries: readonly KnownFailure[] = known): StatementResult =>
    statementResult(requirement(id), ["framing/more"], [played], entries);

  it("is not passed by a run that keeps it, nor does that make the entry stale", () => {
    const statement = judged(kept);
    expect(statement).toMatchObject({ verdict: "inconclusive", reason: expect.stringContaining("in 3 of 10 runs") as string });
    expect(statement.known?.reason).toContain("It loses a message now and then. It fails in 3 of 10 runs.");
    expect(staleKnownFailures([statement], known, [kept])).toEqual([]);
    expect(exitCodeOf([statement], [], [kept])).toBe(0);
  });

  it("stays a failure in a run that breaks it, and is excused", () => {
    const broken: PropertyResult = { ...kept, verdict: "fail", statement: id, cause: "violated" };
    expect(judged(broken)).toMatchObject({ verdict: "fail", known: { expires } });
    expect(exitCodeOf([judged(broken)], [], [broken])).toBe(0);
  });

  it("is passed where the entry does not apply, or nothing was played", () => {
    expect(
      judged(
        { ...kept, transport: "ipc" },
        known.map((entry): KnownFailure => ({ ...entry, transports: ["tcp"] })),
      ).verdict,
    ).toBe("pass");
    expect(judged({ ...kept, runs: 0, verdict: "not-applicable" }).known).toBeUndefined();
  });

  it("what fails in every run is stale when it is kept", () => {
    expect(staleKnownFailures([judged(kept, [always])], [always], [kept])).toEqual([id]);
  });
});
