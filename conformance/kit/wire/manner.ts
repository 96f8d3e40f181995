/**
 * How a wire peer moves octets. What passes is the same in each manner; an implementation, and the harness, must not depend on it. The platform gives no way to
 * set the size of a socket's buffers, so a peer that has small ones reads in sips instead: what it leaves in the kernel holds the other side up.
 */
import type { Socket } from "node:net";

export interface Manner {
  /** Octets are written one by one, each by a call of its own, as far as {@link octetwise} goes. */
  readonly octetByOctet: boolean;
  /** At most {@link sip} octets are read at a time. */
  readonly sips: boolean;
}

export const usualManner: Manner = { octetByOctet: false, sips: false };

/** So many octets at the beginning of each write go one by one: headers and commands. The rest, which is the inside of a body, goes at once. */
const octetwise = 300;

/** Octets that a peer reads at a time when it reads in sips. */
export const sip = 256;

/** Writes one after another; each waits until the one before has gone to the kernel, as the platform would put what waits together. */
export class OctetWriter {
  readonly #socket: Socket;
  #last: Promise<void> = Promise.resolve();

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** `whole`: in one piece. False when the connection is gone. */
  async write(octets: Uint8Array, whole = false): Promise<boolean> {
    const kept = new Uint8Array(octets);
    const written = this.#last.then(() => (whole ? put(this.#socket, kept) : this.#pieces(kept)));
    this.#last = written.then(() => undefined);
    return written;
  }

  /** When everything that was written before has gone. */
  after(action: () => void): void {
    this.#last = this.#last.then(action);
  }

  async #pieces(octets: Uint8Array): Promise<boolean> {
    for (let at = 0; at < octets.length;) {
      const end = at < octetwise ? at + 1 : octets.length;
      if (!(await put(this.#socket, octets.subarray(at, end)))) return false;
      at = end;
    }
    return true;
  }
}

/** Writes and waits until the kernel took the octets; false when the connection is gone. */
export async function put(socket: Socket, octets: Uint8Array): Promise<boolean> {
  if (socket.destroyed || !socket.writable) return false;
  return new Promise((resolve) => {
    socket.write(octets, (error) => {
      resolve(error === undefined || error === null);
    });
  });
}
