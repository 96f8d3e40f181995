/** The record of a case: its steps in the trace language, and the octets that the wire peers wrote. Both are the same for the same input. */
import { annotate } from "./wire/annotate.ts";

export class CaseRecord {
  readonly steps: string[] = [];
  readonly #written: { readonly peer: string; readonly octets: Uint8Array }[] = [];

  step(line: string): void {
    this.steps.push(line);
  }

  wrote(peer: string, octets: Uint8Array): void {
    this.#written.push({ peer, octets });
  }

  /** The octets that the wire peers wrote, one line a field. */
  annotatedOctets(): readonly string[] {
    const streams = new Map<string, Uint8Array[]>();
    for (const { peer, octets } of this.#written) streams.set(peer, [...(streams.get(peer) ?? []), octets]);
    return [...streams].flatMap(([peer, chunks]) => [`${peer} writes`, ...annotate(Buffer.concat(chunks))]);
  }
}
