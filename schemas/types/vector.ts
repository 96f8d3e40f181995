/** The data that schemas/vector.schema.json describes. Generated from it: do not edit. */

/**
 * An example of the specification as data. conformance/vectors holds arrays of them.
 */
export type Vector = FrameVector | GreetingVector | MalformedVector | TraceVector;
/**
 * The chapter that has the example, from the root of the repository.
 */
export type VectorFile = string;
/**
 * The number of the example in its chapter, from 1.
 */
export type VectorNumber = number;
/**
 * Octets, each as two lower-case hexadecimal digits, without spaces.
 */
export type Hex = string;
/**
 * What a frame says once it is decoded (37/ZMTP, Framing): the JSON below the dot of a `zmtp frame` example.
 */
export type DecodedFrame = PlainFrame | CommandFrame;
/**
 * The id of a normative statement: its chapter and its slug.
 */
export type StatementId = string;
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
 * The octets of a frame and what they say.
 */
export interface FrameVector {
  readonly file: VectorFile;
  readonly number: VectorNumber;
  /**
   * A frame.
   */
  readonly kind: "frame";
  readonly octets: Hex;
  readonly decoded: DecodedFrame;
}
/**
 * Any frame, by its flags and its body.
 */
export interface PlainFrame {
  /**
   * The three bits of the flags octet that have a meaning.
   */
  readonly flags: {
    /**
     * Bit 0: more frames of the message follow.
     */
    readonly more: boolean;
    /**
     * Bit 1: the size has eight octets instead of one.
     */
    readonly long: boolean;
    /**
     * Bit 2: the body is a command.
     */
    readonly command: boolean;
  };
  readonly body: Hex;
}
/**
 * A command frame, by the command in it. The frame is short when its body has at most 255 octets.
 */
export interface CommandFrame {
  /**
   * The command's name: 1 to 255 letters.
   */
  readonly command: string;
  readonly data: Hex;
}
/**
 * The octets of a greeting and what they say.
 */
export interface GreetingVector {
  readonly file: VectorFile;
  readonly number: VectorNumber;
  /**
   * A greeting.
   */
  readonly kind: "greeting";
  readonly octets: Hex;
  readonly decoded: DecodedGreeting;
}
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
/**
 * Octets that a receiver refuses, by a statement.
 */
export interface MalformedVector {
  readonly file: VectorFile;
  readonly number: VectorNumber;
  /**
   * What the octets fail to be.
   */
  readonly kind: "frame" | "greeting";
  readonly octets: Hex;
  readonly refusedBy: StatementId;
}
/**
 * A scenario.
 */
export interface TraceVector {
  readonly file: VectorFile;
  readonly number: VectorNumber;
  /**
   * A scenario.
   */
  readonly kind: "trace";
  readonly trace: Trace;
}
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
