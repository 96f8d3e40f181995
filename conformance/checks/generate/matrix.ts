/** The committed measurements as the sections of conformance/reports/matrix.md. */
import type { Manifest } from "../../../schemas/types/manifest.ts";
import type { MeasurementFile } from "../../../schemas/types/measurement.ts";
import type { PairMeasurementFile } from "../../../schemas/types/pair-measurement.ts";
import type { Report } from "../../kit/model.ts";
import { requirements } from "../../kit/requirements.ts";
import { findingsIndex, matrixTable, type Ground, type IssueEntry } from "../../reports/matrix.ts";
import { pairFindings, pairsTable } from "../../reports/pair-measurement.ts";
import { measurementOf } from "../../reports/measurement.ts";
import { reportFiles } from "./findings.ts";
import { filesBelow, readJson } from "./repository.ts";

const folder = "conformance/reports/matrix";
const issuesFile = `${folder}/public-issues.json`;

export function matrixSection(): string {
  return matrixTable(measurements(), ground());
}

export function findingsSection(): string {
  return findingsIndex(measurements(), ground());
}

/** Those with a whole report first, then those that were measured elsewhere. */
export function measurements(): readonly MeasurementFile[] {
  const { fingerprintOf } = ground();
  const whole = reportFiles().map((file) => {
    const name = file.slice(file.lastIndexOf("/") + 1, -".json".length);
    return measurementOf(readJson(file) as Report, { name, fingerprintOf: (id) => fingerprintOf(id) ?? "00000000" });
  });
  return [...whole, ...measurementFiles().map((file) => readJson(file) as MeasurementFile)];
}

export function measurementFiles(): readonly string[] {
  return filesBelow(folder, ".json").filter((file) => file !== issuesFile && !file.includes("-with-"));
}

export function pairFiles(): readonly string[] {
  return filesBelow(folder, ".json").filter((file) => file.includes("-with-"));
}

export function pairsSection(): string {
  return pairsTable(pairMeasurements());
}

export function pairFindingsSection(): string {
  return pairFindings(pairMeasurements(), issueLookup());
}

function pairMeasurements(): readonly PairMeasurementFile[] {
  return pairFiles().map((file) => readJson(file) as PairMeasurementFile);
}

export function issueEntries(): readonly IssueEntry[] {
  return readJson(issuesFile) as readonly IssueEntry[];
}

function ground(): Ground {
  return { fingerprintOf: (id) => requirements().get(id)?.fingerprint, issueOf: issueLookup() };
}

/** What is known of a public issue: of the implementation itself, or of the one inside it. */
export function issueLookup(): (name: string, statement: string) => IssueEntry | undefined {
  const entries = new Map(issueEntries().map((entry) => [`${entry.implementation} ${entry.statement}`, entry]));
  const engines = new Map<string, string | undefined>();
  const engineOf = (name: string): string | undefined => {
    if (!engines.has(name)) engines.set(name, (readJson(`conformance/manifests/${name}.json`) as Manifest).engine);
    return engines.get(name);
  };
  return (name, statement) => entries.get(`${name} ${statement}`) ?? entries.get(`${engineOf(name) ?? ""} ${statement}`);
}
