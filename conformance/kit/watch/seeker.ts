/**
 * Finds where frames begin in a direction that was joined in the middle. A segment often begins with a frame: from each in turn frames are read, and it is the place when
 * they show that they are frames. A command whose name is known shows it; so do messages whose sizes say where segments end, several times. What begins otherwise is
 * passed over.
 */
import { concat } from "../octets.ts";
import { decodeCommand, decodeFrame } from "../wire/decode.ts";

const commandNames: readonly string[] = ["READY", "ERROR", "SUBSCRIBE", "CANCEL", "PING", "PONG", "JOIN", "LEAVE"];
/** So many ends of segments must have been foretold by sizes. */
const enough = 3;
/** So much is kept of what is not understood yet. */
const window = { octets: 65_536, segments: 64 } as const;

export class Seeker {
  /** Segments from the first place that is still possible. */
  #segments: Uint8Array[] = [];

  /** The octets from the first frame on, once it is found. */
  take(octets: Uint8Array): Uint8Array | undefined {
    if (octets.length > 0) this.#segments.push(octets);
    while (this.#segments.length > window.segments || this.#size > window.octets) this.#segments.shift();
    // What looks like the head of a long frame may wait for ever: later places are tried beside it.
    const kept: Uint8Array[] = [];
    for (let at = 0; at < this.#segments.length; at += 1) {
      const found = evidence(this.#segments.slice(at));
      if (found !== "refused" && found >= enough) return concat(...this.#segments.slice(at));
      if (found !== "refused" || kept.length > 0) kept.push(...this.#segments.slice(at, at + 1));
    }
    this.#segments = kept;
    return undefined;
  }

  get #size(): number {
    return this.#segments.reduce((sum, { length }) => sum + length, 0);
  }
}

/** How much speaks for frames from the first octet on; nothing does when something cannot be one. */
function evidence(segments: readonly Uint8Array[]): number | "refused" {
  const octets = concat(...segments);
  let end = 0;
  const ends = new Set(segments.map(({ length }) => (end += length)));
  let found = 0;
  for (let at = 0; at < octets.length;) {
    const decoded = decodeFrame(octets.subarray(at));
    if (decoded.type === "refused") return "refused";
    if (decoded.type === "more") break;
    const { command, long, body } = decoded.value;
    if (long && body.length <= 255) return "refused";
    at += decoded.size;
    if (command) {
      const name = decodeCommand(body);
      if (name.type !== "value") return "refused";
      if (commandNames.includes(name.value.name)) found += enough;
    } else if (body.length > 0 && ends.has(at)) found += 1;
  }
  return found;
}
