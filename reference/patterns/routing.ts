/** How a socket type without turns chooses the pipe of a message: the port between {@link Exchange} and its strategies, and the strategy of those that send nothing. */
import type { Admission, Peer } from "../base/carrier.ts";
import type { Message } from "../base/message.ts";
import { ADMITTED, type Pipe, type SendOutcome } from "./pattern.ts";

export interface Routing {
  readonly writable: boolean;
  attach(pipe: Pipe): void;
  admit(pipe: Pipe, peer: Peer): Admission;
  lost(pipe: Pipe): void;
  detach(pipe: Pipe): void;
  send(message: Message): SendOutcome;
  /** The message as the application gets it. */
  address(pipe: Pipe, message: Message): Message;
}

/**
 * For sockets that only receive.
 *
 * @requirement pipeline.pull-no-send
 */
export const nowhere: Routing = {
  writable: false,
  attach: () => undefined,
  admit: () => ADMITTED,
  lost: () => undefined,
  detach: () => undefined,
  send: () => "unsupported",
  address: (_pipe, message) => message,
};
