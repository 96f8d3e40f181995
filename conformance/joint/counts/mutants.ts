/** Regressions on purpose, each of which a count has to notice. */
import type { SourceMutant } from "../../mutants/mutant.ts";

/** What is counted. */
export type Meter = "writes" | "copiedOctets" | "heapOctets";

export interface Regression extends Omit<SourceMutant, "breaks"> {
  /** The count that grows beyond its bound. */
  readonly exceeds: Meter;
}

export const regressions: readonly Regression[] = [
  {
    id: "counts-a-write-for-each-message",
    does: "It hands each message to the system at once.",
    file: "transports/tcp-link.ts",
    find: "    if (!this.#flushIsDue) this.#flushLater();",
    replace: "    this.#flush();",
    exceeds: "writes",
  },
  {
    id: "counts-a-copy-of-each-frame",
    does: "It copies the body of each frame out of its chunk.",
    file: "wire/framing.ts",
    find: "body = chunk.subarray(at, end);",
    replace: "body = Uint8Array.prototype.slice.call(chunk, at, end);",
    exceeds: "copiedOctets",
  },
  {
    id: "counts-an-array-for-each-header",
    does: "It makes a new array for the header of each frame.",
    file: "wire/framing.ts",
    find: "    return shortHeader;",
    replace: "    return new Uint8Array(shortHeader);",
    exceeds: "heapOctets",
  },
];
