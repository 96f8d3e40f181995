/** The dissector for Wireshark: tables from schemas/model, then the hand-written parts of conformance/dissector, as one file. */
import type { CommandRow } from "../../../schemas/types/command.ts";
import type { SocketTypeRow } from "../../../schemas/types/socket-type.ts";
import type { Generator } from "./generator.ts";
import { problem, ProblemsError } from "./problem.ts";
import { readJson, readText } from "./repository.ts";
import { allStatements } from "./requirements.ts";

const folder = "conformance/dissector";
const parts = ["directions.lua", "units.lua", "segments.lua"].map((name) => `${folder}/${name}`);

/** The fields of a greeting in order (spec/wire/greeting.md), and how Wireshark shows them. */
const greeting = [
  { name: "signature", octets: 10, kind: "bytes" },
  { name: "version-major", octets: 1, kind: "uint8" },
  { name: "version-minor", octets: 1, kind: "uint8" },
  { name: "mechanism", octets: 20, kind: "stringz" },
  { name: "as-server", octets: 1, kind: "uint8" },
  { name: "filler", octets: 31, kind: "bytes" },
] as const;
const properties = ["Socket-Type", "Identity", "Resource"];
const asText = ["reason", "username", "group", "subscription"];
/** What a command breaks whose data are not of its layout, where that is no statement named after the command. */
const shapes: Readonly<Record<string, string>> = { PING: "heartbeat.ping-format", PONG: "heartbeat.context-size", ERROR: "handshake.error-reason" };
const tooLong: Readonly<Record<string, string>> = { context: "heartbeat.context-size" };

export const dissector: Generator = {
  name: "dissector",
  about: `${folder}/zmtp.lua from schemas/model and ${parts.join(", ")}`,
  outputs: () => [
    { path: `${folder}/zmtp.lua`, text: [head, ...tables().map(([name, value]) => `local ${name} = ${lua(value)}`), ...parts.map(readText)].join("\n") },
  ],
};

const head = `-- ZMTP 3.1 for Wireshark and tshark: greetings, frames, commands, and the statements of PatternWire that they break.
-- Generated from schemas/model and the parts beside it: do not edit. How to install it: README.md.
`;

function tables(): readonly (readonly [name: string, value: unknown])[] {
  const commands = readJson("schemas/model/commands.json") as readonly CommandRow[];
  const socketTypes = readJson("schemas/model/socket-types.json") as readonly SocketTypeRow[];
  const layouts = commands.flatMap((row) => (row.mechanisms.length === 0 ? ["any"] : row.mechanisms).map((mechanism) => layoutOf(row, mechanism)));
  return [
    ["greeting", greeting.map((field) => ({ ...field, label: labelOf(field.name) }))],
    ["flags", flags()],
    ["flag_mask", Object.fromEntries(flags().map(({ name, mask }) => [name, mask]))],
    ["commands", Object.fromEntries([...new Set(commands.map(({ name }) => name))].map((name) => [name, layouts.filter((layout) => layout.name === name)]))],
    ["peers", Object.fromEntries(socketTypes.map(({ type, peers }) => [type, Object.fromEntries(peers.map((peer) => [peer, true]))]))],
    ["properties", properties],
    ["property_names", Object.fromEntries(properties.map((name) => [name.toLowerCase(), true]))],
    ["statements", statements(layouts)],
  ];
}

interface Flag {
  readonly name: string;
  readonly mask: number;
  readonly label: string;
}

/** The bits of the flags octet, by their descriptions in the schema of frames: `Bit 0: more frames of the message follow.` */
function flags(): readonly Flag[] {
  const schema = readJson("schemas/frame.schema.json") as {
    readonly oneOf: readonly {
      readonly properties: { readonly flags?: { readonly properties: Readonly<Record<string, { readonly description: string }>> } };
    }[];
  };
  return Object.entries(schema.oneOf[0]?.properties.flags?.properties ?? {}).map(([name, { description }]) => {
    const bit = /^Bit (\d): /u.exec(description)?.[1];
    if (bit === undefined)
      throw new ProblemsError([problem("schemas/frame.schema.json", 1, `the description of ${name} does not begin with its bit: "Bit 0: …"`)]);
    return { name, mask: 1 << Number(bit), label: name.toUpperCase() };
  });
}

