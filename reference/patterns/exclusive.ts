/** Exclusive: one peer at most, with which alone messages are exchanged (31/EXPAIR). */
import type { Admission } from "../base/carrier.ts";
import type { Message } from "../base/message.ts";
import { ADMITTED, type Pipe, type SendOutcome } from "./pattern.ts";
import type { Routing } from "./routing.ts";

/** The partner is the pipe that came first: one that was asked for counts from then on, connected or not. */
export class Exclusive implements Routing {
  readonly #pipes: Pipe[] = [];

  get writable(): boolean {
    return this.#partner?.writable ?? false;
  }

  attach(pipe: Pipe): void {
    if (!this.#pipes.includes(pipe)) this.#pipes.push(pipe);
  }

  /**
   * Another peer may come again: when the partner has left there is room (decision 0088).
   *
   * @requirement exclusive-pair.first-peer
   * @requirement exclusive-pair.only-peer
   * @requirement exclusive-pair.new-peer
   */
  admit(pipe: Pipe): Admission {
    const isTaken = this.#partner !== undefined && this.#partner !== pipe;
    return isTaken ? { type: "refused", requirement: "exclusive-pair.second-peer", reason: "Peer-already-connected", forNow: true } : ADMITTED;
  }

  lost(): void {
    // The pipe keeps its messages for the next connection.
  }

  detach(pipe: Pipe): void {
    const index = this.#pipes.indexOf(pipe);
    if (index >= 0) this.#pipes.splice(index, 1);
  }

  send(message: Message): SendOutcome {
    const partner = this.#partner;
    if (partner?.writable !== true) return "would-block";
    partner.write(message);
    return undefined;
  }

  address(_pipe: Pipe, message: Message): Message {
    return message;
  }

  get #partner(): Pipe | undefined {
    return this.#pipes[0];
  }
}
