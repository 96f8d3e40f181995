/** The tables of the chapter of socket options, from schemas/model/socket-options.json. */
import type { SocketOptionRow } from "../../../schemas/types/socket-option.ts";
import type { SocketTypeRow } from "../../../schemas/types/socket-type.ts";
import { markdownTable } from "./markdown.ts";
import { readJson } from "./repository.ts";

export function semanticOptionsTable(): string {
  const rows = options("semantic").map((row) => [
    code(row.name),
    typesOf(row),
    valuesOf(row),
    defaultOf(row),
    row.about,
    (row.statements ?? []).map(code).join(", "),
  ]);
  return markdownTable(["option", "types", "values", "default", "what it sets", "statements"], rows);
}

export function localOptionsTable(): string {
  const rows = options("local").map((row) => [code(row.name), typesOf(row), valuesOf(row), defaultOf(row), row.about]);
  return markdownTable(["option", "types", "values", "default", "what it sets"], rows);
}

export function outsideOptionsTable(): string {
  const rows = options("outside").map((row) => [code(row.name), typesOf(row), valuesOf(row), defaultOf(row), row.about]);
  return markdownTable(["option", "types", "values", "default", "what it sets"], rows);
}

export function absentOptionsTable(): string {
  const reasons = new Map<string, string[]>();
  for (const { name, absent } of allOptions()) if (absent !== undefined) reasons.set(absent, [...(reasons.get(absent) ?? []), code(name)]);
  return markdownTable(
    ["options", "why the reference lacks them"],
    [...reasons].map(([reason, names]) => [names.join(", "), reason]),
  );
}

export function allOptions(): readonly SocketOptionRow[] {
  return readJson("schemas/model/socket-options.json") as readonly SocketOptionRow[];
}

function options(kind: SocketOptionRow["kind"]): readonly SocketOptionRow[] {
  return allOptions().filter((row) => row.kind === kind);
}

/** The types, or those that lack it when they are fewer. */
function typesOf({ types }: SocketOptionRow): string {
  const known = (readJson("schemas/model/socket-types.json") as readonly SocketTypeRow[]).flatMap(({ type, row }) => (row === undefined ? [] : [type]));
  const others = known.filter((type) => !types.includes(type));
  if (types.length === 0) return "none";
  if (others.length === 0) return "all";
  return others.length <= 2 ? `all but ${others.join(", ")}` : types.join(", ");
}

function valuesOf({ value, unit }: SocketOptionRow): string {
  switch (value.type) {
    case "flag":
      return "true, false";
    case "word":
      return `null, ${(value.words ?? []).map(code).join(", ")}`;
    case "integer": {
      const to = value.to === undefined ? "" : ` to ${number(value.to)}`;
      return `${unit ?? "integer"} from ${number(value.from ?? 0)}${to}`;
    }
    case "key":
      return "null, 32 octets or 40 characters of Z85";
    case "octets": {
      const size = value.to === undefined ? "octets or a text" : `${String(value.from)} to ${String(value.to)} octets`;
      return `null, ${size}${value.firstNotZero === true ? ", the first not null" : ""}`;
    }
  }
}

function defaultOf({ default: value }: SocketOptionRow): string {
  return typeof value === "number" ? number(value) : String(value);
}

/** With the sign and the spaces that people use. */
function number(value: number): string {
  return String(value)
    .replace("-", "−")
    .replaceAll(/\B(?=(?:\d{3})+$)/gu, value > 9999 ? " " : "");
}

function code(name: string): string {
  return `\`${name}\``;
}
