/** Frames as messages of a transport that has messages: a flags octet and the body (45/ZWS, Framing). Mirrors spec/transports/websocket.md. */
import { PeerError } from "../base/errors.ts";
import { Queue } from "../base/queue.ts";
import { COMMAND, type FrameSink } from "./framing.ts";

/**
 * What stands in front of the body; the flags are those of framing.ts. The array is used again by the next call.
 *
 * @requirement websocket.frame
 * @requirement websocket.flags
 */
export function messageHeader(flags: number): Uint8Array {
  header[0] = (flags & COMMAND) === 0 ? flags : commandFlags;
  return header;
}

/**
 * Turns messages into frames, of which the sink gets the flags as framing.ts has them. `bare`: the first frame is an identity.
 *
 * @requirement websocket.empty
 * @requirement websocket.other-flags
 * @requirement websocket.identity-frame
 */
export class MessageDecoder {
  readonly #sink: FrameSink;
  #awaitsIdentity: boolean;
  #isHeld = false;
  /** What came after the frame at which the sink asked to stop. */
  readonly #rest = new Queue<Uint8Array>();

  constructor(sink: FrameSink, bare: boolean) {
    this.#sink = sink;
    this.#awaitsIdentity = bare;
  }

  push(message: Uint8Array): void {
    if (this.#isHeld) this.#rest.push(message);
    else this.#isHeld = !this.#decode(message);
  }

  resume(): void {
    this.#isHeld = false;
    while (!this.#isHeld) {
      const message = this.#rest.shift();
      if (message === undefined) return;
      this.#isHeld = !this.#decode(message);
    }
  }

  #decode(message: Uint8Array): boolean {
    const [first] = message;
    if (first === undefined) throw new PeerError("websocket.empty", "a message without a flags octet");
    if (first > commandFlags) throw new PeerError("websocket.other-flags", `flags ${first.toString(16)}`);
    if (this.#awaitsIdentity && first !== 0) throw new PeerError("websocket.identity-frame", `flags ${first.toString(16)} in place of an identity`);
    this.#awaitsIdentity = false;
    const flags = first === commandFlags ? COMMAND : first;
    this.#sink.header(flags, message.length - 1);
    return this.#sink.frame(flags, message.subarray(1));
  }
}

const header = new Uint8Array(1);
const commandFlags = 2;
