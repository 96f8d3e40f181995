/** What a socket type is made of: the ports between a pattern and the node that moves its messages. Patterns know messages, pipes and identities, and no octets of the wire. */
import type { Admission, Peer } from "../base/carrier.ts";
import type { Refusal } from "../base/errors.ts";
import type { Message } from "../base/message.ts";
import type { Subscription } from "../base/subscription.ts";
import type { SocketTypeRow } from "./socket-type.ts";

/** The double queue of one peer, as the node keeps it. */
export interface Pipe {
  /** A message can be given now. */
  readonly writable: boolean;
  /** Messages wait to be read. */
  readonly readable: boolean;
  /** The number of the connection that serves the pipe; zero while there is none; never the same for two connections. */
  readonly connection: number;
  /** The number of the connection on which the message came that was read last. */
  readonly readFrom: number;
  /** How many messages given to the pipe no connection has taken yet. */
  readonly waiting: number;
  write(message: Message): void;
  read(): Message | undefined;
  /** Tells the peer; without a connection nothing happens. */
  subscribe(subscription: Subscription): void;
  /** Puts a message behind those that wait to be read. */
  receive(message: Message): void;
  /** Takes back the messages that no connection has taken yet, oldest first. */
  takeBack(): Message[];
  /** Ends the connection that serves the pipe. */
  dismiss(): void;
}

/** The outcome of a send: undefined when the message was accepted. */
export type SendOutcome = Refusal | undefined;
export type ReceiveOutcome = Message | Refusal;

/** One socket's behaviour towards its peers and its application. */
export interface Pattern {
  readonly writable: boolean;
  readonly readable: boolean;
  /** The pipe may be chosen for messages from now on. */
  attach(pipe: Pipe): void;
  /** Judges a peer whose handshake is under way; a pipe may be judged again after each reconnect. */
  admit(pipe: Pipe, peer: Peer): Admission;
  /** The pipe has a connection that carries messages now. */
  connected(pipe: Pipe): void;
  /** The pipe has room again. */
  drained(pipe: Pipe): void;
  /** The pipe's connection ended; the pipe stays, since it will have another. */
  lost(pipe: Pipe): void;
  /** The pipe takes no more messages; those that it received can still be read. */
  detach(pipe: Pipe): void;
  /** The pipe has received a message. */
  arrived(pipe: Pipe): void;
  /** The pipe's peer subscribes or cancels; to a pattern without this it means nothing. */
  subscription?(pipe: Pipe, subscription: Subscription): void;
  /** The application subscribes or cancels. */
  subscribe?(subscription: Subscription): void;
  send(message: Message): SendOutcome;
  receive(): ReceiveOutcome;
}

/** Options that change what a pattern does; each belongs to certain socket types. */
export interface PatternOptions {
  /** REQ: begin each request with a request id, and take a reply only with the same. */
  readonly correlate: boolean;
  /** REQ: a new request may be sent before the reply to the last. */
  readonly relaxed: boolean;
  /** ROUTER: refuse what cannot be routed. */
  readonly mandatory: boolean;
  /** ROUTER: a new peer takes the identity from the one that has it. */
  readonly handover: boolean;
  /** PUB, XPUB, SUB: what matches no subscription is meant, and nothing else. */
  readonly invertMatching: boolean;
  /** PUB, XPUB: refuse what does not find room for every subscriber that wants it. */
  readonly noDrop: boolean;
  /** XPUB: tell the application of each subscription, or also of each that is cancelled, and not only of the first and last for a topic. */
  readonly verbosity: "allSubs" | "allSubsUnsubs" | null;
  /** XPUB: the application decides which subscriptions take effect. */
  readonly manual: boolean;
  /** XPUB: a message for each new subscriber. */
  readonly welcomeMessage: Uint8Array | null;
}

/** What a pattern needs from the outside. */
export interface PatternContext {
  readonly row: SocketTypeRow;
  readonly options: PatternOptions;
  /** A number from 0 to 2^32-1, different from run to run. */
  readonly random: () => number;
}

export const ADMITTED: Admission = { type: "admitted" };
