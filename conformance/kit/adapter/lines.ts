/** Cuts a stream of octets into lines, and keeps no more of an unfinished line than its limit. */

const newline = 0x0a;
const shownOctets = 200;

export class LineSplitter {
  /** Set when an unfinished line passed the limit; what was kept of it has been dropped, but for its beginning. */
  overflown = false;
  readonly #limit: number;
  #chunks: Buffer[] = [];
  #size = 0;
  #skipping = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The lines that the chunk completes, without their ends. */
  push(chunk: Buffer): readonly Buffer[] {
    const lines: Buffer[] = [];
    this.overflown = false;
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      this.#keep(chunk.subarray(start, end));
      if (!this.#skipping) lines.push(Buffer.concat(this.#chunks, this.#size));
      this.#clear();
      this.#skipping = false;
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
    return lines;
  }

  /** The beginning of the line that is not finished yet. */
  rest(): string {
    return Buffer.concat(this.#chunks).subarray(0, shownOctets).toString("utf8");
  }

  #keep(octets: Buffer): void {
    if (octets.length === 0 || this.#skipping) return;
    this.#chunks.push(octets);
    this.#size += octets.length;
    if (this.#size <= this.#limit) return;
    const beginning = Buffer.from(Buffer.concat(this.#chunks).subarray(0, shownOctets));
    this.#clear();
    this.#chunks.push(beginning);
    this.#skipping = true;
    this.overflown = true;
  }

  #clear(): void {
    this.#chunks = [];
    this.#size = 0;
  }
}
