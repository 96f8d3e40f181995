/** What is simulated, as data: the same plan gives the same history. `schemas/simulation-plan.schema.json` describes the same. */

/** One publisher at the root, forwarders between, subscribers at the leaves. */
export interface TreePlan {
  readonly type: "tree";
  /** How many sockets connect to each node of a layer; the product is the number of subscribers. */
  readonly fanout: readonly number[];
  /** How many topics there are; each subscriber wants one. */
  readonly topics: number;
  /** Messages in each round. Between rounds subscribers come, go and change their minds. */
  readonly messages: number;
  readonly rounds: number;
  /** Of a thousand subscribers, how many change between two rounds. */
  readonly churn: number;
}

/** Clients, layers of brokers, services. */
export interface BusPlan {
  readonly type: "bus";
  readonly clients: number;
  /** The number of brokers in each layer, from the clients to the services. */
  readonly layers: readonly number[];
  readonly services: number;
  /** Requests of each client, one after the other. */
  readonly requests: number;
}

/** Brokers in a circle: the backend of each is connected to the frontend of the next. */
export interface RingPlan {
  readonly type: "ring";
  readonly brokers: number;
  readonly clients: number;
  /** A broker drops a request whose envelope has as many identities. */
  readonly hopLimit: number;
}

/** Brokers of which each is connected to some others by chance, in circles as well; clients and services where chance puts them. */
export interface GraphPlan {
  readonly type: "graph";
  readonly brokers: number;
  /** To how many others the backend of a broker is connected at most; to one at least, which is the next in a circle of all. */
  readonly degree: number;
  readonly clients: number;
  readonly services: number;
  /** Requests of each client, one after the other. */
  readonly requests: number;
  /** A broker drops a request whose envelope has more identities. */
  readonly hopLimit: number;
}

/** A source, stages of workers with streamers between, a sink that sends some items back. */
export interface PipelinePlan {
  readonly type: "pipeline";
  /** The number of workers in each stage. */
  readonly stages: readonly number[];
  /** The number of streamers before each stage. */
  readonly streamers: number;
  readonly items: number;
  /** How often an item goes through the stages. */
  readonly rounds: number;
  /** How many items may be under way; the source waits for the sink's word. */
  readonly credit: number;
}

export type TopologyPlan = TreePlan | BusPlan | RingPlan | GraphPlan | PipelinePlan;

export interface Fault {
  /** After the beginning of the traffic, in milliseconds. */
  readonly atMs: number;
  readonly type: "crash" | "cut" | "partition";
  /** Which host is struck; a number that is taken modulo the number of hosts that can be. */
  readonly pick: number;
  /** How long the host is down or the network divided, in milliseconds; a cut is over at once. */
  readonly forMs: number;
}

export interface SimulationPlan {
  readonly seed: number;
  readonly topology: TopologyPlan;
  readonly wire: "messages" | "octets";
  /** Each connection has a delay of its own between these, in milliseconds. */
  readonly delayMs: readonly [number, number];
  readonly faults: readonly Fault[];
  /** Both high-water marks of each socket, and the messages that may be under way on a connection in one direction; a thousand when absent. */
  readonly queueLimit?: number;
  /** The id of a faulty device (mutants.ts). */
  readonly mutant?: string;
}

/** How many sockets take part, besides those of the application at the ends of the topology. */
export function describePlan({ topology }: SimulationPlan): string {
  switch (topology.type) {
    case "tree":
      return `tree of ${String(product(topology.fanout))} subscribers, ${String(topology.fanout.length - 1)} layers of forwarders`;
    case "bus":
      return `bus of ${String(topology.clients)} clients and ${String(topology.services)} services over ${String(topology.layers.length)} layers of brokers`;
    case "ring":
      return `ring of ${String(topology.brokers)} brokers with ${String(topology.clients)} clients`;
    case "graph":
      return `graph of ${String(topology.brokers)} brokers with ${String(topology.degree)} neighbours, ${String(topology.clients)} clients, ${String(topology.services)} services`;
    case "pipeline":
      return `pipeline of ${String(topology.stages.length)} stages with ${String(topology.stages.reduce((sum, next) => sum + next, 0))} workers, ${String(topology.rounds)} rounds`;
  }
}

export function product(numbers: readonly number[]): number {
  return numbers.reduce((left, right) => left * right, 1);
}

/** Subscribers, clients or workers. */
export function partiesOf(topology: TopologyPlan): number {
  switch (topology.type) {
    case "tree":
      return product(topology.fanout);
    case "bus":
    case "ring":
    case "graph":
      return topology.clients;
    case "pipeline":
      return topology.stages.reduce((sum, next) => sum + next, 0);
  }
}
