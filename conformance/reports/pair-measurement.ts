/** From the reports on two implementations that played with each other to what is committed of them, and the table of all pairs. */
import type { BrokenByPeer, PairedSockets, PairMeasurementFile } from "../../schemas/types/pair-measurement.ts";
import { worst, type PropertyResult, type Verdict } from "../kit/model.ts";
import type { PairReports } from "../kit/pairs/types.ts";
import { stablePairs } from "../kit/watch/socket-types.ts";
import { inCell, table } from "./cells.ts";
import { issueText, type Ground } from "./matrix.ts";
import { mirrored } from "./pairs.ts";

type Two<T> = [T, T];

/** The reports are in the order of the names. */
export function pairMeasurementOf({ one, other }: PairReports, names: readonly [string, string]): PairMeasurementFile {
  const cases = new Map<string, Two<PropertyResult[]>>();
  const add = (name: string, index: 0 | 1, result: PropertyResult): void => {
    const key = `${name} ${result.transport}`;
    const both = cases.get(key) ?? [[], []];
    both[index].push(result);
    cases.set(key, both);
  };
  for (const result of one.properties) add(result.property, 0, result);
  for (const result of other.properties) add(mirrored(result.property), 1, result);
  const told = [...cases].filter(([, both]) => !both.flat().some(({ cause }) => cause === "adapter-died" || cause === "adapter-silent"));
  return {
    format: "patternwire-pair-measurement/1",
    names: [...names],
    implementations: [one, other].map(({ implementation: { name, version, protocol } }) => ({
      name,
      version,
      protocol,
    })),
    specification: { ...one.specification },
    level: one.level,
    reproduce: `patternwire matrix --pairs --impl ${names[0]} --impl ${names[1]}`,
    complete: one.complete && other.complete,
    cases: told.map(([key, both]) => caseOf(key, both)),
    withheld: cases.size - told.length,
  };
}

/** Its file, beside those of the implementations. */
export function pairFile(names: readonly string[]): string {
  return `${names.join("-with-")}.json`;
}

/** JSON with one pair of sockets a line. */
export function pairMeasurementJson({ cases, ...head }: PairMeasurementFile): string {
  const lines = Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`);
  return `{\n${lines.join("")}  "cases": [\n${cases.map((entry) => `    ${JSON.stringify(entry)}`).join(",\n")}\n  ]\n}\n`;
}

function caseOf(key: string, both: Two<PropertyResult[]>): PairedSockets {
  const [name = "", transport = ""] = key.split(" ");
  const verdictOf = (results: readonly PropertyResult[]): Verdict => results.map(({ verdict }) => verdict).reduce(worst, "not-applicable");
  const open = both.flat().find(({ verdict, reason }) => reason !== undefined && (verdict === "not-applicable" || verdict === "inconclusive"));
  return {
    name,
    transport: transport as PairedSockets["transport"],
    verdicts: both.map(verdictOf) as PairedSockets["verdicts"],
    ...(open?.reason === undefined ? {} : { reason: open.reason.split("\n")[0] ?? "" }),
    broken: both.map(brokenIn),
  };
}

function brokenIn(results: readonly PropertyResult[]): BrokenByPeer[] {
  return results.flatMap(({ statement, witness }) =>
    statement === undefined || witness === undefined ? [] : [{ statement, expected: witness.expected, actual: witness.actual }],
  );
}

/** Pairs of implementations × pairs of socket types: in how many of the cases that were played nobody broke anything. */
export function pairsTable(measurements: readonly PairMeasurementFile[]): string {
  const head = ["implementations", ...stablePairs.map(([a, b]) => `${a}–${b}`)];
  const rows = measurements.map(({ implementations, cases }) => [
    implementations.map(({ name, version }) => `${name} ${version}`).join(" and "),
    ...stablePairs.map(([a, b]) => share(cases.filter(({ name }) => isBetween(name, a.toLowerCase(), b.toLowerCase())))),
  ]);
  return table(head, rows);
}

/** Who broke what, with whom: one row for each implementation and statement. */
export function pairFindings(measurements: readonly PairMeasurementFile[], issueOf: Ground["issueOf"]): string {
  const found = new Map<
    string,
    { readonly actual: Set<string>; readonly peers: Set<string>; readonly sockets: Set<string>; readonly issue: string; cases: number }
  >();
  for (const { names, implementations, cases } of measurements)
    for (const { name, broken } of cases)
      for (const [index, list] of broken.entries())
        for (const { statement, expected, actual } of list) {
          const [own, peer] = index === 0 ? implementations.map(nameOf) : implementations.map(nameOf).reverse();
          const key = `${statement}\n${own ?? ""}`;
          const row = found.get(key) ?? {
            actual: new Set(),
            peers: new Set(),
            sockets: new Set(),
            issue: issueText(issueOf(names[index] ?? "", statement)),
            cases: 0,
          };
          row.actual.add(`expected: ${expected}; actual: ${actual}`);
          row.peers.add(peer ?? "");
          row.sockets.add((index === 0 ? name : mirrored(name)).replace("pairs/", "").split("-")[0]?.toUpperCase() ?? "");
          row.cases += 1;
          found.set(key, row);
        }
  const rows = [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { actual, peers, sockets, issue, cases }]) => {
      const [statement = "", implementation = ""] = key.split("\n");
      const [first = ""] = actual;
      return [
        `\`${statement}\``,
        implementation,
        [...sockets].sort().join(", "),
        `${String(cases)}, with ${[...peers].sort().join(", ")}`,
        inCell(short(first)),
        issue,
      ];
    });
  return table(["statement", "who breaks it", "its sockets", "cases", "what happens, for instance", "public issue"], rows);
}

const longest = 200;

function short(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function nameOf({ name, version }: PairMeasurementFile["implementations"][0]): string {
  return `${name} ${version}`;
}

function isBetween(name: string, a: string, b: string): boolean {
  const { one, other } = /^pairs\/(?<one>[a-z]+)-(?:binds-for|connects-to)-(?<other>[a-z]+)$/u.exec(name)?.groups ?? {};
  return (one === a && other === b) || (one === b && other === a);
}

/** `·`: neither is declared by both. A question mark: some could not be played to their end. */
function share(cases: readonly PairedSockets[]): string {
  const played = cases.filter(({ verdicts }) => !verdicts.every((verdict) => verdict === "not-applicable"));
  if (played.length === 0) return "·";
  const kept = played.filter(({ verdicts }) => verdicts.every((verdict) => verdict === "pass"));
  const unsure = played.some(({ verdicts, broken }) => verdicts.includes("inconclusive") && broken.every((list) => list.length === 0));
  return `${String(kept.length)} of ${String(played.length)}${unsure ? "?" : ""}`;
}
