import { describe, expect, it } from "vitest";
import type { PropertyResult, StatementResult } from "./model.ts";
import { excuseUndisclosed, exitCodeOf } from "./summary.ts";

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

  it("excuses nothing at which the process goes on", () => {
    const statements = [...deadly, statement("commands.unknown")];
    expect(exitCodeOf(excuseUndisclosed(statements, results, { count: 9, expires }), [], results)).toBe(1);
  });
});
