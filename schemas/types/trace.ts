/** The data that schemas/trace.schema.json describes. Generated from it: do not edit. */

/**
 * A transport on which properties run.
 */
export type TransportName = "tcp" | "ipc" | "inproc" | "ws";
/**
 * A socket of the implementation.
 */
export type TraceSocket = string;
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
 * Octets, each as two lower-case hexadecimal digits, without spaces.
 */
export type Hex = string;
/**
 * A peer on the wire, or another socket of the implementation.
 */
export type TraceParty = string;
/**
 * Octets, each as two lower-case hexadecimal digits, without spaces.
 */
export type Hex1 = string;
/**
 * A peer on the wire.
 */
export type TracePeer = string;
/**
 * A command's name.
 */
export type TraceCommand = string;

/**
 * A scenario as data: the steps of the trace language (spec/notation/trace-language.md), octets in hexadecimal. S, S1, S2 are sockets of the implementation; A, B, C are peers on the wire.
 */
export interface Trace {
  readonly transport: TransportName;
  /**
   * The steps, in order; each is complete before the next begins.
   *
   * @minItems 1
   */
  readonly steps: readonly (
    | SocketOpensStep
    | SocketActsStep
    | SocketConnectsStep
    | SocketSubscribesStep
    | SocketSendsStep
    | SocketReceivesStep
    | PeerActsStep
    | PeerDialsStep
    | PeerAcceptsStep
    | PeerConnectsStep
    | PeerWritesGreetingStep
    | PeerWritesCommandStep
    | PeerWritesStep
    | PeerReadsStep
    | PeerSendsStep
    | PeerReceivesStep
    | PeerCommandStep
  )[];
}
/**
 * A socket of the implementation is opened.
 */
export interface SocketOpensStep {
  readonly verb: "opens";
  readonly socket: TraceSocket;
  readonly type: SocketTypeName;
  /**
   * Options by the names of zeromq.js 6; octets as an object with hex.
   */
  readonly options: {
    readonly [k: string]: string | number | boolean | TraceOctets;
  };
}
export interface TraceOctets {
  readonly hex: Hex;
}
/**
 * The socket binds an address of the harness's choice, unbinds it, closes, or is given a turn.
 */
export interface SocketActsStep {
  readonly verb: "binds" | "unbinds" | "closes" | "steps";
  readonly socket: TraceSocket;
}
/**
 * The socket connects to the endpoint of a listening peer or of a bound socket, or disconnects from it.
 */
export interface SocketConnectsStep {
  readonly verb: "connects" | "disconnects";
  readonly socket: TraceSocket;
  readonly other: TraceParty;
}
/**
 * The application subscribes to a topic, or cancels one subscription to it.
 */
export interface SocketSubscribesStep {
  readonly verb: "subscribes" | "unsubscribes";
  readonly socket: TraceSocket;
  readonly topic: Hex1;
}
/**
 * The application sends a message.
 */
export interface SocketSendsStep {
  readonly verb: "sends";
  readonly socket: TraceSocket;
  /**
   * The parts of the message, in order.
   *
   * @minItems 1
   */
  readonly parts: readonly Hex[];
  /**
   * The error code with which the implementation refuses it; absent when it is accepted.
   */
  readonly refused?: string;
}
/**
 * The application receives exactly this message; nothing, when parts is absent.
 */
export interface SocketReceivesStep {
  readonly verb: "receives";
  readonly socket: TraceSocket;
  /**
   * The parts of the message, in order.
   *
   * @minItems 1
   */
  readonly parts?: readonly Hex[];
}
/**
 * The peer listens, accepts a TCP connection, finds its connection open (a PING is answered) or closed by the implementation, closes in order (FIN) or aborts (RST).
 */
export interface PeerActsStep {
  readonly verb: "listens" | "accepts raw" | "is open" | "is closed" | "peer closes" | "aborts";
  readonly peer: TracePeer;
}
/**
 * The peer opens a TCP connection and writes nothing.
 */
export interface PeerDialsStep {
  readonly verb: "dials";
  readonly peer: TracePeer;
  readonly socket: TraceSocket;
}
/**
 * The peer accepts a connection and completes greeting and NULL handshake.
 */
export interface PeerAcceptsStep {
  readonly verb: "accepts";
  readonly peer: TracePeer;
  readonly type: SocketTypeName;
  readonly words: TraceWords;
}
/**
 * What the trace says in the form name=value, such as identity=x4142 or version=3.0.
 */
export interface TraceWords {
  readonly [k: string]: string;
}
/**
 * The peer connects to a socket and completes greeting and NULL handshake.
 */
export interface PeerConnectsStep {
  readonly verb: "peer connects";
  readonly peer: TracePeer;
  readonly socket: TraceSocket;
  readonly type: SocketTypeName;
  readonly words: TraceWords;
}
/**
 * The peer writes a greeting.
 */
export interface PeerWritesGreetingStep {
  readonly verb: "writes greeting";
  readonly peer: TracePeer;
  readonly words: TraceWords;
}
/**
 * The peer writes a command that is built of properties, such as READY.
 */
export interface PeerWritesCommandStep {
  readonly verb: "writes command";
  readonly peer: TracePeer;
  readonly name: TraceCommand;
  /**
   * Name and value of each property, in order, as in the trace language.
   */
  readonly words: readonly string[][];
}
/**
 * The peer writes octets.
 */
export interface PeerWritesStep {
  readonly verb: "writes";
  readonly peer: TracePeer;
  readonly octets: Hex;
}
/**
 * The peer reads a greeting, or the next command of this name.
 */
export interface PeerReadsStep {
  readonly verb: "reads";
  readonly peer: TracePeer;
  /**
   * A greeting, or the name of a command.
   */
  readonly what: string;
}
/**
 * The peer sends a message.
 */
export interface PeerSendsStep {
  readonly verb: "peer sends";
  readonly peer: TracePeer;
  /**
   * The parts of the message, in order.
   *
   * @minItems 1
   */
  readonly parts: readonly Hex[];
  /**
   * Whether every frame has the long form.
   */
  readonly long: boolean;
}
/**
 * The next message on the connection is exactly this.
 */
export interface PeerReceivesStep {
  readonly verb: "peer receives";
  readonly peer: TracePeer;
  /**
   * The parts of the message, in order.
   *
   * @minItems 1
   */
  readonly parts: readonly Hex[];
}
/**
 * The peer sends a command, or the next command is exactly this.
 */
export interface PeerCommandStep {
  readonly verb: "sends command" | "receives command";
  readonly peer: TracePeer;
  readonly name: TraceCommand;
  readonly data: Hex;
}
