/** The rows of the socket types that the reference has, put into the list of all types that 37/ZMTP names. */
import type { SocketTypeRow as Entry } from "../../../schemas/types/socket-type.ts";
import { socketTypes, type SocketTypeRow } from "../../../reference/patterns/socket-type.ts";
import { jsonOutput, type Generator } from "../../checks/generate/generator.ts";
import { readJson } from "../../checks/generate/repository.ts";

const path = "schemas/model/socket-types.json";

export const socketTypesModel: Generator = {
  name: "socket-types",
  about: `the rows in ${path} from reference/patterns/socket-type.ts; the other members of the file are written by hand`,
  outputs: () => [jsonOutput(path, withRows(readJson(path) as readonly Entry[], socketTypes))],
};

/** The entries with the rows of the table; entries without a row stay as they are. Throws when the table has a type that the list lacks. */
export function withRows(entries: readonly Entry[], table: Readonly<Record<string, SocketTypeRow>>): readonly Entry[] {
  const missing = Object.keys(table).filter((type) => !entries.some((entry) => entry.type === type));
  if (missing.length > 0) throw new Error(`${path} lacks ${missing.join(", ")}: add an entry with type, peers, pattern and draft`);
  return entries.map(({ type, peers, pattern, draft }) => {
    const row = table[type];
    if (row === undefined) return { type, peers, pattern, draft };
    const { peers: legal, ...strategies } = row;
    return { type, peers: legal as Entry["peers"], pattern, draft, row: strategies };
  });
}
