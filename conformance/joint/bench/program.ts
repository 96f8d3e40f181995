/** One end of a measurement with the reference or with zeromq.js: `node program.js PACKAGE FORM WORK`, where WORK is JSON. Says what `libzmq.c` says. */
import * as zeromq from "zeromq";
import * as reference from "../../../reference/index.ts";
import { cpuSecondsSince, Window } from "./window.ts";
import type { Form, Found, Sent, Work } from "./work.ts";

const [name = "", form = "", text = "{}"] = process.argv.slice(2);
const zmq = name === "reference" ? (reference as unknown as typeof zeromq) : zeromq;
const isBatch = (form as Form) === "batch";
const { role, endpoint, size, warmMs, measureMs, peers } = JSON.parse(text) as Work;

/** What was sent, but for the time in which the code was still being compiled. */
let sent = 0;
let cpuAtStart = process.cpuUsage();
// A send may wait for a peer that is gone already, so that the tally does not wait for it.
process.once("SIGTERM", () => {
  say({ messages: sent, cpuSeconds: cpuSecondsSince(cpuAtStart) });
});
// A bench that is gone needs no programs.
process.stdin.once("close", () => process.exit(1)).resume();

say(await play());

function say(result: Found | Sent): void {
  process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
}

async function play(): Promise<Found> {
  switch (role) {
    case "PUSH":
      return sendAll(connected(new zmq.Push({ linger: 0 })));
    case "DEALER":
      return sendAll(connected(new zmq.Dealer({ linger: 0 })));
    case "PUB":
      return sendAll(await bound(new zmq.XPublisher({ linger: 0, noDrop: true })));
    case "PULL":
      return receiveAll([await bound(new zmq.Pull())]);
    case "ROUTER":
      return receiveAll([await bound(new zmq.Router())]);
    case "SUB":
      return receiveAll(Array.from({ length: peers }, subscriber));
    case "REP":
      return reply(await bound(new zmq.Reply({ linger: 0 })));
    case "REQ":
      return request(connected(new zmq.Request({ linger: 0 })));
    case "PIPE": {
      const pull = await bound(new zmq.Pull());
      const push = connected(new zmq.Push({ linger: 0 }));
      return Promise.race([receiveAll([pull]), sendAll(push)]);
    }
  }
}

async function bound<S extends { bind(address: string): Promise<void>; readonly lastEndpoint: string | null }>(socket: S): Promise<S> {
  await socket.bind(endpoint);
  console.log(JSON.stringify({ endpoint: socket.lastEndpoint }));
  return socket;
}

function connected<S extends { connect(address: string): void }>(socket: S): S {
  socket.connect(endpoint);
  return socket;
}

function subscriber(): zeromq.Subscriber {
  const socket = connected(new zmq.Subscriber());
  socket.subscribe();
  return socket;
}

/** Each message has a body of its own, as an application would make it. */
function newBody(): Buffer {
  return Buffer.allocUnsafe(size).fill("x", 0, Math.min(size, 64));
}

async function sendAll(socket: zeromq.Writable): Promise<never> {
  startTallyLater();
  if (isBatch) return sendBatches(socket as unknown as reference.Push);
  for (;;) {
    await socket.send(newBody());
    sent += 1;
  }
}

async function sendBatches(socket: reference.Push): Promise<never> {
  // As many as an application has at hand at once; of large messages fewer.
  const count = Math.max(4, Math.min(256, Math.floor(262_144 / size)));
  for (;;) {
    await socket.sendMany(Array.from({ length: count }, newBody));
    sent += count;
  }
}

function startTallyLater(): void {
  setTimeout(() => {
    sent = 0;
    cpuAtStart = process.cpuUsage();
  }, warmMs);
}

/** Counts the messages of all sockets from `warmMs` after the first on, for `measureMs`. */
async function receiveAll(sockets: readonly AsyncIterable<unknown>[]): Promise<Found> {
  const window = new Window(warmMs, measureMs);
  return Promise.race(sockets.map((socket) => receiveFrom(socket, window)));
}

async function receiveFrom(socket: AsyncIterable<unknown>, window: Window): Promise<Found> {
  const often = size > 16_384 ? 1 : 64;
  let messages = 0;
  if (isBatch) {
    for await (const batch of (socket as unknown as reference.Pull).batches()) {
      const found = window.count(batch.length);
      if (found !== undefined) return found;
    }
  }
  for await (const _message of socket) {
    messages += 1;
    if (messages < often) continue;
    const found = window.count(messages);
    if (found !== undefined) return found;
    messages = 0;
  }
  throw new Error("the socket was closed");
}

async function reply(socket: zeromq.Reply): Promise<never> {
  for await (const message of socket) await socket.send(message);
  throw new Error("the socket was closed");
}

async function request(socket: zeromq.Request): Promise<Found> {
  const start = performance.now();
  const cpu = process.cpuUsage();
  const times: number[] = [];
  for (let before = start; before < start + warmMs + measureMs;) {
    before = performance.now();
    await socket.send(newBody());
    await socket.receive();
    if (before >= start + warmMs) times.push((performance.now() - before) * 1000);
  }
  times.sort((a, b) => a - b);
  const quantile = (part: number): number => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? NaN;
  const measured = { messages: times.length, seconds: measureMs / 1000, cpuSeconds: cpuSecondsSince(cpu) };
  return { ...measured, medianUs: quantile(0.5), p99Us: quantile(0.99), p999Us: quantile(0.999) };
}
