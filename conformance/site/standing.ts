/** What the committed data say of each statement: which implementations keep it, and which properties and mutants stand behind it. */
import type { CoverageEntry } from "../../schemas/types/coverage.ts";
import type { ManifestKnownFailure } from "../../schemas/types/manifest.ts";
import type { MeasuredStatement, MeasurementFile } from "../../schemas/types/measurement.ts";
import type { MutantResult, MutantsFile } from "../../schemas/types/mutants.ts";
import { reportFiles } from "../checks/generate/findings.ts";
import { issueLookup, measurements } from "../checks/generate/matrix.ts";
import { readJson } from "../checks/generate/repository.ts";
import type { Statement } from "../checks/generate/statements.ts";
import { loadManifest, manifestNames } from "../manifests/load.ts";
import type { IssueEntry } from "../reports/matrix.ts";

export type Kind = "kept" | "broken" | "warning" | "unsure" | "not judged";

/** Marks for the eye, words for everybody. */
export const kindWords: Readonly<Record<Kind, { readonly mark: string; readonly word: string; readonly slug: string }>> = {
  kept: { mark: "✓", word: "keeps it", slug: "kept" },
  broken: { mark: "✗", word: "breaks it", slug: "broken" },
  warning: { mark: "!", word: "does not follow it", slug: "warning" },
  unsure: { mark: "?", word: "could not be judged", slug: "unsure" },
  "not judged": { mark: "–", word: "not judged", slug: "none" },
};

export interface Implementation {
  readonly measurement: MeasurementFile;
  readonly knownFailures: readonly ManifestKnownFailure[];
  /** The committed report with witnesses; nothing when only its measurement is committed. */
  readonly reportFile?: string;
}

export interface Standing {
  readonly implementation: Implementation;
  readonly kind: Kind;
  readonly cell?: MeasuredStatement;
  /** What its manifest says of the failure. */
  readonly known?: ManifestKnownFailure;
  readonly issue?: IssueEntry;
  /** The sentence has changed since it was measured. */
  readonly moved: boolean;
}

export interface Data {
  readonly statements: ReadonlyMap<string, Statement>;
  readonly implementations: readonly Implementation[];
  readonly coverage: ReadonlyMap<string, CoverageEntry>;
  readonly mutants: MutantsFile;
  /** What is known of a public issue on a statement, by the name of a manifest. */
  readonly issueOf: (name: string, statement: string) => IssueEntry | undefined;
}

export function readData(): Data {
  const reports = new Map(reportFiles().map((file) => [file.slice(file.lastIndexOf("/") + 1, -".json".length), file]));
  return {
    statements: byId((readJson("schemas/model/requirements.json") as { readonly requirements: readonly Statement[] }).requirements),
    implementations: measurements().map((measurement) => {
      const reportFile = reports.get(measurement.name);
      const knownFailures = manifestNames().includes(measurement.name) ? loadManifest(measurement.name).knownFailures : [];
      return { measurement, knownFailures, ...(reportFile !== undefined && { reportFile }) };
    }),
    coverage: byId(readJson("schemas/model/coverage.json") as readonly CoverageEntry[]),
    mutants: readJson("conformance/reports/mutants.json") as MutantsFile,
    issueOf: issueLookup(),
  };
}

/** One standing for each implementation, in the order of the matrix. */
export function standingsOf({ id, fingerprint }: Pick<Statement, "id" | "fingerprint">, { implementations, issueOf }: Data): readonly Standing[] {
  return implementations.map((implementation) => {
    const { measurement, knownFailures } = implementation;
    const cell = measurement.statements.find((one) => one.id === id);
    const known = knownFailures.find(({ statement }) => statement === id);
    const issue = issueOf(measurement.name, id);
    const kind = cell === undefined ? "not judged" : kindOf[cell.verdict];
    const fails = kind === "broken" || kind === "warning" || kind === "unsure";
    return {
      implementation,
      kind,
      ...(cell !== undefined && { cell }),
      ...(fails && known !== undefined && { known }),
      ...(fails && issue !== undefined && { issue }),
      moved: cell !== undefined && kind !== "not judged" && cell.fingerprint !== fingerprint,
    };
  });
}

export function mutantsOf(id: string, { mutants }: Data): readonly MutantResult[] {
  return mutants.mutants.filter(({ breaks }) => breaks === id);
}

export function titleOf({ measurement: { implementation } }: Implementation): string {
  return `${implementation.name} ${implementation.version}`;
}

const kindOf: Readonly<Record<MeasuredStatement["verdict"], Kind>> = {
  pass: "kept",
  fail: "broken",
  warning: "warning",
  inconclusive: "unsure",
  error: "unsure",
  "not-applicable": "not judged",
};

function byId<T extends { readonly id: string }>(entries: readonly T[]): ReadonlyMap<string, T> {
  return new Map(entries.map((entry) => [entry.id, entry]));
}
