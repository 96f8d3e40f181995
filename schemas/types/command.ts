/** The data that schemas/command.schema.json describes. Generated from it: do not edit. */

/**
 * A command of the protocol. model/commands.json is an array of them.
 */
export interface CommandRow {
  /**
   * The command's name, as it stands on the wire.
   */
  readonly name: string;
  /**
   * The first version of the protocol that has it.
   */
  readonly since: string;
  /**
   * When it may be sent.
   */
  readonly phase: "handshake" | "traffic";
  /**
   * The mechanisms that have it; empty when all have.
   */
  readonly mechanisms: readonly string[];
  /**
   * Who sends it.
   */
  readonly direction: "either" | "client-to-server" | "server-to-client" | "subscriber-to-publisher" | "dish-to-radio";
  /**
   * The fields of its data, in order.
   */
  readonly layout: readonly CommandField[];
  /**
   * The chapter that states its rules; draft when none does yet.
   */
  readonly chapter: string;
}
export interface CommandField {
  /**
   * The field's name.
   */
  readonly name: string;
  /**
   * How many octets it takes: a number, a range, or what determines it.
   */
  readonly octets: string;
  /**
   * What it holds.
   */
  readonly description?: string;
}
