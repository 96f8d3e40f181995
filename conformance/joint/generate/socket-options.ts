/** The options that the reference has, and its reasons for those that it lacks, put into the list of all options that zeromq.js documents. */
import type { SocketOptionRow } from "../../../schemas/types/socket-option.ts";
import { socketTypes } from "../../../reference/patterns/socket-type.ts";
import { absentOptions } from "../../../reference/sockets/absent-options.ts";
import { isOption, optionNames, optionTable } from "../../../reference/sockets/option-table.ts";
import { jsonOutput, type Generator } from "../../checks/generate/generator.ts";
import { readJson } from "../../checks/generate/repository.ts";

const path = "schemas/model/socket-options.json";

export const socketOptionsModel: Generator = {
  name: "socket-options",
  about: `types, values, defaults and reasons in ${path} from the tables of reference/sockets; the other members of the file are written by hand`,
  outputs: () => [jsonOutput(path, withTables(readJson(path) as readonly SocketOptionRow[]))],
};

/** The rows with what the tables of the reference say of each. Throws when the list lacks an option of theirs, or has one that they lack. */
export function withTables(rows: readonly SocketOptionRow[]): readonly SocketOptionRow[] {
  const names = new Set(rows.map(({ name }) => name));
  const missing = [...optionNames, ...Object.keys(absentOptions)].filter((name) => !names.has(name));
  if (missing.length > 0) throw new Error(`${path} lacks ${missing.join(", ")}: add a row with name, constant, about and kind`);
  return rows.map(withTable);
}

function withTable(row: SocketOptionRow): SocketOptionRow {
  const { name, constant, about, unit, kind, statements } = row;
  const written = { name, constant, about, ...(unit === undefined ? {} : { unit }), kind, ...(statements === undefined ? {} : { statements }) };
  if (isOption(name)) {
    const { types = Object.keys(socketTypes), rule, initial } = optionTable[name];
    return { ...written, types: types as SocketOptionRow["types"], value: rule, default: initial as SocketOptionRow["default"] };
  }
  const reason = absentOptions[name];
  if (reason === undefined) throw new Error(`${path} has ${name}, which is neither in option-table.ts nor in absent-options.ts`);
  return { ...written, types: row.types, value: row.value, default: row.default, absent: reason };
}
