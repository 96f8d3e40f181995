/** The socket type of the exclusive pair: {@link Pair} (31/EXPAIR). */
import type { ReceiveOptions, SendOptions } from "./option-values.ts";
import { Socket, type SocketOptions } from "./socket.ts";

/* eslint-disable @typescript-eslint/no-unsafe-declaration-merging -- the options are properties that the table of options defines */

export interface Pair extends SendOptions, ReceiveOptions {}

/**
 * Exchanges messages with one peer. Another one is refused as long as that peer is connected.
 *
 * @example
 * const socket = new Pair();
 * await socket.bind("inproc://workshop");
 * await socket.send("ready");
 */
export class Pair extends Socket {
  constructor(options: SocketOptions<Pair> = {}) {
    super("PAIR", options);
  }
}
