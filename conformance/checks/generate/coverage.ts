/** The coverage snapshot: for each statement, where it is kept, shown, judged and broken on purpose. And the tables of spec/coverage.md. */
import type { Ambiguity } from "../../../schemas/types/ambiguity.ts";
import type { CoverageEntry } from "../../../schemas/types/coverage.ts";
import type { Scenario } from "../../../schemas/types/scenario.ts";
import type { RfcStatement } from "../../../schemas/types/rfc-statement.ts";
import { codeCitations, fenceCitations, mutantCitations, propertyCitations, type Citation } from "./citations.ts";
import { jsonOutput, type Generator } from "./generator.ts";
import { markdownTable } from "./markdown.ts";
import { filesBelow, readJson } from "./repository.ts";
import { allStatements } from "./requirements.ts";

export const coverage: Generator = {
  name: "coverage",
  about: "schemas/model/coverage.json from spec/, reference/, conformance/properties and conformance/mutants",
  outputs: () => [jsonOutput("schemas/model/coverage.json", coverageEntries())],
};

export function coverageEntries(): readonly CoverageEntry[] {
  const by = { code: byId(codeCitations()), fences: byId(fenceCitations()), properties: byId(propertyCitations()), mutants: byId(mutantCitations()) };
  return allStatements().map(({ id, fingerprint }) => ({
    id,
    fingerprint,
    code: by.code.get(id) ?? [],
    fences: by.fences.get(id) ?? [],
    properties: by.properties.get(id) ?? [],
    mutants: by.mutants.get(id) ?? [],
  }));
}

/** What became of each normative sentence of the public RFCs. */
export function rfcStatementsTable(): string {
  const rows = (readJson("schemas/model/rfc-statements.json") as readonly RfcStatement[]).map((entry) => [
    entry.id,
    entry.rfcs.join(", "),
    entry.level,
    shownBy[entry.observable],
    entry.text,
    entry.statements?.map((id) => `\`${id}\``).join(", ") ?? `none (${entry.left?.until ?? ""}): ${entry.left?.reason ?? ""}`,
  ]);
  return markdownTable(["id", "RFC", "level", "shown by", "what it says", "carried by"], rows);
}

/** What became of each point where the public RFCs are silent, contradict themselves, or are not followed. */
export function ambiguitiesTable(): string {
  const records = new Map(filesBelow("spec/decisions", ".md").map((file) => [file.slice("spec/decisions/".length).slice(0, 4), file.slice("spec/".length)]));
  const rows = (readJson("schemas/model/ambiguities.json") as readonly Ambiguity[]).map(({ id, question, decision, left }) => [
    id,
    question,
    decision === null ? `none yet: ${left?.reason ?? ""}` : `[${decision}](${records.get(decision) ?? ""})`,
  ]);
  return markdownTable(["id", "question", "decision"], rows);
}

/** What plays each scenario of libzmq's own tests. */
export function scenariosTable(): string {
  const rows = (readJson("schemas/model/scenarios.json") as readonly Scenario[]).map(({ id, scenario, tests, properties = [], fences = [], rest, left }) => {
    const names = [...properties, ...fences].map((name) => `\`${name}\``).join(", ");
    const open = left ?? rest;
    const reason = open === undefined ? "" : `${left === undefined ? "; not played" : "nothing"} (${open.until}): ${open.reason}`;
    return [id, scenario, tests.join(", "), `${names}${reason}`];
  });
  return markdownTable(["id", "scenario", "test programs", "played here by"], rows);
}

const shownBy: Readonly<Record<RfcStatement["observable"], string>> = { wire: "the wire", api: "the interface", "wire+api": "both", none: "nothing" };

/** The files or names that cite each id, each once, in order. */
function byId(citations: readonly Citation[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const { id, by } of citations) found.set(id, (found.get(id) ?? new Set()).add(by));
  return new Map([...found].map(([id, names]) => [id, [...names].sort()]));
}