function layoutOf(
  { name, chapter, layout }: CommandRow,
  mechanism: string,
): Readonly<Record<string, unknown>> & { readonly name: string; readonly law?: string } {
  const own = `${chapter}.${name.toLowerCase()}`;
  const law = shapes[name] ?? (allStatements().some(({ id }) => id === own) ? own : undefined);
  return { name, mechanism, ...(law === undefined ? {} : { law }), layout: layout.map((field) => fieldOf(field)) };
}

/** How many octets a field takes is a number, a range, the name of the field that says it, or what is left. */
function fieldOf({ name, octets }: CommandRow["layout"][number]): Readonly<Record<string, unknown>> {
  const [fixed] = /^\d+$/u.exec(octets) ?? [];
  const [, least, most] = /^(\d+) (?:to (\d+)|or more)$/u.exec(octets) ?? [];
  return {
    name,
    label: labelOf(name),
    kind: kindOf(name, fixed),
    ...(fixed === undefined ? {} : { octets: Number(fixed) }),
    ...(least === undefined || least === "0" ? {} : { least: Number(least) }),
    ...(most === undefined ? {} : { most: Number(most) }),
    ...(most === undefined || tooLong[name] === undefined ? {} : { law: tooLong[name] }),
    ...(octets.endsWith("-size") ? { size_in: octets } : {}),
  };
}

function kindOf(name: string, fixed: string | undefined): string {
  if (name === "metadata") return "metadata";
  if (fixed === "1") return "uint8";
  if (name === "time-to-live") return "uint16";
  return asText.includes(name) ? "string" : "bytes";
}

function labelOf(name: string): string {
  const words = name.replaceAll("-", " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** The statements that the parts name, and those of the layouts. One that does not exist is a problem with its place. */
function statements(layouts: readonly { readonly law?: string }[]): Readonly<Record<string, unknown>> {
  const known = new Map(allStatements().map((statement) => [statement.id, statement]));
  const cited = parts.flatMap((file) => citations(file, readText(file)));
  const unknown = cited.filter(({ id }) => !known.has(id)).map(({ id, file, line }) => problem(file, line, `there is no statement ${id}`));
  if (unknown.length > 0) throw new ProblemsError(unknown);
  const ids = [...cited.map(({ id }) => id), ...layouts.flatMap(({ law }) => (law === undefined ? [] : [law])), ...Object.values(tooLong)];
  return Object.fromEntries(
    [...new Set(ids)].sort().map((id) => {
      const { level = "", text = "", since } = known.get(id) ?? {};
      return [id, { level: level.replace(/ NOT$/u, ""), ...(since === undefined ? {} : { since }), text }];
    }),
  );
}

/** What a part says to be broken: the ids in quotation marks. Names of fields, and of what Wireshark has, look alike. */
export function citations(file: string, text: string): readonly { readonly id: string; readonly file: string; readonly line: number }[] {
  return text.split("\n").flatMap((line, index) => {
    const names = [...line.matchAll(/"([a-z0-9-]+\.[a-z0-9-]+)"/gu)].map(([, name = ""]) => name);
    return names.filter((name) => !/^(?:flags|property|tcp)\./u.test(name)).map((id) => ({ id, file, line: index + 1 }));
  });
}

/** A value as Lua writes it. */
function lua(value: unknown, indent = ""): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object" || value === null) return String(value);
  const entries = Array.isArray(value)
    ? value.map((item: unknown) => lua(item, `${indent}  `))
    : Object.entries(value).map(([name, item]) => `${/^[a-z_]+$/iu.test(name) ? name : `[${JSON.stringify(name)}]`} = ${lua(item, `${indent}  `)}`);
  const line = `{ ${entries.join(", ")} }`;
  if (entries.length === 0) return "{}";
  return line.length + indent.length < 140 && !line.includes("\n") ? line : `{\n${entries.map((entry) => `${indent}  ${entry},\n`).join("")}${indent}}`;
}
