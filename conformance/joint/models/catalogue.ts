/** The models of spec/models: their bounds, and the properties that their texts declare. */
import { readText } from "../../checks/generate/repository.ts";

export type Tool = "quint" | "spin";
export type Size = "quick" | "full";

/** How far a model is explored: sampled runs by Quint; by Spin every state of each size, given by the constants of its text. */
export interface Bounds {
  readonly quint: { readonly traces: number; readonly steps: number };
  readonly spin: readonly Readonly<Record<string, number>>[];
}

export interface Model {
  readonly name: string;
  readonly does: string;
  readonly bounds: Readonly<Record<Size, Bounds>>;
}

/** An invariant or a liveness property, with the statements and laws that it comes from. */
export interface ModelProperty {
  readonly name: string;
  readonly cites: readonly string[];
  /** Something happens in the end: judged under weak fairness, by Spin only. */
  readonly isLiveness: boolean;
}

export const models: readonly Model[] = [
  {
    name: "connection",
    does: "greeting, versions, READY, ERROR, messages, heartbeats and close",
    bounds: {
      quick: { quint: { traces: 10, steps: 40 }, spin: [{ OWN: 31, MESSAGES: 1, TRIES: 1, VARIED: 0 }] },
      full: {
        quint: { traces: 2000, steps: 50 },
        spin: [20, 30, 31, 40].map((OWN) => ({ OWN, MESSAGES: 2, TRIES: 1, VARIED: 1 })),
      },
    },
  },
  {
    name: "request-reply",
    does: "REQ and REP: several clients and services, connections that break",
    bounds: {
      quick: { quint: { traces: 20, steps: 25 }, spin: [{ CLIENTS: 2, SERVICES: 2, CUTS: 1 }] },
      full: {
        quint: { traces: 2000, steps: 40 },
        spin: [
          { CLIENTS: 2, SERVICES: 2, CUTS: 2 },
          { CLIENTS: 3, SERVICES: 2, CUTS: 0 },
        ],
      },
    },
  },
  {
    name: "service-bus",
    does: "a chain or circle of ROUTER and DEALER, connections that break",
    bounds: {
      // The first size is a circle of one, in which all mutants show.
      quick: {
        quint: { traces: 6, steps: 40 },
        spin: [
          { CLIENTS: 2, DEVICES: 1, SERVICES: 1, LOOP: 1, HOPS: 2, CUTS: 1 },
          { CLIENTS: 2, DEVICES: 2, SERVICES: 1, LOOP: 0, HOPS: 2, CUTS: 1 },
        ],
      },
      full: {
        quint: { traces: 500, steps: 60 },
        spin: [
          { CLIENTS: 2, DEVICES: 2, SERVICES: 1, LOOP: 1, HOPS: 3, CUTS: 2 },
          { CLIENTS: 2, DEVICES: 2, SERVICES: 2, LOOP: 1, HOPS: 4, CUTS: 1 },
          { CLIENTS: 2, DEVICES: 3, SERVICES: 2, LOOP: 0, HOPS: 3, CUTS: 1 },
        ],
      },
    },
  },
  {
    name: "distribution-tree",
    does: "subscriptions that are forwarded up a tree, and messages down it",
    bounds: {
      quick: { quint: { traces: 10, steps: 40 }, spin: [{ CHANGES: 3, MESSAGES: 2 }] },
      full: { quint: { traces: 1000, steps: 50 }, spin: [{ CHANGES: 5, MESSAGES: 2 }] },
    },
  },
  {
    name: "parallel-pipeline",
    does: "PUSH and PULL with limited queues, workers that are struck, and a loop",
    bounds: {
      quick: { quint: { traces: 10, steps: 40 }, spin: [{ ITEMS: 3, ROUNDS: 2, LIMIT: 2, STRIKES: 1 }] },
      full: {
        quint: { traces: 1000, steps: 60 },
        spin: [
          { ITEMS: 4, ROUNDS: 2, LIMIT: 1, STRIKES: 1 },
          { ITEMS: 4, ROUNDS: 2, LIMIT: 2, STRIKES: 1 },
        ],
      },
    },
  },
  {
    name: "exclusive-pair",
    does: "PAIR: a second peer, limited queues, peers that leave and come",
    bounds: {
      quick: { quint: { traces: 10, steps: 40 }, spin: [{ MESSAGES: 2, LIMIT: 1, BREAKS: 1 }] },
      full: {
        quint: { traces: 1000, steps: 50 },
        spin: [
          { MESSAGES: 2, LIMIT: 2, BREAKS: 2 },
          { MESSAGES: 3, LIMIT: 1, BREAKS: 2 },
        ],
      },
    },
  },
];

export function fileOf(model: string, tool: Tool): string {
  return `spec/models/${model}.${tool === "quint" ? "qnt" : "pml"}`;
}

const declared: Readonly<Record<Tool, RegExp>> = {
  quint: /\/\/ @cites (?<cites>[^\n]+)\n\s*val (?<name>\w+)/gu,
  spin: /@cites (?<cites>[^*]+?)\s*\*\/\nltl (?<name>\w+) (?<formula>\{.*\})/gu,
};

/** The properties of a model, as its text declares them: what stands behind a line with `@cites`. */
export function propertiesOf(text: string, tool: Tool): readonly ModelProperty[] {
  return [...text.matchAll(declared[tool])].map(({ groups }) => ({
    name: groups?.["name"] ?? "",
    cites: (groups?.["cites"] ?? "").split(/\s+/u),
    isLiveness: groups?.["formula"]?.includes("<>") === true,
  }));
}

export function textOf(model: string, tool: Tool): string {
  return readText(fileOf(model, tool));
}
