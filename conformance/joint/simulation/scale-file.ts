/** The scale report as it is kept beside the chapters (scale.json), and its figures. */
import { existsSync, readFileSync } from "node:fs";
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

export interface ScaleFile {
  readonly command: string;
  readonly rows: readonly ScaleRow[];
}

export const partyNames: Readonly<Record<ScaledTopology, string>> = { tree: "subscribers", bus: "clients", pipeline: "workers" };

/** What was measured before, or nothing. */
export function readScale(file: string, command: string): ScaleFile {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as ScaleFile) : { command, rows: [] };
}

/** The figures of a report: their names, and the SVG. */
export function figuresOf({ rows }: ScaleFile): ReadonlyMap<string, string> {
  const figures = new Map<string, string>();
  for (const topology of scaledTopologies) {
    const own = rows.filter((row) => row.topology === topology);
    if (own.length > 0)
      figures.set(
        `load-${topology}.svg`,
        plot(`Load per node: ${topology}`, partyNames[topology], "messages sent for one of the application", loadSeries(own)),
      );
  }
  return figures;
}

/** One line a layer; a layer that is not in every size is drawn where it is. */
function loadSeries(rows: readonly ScaleRow[]): readonly Series[] {
  const names = [...new Set(rows.flatMap(({ load }) => load.map(({ layer }) => layer)))];
  return names.map((name) => ({
    name,
    points: rows.flatMap(({ parties, load }) => load.filter(({ layer }) => layer === name).map(({ perMessage }) => [parties, perMessage] as const)),
  }));
}
