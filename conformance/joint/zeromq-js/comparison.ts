/** The public API of zeromq.js beside that of the reference, from the declarations of both, with a reason for each difference. */
import { join } from "node:path";
import { markdownTable } from "../../checks/generate/markdown.ts";
import { root } from "../../checks/generate/repository.ts";
import { readApis, type Api } from "./api.ts";
import { behaviourDifferences } from "./behaviour-differences.ts";
import { behaviours } from "./behaviours.ts";
import { differences, type Difference } from "./differences.ts";
import { zeromqPackage } from "./readme-programs.ts";

export interface Row {
  /** `export NAME`, `Socket.NAME`, `Context.NAME`, `Observer.NAME`, `Proxy.NAME` or `event NAME`. */
  readonly key: string;
  /** What each package has there, as text; undefined when it has nothing. */
  readonly theirs: string | undefined;
  readonly ours: string | undefined;
}

/** One row for each exported name, member and event of either package. */
export function compareApis(): readonly Row[] {
  const apis = readApis([join(zeromqPackage().folder, "lib/index.d.ts"), join(root, "dist/reference/index.d.ts")]);
  const [theirs = nothing, ours = nothing] = apis.map(facts);
  const keys = [...new Set([...theirs.keys(), ...ours.keys()])];
  return keys.map((key) => ({ key, theirs: theirs.get(key), ours: ours.get(key) }));
}

/** The difference that a row shows by itself. */
export function shown({ theirs, ours }: Row): Difference["how"] | "same" {
  if (theirs === undefined) return "added";
  if (ours === undefined) return "absent";
  return theirs === ours ? "same" : "different";
}

/** What is wrong with the reasons: rows without one, reasons of the wrong kind, reasons without a row. */
export function faults(rows: readonly Row[], reasons: Readonly<Record<string, Difference>>): readonly string[] {
  const found = rows.flatMap((row) => {
    const how = shown(row);
    const reason = reasons[row.key];
    if (how === "same") return reason === undefined ? [] : [`${row.key} is the same in both: remove its reason`];
    if (reason?.how === how) return [];
    return [`${row.key} is ${how} (zeromq.js: ${row.theirs ?? "nothing"}; reference: ${row.ours ?? "nothing"}): say why in differences.ts`];
  });
  const keys = new Set(rows.map(({ key }) => key));
  return [
    ...found,
    ...Object.keys(reasons)
      .filter((key) => !keys.has(key))
      .map((key) => `there is no ${key}: remove its reason`),
  ];
}

/** The comparison as Markdown: what is the same in a line, and a table for what is not. */
export function comparisonTables(): string {
  const rows = compareApis();
  const problems = faults(rows, differences);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const same = rows.filter((row) => shown(row) === "same").map(({ key }) => `\`${key}\``);
  const of = (how: Difference["how"]): readonly (readonly string[])[] =>
    rows.filter((row) => shown(row) === how).map(({ key }) => [`\`${key}\``, differences[key]?.why ?? ""]);
  const version = zeromqPackage().version;
  return [
    `zeromq.js ${version} has ${String(rows.filter(({ theirs }) => theirs !== undefined).length)} names, members, options and events; ${String(same.length)} are here with the same name, the same types of sockets and the same TypeScript type:`,
    same.join(", "),
    "**Different**",
    markdownTable(["what", "how it differs"], of("different")),
    "**Absent**",
    markdownTable(["what", "why"], of("absent")),
    "**Added**",
    markdownTable(["what", "what for"], of("added")),
  ].join("\n\n");
}

/** The programs that run on both packages, as Markdown: how many behave alike, and a table of those that do not. */
export function behaviourTable(): string {
  const names = Object.keys(behaviours);
  const alike = names.filter((name) => behaviourDifferences[name] === undefined);
  return [
    `${String(names.length)} small programs run on both packages. They observe the same here and there for ${alike.join("; ")}. And otherwise:`,
    markdownTable(
      ["program", "here, and why"],
      names.flatMap((name) => {
        const difference = behaviourDifferences[name];
        return difference === undefined ? [] : [[name, difference.why]];
      }),
    ),
  ].join("\n\n");
}

const nothing: ReadonlyMap<string, string> = new Map();
const socketClasses = ["Pair", "Publisher", "Subscriber", "Request", "Reply", "Dealer", "Router", "Pull", "Push", "XPublisher", "XSubscriber", "Stream"];

/** What a package has, by key. The members of all socket types are one list: each with its types of sockets and its TypeScript type. */
function facts(api: Api): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [name, kind] of api.exports) found.set(`export ${name}`, kind);
  for (const owner of ["Context", "Observer", "Proxy"]) for (const [name, type] of api.classes.get(owner) ?? []) found.set(`${owner}.${name}`, type);
  for (const [name, types] of socketMembers(api)) {
    const sockets = new Set([...types.values()].flat());
    const all = socketClasses.filter((type) => type !== "Stream").every((type) => sockets.has(type));
    found.set(`Socket.${name}`, [...types].map(([type, classes]) => `${type}${all && types.size === 1 ? "" : ` of ${classes.join(", ")}`}`).join("; "));
  }
  for (const [name, members] of api.events) found.set(`event ${name}`, members.join(", "));
  return found;
}

/** For each member of a socket type, its TypeScript types with the socket types that have it so. A STREAM socket counts only for what no other has. */
function socketMembers(api: Api): ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, Map<string, string[]>>();
  for (const socket of socketClasses) {
    for (const [name, type] of api.classes.get(socket) ?? []) {
      if (socket === "Stream" && found.has(name)) continue;
      const types = found.get(name) ?? new Map<string, string[]>();
      found.set(name, types.set(type, [...(types.get(type) ?? []), socket]));
    }
  }
  return found;
}
