/** The socket types of request–reply: {@link Request}, {@link Reply}, {@link Dealer}, {@link Router} (28/REQREP). */
import type { ConflateOptions, IdentityOptions, ProbeOptions, ReceiveOptions, RequestOptions, RouterOptions, SendOptions } from "./option-values.ts";
import { Socket, type SocketOptions } from "./socket.ts";

/* eslint-disable @typescript-eslint/no-unsafe-declaration-merging -- the options are properties that the table of options defines */

export interface Request extends SendOptions, ReceiveOptions, IdentityOptions, RequestOptions {}
export interface Reply extends SendOptions, ReceiveOptions, IdentityOptions {}
export interface Dealer extends SendOptions, ReceiveOptions, IdentityOptions, ProbeOptions, ConflateOptions {}
export interface Router extends SendOptions, ReceiveOptions, IdentityOptions, RouterOptions {}

/**
 * Asks, and gets the answer: send and receive take turns. Requests go to the connected repliers in turn.
 *
 * @example
 * const socket = new Request({ receiveTimeout: 1000 });
 * socket.connect("tcp://127.0.0.1:5555");
 * await socket.send("4");
 * const [answer] = await socket.receive();
 */
export class Request extends Socket {
  constructor(options: SocketOptions<Request> = {}) {
    super("REQ", options);
  }
}

/**
 * Gets a request and answers it: receive and send take turns.
 *
 * @example
 * const socket = new Reply();
 * await socket.bind("tcp://127.0.0.1:5555");
 * for await (const [request] of socket) await socket.send(String(2 * Number(request)));
 */
export class Reply extends Socket {
  constructor(options: SocketOptions<Reply> = {}) {
    super("REP", options);
  }
}

/** Sends to its peers in turn and receives from each in turn, without taking turns itself. */
export class Dealer extends Socket {
  constructor(options: SocketOptions<Dealer> = {}) {
    super("DEALER", options);
  }
}

/** Receives each message with the identity of its peer as first part, and sends to the peer that the first part names. */
export class Router extends Socket {
  constructor(options: SocketOptions<Router> = {}) {
    super("ROUTER", options);
  }
}
