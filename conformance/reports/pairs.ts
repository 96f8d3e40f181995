/** Who broke what, pair by pair: a line for each pair of socket types, with both implementations. */
import type { PropertyResult, Report } from "../kit/model.ts";
import { wrap } from "./text.ts";

/** The implementation under test first; a pair is named from its side. */
export function pairLines(one: Report, other: Report, width: number): readonly string[] {
  const pairs = new Map<string, { readonly one: PropertyResult[]; readonly other: PropertyResult[] }>();
  for (const result of one.properties) entry(pairs, key(result.property, result.transport)).one.push(result);
  for (const result of other.properties) entry(pairs, key(mirrored(result.property), result.transport)).other.push(result);
  const lines = [...pairs].map(([name, results]) => `  ${name}: ${said(one, results.one)}; ${said(other, results.other)}`);
  return ["Pairs, as the first implementation plays them", ...lines.flatMap((line) => wrap(line.trim(), width, "  ", "    "))];
}

/** `pairs/req-binds-for-rep`, as the other side sees it: `pairs/rep-connects-to-req`. */
export function mirrored(property: string): string {
  const { own, verb, peer } = /^pairs\/(?<own>[a-z]+)-(?<verb>binds-for|connects-to)-(?<peer>[a-z]+)$/u.exec(property)?.groups ?? {};
  return own === undefined || peer === undefined ? property : `pairs/${peer}-${verb === "binds-for" ? "connects-to" : "binds-for"}-${own}`;
}

function key(property: string, transport: string): string {
  return `${property.replace("pairs/", "").replaceAll("-", " ")}${transport === "tcp" ? "" : ` (${transport})`}`;
}

function entry<K, V extends object>(map: Map<K, V>, name: K): V {
  const found = map.get(name) ?? ({ one: [], other: [] } as unknown as V);
  map.set(name, found);
  return found;
}

function said({ implementation }: Report, results: readonly PropertyResult[]): string {
  const broken = results.filter(({ verdict }) => verdict === "fail" || verdict === "warning").map(({ statement, cause }) => statement ?? cause ?? "");
  const kept = results.filter(({ verdict }) => verdict === "pass").length;
  const open = results.find(({ verdict }) => verdict === "inconclusive" || verdict === "not-applicable");
  const words = [
    ...(kept > 0 ? [`keeps ${String(kept)}`] : []),
    ...(broken.length > 0 ? [`breaks ${broken.join(", ")}`] : []),
    ...(open === undefined ? [] : [`${open.verdict === "inconclusive" ? "unsure" : "not played"}: ${open.reason ?? ""}`]),
  ];
  return `${implementation.name} ${words.join(", ")}`;
}
