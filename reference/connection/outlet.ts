/** What a connection sends after its greeting: frames, in clear or in the boxes of its mechanism. */
import type { Link } from "../base/link.ts";
import type { Message } from "../base/message.ts";
import { EMPTY } from "../base/octets.ts";
import type { Cipher } from "../security/mechanism.ts";
import { COMMAND, frameHeader, MORE } from "../wire/framing.ts";

export class Outlet {
  readonly #link: Link;
  /** Set when the traffic begins under a mechanism that has boxes. */
  cipher: Cipher | undefined;

  constructor(link: Link) {
    this.#link = link;
  }

  /**
   * Gives false when the link holds as many octets as it should.
   *
   * @requirement framing.more
   * @requirement sockets.atomic-send
   * @requirement sockets.order-sent
   */
  message(message: Message): boolean {
    const last = message.length - 1;
    let room = true;
    for (let index = 0; index <= last; index += 1) {
      const part = message[index] ?? EMPTY;
      room = this.#frame(index === last ? 0 : MORE, part);
    }
    return room;
  }

  /**
   * Commands go out between messages only, since a message is written whole.
   *
   * @requirement framing.command-more
   * @requirement framing.command-between
   */
  command(body: Uint8Array): void {
    this.#frame(COMMAND, body);
  }

  /**
   * @requirement curve.frame-clear-command
   * @requirement curve.frame-more
   */
  #frame(flags: number, body: Uint8Array): boolean {
    if (this.cipher === undefined) return this.#link.write(frameHeader(flags, body.length), body);
    const sealed = this.cipher.seal(flags, body);
    return this.#link.write(frameHeader(0, sealed.length), sealed);
  }
}
