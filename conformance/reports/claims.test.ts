/** Verdicts on claims follow from measurements alone. */
import { describe, expect, it } from "vitest";
import type { Claim } from "../../schemas/types/claim.ts";
import type { MeasuredStatement, MeasurementFile } from "../../schemas/types/measurement.ts";
import { claimsTable, judgeClaim } from "./claims.ts";

const claim: Claim = {
  id: "example.ping-answered",
  implementation: "Example",
  version: "1.0",
  basis: "read",
  claim: "It answers PING with PONG, and takes a time-to-live for shorter than it is.",
  statements: [
    { id: "heartbeat.pong", expect: "kept" },
    { id: "heartbeat.ttl-early", expect: "broken" },
  ],
  runs: ["example"],
};

const cell = (id: string, verdict: MeasuredStatement["verdict"], more: Partial<MeasuredStatement> = {}): MeasuredStatement => ({
  id,
  fingerprint: "00000000",
  level: "MUST",
  verdict,
  ...more,
});

const measured = (...statements: readonly MeasuredStatement[]): MeasurementFile => ({
  format: "patternwire-measurement/1",
  name: "example",
  implementation: { name: "Example", version: "1.2.3", language: "C", protocol: "3.0" },
  specification: { version: "0.1", fingerprint: "0123456789abcdef" },
  seed: 1,
  level: "standard",
  transports: ["tcp"],
  reproduce: "patternwire matrix --impl example",
  complete: true,
  withheld: 0,
  statements,
});

const verdict = (of: Claim, ...statements: readonly MeasuredStatement[]): string => judgeClaim(of, measured(...statements), () => "00000000").verdict;

describe("a claim is", () => {
  it("confirmed when what was judged is as it expects, a broken SHOULD too", () => {
    expect(verdict(claim, cell("heartbeat.pong", "pass"), cell("heartbeat.ttl-early", "fail"))).toBe("confirmed");
    expect(verdict(claim, cell("heartbeat.ttl-early", "warning"))).toBe("confirmed");
  });

  it("refuted by one statement that is otherwise, and says what was seen", () => {
    const judged = judgeClaim(claim, measured(cell("heartbeat.pong", "fail", { actual: "no PONG" }), cell("heartbeat.ttl-early", "fail")), () => "00000000");
    expect(judged).toEqual({ verdict: "refuted", why: "heartbeat.pong is broken: no PONG", moved: false });
    expect(verdict(claim, cell("heartbeat.ttl-early", "pass"))).toBe("refuted");
  });

  it("not seen when nothing was judged, with the reason of the run or of the claim", () => {
    const unsure = measured(cell("heartbeat.pong", "not-applicable", { reason: "by version 3.0" }), cell("heartbeat.ttl-early", "inconclusive"));
    expect(judgeClaim(claim, unsure, () => "00000000")).toMatchObject({ verdict: "not seen", why: "by version 3.0" });
    expect(verdict(claim)).toBe("not seen");
    const unseen: Claim = { ...claim, statements: [{ id: "versions.older" }], unseen: "nothing holds it" };
    expect(judgeClaim(unseen, measured(cell("versions.older", "pass")), () => "00000000")).toMatchObject({ verdict: "not seen", why: "nothing holds it" });
  });

  it("judged by the version that the run announced, when it names one", () => {
    const version = (protocol: "3.0" | "3.1"): Claim => ({ ...claim, statements: [{ id: "greeting.version", expect: "kept" }], protocol });
    expect(verdict(version("3.0"), cell("greeting.version", "pass"))).toBe("confirmed");
    expect(verdict(version("3.1"), cell("greeting.version", "pass"))).toBe("refuted");
  });

  it("marked when the text of a statement has changed since it was measured", () => {
    expect(judgeClaim(claim, measured(cell("heartbeat.pong", "pass")), () => "11111111").moved).toBe(true);
  });
});

describe("the table", () => {
  const table = claimsTable(
    [claim, { ...claim, id: "absent.ping-answered", implementation: "Absent", runs: ["absent"] }],
    [measured(cell("heartbeat.pong", "fail", { actual: "a | b" }))],
    () => "00000000",
  );

  it("names the run with its version and counts its verdicts", () => {
    expect(table).toContain("| Example | Example 1.2.3 | 1 | 0 | 1 | 0 |");
    expect(table).toContain(String.raw`heartbeat.pong is broken: a \| b`);
  });

  it("says of an implementation without a run that it is not run", () => {
    expect(table).toContain("| Absent | not run | 1 |");
    expect(table).toMatch(/^\| It answers PING.* \| not run \|$/mu);
  });
});
