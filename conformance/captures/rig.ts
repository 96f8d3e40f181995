/** Two implementations that play with each other over TCP or WebSocket, through their adapters, while their traffic is captured. */
import { resolveTarget } from "../cli/target.ts";
import { openAdapter } from "../kit/adapter/client.ts";
import type { AdapterClient } from "../kit/adapter/types.ts";
import { ascii } from "../kit/octets.ts";
import { defaultCredentials } from "../kit/security/credentials.ts";
import type { MechanismName } from "../kit/security/mechanism.ts";
import { SubjectSecurity } from "../kit/security/subject-security.ts";
import { Sniffer } from "./sniffer.ts";

/** Ceiling for one operation. */
const ceilingMs = 30_000;

export interface Player {
  /** The name of its manifest. */
  readonly implementation: string;
  readonly type: string;
  readonly options?: Readonly<Record<string, unknown>>;
}

export interface Party {
  readonly send: (...parts: readonly string[]) => Promise<void>;
  readonly receive: () => Promise<readonly Uint8Array[]>;
  readonly option: (name: string, value: unknown) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface Rig {
  readonly binding: Party;
  readonly connecting: readonly Party[];
  /** Resolves when octets with this text were captured. */
  readonly seen: (text: string) => Promise<void>;
}

export interface Scenario {
  readonly name: string;
  /** What it shows, for the README. */
  readonly about: string;
  readonly binding: Player;
  readonly connecting: readonly Player[];
  readonly mechanism?: MechanismName;
  /** Default: that of tcp. */
  readonly endpoint?: string;
  /** Played before the capture begins, which is then one from the middle. */
  readonly before?: (rig: Omit<Rig, "seen">) => Promise<void>;
  readonly play: (rig: Rig) => Promise<void>;
}

export interface Recorded {
  /** As tcpdump wrote it. */
  readonly file: Uint8Array;
  /** Who played, with exact versions: the binding one first. */
  readonly players: readonly string[];
}

/** Plays and captures it. Rejects when an adapter is not built, an operation fails or the machine does not allow captures. */
export async function record(scenario: Scenario): Promise<Recorded> {
  const { mechanism = "NULL", binding: binder, connecting: connectors } = scenario;
  const adapters: AdapterClient[] = [];
  let sniffer: Sniffer | undefined;
  try {
    const open = async ({ implementation, type, options = {} }: Player): Promise<Opened> => {
      const adapter = await openAdapter(resolveTarget({ implementation }).target);
      adapters.push(adapter);
      const { hello } = adapter;
      const socket = await adapter.open(type, { ...(hello.capabilities.options.includes("linger") ? { linger: 0 } : {}), ...options });
      return { adapter, socket, security: new SubjectSecurity(adapter, hello, mechanism, defaultCredentials) };
    };
    const server = await open(binder);
    await server.security.becomeServer(server.socket);
    const endpoint = await server.adapter.bind(server.socket, scenario.endpoint ?? "tcp://127.0.0.1:0");
    const port = Number(/:(?<port>\d+)(?:\/.*)?$/u.exec(endpoint)?.groups?.["port"]);
    if (scenario.before === undefined) sniffer = await Sniffer.start(port);
    const binding = partyOf(server);
    const connecting: Party[] = [];
    for (const player of connectors) {
      const client = await open(player);
      await client.security.becomeClient(client.socket, defaultCredentials.curve.implementation.publicKey);
      await client.adapter.connect(client.socket, endpoint);
      connecting.push(partyOf(client));
    }
    await scenario.before?.({ binding, connecting });
    sniffer ??= await Sniffer.start(port);
    const capture = sniffer;
    await scenario.play({ binding, connecting, seen: (text) => capture.until(`"${text}" passes`, () => capture.has(text)) });
    for (const party of connecting) await party.close();
    await capture.until("the connections end", () => capture.hasEnded(connectors.length));
    await binding.close();
    await capture.stop();
    return { file: capture.file, players: adapters.map(({ hello: { implementation } }) => `${implementation.name} ${implementation.version}`) };
  } finally {
    await sniffer?.stop();
    for (const adapter of adapters) await adapter.end();
  }
}

interface Opened {
  readonly adapter: AdapterClient;
  readonly socket: number;
  readonly security: SubjectSecurity;
}

function partyOf({ adapter, socket }: Opened): Party {
  return {
    send: (...parts) => adapter.send(socket, parts.map(ascii), ceilingMs),
    receive: async () => {
      const parts = await adapter.receive(socket, ceilingMs);
      if (parts === undefined) throw new Error("nothing arrives");
      return parts;
    },
    option: (name, value) => adapter.option(socket, name, value),
    close: async () => {
      await adapter.step(socket);
      await adapter.close(socket);
    },
  };
}
