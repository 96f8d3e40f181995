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

  /** The steps, and the octets that the wire peers wrote, one line a field; with the peers renamed in the order in which they first receive a message, if asked. */
  told(renamed = false): { readonly trace: readonly string[]; readonly octets: readonly string[] } {
    const names = renamed ? this.#namesByReceipt() : new Map<string, string>();
    const rename = (name: string): string => names.get(name) ?? name;
    const streams = new Map<string, Uint8Array[]>();
    for (const { peer, octets } of this.#written) streams.set(rename(peer), [...(streams.get(rename(peer)) ?? []), octets]);
    const ordered = renamed ? [...streams].sort(([a], [b]) => (a < b ? -1 : 1)) : [...streams];
    return {
      trace: this.steps.map((line) => line.replace(/^\S+|(?<=^\S+ (?:connects to|disconnects from|dials) )\S+/g, rename)),
      octets: ordered.flatMap(([peer, chunks]) => [`${peer} writes`, ...annotate(Buffer.concat(chunks))]),
    };
  }

  #namesByReceipt(): ReadonlyMap<string, string> {
    const peers = [...new Set(this.#written.map(({ peer }) => peer))].sort();
    const receipts = this.steps.map((line) => /^([A-R]\d*) receives/.exec(line)?.[1]).filter((name) => name !== undefined);
    return new Map([...new Set([...receipts, ...peers])].map((name, index) => [name, peers[index] ?? name]));
  }
}
