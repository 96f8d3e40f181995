/**
 * `relay.js [FAULT] COMMAND…`: an adapter in front of an adapter. Connections of the implementation go through this process, which changes what the implementation
 * sends as the fault says; without a fault it changes nothing. Endpoints are its own in both directions, so neither side sees it. TCP only.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { decodeCommand, decodeFrame, decodeGreeting } from "../kit/wire/decode.ts";
import { concat } from "../kit/octets.ts";
import { octetFaults } from "../mutants/octets.ts";
import { withFault, type OctetFault, type Unit } from "../mutants/octet-fault.ts";

interface Line {
  readonly id?: number;
  readonly op?: string;
  readonly ok?: boolean;
  readonly endpoint?: string;
}

const [first = "", ...rest] = process.argv.slice(2);
const fault = Object.values(octetFaults).find(({ id }) => id === first);
const [file = "", ...args] = fault === undefined ? [first, ...rest] : rest;
const child = spawn(file, args, { stdio: ["pipe", "pipe", "inherit"] });
/** The relay's endpoint for each of the implementation's listeners, and for each of the harness's. */
const outside = new Map<string, string>();
const inside = new Map<string, string>();
const servers = new Map<string, Server>();
const asked = new Map<number, string>();

/** Requests in order: a connect waits for the relay's listener, and what follows it waits too. */
let turn = Promise.resolve();
createInterface({ input: process.stdin })
  .on("line", (line) => {
    turn = turn.then(async () => {
      child.stdin.write(`${JSON.stringify(await toImplementation(JSON.parse(line) as Line))}\n`);
    });
  })
  .on("close", () => void turn.then(() => child.stdin.end()));
let answers = Promise.resolve();
createInterface({ input: child.stdout }).on("line", (line) => {
  answers = answers.then(async () => {
    process.stdout.write(`${JSON.stringify(await toHarness(JSON.parse(line) as Line))}\n`);
  });
});
child.on("exit", (code) => process.exit(code ?? 1));

async function toImplementation(request: Line): Promise<Line> {
  const { id = 0, op = "", endpoint = "" } = request;
  asked.set(id, op);
  if (!endpoint.startsWith("tcp:")) return request;
  if (op === "unbind") {
    servers.get(endpoint)?.close();
    return { ...request, endpoint: [...outside].find(([, mine]) => mine === endpoint)?.[0] ?? endpoint };
  }
  if (op === "disconnect") return { ...request, endpoint: inside.get(endpoint) ?? endpoint };
  if (op !== "connect") return request;
  // One that the relay itself gave out is a listener of the implementation.
  const mine = inside.get(endpoint) ?? (await listen((connection) => join(connection, dial(endpoint))));
  inside.set(endpoint, mine);
  return { ...request, endpoint: mine };
}

async function toHarness(answer: Line): Promise<Line> {
  const { id = 0, ok, endpoint = "" } = answer;
  if (asked.get(id) !== "bind" || ok !== true || !endpoint.startsWith("tcp:")) return answer;
  const mine = await listen((connection) => join(dial(endpoint), connection));
  outside.set(endpoint, mine);
  return { ...answer, endpoint: mine };
}

async function listen(take: (connection: Socket) => void): Promise<string> {
  const server = createServer({ allowHalfOpen: true }, take);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const endpoint = `tcp://127.0.0.1:${String(typeof address === "object" ? address?.port : "")}`;
  servers.set(endpoint, server);
  return endpoint;
}

function dial(endpoint: string): Socket {
  const { hostname, port } = new URL(endpoint);
  return connect({ host: hostname, port: Number(port), allowHalfOpen: true });
}

/** Octets, ends and breaks of each side go to the other; those of the implementation with the fault in them. */
function join(implementation: Socket, harness: Socket): void {
  const changed = changer(fault);
  implementation.on("data", (octets: Uint8Array) => {
    if (!harness.write(changed(octets))) implementation.pause();
  });
  harness.on("drain", () => implementation.resume());
  harness.pipe(implementation);
  implementation.on("end", () => harness.end());
  for (const [one, other] of [
    [implementation, harness],
    [harness, implementation],
  ] as const) {
    one.setNoDelay(true);
    one.on("error", () => other.resetAndDestroy());
    one.on("close", () => other.destroySoon());
  }
}

/** A function that takes the stream piece by piece, and gives it with the fault in each unit that it concerns. */
function changer(chosen: OctetFault | undefined): (octets: Uint8Array) => Uint8Array {
  if (chosen === undefined) return (octets) => octets;
  let pending: Uint8Array = new Uint8Array();
  let greeted = false;
  return (octets) => {
    pending = concat(pending, octets);
    const units: Uint8Array[] = [];
    for (let unit = nextUnit(pending, greeted); unit !== undefined; unit = nextUnit(pending, greeted)) {
      greeted = true;
      pending = pending.subarray(unit.octets.length);
      units.push(withFault(chosen, unit));
    }
    return concat(...units);
  };
}

function nextUnit(octets: Uint8Array, greeted: boolean): Unit | undefined {
  if (!greeted) {
    const greeting = decodeGreeting(octets);
    return greeting.type === "value" ? { kind: "greeting", octets: octets.subarray(0, greeting.size) } : undefined;
  }
  const frame = decodeFrame(octets);
  if (frame.type !== "value") return undefined;
  const own = octets.subarray(0, frame.size);
  if (!frame.value.command) return { kind: frame.value.more ? "part" : "message", octets: own };
  const command = decodeCommand(frame.value.body);
  return { kind: "command", octets: own, ...(command.type === "value" ? { name: command.value.name } : {}) };
}
