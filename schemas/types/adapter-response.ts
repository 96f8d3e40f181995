/** The data that schemas/adapter-response.schema.json describes. Generated from it: do not edit. */

/**
 * One line from an adapter to the harness that answers a request (adapter protocol, version 1). Which result belongs to which operation is known from the request's id.
 */
export type AdapterResponse = DoneResponse | HelloResponse | OpenResponse | BindResponse | ReceiveResponse | ErrorResponse;
/**
 * The id of the request that this answers.
 */
export type ResponseId = number;
/**
 * A version of ZMTP.
 */
export type ProtocolVersionName = "3.1" | "3.0" | "2.0";
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
 * Octets in base64 with padding (RFC 4648, section 4).
 */
export type Base64 = string;

/**
 * The operation is done; it has no result. Answers option, unbind, connect, disconnect, send, step, proxy and close.
 */
export interface DoneResponse {
  readonly id: ResponseId;
  readonly ok: true;
}
/**
 * Answers hello: who the implementation is, what it can do, and what it chooses.
 */
export interface HelloResponse {
  readonly id: ResponseId;
  readonly ok: true;
  /**
   * The version of the adapter protocol.
   */
  readonly version: 1;
  readonly implementation: ImplementationName;
  readonly capabilities: Capabilities;
  readonly choices: Choices;
}
/**
 * The implementation behind the adapter.
 */
export interface ImplementationName {
  /**
   * Its name.
   */
  readonly name: string;
  /**
   * Its exact version.
   */
  readonly version: string;
  /**
   * The language that it is written in.
   */
  readonly language: string;
  /**
   * Where it lives.
   */
  readonly url?: string;
}
/**
 * What the implementation can do through this adapter. What is not declared is not judged.
 */
export interface Capabilities {
  readonly protocol: ProtocolVersionName;
  /**
   * Socket types that can be opened.
   *
   * @minItems 1
   */
  readonly socketTypes: readonly SocketTypeName[];
  /**
   * Transports, by the scheme of their endpoints.
   *
   * @minItems 1
   */
  readonly transports: readonly string[];
  /**
   * Security mechanisms.
   *
   * @minItems 1
   */
  readonly mechanisms: readonly string[];
  /**
   * Names of options that can be set.
   */
  readonly options: readonly string[];
  /**
   * Operations of the adapter protocol that the adapter has.
   */
  readonly operations: readonly (
    "hello" | "open" | "option" | "bind" | "unbind" | "connect" | "disconnect" | "send" | "receive" | "step" | "proxy" | "close"
  )[];
  /**
   * Names of events that the adapter reports.
   */
  readonly events: readonly string[];
}
/**
 * What an implementation does where a statement leaves a choice: statement id to one of the values that the statement names.
 */
export interface Choices {
  readonly [k: string]: string;
}
/**
 * Answers open.
 */
export interface OpenResponse {
  readonly id: ResponseId;
  readonly ok: true;
  /**
   * The handle by which later requests name the socket.
   */
  readonly socket: number;
}
/**
 * Answers bind.
 */
export interface BindResponse {
  readonly id: ResponseId;
  readonly ok: true;
  /**
   * The endpoint that was bound, with its real port.
   */
  readonly endpoint: string;
}
/**
 * Answers receive.
 */
export interface ReceiveResponse {
  readonly id: ResponseId;
  readonly ok: true;
  /**
   * The parts of the message, in order.
   *
   * @minItems 1
   */
  readonly parts: readonly Base64[];
}
/**
 * The operation was refused or failed.
 */
export interface ErrorResponse {
  readonly id: ResponseId;
  readonly ok: false;
  readonly error: AdapterError;
}
/**
 * What went wrong.
 */
export interface AdapterError {
  /**
   * would-block: not within the time; wrong-state: not now, in this socket's state; no-route: no such peer; address-in-use; invalid: the arguments; closed: the socket is closed; unsupported: the implementation cannot; failed: anything else.
   */
  readonly code: "would-block" | "wrong-state" | "no-route" | "address-in-use" | "invalid" | "closed" | "unsupported" | "failed";
  /**
   * The implementation's own words.
   */
  readonly message: string;
}
