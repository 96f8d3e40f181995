/** What passed in a conversation, piece by piece, as far as it is kept for witnesses that can be played again. */
import { hex } from "../octets.ts";
import type { Side } from "./side.ts";

/** A piece of the recording. */
export interface Passed {
  readonly side: Side;
  readonly octets: Uint8Array;
  /** In place of octets: so many were not heard, or nobody knows how many. */
  readonly missing?: number | "unknown";
}

/** So many octets of a conversation are kept. */
const keptOctets = 65_536;

export class Recording {
  readonly #passed: Passed[] = [];
  #size = 0;

  keep(passed: Passed): void {
    this.#size += passed.octets.length;
    if (this.#size <= keptOctets) this.#passed.push(passed);
    else this.#passed.length = 0;
  }

  /** Everything that passed, or nothing when it was too much to keep. */
  get pieces(): readonly Passed[] | undefined {
    return this.#size <= keptOctets ? this.#passed : undefined;
  }
}

/** A piece of a recording as data of a witness. */
export type PassedJson = { readonly side: Side } & ({ readonly hex: string } | { readonly missing: number | "unknown" });

export function recordingJson(passed: readonly Passed[]): readonly PassedJson[] {
  return passed.map(({ side, octets, missing }) => ({ side, ...(missing === undefined ? { hex: hex(octets) } : { missing }) }));
}
