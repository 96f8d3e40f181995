/** Octets that arrived and are not decoded yet. What is added is copied once at most, however small the pieces are in which a large frame arrives. */
export class Backlog {
  #buffer: Uint8Array = new Uint8Array();
  #start = 0;
  #end = 0;

  /** A view; it stays as it is when more arrives. */
  get octets(): Uint8Array {
    return this.#buffer.subarray(this.#start, this.#end);
  }

  add(octets: Uint8Array): void {
    if (this.#start === this.#end) {
      // Nobody else writes to what arrived: what stands alone is not copied. The slices of a Buffer would be no copies.
      this.#buffer = new Uint8Array(octets.buffer, octets.byteOffset, octets.length);
      this.#start = 0;
      this.#end = octets.length;
      return;
    }
    if (this.#end + octets.length > this.#buffer.length) {
      // Views of the old buffer are in use: what is left moves to a new one, and nothing moves within one.
      const rest = this.octets;
      this.#buffer = new Uint8Array(Math.max(2 * rest.length, rest.length + octets.length));
      this.#buffer.set(rest);
      this.#start = 0;
      this.#end = rest.length;
    }
    this.#buffer.set(octets, this.#end);
    this.#end += octets.length;
  }

  take(count: number): void {
    this.#start += count;
  }
}
