/** What subscriptions cost: inserting, looking up and keeping 1 to 100 000 of them, random, in hierarchies and hostile; and publishing past them, here and with zeromq.js. */
import * as zeromq from "zeromq";
import * as reference from "../../../reference/index.ts";
import { Topics } from "../../../reference/patterns/topics.ts";
import type { Table } from "./table.ts";

const sizes = [1, 1000, 100_000];
const looks = 200_000;

type Shape = (number: number, size: number) => string;
const shapes: Readonly<Record<string, Shape>> = {
  random: (number) => textOf(number, 20),
  hierarchy: (number) => `r${String(number % 7)}/site${String(number % 101)}/dev${String(number)}/`,
};

export async function measureSubscriptions(): Promise<readonly Table[]> {
  return [matching(), hostile(), await publishing()];
}

function matching(): Table {
  const rows = Object.entries(shapes).flatMap(([name, shape]) => {
    let first = 0;
    return sizes.map((size) => {
      const topics = Array.from({ length: size }, (_, number) => Buffer.from(shape(number, size)));
      const subjects = topics.slice(0, 1000).flatMap((topic) => [Buffer.concat([topic, Buffer.from("x")]), Buffer.concat([Buffer.from("~"), topic])]);
      const { map, insertNs, octets } = filled(topics);
      const lookNs = timed(looks, (at) => map.has(subjects[at % subjects.length] ?? Buffer.alloc(0)));
      if (size === 1) first = lookNs;
      return [name, String(size), insertNs.toFixed(0), lookNs.toFixed(0), (lookNs / first).toFixed(1), size === 1 ? "" : octets.toFixed(0)];
    });
  });
  return {
    title: "Matching (half of the subjects match)",
    heads: ["topics", "how many", "insert, ns each", "look, ns", "ratio to one topic", "memory, octets each"],
    rows,
  };
}

/** Each topic is the beginning of the next, and the subject begins with all of them. */
function hostile(): Table {
  const rows = [100, 1000, 10_000].map((size) => {
    const topics = Array.from({ length: size }, (_, length) => Buffer.alloc(length + 1));
    const { map, insertNs } = filled(topics);
    const subject = Buffer.alloc(size);
    map.visit(subject, () => undefined);
    const lookNs = timed(Math.max(10, 1_000_000 / size), () => {
      map.visit(subject, () => undefined);
      return true;
    });
    return [String(size), ((insertNs * size) / ((size * (size + 1)) / 2)).toFixed(1), (lookNs / size).toFixed(1)];
  });
  return {
    title: "Hostile prefixes: topics of 1, 2, 3, … equal octets, and a subject that begins with all of them (linear when the figures of a column stay alike)",
    heads: ["how many", "insert, ns an octet", "look, ns a topic that matches"],
    rows,
  };
}

/** A publisher with one subscriber over inproc, sending what nobody wants: its cost is the look. */
async function publishing(): Promise<Table> {
  const packages = { reference: reference as unknown as typeof zeromq, "zeromq.js": zeromq };
  const rows: string[][] = [];
  const cost = new Map<string, number>();
  for (const size of sizes) {
    for (const [name, zmq] of Object.entries(packages)) cost.set(`${name} ${String(size)}`, await publishNs(zmq, size));
    const [here = NaN, there = NaN] = Object.keys(packages).map((name) => cost.get(`${name} ${String(size)}`));
    const [one = NaN, oneThere = NaN] = Object.keys(packages).map((name) => cost.get(`${name} 1`));
    rows.push([String(size), here.toFixed(0), there.toFixed(0), (there / here).toFixed(1), (here / one).toFixed(1), (there / oneThere).toFixed(1)]);
  }
  return {
    title: "Publishing what nobody wants, past the subscriptions of one subscriber",
    heads: [
      "subscriptions",
      "reference, ns a message",
      "zeromq.js, ns a message",
      "zeromq.js : reference",
      "reference, ratio to one",
      "zeromq.js, ratio to one",
    ],
    rows,
  };
}

async function publishNs(zmq: typeof zeromq, size: number): Promise<number> {
  const publisher = new zmq.XPublisher({ linger: 0, receiveHighWaterMark: 0 });
  const subscriber = new zmq.Subscriber({ linger: 0 });
  await publisher.bind(`inproc://bench-${String(size)}`);
  subscriber.connect(`inproc://bench-${String(size)}`);
  for (let number = 0; number < size; number += 1) {
    subscriber.subscribe(`t${textOf(number, 20)}`);
    // What waits of subscriptions is bounded, so they are taken in between.
    if (number % 500 === 499) for (let taken = 0; taken < 500; taken += 1) await publisher.receive();
  }
  for (let taken = 0; taken < size % 500; taken += 1) await publisher.receive();
  const subjects = Array.from({ length: 1000 }, (_, number) => `u${textOf(number, 24)}`);
  const count = 20_000;
  for (let at = 0; at < count / 2; at += 1) await publisher.send(subjects[at % subjects.length] ?? "");
  const start = process.hrtime.bigint();
  for (let at = 0; at < count; at += 1) await publisher.send(subjects[at % subjects.length] ?? "");
  const ns = Number(process.hrtime.bigint() - start) / count;
  publisher.close();
  subscriber.close();
  return ns;
}

function filled(topics: readonly Uint8Array[]): { readonly map: Topics<number>; readonly insertNs: number; readonly octets: number } {
  globalThis.gc?.();
  const before = process.memoryUsage();
  const map = new Topics<number>(() => Math.floor(Math.random() * 2 ** 32));
  const start = process.hrtime.bigint();
  for (const [number, topic] of topics.entries()) map.set(topic, number);
  const insertNs = Number(process.hrtime.bigint() - start) / topics.length;
  globalThis.gc?.();
  const after = process.memoryUsage();
  return { map, insertNs, octets: (after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers) / topics.length };
}

/** Nanoseconds for each call, after a tenth of the calls to warm up. */
function timed(count: number, act: (at: number) => boolean): number {
  let hits = 0;
  for (let at = 0; at < count / 10; at += 1) hits += Number(act(at));
  const start = process.hrtime.bigint();
  for (let at = 0; at < count; at += 1) hits += Number(act(at));
  const ns = Number(process.hrtime.bigint() - start) / count;
  if (hits < 0) throw new Error("the calls count for something, so that they are made");
  return ns;
}

/** A text of this size that looks random and is the same in each run. */
function textOf(number: number, size: number): string {
  let state = (number + 1) * 2_654_435_761;
  let text = "";
  while (text.length < size) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += String.fromCharCode(97 + ((state >>> 24) % 26));
  }
  return text;
}
