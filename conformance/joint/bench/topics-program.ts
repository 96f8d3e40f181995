/** The reference's own map of topics, alone: `node topics-program.js SHAPE COUNT`. Says what `tries.c` says of libzmq's. */
import { Topics } from "../../../reference/patterns/topics.ts";
import { misses, textOf, topicSize } from "./texts.ts";

const [shape = "", words = ""] = process.argv.slice(2);
const count = Number(words);
console.log(JSON.stringify(shape === "hostile" ? hostile() : random()));

function random(): object {
  const topics = Array.from({ length: count }, (_, number) => Buffer.from(textOf(number, topicSize)));
  const absent = misses(count);
  const present = absent.map((_, at) => Buffer.concat([topics[Math.floor((at * count) / absent.length)] ?? Buffer.alloc(0), Buffer.from("more")]));
  const { map, insertNs, octets } = filled(topics);
  const looks = 200_000;
  const look = (subjects: readonly Buffer[], expected: boolean): number =>
    timed(looks, (at) => {
      if (map.has(subjects[(at * 7919) % subjects.length] ?? Buffer.alloc(0)) !== expected) throw new Error("a look that finds what is not there");
    });
  return { insertNs, missNs: look(absent, false), hitNs: look(present, true), octets };
}

/** Each topic is the beginning of the next, and the subject begins with all of them. A cost that stays alike with the count is linear in what is inserted and found. */
function hostile(): object {
  const { map, insertNs } = filled(Array.from({ length: count }, (_, length) => Buffer.alloc(length + 1)));
  const subject = Buffer.alloc(count);
  let found = 0;
  const lookNs = timed(Math.max(10, 2_000_000 / count), () => {
    found = 0;
    map.visit(subject, () => {
      found += 1;
    });
  });
  if (found !== count) throw new Error(`${String(found)} of ${String(count)} topics are found`);
  return { insertNs: insertNs / ((count + 1) / 2), lookNs: lookNs / count };
}

function filled(topics: readonly Uint8Array[]): { readonly map: Topics<number>; readonly insertNs: number; readonly octets: number } {
  const before = inUse();
  const map = new Topics<number>(() => Math.floor(Math.random() * 2 ** 32));
  const from = performance.now();
  for (const [number, topic] of topics.entries()) map.set(topic, number);
  const insertNs = ((performance.now() - from) * 1e6) / topics.length;
  return { map, insertNs, octets: (inUse() - before) / topics.length };
}

/** Octets of objects and buffers. */
function inUse(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Nanoseconds for each call, the second time. */
function timed(count: number, act: (at: number) => void): number {
  for (let at = 0; at < count; at += 1) act(at);
  const from = performance.now();
  for (let at = 0; at < count; at += 1) act(at);
  return ((performance.now() - from) * 1e6) / count;
}
