/** The committed reports are of this specification and of this suite. */
import { expect, it } from "vitest";
import type { Report } from "../kit/model.ts";
import { listStatements } from "../kit/runner.ts";
import { specificationFingerprint } from "../kit/requirements.ts";
import { reportFiles } from "./generate/findings.ts";
import { readJson } from "./generate/repository.ts";

it("there are reports on the reference and on libzmq", () => {
  expect(reportFiles()).toEqual(expect.arrayContaining(["conformance/reports/reference.json", "conformance/reports/zeromq.js.json"]));
});

it.each(reportFiles())("%s was measured with the statements as they are now; measure again with: npx patternwire check --impl NAME --json FILE", (file) => {
  const report = readJson(file) as Report;
  expect(report.specification.fingerprint).toBe(specificationFingerprint());
  expect(report.statements.map(({ id }) => id)).toEqual(listStatements().map(({ id }) => id));
  expect(report.complete).toBe(true);
});
