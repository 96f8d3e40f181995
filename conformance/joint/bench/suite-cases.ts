/** How many cases a second the harness plays: over TCP against libzmq, and on the pure connection of the reference, without a wire. */
import * as fc from "fast-check";
import { EMPTY, octetsOf } from "../../../reference/base/octets.ts";
import { Connection } from "../../../reference/connection/connection.ts";
import type { ConnectionListener } from "../../../reference/connection/options.ts";
import { nullMechanism } from "../../../reference/security/null.ts";
import { encodeMetadata } from "../../../reference/wire/metadata.ts";
import { openAdapter } from "../../kit/adapter/client.ts";
import { bodies, partsOf } from "../../kit/generate/body.ts";
import { concat, equalParts } from "../../kit/octets.ts";
import { projectRoot } from "../../kit/root.ts";
import { Stage } from "../../kit/stage.ts";
import { encodeGreeting, encodeMessage, encodeReady } from "../../kit/wire/encode.ts";

/** Ceiling of a wait in milliseconds: generous, nothing is meant to reach it. */
const ceilingMs = 10_000;

/** Cases per second, and per second of this process's own processor time, in which other work of the machine does not count. */
export interface Rate {
  readonly wall: number;
  readonly processor: number;
}

/** Connections with greeting and handshake against a PULL socket of libzmq in another process, so many at a time. */
export async function tcpCases(cases: number, together: number): Promise<Rate> {
  const command = [process.execPath, "conformance/adapters/zeromq.js/main.js"];
  const adapter = await openAdapter({ type: "program", name: "zeromq.js", command, cwd: projectRoot() });
  const setting = { adapter, hello: adapter.hello, transport: "tcp", protocol: adapter.hello.capabilities.protocol, ceilingMs } as const;
  const owner = new Stage(setting);
  try {
    const subject = await owner.bound("PULL");
    const rate = clock(cases);
    let begun = 0;
    const worker = async (): Promise<void> => {
      while (begun < cases) {
        begun += 1;
        const stage = new Stage(setting);
        const peer = await stage.connect(subject, "PUSH");
        peer.stream.destroy();
        await stage.clear();
      }
    };
    await Promise.all(Array.from({ length: together }, worker));
    return rate();
  } finally {
    await owner.clear();
    await adapter.end();
  }
}

/** Messages that are drawn, each on a connection of its own with greeting and handshake, octets in and messages out. Throws when one is not delivered as it was sent. */
export function pureCases(cases: number): Rate {
  const opening = concat(encodeGreeting(), encodeReady({ socketType: "DEALER" }));
  const rate = clock(cases);
  fc.assert(
    fc.property(bodies(3, 300), (message) => {
      const parts = partsOf(message);
      const delivered = conversation(concat(opening, encodeMessage(parts)));
      return delivered.length === 1 && equalParts(delivered[0] ?? [], parts);
    }),
    { numRuns: cases, seed: 1 },
  );
  return rate();
}

/** The messages that a ROUTER takes from these octets. */
function conversation(octets: Uint8Array): readonly (readonly Uint8Array[])[] {
  const messages: Uint8Array[][] = [];
  const listener: ConnectionListener = {
    ask: ignore,
    admit: () => ({ type: "admitted" }),
    ready: ignore,
    message: (message) => messages.push(message.map((part) => part.slice())) > 0,
    subscription: () => true,
    drained: ignore,
    closed: ignore,
    wake: ignore,
  };
  const connection = new Connection({ remoteAddress: "", write: () => true, pause: ignore, resume: ignore, end: ignore }, listener, router, 0);
  connection.open();
  connection.octets(octets, 0);
  return messages;
}

const router = {
  binding: true,
  mechanism: nullMechanism,
  metadata: encodeMetadata([
    ["Socket-Type", octetsOf("ROUTER")],
    ["Identity", EMPTY],
  ]),
  ...{ handshakeMs: 0, pingIntervalMs: 0, pingTimeoutMs: 0, pingTimeToLiveMs: 0 },
  maximumMessageSize: -1,
  takesSubscriptions: false,
};

function ignore(): void {
  // Nobody listens.
}

function clock(cases: number): () => Rate {
  const startedMs = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { wall: (1000 * cases) / (performance.now() - startedMs), processor: (1_000_000 * cases) / (user + system) };
  };
}
