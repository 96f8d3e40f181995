/** The octets of a witness, played by a bare TCP client and by the shell that `--octets` prints, on libzmq, which breaks the statement, and on the reference, which keeps it. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import * as zeromq from "zeromq";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Dealer } from "../../reference/index.ts";
import { openAdapter } from "../kit/adapter/client.ts";
import type { Witness } from "../kit/model.ts";
import type { OctetScript } from "../kit/octet-script.ts";
import { playProperty } from "../kit/play.ts";
import { properties } from "../kit/properties.ts";
import { projectRoot } from "../kit/root.ts";
import { faultsOf } from "../manifests/schema.ts";
import { octetScriptText } from "../reports/octet-script.ts";

const hasBash = spawnSync("bash", ["-c", "true"]).status === 0;
const theirs = new zeromq.Dealer();
const ours = new Dealer();
let witness: Witness;
let script: OctetScript;

beforeAll(async () => {
  const command = [process.execPath, "conformance/adapters/zeromq.js/main.js"];
  const adapter = await openAdapter({ type: "program", name: "zeromq.js", command, cwd: projectRoot() });
  const property = properties().find(({ name }) => name === "framing/command-with-more-is-refused");
  const setting = { adapter, hello: adapter.hello, transport: "tcp", protocol: "3.1", ceilingMs: 10_000 } as const;
  const result = property && (await playProperty(property, setting, { level: "quick", seed: 1, choices: {} }).finally(() => adapter.end()));
  if (result?.witness?.script === undefined) throw new Error("libzmq keeps the statement now: choose another that it breaks");
  ({ witness } = result as { readonly witness: Witness });
  ({ script } = witness as { readonly script: OctetScript });
  await theirs.bind("tcp://127.0.0.1:0");
  await ours.bind("tcp://127.0.0.1:0");
});
afterAll(() => {
  theirs.close();
  ours.close();
});

describe("a script of octets", () => {
  it("is one of the schema, and ends with what breaks the statement: the PING behind the offence is answered", () => {
    expect(faultsOf("witness", witness)).toEqual([]);
    expect(script.sockets).toEqual(["S opens DEALER", "S binds", "S2 opens DEALER", "S2 binds"]);
    expect(script.steps.at(-1)).toMatchObject({ does: "receives", peer: "B", octets: expect.stringMatching(/^04..04504f4e47/u) as string });
  });

  it("has the same end when a bare TCP client plays it on libzmq", async () => {
    expect(await played(script, theirs.lastEndpoint ?? "")).toEqual(script.steps.flatMap(({ octets, does }) => (does === "receives" ? [octets] : [])));
  });

  it("ends with a closed connection on the reference, which keeps the statement", async () => {
    const heard = await played(script, ours.lastEndpoint ?? "");
    expect(heard.at(-1)).toBe("closed");
    expect(heard.filter((octets) => octets === "closed")).toHaveLength(1);
  });

  it.skipIf(!hasBash)("is played alike by the shell script that is printed (needs bash)", async () => {
    const text = octetScriptText(witness) ?? "";
    const [onTheirs, onOurs] = [await shell(text, theirs.lastEndpoint ?? ""), await shell(text, ours.lastEndpoint ?? "")];
    const heard = (output: string): readonly string[] => output.split("\n").filter((line) => line.includes(" receives "));
    expect(heard(onTheirs)).toEqual(script.steps.flatMap(({ does, peer, octets = "" }) => (does === "receives" ? [`${peer} receives ${octets}`] : [])));
    expect(onTheirs).not.toContain("recorded:");
    expect(heard(onOurs).at(-1)).toBe("B receives nothing more: the connection is closed");
  });
});

/** What a client hears that knows of ZMTP only how long a greeting and a frame are; "closed" where the connection ends first. */
async function played({ steps }: OctetScript, endpoint: string): Promise<readonly string[]> {
  const clients = new Map<string, Client>();
  const heard: string[] = [];
  for (const { does, peer, octets = "" } of steps) {
    const client = clients.get(peer) ?? (await Client.dial(endpoint));
    clients.set(peer, client);
    if (does === "sends") client.socket.write(octets, "hex");
    if (does === "receives") heard.push(await client.receive());
  }
  for (const { socket } of clients.values()) socket.destroy();
  return heard;
}

class Client {
  readonly socket: Socket;
  readonly #chunks: AsyncIterator<Buffer>;
  #rest = Buffer.alloc(0);
  #greeted = false;

  static async dial(endpoint: string): Promise<Client> {
    const { hostname, port } = new URL(endpoint);
    const socket = connect(Number(port), hostname).on("error", () => undefined);
    await once(socket, "connect");
    return new Client(socket);
  }

  constructor(socket: Socket) {
    this.socket = socket;
    this.#chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  async receive(): Promise<string> {
    const size = this.#greeted ? await this.#frameSize() : 64;
    this.#greeted = true;
    if (!(await this.#has(size))) return "closed";
    const octets = this.#rest.toString("hex", 0, size);
    this.#rest = this.#rest.subarray(size);
    return octets;
  }

  async #frameSize(): Promise<number> {
    if (!(await this.#has(2))) return 2;
    if (((this.#rest[0] ?? 0) & 2) === 0) return 2 + (this.#rest[1] ?? 0);
    return (await this.#has(9)) ? 9 + Number(this.#rest.readBigUInt64BE(1)) : 9;
  }

  async #has(size: number): Promise<boolean> {
    while (this.#rest.length < size) {
      const next = await this.#chunks.next().catch(() => ({ done: true as const, value: undefined }));
      if (next.done === true) return false;
      this.#rest = Buffer.concat([this.#rest, next.value]);
    }
    return true;
  }
}

async function shell(text: string, endpoint: string): Promise<string> {
  const { hostname, port } = new URL(endpoint);
  const child = spawn("bash", ["-s", hostname, port], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(text);
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
  await once(child, "close");
  return output;
}
