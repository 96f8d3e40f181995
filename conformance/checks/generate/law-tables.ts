/** The tables of spec/topologies: the laws with what proves their checks, and what the simulation measured (scale.json beside the chapters). */
import type { Law } from "../../../schemas/types/law.ts";
import { markdownTable } from "./markdown.ts";
import { fileExists, readJson } from "./repository.ts";

const measured = "spec/topologies/scale.json";

interface ScaleRow {
  readonly topology: string;
  readonly parties: number;
  readonly sockets: number;
  readonly connections: number;
  readonly accepted: number;
  readonly delivered: number;
  readonly latencyMs: { readonly median: number; readonly p99: number; readonly most: number };
  readonly load: readonly { readonly layer: string; readonly nodes: number; readonly perMessage: number; readonly mostOnLink: number }[];
  readonly laws: readonly { readonly law: string; readonly judged: number; readonly broken: number }[];
  readonly volatile: { readonly seconds: number; readonly heapMiB: number };
}

interface LossRow {
  readonly topology: string;
  readonly parties: number;
  readonly hosts: number;
  readonly runs: number;
  readonly queueLimit: number;
  readonly faults: Readonly<Record<"crash" | "cut" | "partition", number>>;
  readonly due: number;
  readonly delivered: number;
  readonly lostAtFailures: number;
  readonly lostAtMarks: number;
  readonly unexplained: number;
  readonly judged: number;
  readonly broken: number;
}

export function lawsTable(): string {
  const rows = (readJson("schemas/model/laws.json") as readonly Law[]).map(({ id, mutants }) => [
    `\`${id}\``,
    mutants.map(({ id: mutant, does }) => `\`${mutant}\`: ${does}`).join("<br>"),
  ]);
  return markdownTable(["law", "found by it"], rows);
}

/** What each size of a topology carried, and the figure. */
export function loadTable(topology: string): string {
  if (!fileExists(measured)) throw new Error(`${measured} is missing: make it with npm run simulate -- --scale full`);
  const { command, rows } = readJson(measured) as { readonly command: string; readonly rows: readonly ScaleRow[] };
  const own = rows.filter((row) => row.topology === topology);
  const cells = own.map((row) => [
    String(row.parties),
    String(row.sockets),
    String(row.connections),
    String(row.accepted),
    String(row.delivered),
    row.load.map(({ layer, nodes, perMessage }) => `${layer} (${String(nodes)}): ${short(perMessage)}`).join("<br>"),
    `${String(row.latencyMs.median)}, ${String(row.latencyMs.p99)}`,
    String(row.laws.reduce((sum, { judged }) => sum + judged, 0)),
    String(row.laws.reduce((sum, { broken }) => sum + broken, 0)),
    `${String(row.volatile.seconds)} s`,
  ]);
  const names = [
    "parties",
    "sockets",
    "connections",
    "accepted",
    "delivered",
    "the most that a node of a layer sends for one message",
    "virtual ms, median and p99",
    "laws judged",
    "broken",
    "took",
  ];
  return [
    `Measured with \`${command}\`; each hop takes 5 ms of virtual time.`,
    "",
    markdownTable(names, cells),
    "",
    `![Load per node against size](load-${topology}.svg)`,
  ].join("\n");
}

/** What was lost of each size of a topology, and to what, and the figure. */
export function lossTable(topology: string): string {
  const { command, loss } = readJson(measured) as { readonly command: string; readonly loss: readonly LossRow[] };
  const own = loss.filter((row) => row.topology === topology);
  const cells = own.map((row) => [
    String(row.parties),
    String(row.hosts),
    String(row.runs),
    `${String(row.faults.crash)}, ${String(row.faults.cut)}, ${String(row.faults.partition)}`,
    String(row.due),
    String(row.delivered),
    `${String(row.lostAtFailures)} (${share(row.lostAtFailures, row.due)})`,
    `${String(row.lostAtMarks)} (${share(row.lostAtMarks, row.due)})`,
    String(row.unexplained),
    String(row.judged),
    String(row.broken),
  ]);
  const names = [
    "parties",
    "can be struck",
    "runs",
    "crashes, cuts, partitions",
    "due",
    "delivered",
    "lost at failures",
    "lost at marks",
    "unexplained",
    "laws judged",
    "broken",
  ];
  return [
    `Measured with \`${command} --only loss-${topology}\`: for each host that can be struck as many faults at every size, each connection with a delay of its own from 1 to 9 ms, high-water marks of ${String(own[0]?.queueLimit)}.`,
    "",
    markdownTable(names, cells),
    "",
    `![Share that is lost under faults against size](loss-${topology}.svg)`,
  ].join("\n");
}

function share(part: number, whole: number): string {
  return `${((100 * part) / whole).toPrecision(2)} %`;
}

function short(value: number): string {
  return value >= 0.1 ? String(Math.round(value * 100) / 100) : value.toPrecision(2);
}
