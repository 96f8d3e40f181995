/** The data that schemas/adapter-event.schema.json describes. Generated from it: do not edit. */

/**
 * One line from an adapter to the harness that nobody asked for (adapter protocol, version 1): something happened to a socket. It has no id.
 */
export interface AdapterEvent {
  /**
   * The event's name in zeromq.js 6, such as connect, accept, disconnect or handshake:error:protocol.
   */
  readonly event: string;
  /**
   * The socket's handle.
   */
  readonly socket: number;
  /**
   * The endpoint concerned.
   */
  readonly endpoint?: string;
  /**
   * What more there is to say, for a person.
   */
  readonly message?: string;
}
