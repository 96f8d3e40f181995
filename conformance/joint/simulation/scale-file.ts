/** The scale report as it is kept beside the chapters (scale.json), and its figures. */
import { existsSync, readFileSync } from "node:fs";
import type { Account } from "./account.ts";
import type { Fault } from "./plan.ts";
import { plot, type Series } from "./plot.ts";
import type { SimulationResult } from "./simulate.ts";

export const scaledTopologies = ["tree", "bus", "pipeline"] as const;
export type ScaledTopology = (typeof scaledTopologies)[number];

/** One size of one topology, in peace. */
export interface ScaleRow extends Pick<SimulationResult, "sockets" | "connections" | "depth" | "accepted" | "delivered" | "latencyMs" | "load"> {
  readonly topology: ScaledTopology;
  /** Subscribers, clients or workers. */
  readonly parties: number;
  readonly laws: readonly { readonly law: string; readonly judged: number; readonly broken: number }[];
  readonly volatile: { readonly seconds: number; readonly heapMiB: number };
}

/** One size of one topology under declared faults: the sums over all runs. */
export interface LossRow extends Account {
  readonly topology: ScaledTopology;
  readonly parties: number;
  /** How many can be struck. */
  readonly hosts: number;
  readonly runs: number;
  /** The high-water marks. */
  readonly queueLimit: number;
  readonly faults: Readonly<Record<Fault["type"], number>>;
  readonly judged: number;
  readonly broken: number;
  readonly volatile: { readonly seconds: number };
}

export interface ScaleFile {
  readonly command: string;
  readonly rows: readonly ScaleRow[];
  readonly loss: readonly LossRow[];
}

export const partyNames: Readonly<Record<ScaledTopology, string>> = { tree: "subscribers", bus: "clients", pipeline: "workers" };

/** What was measured before, or nothing. */
export function readScale(file: string, command: string): ScaleFile {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as ScaleFile) : { command, rows: [], loss: [] };
}

/** The figures of a report: their names, and the SVG. */
export function figuresOf({ rows, loss }: ScaleFile): ReadonlyMap<string, string> {
  const figures = new Map<string, string>();
  for (const topology of scaledTopologies) {
    const own = rows.filter((row) => row.topology === topology);
    if (own.length > 0)
      figures.set(
        `load-${topology}.svg`,
        plot(`Load per node: ${topology}`, partyNames[topology], "messages sent for one of the application", loadSeries(own)),
      );
    const struck = loss.filter((row) => row.topology === topology);
    if (struck.length > 0)
      figures.set(`loss-${topology}.svg`, plot(`Loss under faults: ${topology}`, partyNames[topology], "share of what was due", lossSeries(struck)));
  }
  return figures;
}

function lossSeries(rows: readonly LossRow[]): readonly Series[] {
  const share = (name: string, lost: "lostAtFailures" | "lostAtMarks"): Series => ({
    name,
    points: rows.map((row) => [row.parties, row[lost] / row.due] as const),
  });
  return [share("at failures", "lostAtFailures"), share("at high-water marks", "lostAtMarks")];
}

/** One line a layer; a layer that is not in every size is drawn where it is. */
function loadSeries(rows: readonly ScaleRow[]): readonly Series[] {
  const names = [...new Set(rows.flatMap(({ load }) => load.map(({ layer }) => layer)))];
  return names.map((name) => ({
    name,
    points: rows.flatMap(({ parties, load }) => load.filter(({ layer }) => layer === name).map(({ perMessage }) => [parties, perMessage] as const)),
  }));
}
