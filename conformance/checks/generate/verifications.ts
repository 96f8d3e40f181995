/** The committed results of `patternwire verify` as the table of conformance/reports/verify.md. */
import type { Verification } from "../../kit/verify/verify.ts";
import { verificationTable } from "../../reports/verification.ts";
import { filesBelow, readJson } from "./repository.ts";

export function verificationSection(): string {
  return verificationTable(verificationFiles().map((file) => readJson(file) as Verification));
}

/** The committed results, one an implementation. */
export function verificationFiles(): readonly string[] {
  return filesBelow("conformance/reports", ".json").filter((file) => (readJson(file) as Partial<Verification>).format === "patternwire-verify/1");
}
