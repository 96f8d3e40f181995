/** The data that schemas/curve-vector.schema.json describes. Generated from it: do not edit. */

/**
 * Octets, each as two lower-case hexadecimal digits, without spaces.
 */
export type Hex = string;
/**
 * The id of a normative statement: its chapter and its slug.
 */
export type StatementId = string;

/**
 * A command of CURVE as it arrives, and what its receiver makes of it. conformance/vectors/curve.json is an array of them.
 */
export interface CurveVector {
  /**
   * The name of the command. WELCOME and READY arrive at the client, the others at the server.
   */
  readonly command: "HELLO" | "WELCOME" | "INITIATE" | "READY" | "MESSAGE";
  /**
   * What the vector shows.
   */
  readonly comment: string;
  /**
   * The keys of the connection, for tests only.
   */
  readonly keys: {
    /**
     * c. The secret key, 32 octets; the public key follows from it.
     */
    readonly clientPermanent: string;
    /**
     * s. The secret key, 32 octets; the public key follows from it.
     */
    readonly serverPermanent: string;
    /**
     * c'. The secret key, 32 octets; the public key follows from it.
     */
    readonly clientTransient: string;
    /**
     * s'. The secret key, 32 octets; the public key follows from it.
     */
    readonly serverTransient: string;
  };
  /**
   * The cookie that the server sent, 96 octets.
   */
  readonly cookie: string;
  /**
   * The short nonce that came last from the sender; 0 before the first.
   */
  readonly lastNonce: number;
  readonly data: Hex;
  /**
   * What the receiver has to do: take the command, refuse it, or either.
   */
  readonly verdict: "valid" | "refused" | "either";
  /**
   * What differs from the chapter.
   *
   * Items: A field.
   */
  readonly flags: readonly (
    "length" | "version" | "padding" | "nonce" | "key" | "box" | "signature" | "cookie" | "vouch-box" | "vouch-client" | "vouch-server" | "metadata" | "flags"
  )[];
  readonly refusedBy?: StatementId;
}
