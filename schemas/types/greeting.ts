/** The data that schemas/greeting.schema.json describes. Generated from it: do not edit. */

/**
 * What a greeting says once it is decoded (37/ZMTP, Formal Grammar): the JSON below the dot of a `zmtp greeting` example.
 */
export interface DecodedGreeting {
  /**
   * Major and minor version, each an octet, in decimal with a full stop between.
   */
  readonly version: string;
  /**
   * The name of the security mechanism, without the null octets that fill the field.
   */
  readonly mechanism: string;
  /**
   * The as-server field: true for 1.
   */
  readonly asServer: boolean;
}
