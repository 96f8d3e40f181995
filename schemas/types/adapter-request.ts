/** The data that schemas/adapter-request.schema.json describes. Generated from it: do not edit. */

/**
 * One line from the harness to an adapter (adapter protocol, version 1). Requests may overlap; the adapter answers each by its id, in any order.
 */
export type AdapterRequest = HelloRequest | OpenRequest | OptionRequest | EndpointRequest | SendRequest | ReceiveRequest | SocketRequest | ProxyRequest;
/**
 * The harness's number for the request; the response repeats it.
 */
export type RequestId = number;
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
 * An option's value; octets are written in base64 within an object.
 */
export type OptionValue = string | number | boolean | null | OctetsValue;
/**
 * Octets in base64 with padding (RFC 4648, section 4).
 */
export type Base64 = string;
/**
 * The number that the adapter gave the socket when it opened it.
 */
export type SocketHandle = number;
/**
 * Milliseconds to wait before answering would-block: 0 tries once, -1 waits without limit.
 */
export type TimeoutMs = number;

/**
 * The first request: which version of the protocol, and what the adapter can do.
 */
export interface HelloRequest {
  readonly id: RequestId;
  readonly op: "hello";
  /**
   * The version of the adapter protocol.
   */
  readonly version: 1;
}
/**
 * Opens a socket.
 */
export interface OpenRequest {
  readonly id: RequestId;
  readonly op: "open";
  readonly type: SocketTypeName;
  /**
   * Options to set before anything else, by the names of zeromq.js 6.
   */
  readonly options?: {
    readonly [k: string]: OptionValue;
  };
}
export interface OctetsValue {
  readonly base64: Base64;
}
/**
 * Sets an option of an open socket.
 */
export interface OptionRequest {
  readonly id: RequestId;
  readonly op: "option";
  readonly socket: SocketHandle;
  /**
   * The option's name in zeromq.js 6; also subscribe, unsubscribe, join and leave.
   */
  readonly name: string;
  readonly value: OptionValue;
}
/**
 * Binds, unbinds, connects or disconnects an endpoint. A connect is answered before the connection is established.
 */
export interface EndpointRequest {
  readonly id: RequestId;
  readonly op: "bind" | "unbind" | "connect" | "disconnect";
  readonly socket: SocketHandle;
  /**
   * Such as tcp://127.0.0.1:0 or inproc://name.
   */
  readonly endpoint: string;
}
/**
 * Sends one message.
 */
export interface SendRequest {
  readonly id: RequestId;
  readonly op: "send";
  readonly socket: SocketHandle;
  /**
   * The parts of the message, in order.
   *
   * @minItems 1
   */
  readonly parts: readonly Base64[];
  readonly timeoutMs: TimeoutMs;
}
/**
 * Receives one message.
 */
export interface ReceiveRequest {
  readonly id: RequestId;
  readonly op: "receive";
  readonly socket: SocketHandle;
  readonly timeoutMs: TimeoutMs;
}
/**
 * step lets the implementation do what it only does when the application calls it; close closes the socket.
 */
export interface SocketRequest {
  readonly id: RequestId;
  readonly op: "step" | "close";
  readonly socket: SocketHandle;
}
/**
 * Carries messages between two sockets in both directions until one is closed.
 */
export interface ProxyRequest {
  readonly id: RequestId;
  readonly op: "proxy";
  readonly frontend: SocketHandle;
  readonly backend: SocketHandle;
}
