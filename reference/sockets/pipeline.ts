/** The socket types of the pipeline: {@link Push} and {@link Pull} (30/PIPELINE). */
import type { ConflateOptions, ReceiveOptions, SendOptions } from "./option-values.ts";
import { Socket, type SocketOptions } from "./socket.ts";

/* eslint-disable @typescript-eslint/no-unsafe-declaration-merging -- the options are properties that the table of options defines */

export interface Push extends SendOptions, ConflateOptions {}
export interface Pull extends ReceiveOptions, ConflateOptions {}

/**
 * Sends to its peers in turn, and waits when all their queues are full. Receives nothing.
 *
 * @example
 * const socket = new Push();
 * await socket.bind("tcp://127.0.0.1:5557");
 * await socket.send("work");
 */
export class Push extends Socket {
  constructor(options: SocketOptions<Push> = {}) {
    super("PUSH", options);
  }
}

/**
 * Receives from each of its peers in turn. Sends nothing.
 *
 * @example
 * const socket = new Pull();
 * socket.connect("tcp://127.0.0.1:5557");
 * for await (const [work] of socket) console.log(String(work));
 */
export class Pull extends Socket {
  constructor(options: SocketOptions<Pull> = {}) {
    super("PULL", options);
  }
}
