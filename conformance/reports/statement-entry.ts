/** What a report says of a statement besides its verdict: the sentence, where it stands, where it comes from. Given to the writers, as a report holds ids only. */
export interface StatementEntry {
  readonly id: string;
  readonly chapter: string;
  readonly level: string;
  readonly text: string;
  readonly observable: string;
  readonly reason?: string;
  readonly appliesTo?: readonly string[];
  readonly since?: string;
  readonly choice?: readonly string[];
  readonly hostile?: boolean;
  /** Public documents and decision records, joined by "; ": `37/ZMTP, Framing; decision 0034`. */
  readonly source: string;
  readonly file: string;
  /** Names of the properties that judge it. */
  readonly properties: readonly string[];
}

export type StatementLookup = ReadonlyMap<string, StatementEntry>;

/** The chapter of an id: `framing` for `framing.more`. */
export function chapterOf(id: string): string {
  return id.slice(0, Math.max(0, id.indexOf(".")));
}

/** The numbers of the decision records among the sources. */
export function decisionsOf({ source }: StatementEntry): readonly string[] {
  return source.split("; ").flatMap((part) => (/^decisions? /u.test(part) ? (part.match(/\d{4}/gu) ?? []) : []));
}
