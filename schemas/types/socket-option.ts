/** The data that schemas/socket-option.schema.json describes. Generated from it: do not edit. */

/**
 * The id of a normative statement: its chapter and its slug.
 */
export type StatementId = string;
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
 * An option of sockets, under the name that zeromq.js gives it. model/socket-options.json is an array of them.
 */
export interface SocketOptionRow {
  /**
   * Its name in zeromq.js, in the adapter protocol and in the reference.
   */
  readonly name: string;
  /**
   * Its name in libzmq.
   */
  readonly constant: string;
  /**
   * What it sets, in a sentence.
   */
  readonly about: string;
  /**
   * What a number counts; absent when it counts nothing.
   */
  readonly unit?: "messages" | "milliseconds" | "seconds" | "octets" | "connections" | "kilobits per second" | "hops";
  /**
   * Semantic: peers or the application can tell by messages or octets how it is set, and statements say how. Local: a matter of one implementation and its system. Outside: it belongs to a mechanism or transport that no chapter specifies.
   */
  readonly kind: "semantic" | "local" | "outside";
  /**
   * The statements that say what it changes; of semantic options only.
   *
   * @minItems 1
   */
  readonly statements?: readonly StatementId[];
  /**
   * The socket types that have it; empty when none of this specification has.
   */
  readonly types: readonly SocketTypeName[];
  readonly value: SocketOptionValue;
  /**
   * Its value when the application sets none.
   */
  readonly default: null | boolean | number | string;
  /**
   * Why the reference lacks it; missing when the reference has it.
   */
  readonly absent?: string;
}
/**
 * The values that it takes.
 */
export interface SocketOptionValue {
  /**
   * An integer; a flag, true or false; a word of a list, or null; octets, or a text in UTF-8, or null; a key, which is 32 octets or their text in Z85, or null.
   */
  readonly type: "integer" | "flag" | "word" | "octets" | "key";
  /**
   * The least integer, or the least number of octets.
   */
  readonly from?: number;
  /**
   * The greatest integer, or the greatest number of octets; absent when there is no bound but what an implementation can hold.
   */
  readonly to?: number;
  /**
   * The words that it takes.
   *
   * @minItems 1
   */
  readonly words?: readonly string[];
  /**
   * Whether the first octet may not be null.
   */
  readonly firstNotZero?: boolean;
}
