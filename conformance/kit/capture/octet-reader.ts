/** Reads a stream of octets from its front in pieces of any size, keeping no more than is asked for and one chunk ahead. */

/** Fills the buffer with what comes next and gives the number of octets; 0 at the end. */
export type ReadInto = (buffer: Uint8Array) => number;

const chunkOctets = 65_536;

export class OctetReader {
  readonly #read: ReadInto;
  #buffer = new Uint8Array();
  #ended = false;
  #taken = 0;

  constructor(read: ReadInto) {
    this.#read = read;
  }

  /** What is in memory already is not read into chunks. */
  static of(octets: Uint8Array): OctetReader {
    const reader = new OctetReader(() => 0);
    reader.#buffer = new Uint8Array(octets.buffer as ArrayBuffer, octets.byteOffset, octets.byteLength);
    reader.#ended = true;
    return reader;
  }

  /** Octets taken so far. */
  get offset(): number {
    return this.#taken;
  }

  /** So many octets, or those that are left when there are fewer. They are the caller's to keep. */
  take(size: number): Uint8Array {
    const octets = this.peek(size);
    this.#buffer = this.#buffer.subarray(octets.length);
    this.#taken += octets.length;
    return octets;
  }

  /** The same without taking them. */
  peek(size: number): Uint8Array {
    const pieces = [this.#buffer];
    let held = this.#buffer.length;
    while (held < size && !this.#ended) {
      const chunk = new Uint8Array(Math.min(Math.max(chunkOctets, size - held), 16 * 1_048_576));
      const count = this.#read(chunk);
      if (count === 0) this.#ended = true;
      pieces.push(chunk.subarray(0, count));
      held += count;
    }
    if (pieces.length > 1) this.#buffer = new Uint8Array(Buffer.concat(pieces));
    return this.#buffer.slice(0, size);
  }
}
