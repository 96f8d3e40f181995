/** The statements of the specification, as extracted from its text. */
import { createHash } from "node:crypto";
import type { RequirementId } from "../../schemas/types/requirement-id.ts";
import { readJson } from "./root.ts";

export interface Requirement {
  readonly id: RequirementId;
  readonly chapter: string;
  readonly level: "MUST" | "MUST NOT" | "SHOULD" | "SHOULD NOT" | "MAY";
  readonly actor: string;
  readonly text: string;
  readonly observable: "wire" | "api" | "both" | "none";
  readonly reason?: string;
  readonly appliesTo?: readonly string[];
  readonly since?: "3.1";
  readonly choice?: readonly string[];
  readonly hostile?: boolean;
  readonly source: string;
  readonly fingerprint: string;
  readonly file: string;
}

let cache: ReadonlyMap<string, Requirement> | undefined;

/** All statements by id, in the order of the specification. */
export function requirements(): ReadonlyMap<string, Requirement> {
  cache ??= new Map(
    (readJson("schemas/model/requirements.json") as { readonly requirements: readonly Requirement[] }).requirements.map((entry) => [entry.id, entry]),
  );
  return cache;
}

/** One statement; an unknown id is a fault of the harness. */
export function requirement(id: string): Requirement {
  const entry = requirements().get(id);
  if (entry === undefined) throw new Error(`There is no statement ${id} in schemas/model/requirements.json: run "npm run generate".`);
  return entry;
}

/** Tells one set of statements from another: 16 hex digits of SHA-256 over their ids and fingerprints. */
export function specificationFingerprint(): string {
  const words = [...requirements().values()].map((entry) => `${entry.id} ${entry.fingerprint}`).join("\n");
  return createHash("sha256").update(words).digest("hex").slice(0, 16);
}
