/** Processes of a topology of real sockets: each has an implementation behind its adapter. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { openAdapter } from "../../kit/adapter/client.ts";
import { AdapterError, type AdapterClient } from "../../kit/adapter/types.ts";
import { projectRoot } from "../../kit/root.ts";
import { loadManifest } from "../../manifests/load.ts";
import type { Mutation } from "../simulation/mutants.ts";

export const implementations = ["zeromq.js", "reference", "libzmq", "jeromq"] as const;
export type Implementation = (typeof implementations)[number];

/** What a person has to do before an implementation can take part; undefined when it can. */
export function absent(name: Implementation): string | undefined {
  const { build } = loadManifest(name);
  if (build === undefined || existsSync(join(projectRoot(), build.makes))) return undefined;
  return `${name} is not built: npx patternwire adapters build ${name}`;
}

export interface Process {
  readonly name: string;
  readonly implementation: Implementation;
  readonly adapter: AdapterClient;
  end(): Promise<void>;
}

/** All processes of a run; each is ended, whatever happens. */
export class Crowd {
  readonly #processes = new Set<Process>();
  /** Of those that took part. */
  readonly versions = new Map<string, string>();
  started = 0;

  async start(name: string, implementation: Implementation): Promise<Process> {
    const adapter = await openAdapter({ type: "program", name, command: commandOf(implementation), cwd: projectRoot() }, { answerMs: ceilingMs });
    this.versions.set(implementation, adapter.hello.implementation.version);
    this.started += 1;
    const node: Process = {
      name,
      implementation,
      adapter,
      end: async () => {
        this.#processes.delete(node);
        await adapter.end();
      },
    };
    this.#processes.add(node);
    return node;
  }

  async end(): Promise<void> {
    await Promise.all([...this.#processes].map((process) => process.end()));
  }
}

/** Whatever must come has come by then, also on a busy machine. */
export const ceilingMs = 60_000;

/** The reference, too, is a process of its own here. */
function commandOf(implementation: Implementation): readonly string[] {
  if (implementation === "reference") return ["node", "conformance/adapters/reference/main.js"];
  const { start } = loadManifest(implementation);
  if ("module" in start) throw new Error(`${implementation} is no program`);
  return start.command;
}

/** A process that passes on what comes: XSUB and XPUB, or ROUTER and DEALER. */
export interface Device {
  readonly endpoint: string;
  end(): Promise<void>;
}

export interface DeviceWish {
  readonly name: string;
  readonly implementation: Implementation;
  /** The types of what connects and of what binds, and whether messages come in where it binds. */
  readonly connects: "XSUB" | "DEALER";
  readonly binds: "XPUB" | "ROUTER";
  readonly upstream: readonly string[];
  /** Where it is to be again; default a free port. */
  readonly endpoint?: string;
  readonly mutation?: Mutation | undefined;
}

export async function startDevice(crowd: Crowd, wish: DeviceWish): Promise<Device> {
  const node = await crowd.start(wish.name, wish.implementation);
  const { adapter } = node;
  const options = { linger: 0, reconnectInterval: 20 };
  const low = await adapter.open(wish.connects, options);
  const high = await adapter.open(wish.binds, options);
  const endpoint = wish.endpoint === undefined ? await bindFree(node, high) : await adapter.bind(high, wish.endpoint);
  for (const upstream of wish.upstream) await adapter.connect(low, upstream);
  // What comes down a tree comes in where it connects, and on a bus where it binds.
  const [front, back] = wish.connects === "XSUB" ? [low, high] : [high, low];
  if (wish.mutation?.device === undefined) {
    await adapter.proxy(front, back);
    return { endpoint, end: () => node.end() };
  }
  const faulty = new FaultyDevice(adapter, front, back, wish.mutation.device());
  return { endpoint, end: () => faulty.end().then(() => node.end()) };
}

type Alter = ReturnType<NonNullable<Mutation["device"]>>;

/** A device that the harness works through the adapter, so that it can do what it should not. */
class FaultyDevice {
  #isEnding = false;
  readonly #work: Promise<unknown>;

  constructor(adapter: AdapterClient, front: number, back: number, alter: Alter) {
    const carry = async (from: number, to: number, way: "down" | "up"): Promise<void> => {
      while (!this.#isEnding) {
        const message = await adapter.receive(from, 100);
        for (const altered of message === undefined ? [] : alter(message, way)) await adapter.send(to, altered, ceilingMs);
      }
    };
    this.#work = Promise.all([carry(front, back, "down"), carry(back, front, "up")]);
    // Told where it is waited for.
    this.#work.catch(() => undefined);
  }

  async end(): Promise<void> {
    this.#isEnding = true;
    await this.#work;
  }
}

const leastPort = 20_000;
const ports = 12_000;
// Runs side by side begin apart; whoever meets another goes on to the next port.
let nextPort = leastPort + ((process.pid * 97) % ports);

/**
 * Binds a port that nobody uses, below those that the system gives to sockets that connect: whoever waits for a port of those to come back may meet himself.
 */
export async function bindFree({ adapter }: Process, handle: number): Promise<string> {
  for (let tries = 0; tries < ports; tries += 1) {
    nextPort = leastPort + ((nextPort + 1) % ports);
    try {
      return await adapter.bind(handle, `tcp://127.0.0.1:${String(nextPort)}`);
    } catch (error) {
      if (!(error instanceof AdapterError) || error.code !== "address-in-use") throw error;
    }
  }
  throw new Error(`none of ${String(ports)} ports from ${String(leastPort)} on is free`);
}

/** Does the acts, so many at a time. */
export async function eachOf<T>(items: readonly T[], atOnce: number, act: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) {
      const item = items[at];
      if (item !== undefined) await act(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}
