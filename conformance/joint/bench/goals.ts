/** What the reference is to reach. Ratios are of one round, on one machine; what is bounded by itself is said in the unit of the case. */

export interface Goal {
  /** A regular expression for the whole name of a case, and the points for which it holds. */
  readonly cases: RegExp;
  readonly at: readonly number[];
  readonly of: string;
  /** `ratio`: of the participant to another; `difference`: the participant less another; `growth`: the value to that of the same participant at another point; `value`: the value itself. */
  readonly by: { readonly type: "ratio" | "difference"; readonly to: string } | { readonly type: "growth"; readonly from: number } | { readonly type: "value" };
  /** In place of the value, one of the details. */
  readonly detail?: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  /** What is known to stand in the way, told when the goal is not met. */
  readonly obstacle?: string;
}

const small = [16, 100, 1024];
const large = [65_536, 1_048_576];
const streams = /^push-pull-(?:tcp|ipc)$/u;
const single = "reference";
const batches = "reference, batches";
const ratio = (to: string): Goal["by"] => ({ type: "ratio", to });
const kib = 1024;
const promises = "Each message costs a promise on either side; the batch form shows what is left without them.";
const twoCopies =
  "A body that spans chunks is copied twice: by the system into chunks of 64 KiB, which Node gives, and from them into the body. libzmq has the system copy into the body itself, in a thread of its own.";
const views = "Each message is an array with a view of its chunk: making both, and collecting them, costs more than reading the header.";
const oneOfTwo = "Sender and receiver share one thread, where libzmq has two; and the receiver gets octets of its own, where libzmq passes the memory on.";
const oneThread = "All subscribers share one thread with the application; libzmq reads and decodes in a thread of its own.";
const webAssembly = "XSalsa20 and Poly1305 are computed in WebAssembly, where libzmq has machine code for the vector units of the processor.";
const perSubscriber =
  "Each message is encoded once, but each subscriber's pipe is asked and given it, and what it is given goes out by a system call of its own: together more than half of the publisher's time. libzmq does so in two threads.";
const writing = "Half of the time is the system call that writes, which libzmq makes as well; with 1 KiB the ranges of both overlap.";
const cache =
  "Each topic that is found is compared at octets of its own: 10 000 such topics are 50 MB, which no cache holds. Up to 4000 topics (8 MB) a look at one costs the same; what grows is the wait for memory, not the number of steps.";
const slabs =
  "Of what is not messages, three slabs of 256 KiB and a chunk of 64 KiB: one on its way to the system, one that waits for it, one that lies free for all connections, and what Node reads into. 280 octets of objects for each message come on top.";
const calls = "Each box costs a call into native code and an array of its own.";

export const goals: readonly Goal[] = [
  { cases: streams, at: small, of: batches, by: ratio("libzmq"), atLeast: 1.3, obstacle: views },
  { cases: streams, at: large, of: batches, by: ratio("libzmq"), atLeast: 0.9, obstacle: twoCopies },
  { cases: streams, at: [16], of: single, by: ratio("libzmq"), atLeast: 0.6, obstacle: promises },
  { cases: streams, at: [100], of: single, by: ratio("libzmq"), atLeast: 0.85, obstacle: promises },
  { cases: streams, at: [1024], of: single, by: ratio("libzmq"), atLeast: 1.2, obstacle: promises },
  { cases: streams, at: [16, 100], of: single, by: ratio("zeromq.js"), atLeast: 13, obstacle: promises },
  { cases: streams, at: [1024], of: single, by: ratio("zeromq.js"), atLeast: 5.5, obstacle: promises },
  { cases: streams, at: large, of: single, by: ratio("zeromq.js"), atLeast: 1.2, obstacle: twoCopies },
  { cases: /^push-pull-inproc$/u, at: small, of: batches, by: ratio("libzmq"), atLeast: 1.5, obstacle: oneOfTwo },
  { cases: /^latency-tcp$/u, at: small, of: single, by: ratio("libzmq"), atMost: 1, obstacle: writing },
  { cases: /^latency-tcp$/u, at: small, of: single, by: ratio("zeromq.js"), atMost: 0.7 },
  { cases: /^latency-tcp$/u, at: [65_536], of: single, by: ratio("libzmq"), atMost: 1.3, obstacle: twoCopies },
  { cases: /^fan-out-(?:16|100)-sinks$/u, at: [10, 100], of: batches, by: ratio("libzmq"), atLeast: 3, obstacle: perSubscriber },
  { cases: /^fan-out-(?:16|100)-own$/u, at: [10, 100], of: batches, by: ratio("libzmq"), atLeast: 1.2, obstacle: oneThread },
  // Of times, so that the one that is slower comes first.
  { cases: /^match$/u, at: [100_000, 1_000_000], of: "libzmq's radix tree", by: ratio(single), atLeast: 1.5 },
  { cases: /^match$/u, at: [100_000, 1_000_000], of: single, by: { type: "value" }, detail: "octets a subscription", atMost: 100 },
  { cases: /^hostile-prefixes$/u, at: [10_000], of: single, by: { type: "growth", from: 100 }, atMost: 2, obstacle: cache },
  { cases: /^hostile-prefixes$/u, at: [10_000], of: single, by: { type: "growth", from: 100 }, detail: "insertion, ns an octet", atMost: 2 },
  { cases: /^push-pull-curve$/u, at: [1024, 65_536], of: batches, by: ratio("libzmq"), atLeast: 0.3, obstacle: webAssembly },
  { cases: /^push-pull-curve$/u, at: [1024, 65_536], of: "reference, native", by: ratio("libzmq"), atLeast: 0.9, obstacle: calls },
  { cases: /^handshakes-curve$/u, at: [8], of: single, by: { type: "value" }, atLeast: 500 },
  { cases: /^idle-connections$/u, at: [10_000], of: single, by: { type: "difference", to: "node:net" }, atMost: 10 * kib },
  { cases: /^huge-frame$/u, at: [100], of: single, by: { type: "difference", to: "node:net" }, atMost: 16 * kib },
  // A thousand messages of one kibioctet, and what the connection has in hand.
  {
    cases: /^slow-consumer$/u,
    at: [10_000, 100_000],
    of: single,
    by: { type: "value" },
    detail: "of it objects and buffers",
    atMost: 2 * kib * kib,
    obstacle: slabs,
  },
];

export function goalsOf(caseName: string, at: number): readonly Goal[] {
  return goals.filter((goal) => goal.cases.test(caseName) && goal.at.includes(at));
}
