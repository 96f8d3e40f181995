/**
 * Mutants that nobody chose: every cell of the table of socket types with every other value that its column can have, and every peer left out or let in. The
 * changed cell tells whether anyone reads it: one that nobody reads cannot change what the implementation does.
 */
import type { SocketTypeRow } from "../../reference/patterns/socket-type.ts";
import { socketTypes } from "../../reference/patterns/socket-type.ts";
import type { SourceMutant } from "../mutants/mutant.ts";

export interface TableMutant extends Omit<SourceMutant, "breaks"> {
  readonly type: string;
}

type Column = Exclude<keyof SocketTypeRow, "peers">;

const values: { readonly [Name in Column]: readonly SocketTypeRow[Name][] } = {
  outgoing: ["round-robin", "by-identity", "fan-out", "exclusive", "none", "lock-step-request", "lock-step-reply"],
  incoming: ["fair-queue", "asked-peer", "fair-queue-matching", "none"],
  whenFull: ["block", "drop"],
  envelope: ["none", "delimiter", "return-path", "identity"],
  subscriptions: ["subscriber", "publisher", "none"],
  partsAtLeast: [1, 2],
};
const end = "} as const satisfies Record<SocketType, SocketTypeRow>;";

export const tableMutants: readonly TableMutant[] = Object.entries(socketTypes as Readonly<Record<string, SocketTypeRow>>).flatMap(([type, row]) => [
  ...(Object.keys(values) as Column[]).flatMap((column) =>
    values[column].filter((value) => value !== row[column]).map((value) => changed(type, column, value, String(value))),
  ),
  ...Object.keys(socketTypes).map((peer) =>
    row.peers.includes(peer)
      ? changed(type, "peers", without(row.peers, peer), `without-${peer}`)
      : changed(type, "peers", [...row.peers, peer], `with-${peer}`),
  ),
]);

function changed(type: string, column: keyof SocketTypeRow, value: unknown, words: string): TableMutant {
  return {
    id: `table-${type}-${column}-${words}`.toLowerCase(),
    type,
    does: `The row of ${type} has ${column} ${JSON.stringify(value)}.`,
    file: "patterns/socket-type.ts",
    find: end,
    replace: `} as Record<string, SocketTypeRow>;
socketTypes.${type} = Object.defineProperty({ ...socketTypes.${type} }, "${column}", {
  get() {
    globalThis.cellRead = true;
    return ${JSON.stringify(value)};
  },
});`,
  };
}

function without(peers: readonly string[], peer: string): readonly string[] {
  return peers.filter((one) => one !== peer);
}
