/** What the reference is to reach, as ratios within one run. Those that no measurement of this bench reaches are not here. */

export interface Goal {
  /** A regular expression for the whole name of a case. */
  readonly cases: RegExp;
  readonly sizes: readonly number[];
  /** The participant, and whom it is compared with. */
  readonly of: string;
  readonly to: string;
  /** Bounds of the median of the ratios; of round trips, of which less is better, an upper one. */
  readonly atLeast?: number;
  readonly atMost?: number;
}

const small = [16, 100, 1024];
const large = [65_536, 1_048_576];
const streams = /^push-pull-(?:tcp|ipc)$/u;

export const goals: readonly Goal[] = [
  { cases: streams, sizes: small, of: "reference, batches", to: "libzmq", atLeast: 1.3 },
  { cases: streams, sizes: large, of: "reference, batches", to: "libzmq", atLeast: 0.9 },
  { cases: streams, sizes: [16], of: "reference", to: "libzmq", atLeast: 0.6 },
  { cases: streams, sizes: [100], of: "reference", to: "libzmq", atLeast: 0.85 },
  { cases: streams, sizes: [1024], of: "reference", to: "libzmq", atLeast: 1.2 },
  { cases: streams, sizes: [16, 100], of: "reference", to: "zeromq.js", atLeast: 13 },
  { cases: streams, sizes: [1024], of: "reference", to: "zeromq.js", atLeast: 5.5 },
  { cases: streams, sizes: large, of: "reference", to: "zeromq.js", atLeast: 1.2 },
  { cases: /^push-pull-inproc$/u, sizes: small, of: "reference, batches", to: "libzmq", atLeast: 1.5 },
  { cases: /^latency-tcp$/u, sizes: small, of: "reference", to: "libzmq", atMost: 1 },
  { cases: /^latency-tcp$/u, sizes: small, of: "reference", to: "zeromq.js", atMost: 0.7 },
  { cases: /^latency-tcp$/u, sizes: [65_536], of: "reference", to: "libzmq", atMost: 1.3 },
  { cases: /^fan-out-100?-sinks$/u, sizes: [16, 100], of: "reference, batches", to: "libzmq", atLeast: 3 },
  { cases: /^fan-out-100?-own$/u, sizes: [16, 100], of: "reference, batches", to: "libzmq", atLeast: 1.2 },
];

export function goalsOf(caseName: string, size: number): readonly Goal[] {
  return goals.filter((goal) => goal.cases.test(caseName) && goal.sizes.includes(size));
}
