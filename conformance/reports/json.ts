/** Reports and witnesses as JSON: the same data give the same text, and what differs from run to run stands last. */
import type { Report, Witness } from "../kit/model.ts";

/** Names that come first in an object, in this order; others follow in the order of the alphabet; `volatile` ends the report. */
const order: readonly string[] =
  "format name version id statement level text property transport judges verdict cause reason expected actual protocol language implementation specification seed hostile transports choices input shrunk trace does peer to octets script exitCode complete summary staleKnownFailures statements properties runs reached witness observed window known".split(
    " ",
  );
const rank = new Map(order.map((name, index) => [name, index]));

export function reportJson(report: Report): string {
  return stableJson(report);
}

export function witnessJson(witness: Witness): string {
  return stableJson(witness);
}

/** JSON with a fixed order of names, two blanks a level, and a line feed at the end. */
export function stableJson(value: unknown): string {
  return `${JSON.stringify(sorted(value), null, 2)}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => compareNames(a, b))
      .map(([name, member]) => [name, sorted(member)]),
  );
}

function compareNames(a: string, b: string): number {
  const difference = position(a) - position(b);
  return difference !== 0 ? difference : a < b ? -1 : a > b ? 1 : 0;
}

function position(name: string): number {
  return name === "volatile" ? order.length + 1 : (rank.get(name) ?? order.length);
}
