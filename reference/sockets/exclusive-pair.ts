/** The socket type of the exclusive pair: {@link Pair} (31/EXPAIR). */
import { Socket, type SocketOptions } from "./socket.ts";

/**
 * Exchanges messages with one peer. Another one is refused as long as that peer is connected.
 *
 * @example
 * const socket = new Pair();
 * await socket.bind("inproc://workshop");
 * await socket.send("ready");
 */
export class Pair extends Socket {
  constructor(options: SocketOptions = {}) {
    super("PAIR", options);
  }
}
