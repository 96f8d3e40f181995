/** The claims of schemas/model and the committed measurements as the section of conformance/reports/claims.md. */
import type { Claim } from "../../../schemas/types/claim.ts";
import { requirements } from "../../kit/requirements.ts";
import { claimsTable } from "../../reports/claims.ts";
import { measurements } from "./matrix.ts";
import { readJson } from "./repository.ts";

export function claims(): readonly Claim[] {
  return readJson("schemas/model/claims.json") as readonly Claim[];
}

export function claimsSection(): string {
  return claimsTable(claims(), measurements(), (id) => requirements().get(id)?.fingerprint);
}
