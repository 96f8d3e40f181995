/** The data that schemas/requirement.schema.json describes. Generated from it: do not edit. */

/**
 * One normative statement of the specification. model/requirements.json lists them all under the key requirements, extracted from spec/.
 */
export type Requirement = {
  readonly id: StatementId;
  /**
   * The part of the id before the full stop: the base name of the chapter's file.
   */
  readonly chapter: string;
  readonly level: KeyWord;
  /**
   * Who is bound: the words before the key word.
   */
  readonly actor: string;
  /**
   * The sentence, on one line.
   */
  readonly text: string;
  readonly observable: Observable;
  /**
   * Why nothing shows whether the statement is kept; present exactly when observable is none.
   */
  readonly reason?: string;
  /**
   * The socket types to which the statement applies; empty when it applies to all.
   */
  readonly appliesTo: readonly SocketTypeName[];
  /**
   * The first version of the protocol that has the rule; absent when all have it.
   */
  readonly since?: string;
  /**
   * The values among which an implementation declares its own.
   *
   * @minItems 2
   */
  readonly choice?: readonly string[];
  /**
   * True when the statement is judged only on request, because deployed releases are known to crash when it is.
   */
  readonly hostile: boolean;
  /**
   * Where the statement comes from: headings of public documents and decision records of this specification, joined by semicolons.
   */
  readonly source: string;
  readonly fingerprint: Fingerprint;
  /**
   * The chapter's file, from the root of the repository.
   */
  readonly file: string;
};
/**
 * The id of a normative statement: its chapter and its slug.
 */
export type StatementId = string;
/**
 * The key word of a statement, as RFC 2119 and RFC 8174 define it.
 */
export type KeyWord = "MUST" | "MUST NOT" | "SHOULD" | "SHOULD NOT" | "MAY";
/**
 * Where the keeping of a statement can be seen: in the octets, in what the application sees, in both together, or nowhere.
 */
export type Observable = "wire" | "api" | "both" | "none";
/**
 * A socket type of 37/ZMTP, in capitals.
 */
export type SocketTypeName =
  | "REQ"
  | "REP"
  | "DEALER"
  | "ROUTER"
  | "PUB"
  | "XPUB"
  | "SUB"
  | "XSUB"
  | "PUSH"
  | "PULL"
  | "PAIR"
  | "CLIENT"
  | "SERVER"
  | "RADIO"
  | "DISH"
  | "SCATTER"
  | "GATHER"
  | "PEER"
  | "CHANNEL";
/**
 * The first eight hexadecimal digits of the SHA-256 of a text in UTF-8.
 */
export type Fingerprint = string;
