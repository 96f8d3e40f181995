/** What a node is told, and what it tells: options, events and the sink of its outputs. */
import type { Answer, Question } from "../base/authentication.ts";
import type { PatternOptions } from "../patterns/pattern.ts";
import type { SocketType, SocketTypeRow } from "../patterns/socket-type.ts";
import type { MechanismFactory } from "../connection/options.ts";
import type { ConnectionTable } from "../connection/states.ts";
import type { BackOff } from "./endpoint.ts";
import type { PipeLimits } from "./pipe.ts";
import type { Sharing } from "./sharing.ts";

/** Read anew for each pipe and connection, so that the owner may change them. Times in milliseconds, sizes in octets. */
export interface NodeOptions extends PatternOptions, PipeLimits, BackOff {
  /**
   * Queue messages only for connections that are complete.
   *
   * @requirement options.immediate
   */
  readonly immediate: boolean;
  /** Below zero: no limit. */
  readonly maximumMessageSize: number;
  /** Zero: no limit. */
  readonly handshakeMs: number;
  /** Zero: no PING is sent. */
  readonly heartbeatIntervalMs: number;
  /** Below zero: as long as the interval. */
  readonly heartbeatTimeoutMs: number;
  readonly heartbeatTimeToLiveMs: number;
  /** Announced to peers when it is not empty. */
  readonly identity: Uint8Array;
  /**
   * Send an empty message on each new connection.
   *
   * @requirement options.probe
   */
  readonly probe: boolean;
  /** How long a closed or disconnected peer's queue is sent; below zero: for ever. */
  readonly lingerMs: number;
}

export interface NodeSetup {
  readonly type: SocketType;
  readonly options: NodeOptions;
  readonly mechanism: MechanismFactory;
  readonly sink: NodeSink;
  /** A number from 0 to 2^32-1, different from run to run. */
  readonly random: () => number;
  /** How the owner says that several messages are sent at once. */
  readonly sharing?: Sharing;
  /** Another row than the type's in the table of socket types. */
  readonly row?: SocketTypeRow;
  /** Another table for the connections. */
  readonly connectionTable?: ConnectionTable;
}

/** Names as zeromq.js has them. */
export type NodeEvent =
  | { readonly type: "accept" | "connect" | "connect:delay" | "close" | "handshake"; readonly address: string }
  | { readonly type: "connect:retry"; readonly address: string; readonly interval: number }
  | { readonly type: "disconnect"; readonly address: string; readonly error?: Error }
  | { readonly type: "handshake:error:protocol" | "handshake:error:other"; readonly address: string; readonly error: Error }
  | { readonly type: "handshake:error:auth"; readonly address: string; readonly error: Error & { readonly status: 300 | 400 | 500 } };

/** Where a node's outputs go. A call may come in the midst of any input. */
export interface NodeSink {
  /** Make a connection, and answer by linkOpened, carrierOpened or dialFailed with the same number. */
  dial(dial: number, address: string): void;
  /** The connection is not wanted any more. */
  hangUp(dial: number): void;
  /** Call {@link Node.tick} at this time at the latest; Infinity asks for nothing. */
  wake(atMs: number): void;
  /** A receive may succeed that did not before. */
  readable(): void;
  /** A send may succeed that did not before. */
  writable(): void;
  event(event: NodeEvent): void;
  /** The application's authenticator is to decide about a peer at this network address. */
  ask(question: Question, address: string, answer: Answer): void;
  /** The closed node has nothing left to do. */
  finished(): void;
}

/** Whether the application asked for the connection, or a peer made it to an address that is bound. */
export type Origin = { readonly type: "dialled"; readonly dial: number } | { readonly type: "accepted"; readonly address: string };
