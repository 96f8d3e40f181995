/**
 * Counts what messages cost a PUSH and a PULL of one process over tcp, in figures that do not depend on the machine: `node program.js REFERENCE FORM SIZE MESSAGES`, where REFERENCE is the
 * compiled index of a reference. What it counts with must be in place before the reference is loaded.
 */
import type * as Reference from "../../../reference/index.ts";
import { copied, received, written } from "./meters.ts";

/** Per message, but for writes and reads, which are for all of them. */
export interface Counts {
  /** Calls of `write` or `writev`, which are system calls. */
  readonly writes: number;
  /** Chunks that came from the system. */
  readonly reads: number;
  readonly copiedOctets: number;
  /** What objects took, also those that are gone; array buffers are not among them. */
  readonly heapOctets: number;
}

interface Snapshot {
  readonly writes: number;
  readonly reads: number;
  readonly copied: number;
  readonly heap: number;
}

const [reference = "", form = "", size = "", count = ""] = process.argv.slice(2);
const { Pull, Push } = (await import(reference)) as typeof Reference;
const messages = Number(count);
const warm = Math.ceil(messages / 4);
const body = Buffer.alloc(Number(size), "x");
const many = Array.from({ length: 100 }, () => body);

const pull = new Pull();
const push = new Push();
await pull.bind("tcp://127.0.0.1:0");
push.connect(pull.lastEndpoint ?? "");

await flow(warm);
const before = snapshot();
await flow(messages);
const after = snapshot();
push.close();
pull.close();
const counts: Counts = {
  writes: after.writes - before.writes,
  reads: after.reads - before.reads,
  copiedOctets: (after.copied - before.copied) / messages,
  heapOctets: (after.heap - before.heap) / messages,
};
console.log(JSON.stringify(counts));

/** Sends so many and receives them all. */
async function flow(number: number): Promise<void> {
  await Promise.all([form === "batch" ? sendMany(number) : sendEach(number), form === "batch" ? receiveMany(number) : receiveEach(number)]);
}

async function sendEach(number: number): Promise<void> {
  for (let sent = 0; sent < number; sent += 1) await push.send(body);
}

async function sendMany(number: number): Promise<void> {
  for (let sent = 0; sent < number; sent += many.length) await push.sendMany(many);
}

async function receiveEach(number: number): Promise<void> {
  for (let taken = 0; taken < number; taken += 1) await pull.receive();
}

async function receiveMany(number: number): Promise<void> {
  for (let taken = 0; taken < number;) taken += (await pull.receiveMany()).length;
}

function snapshot(): Snapshot {
  return { writes: written(), reads: received(), copied: copied(), heap: process.memoryUsage().heapUsed };
}
