/** The data that schemas/coverage.schema.json describes. Generated from it: do not edit. */

/**
 * The id of a normative statement: its chapter and its slug.
 */
export type StatementId = string;
/**
 * The first eight hexadecimal digits of the SHA-256 of a text in UTF-8.
 */
export type Fingerprint = string;
/**
 * The files of the reference that cite the statement, or the chapters with an example that names it or follows it; in order.
 */
export type Files = readonly string[];
/**
 * The names of the properties that judge the statement, or of the mutants that break it; in order. An asterisk stands for a part that the run fills in.
 */
export type Names = readonly string[];

/**
 * Where one statement is kept, shown, judged and broken on purpose. model/coverage.json is an array of them; it changes only in a diff that a reader sees.
 */
export interface CoverageEntry {
  readonly id: StatementId;
  readonly fingerprint: Fingerprint;
  readonly code: Files;
  readonly fences: Files;
  readonly properties: Names;
  readonly mutants: Names;
}
