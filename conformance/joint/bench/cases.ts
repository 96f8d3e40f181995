/** The measurements that are made of several participants in turn. */
import { freshEndpoint, playAlone, playPair, type Measured } from "./play.ts";
import type { Field, Participant } from "./participants.ts";
import type { Role, Work } from "./work.ts";

export interface Case {
  /** Unique; words of the command line choose all cases whose names begin with them. */
  readonly name: string;
  readonly title: string;
  /** What is counted. */
  readonly unit: "messages/s" | "deliveries/s" | "round trip, µs";
  readonly sizes: readonly number[];
  /** Subscribers. */
  readonly peers: number;
  /** Undefined when the field lacks what the case needs. */
  play(participant: Participant, field: Field, work: Pick<Work, "size" | "warmMs" | "measureMs">): Promise<Measured> | undefined;
}

const sizes = [16, 100, 1024, 65_536, 1_048_576];
const transports = ["tcp", "ipc", "inproc"] as const;

export const cases: readonly Case[] = [
  ...transports.map((transport) => throughput("push-pull", "PULL", "PUSH", transport)),
  ...(["tcp", "ipc"] as const).map((transport) => throughput("dealer-router", "ROUTER", "DEALER", transport)),
  ...(["tcp", "ipc"] as const).map(latency),
  ...[1, 10, 100].flatMap((peers) => [fanOut(peers, true), fanOut(peers, false)]),
];

function throughput(name: string, receiver: Role, sender: Role, transport: "tcp" | "ipc" | "inproc"): Case {
  return {
    name: `${name}-${transport}`,
    title: `${sender} → ${receiver} over ${transport}, ${transport === "inproc" ? "one process" : "two processes"}`,
    unit: "messages/s",
    sizes,
    peers: 1,
    play: ({ command }, _field, given) => {
      const work = { ...given, peers: 1, endpoint: freshEndpoint(transport) };
      return transport === "inproc" ? playAlone(command, "PIPE", work) : playPair(command, receiver, command, sender, work);
    },
  };
}

function latency(transport: "tcp" | "ipc"): Case {
  return {
    name: `latency-${transport}`,
    title: `REQ → REP → REQ over ${transport}, two processes`,
    unit: "round trip, µs",
    sizes: sizes.slice(0, -1),
    peers: 1,
    play: ({ command }, _field, given) => playPair(command, "REP", command, "REQ", { ...given, peers: 1, endpoint: freshEndpoint(transport) }),
  };
}

/** Nothing is dropped: a publisher waits for the slowest subscriber, so that each message that is counted was sent to all. */
function fanOut(peers: number, intoSinks: boolean): Case {
  return {
    name: `fan-out-${String(peers)}-${intoSinks ? "sinks" : "own"}`,
    title: `PUB → ${String(peers)} SUB over tcp, into ${intoSinks ? "plain sinks that decode nothing" : "subscribers of its own, in one process"}`,
    unit: "deliveries/s",
    sizes: sizes.slice(0, 3),
    peers,
    play: ({ command }, { sink }, given) => {
      const work = { ...given, warmMs: given.warmMs + 3 * peers, peers, endpoint: freshEndpoint("tcp") };
      const subscribers = intoSinks ? sink : command;
      return subscribers === undefined ? undefined : playPair(command, "PUB", subscribers, "SUB", work);
    },
  };
}
