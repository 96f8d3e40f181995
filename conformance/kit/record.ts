/** The record of a case: its steps in the trace language, and the octets that the wire peers wrote. Both are the same for the same input. */
import type { RequirementId } from "../../schemas/types/requirement-id.ts";
import { NotReached } from "./outcome.ts";
import { OctetScriptRecord } from "./octet-script.ts";
import { annotate } from "./wire/annotate.ts";

export class CaseRecord {
  readonly steps: string[] = [];
  /** The statements that the case has judged. */
  readonly ledger = new Set<RequirementId>();
  /** The octets of the case in both directions, in order. */
  readonly script = new OctetScriptRecord();
  readonly #written: { readonly peer: string; readonly connection: object; readonly octets: Uint8Array }[] = [];

  #closed = false;

  /** Throws when the case is over. */
  step(line: string): void {
    if (this.#closed) throw new NotReached("not-reached", "the case is over");
    this.steps.push(line);
  }

  close(): void {
    this.#closed = true;
    this.script.close();
  }

  /** What a peer wrote on a connection. */
  wrote(peer: string, connection: object, octets: Uint8Array): void {
    this.#written.push({ peer, connection, octets });
    this.script.sends(peer, octets);
  }

  /** The steps, and the octets that the wire peers wrote, one line a field; with the peers renamed in the order in which they first receive a message, if asked. */
  told(renamed = false): { readonly trace: readonly string[]; readonly octets: readonly string[] } {
    const names = renamed ? this.#namesByReceipt() : new Map<string, string>();
    const rename = (name: string): string => names.get(name) ?? name;
    const streams = new Map<object, { readonly peer: string; readonly chunks: Uint8Array[] }>();
    for (const { peer, connection, octets } of this.#written) {
      const stream = streams.get(connection) ?? { peer: rename(peer), chunks: [] };
      stream.chunks.push(octets);
      streams.set(connection, stream);
    }
    const ordered = [...streams.values()];
    if (renamed) ordered.sort((a, b) => (a.peer < b.peer ? -1 : a.peer > b.peer ? 1 : 0));
    return {
      trace: this.steps.map((line) => line.replace(/^\S+|(?<=^\S+ (?:connects to|disconnects from|dials) )\S+/g, rename)),
      octets: ordered.flatMap(({ peer, chunks }) => [`${peer} writes`, ...annotate(Buffer.concat(chunks))]),
    };
  }

  #namesByReceipt(): ReadonlyMap<string, string> {
    const peers = [...new Set(this.#written.map(({ peer }) => peer))].sort();
    const receipts = this.steps.map((line) => /^([A-R]\d*) receives/.exec(line)?.[1]).filter((name) => name !== undefined);
    return new Map([...new Set([...receipts, ...peers])].map((name, index) => [name, peers[index] ?? name]));
  }
}
