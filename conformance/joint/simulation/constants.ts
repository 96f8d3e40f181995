/** What the pure core needs for one of a thing, and what it does in a second: the constants of spec/topologies/size. Memory is what the heap has more after a collection. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { octetsOf } from "../../../reference/base/octets.ts";
import { NodePipe } from "../../../reference/node/pipe.ts";
import { Subscriptions } from "../../../reference/patterns/subscriptions.ts";
import { SeededRandom } from "../../../reference/simulation/random.ts";
import { projectRoot } from "../../kit/root.ts";
import type { Progress } from "./outcome.ts";
import { Scene } from "./scene.ts";

export interface Constant {
  readonly name: string;
  readonly value: number;
  readonly unit: "octets" | "a second of a processor";
}

const path = "spec/topologies/constants.json";
const many = 100_000;
const connections = 10_000;
const pipeLimits = { sendHighWaterMark: 1000, receiveHighWaterMark: 1000, conflate: false };

/** Measures, and writes the data of spec/topologies. */
export function measureConstants(progress: Progress, file = join(projectRoot(), path)): readonly Constant[] {
  const constants: Constant[] = [];
  const measures: Readonly<Record<string, () => number>> = {
    "a pipe, with its two queues": () => octetsOfEach(many, () => new NodePipe(pipeLimits, () => undefined)),
    "a subscription to a topic of 20 octets that nobody has yet": () => distinctTopics(),
    "a subscription to a topic that another subscriber has": () => sharedTopics(),
    "a socket and an idle connection of messages, both ends": () => idleConnections("messages"),
    "a socket and an idle connection of octets, both ends": () => idleConnections("octets"),
  };
  for (const [name, measure] of Object.entries(measures)) {
    progress(name);
    constants.push({ name, value: Math.round(measure()), unit: "octets" });
  }
  for (const wire of ["messages", "octets"] as const) {
    const name = `deliveries of one publisher to 100 subscribers, over ${wire}`;
    progress(name);
    constants.push({ name, value: Math.round(deliveries(wire)), unit: "a second of a processor" });
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ command: "npm run simulate -- --constants", node: process.version, constants }, undefined, 1)}\n`);
  for (const { name, value, unit } of constants) console.log(`${name}: ${String(value)} ${unit}`);
  return constants;
}

function distinctTopics(): number {
  const subscriptions = new Subscriptions(new SeededRandom(1).next);
  const pipe = new NodePipe(pipeLimits, () => undefined);
  subscriptions.add(pipe, topicOf(many));
  return octetsOfEach(many, (index) => subscriptions.add(pipe, topicOf(index)), subscriptions);
}

function sharedTopics(): number {
  const subscriptions = new Subscriptions(new SeededRandom(1).next);
  const topics = Array.from({ length: 100 }, (_none, index) => topicOf(index));
  const pipes = Array.from({ length: many / topics.length }, () => new NodePipe(pipeLimits, () => undefined));
  for (const topic of topics) subscriptions.add(new NodePipe(pipeLimits, () => undefined), topic);
  return octetsOfEach(many, (index) => subscriptions.add(at(pipes, index % pipes.length), at(topics, Math.floor(index / pipes.length))), subscriptions);
}

function idleConnections(wire: "messages" | "octets"): number {
  const scene = sceneOf(wire);
  scene.place("server", (host) => {
    scene.socket(host, "ROUTER").bind("server");
  });
  return octetsOfEach(
    connections,
    (index) => {
      scene.place(`client-${String(index)}`, (host) => {
        scene.socket(host, "DEALER").connect("server");
      });
      if (index === connections - 1) scene.settle();
    },
    scene,
  );
}

function deliveries(wire: "messages" | "octets"): number {
  const scene = sceneOf(wire);
  const subscribers = 100;
  const messages = 2000;
  let got = 0;
  const publisher = scene.place("publisher", () => undefined);
  const socket = scene.socket(publisher, "PUB");
  socket.bind("publisher");
  for (let index = 0; index < subscribers; index += 1)
    scene.place(`subscriber-${String(index)}`, (host) => {
      const own = scene.socket(host, "SUB");
      own.subscribe({ type: "subscribe", topic: octetsOf("") });
      own.connect("publisher");
      own.turn = () => {
        while (typeof own.receive() !== "string") got += 1;
      };
    });
  scene.settle();
  const message = [new Uint8Array(100)];
  const publish = (count: number): void => {
    for (let number = 0; number < count; number += 1) {
      socket.send(message);
      if (number % 10 === 9) scene.settle();
    }
  };
  publish(messages / 4);
  got = 0;
  const before = process.cpuUsage();
  publish(messages);
  const { user, system } = process.cpuUsage(before);
  if (got !== subscribers * messages) throw new Error(`${String(got)} of ${String(subscribers * messages)} messages are delivered`);
  return (got * 1e6) / (user + system);
}

/** What is measured is held until then. */
const held: unknown[] = [];

/** How much the heap has grown for each of so many. Without `keeps`, what is made is kept. */
function octetsOfEach(count: number, make: (index: number) => unknown, keeps?: unknown): number {
  const kept: unknown[] = new Array<unknown>(count).fill(undefined);
  held.push(kept, keeps);
  const before = heapUsed();
  for (let index = 0; index < count; index += 1) {
    const made = make(index);
    if (keeps === undefined) kept[index] = made;
  }
  const after = heapUsed();
  held.length = 0;
  return (after - before) / count;
}

function heapUsed(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  // A collection that was under way keeps what became garbage meanwhile for the next one.
  for (let count = 0; count < 3; count += 1) collect();
  const { heapUsed: heap, arrayBuffers } = process.memoryUsage();
  return heap + arrayBuffers;
}

function sceneOf(wire: "messages" | "octets"): Scene {
  return new Scene({ seed: 1, topology: { type: "ring", brokers: 1, clients: 1, hopLimit: 1 }, wire, delayMs: [1, 1], faults: [] });
}

function topicOf(index: number): Uint8Array {
  return octetsOf(`topic ${String(index).padStart(14, "0")}`);
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error(`there is no item ${String(index)}`);
  return item;
}
