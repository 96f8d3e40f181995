/** Faulty devices and deciders. Each breaks the law that it names, and the simulation must find it. */
import type { Message } from "../../../reference/base/message.ts";
import type { Way } from "../../../reference/simulation/device.ts";
import type { LawId } from "./laws.ts";
import type { TopologyPlan } from "./plan.ts";

export interface Mutation {
  readonly id: string;
  readonly breaks: LawId;
  readonly topology: TopologyPlan["type"];
  readonly does: string;
  /** Makes what one device does with a message. */
  readonly device?: () => Alter;
  /** Whether an item of this round is sent back once more; the rule of the plan when there is none. */
  readonly sendsBack?: (round: number, rounds: number) => boolean;
  /** A worker sends the second of two items first. */
  readonly swapsItems?: boolean;
  /** The hop limit is not looked at. */
  readonly ignoresHopLimit?: boolean;
}

type Alter = (message: Message, way: Way) => readonly Message[];

/** Does the one thing with every fifth message that takes this way, and passes on the others. */
function sometimes(only: Way, act: (message: Message) => readonly Message[]): () => Alter {
  return () => {
    let count = 0;
    return (message, way) => (way === only && (count += 1) % 5 === 0 ? act(message) : [message]);
  };
}

export const mutations: readonly Mutation[] = [
  {
    id: "tree-device-duplicates",
    breaks: "distribution-tree.order",
    topology: "tree",
    does: "A forwarder passes on some messages twice.",
    device: sometimes("down", (message) => [message, message]),
  },
  {
    id: "tree-device-forgets-to-unsubscribe",
    breaks: "distribution-tree.union",
    topology: "tree",
    does: "A forwarder does not pass on cancellations.",
    device: () => (message, way) => (way === "up" && message[0]?.[0] === 0 ? [] : [message]),
  },
  {
    id: "tree-device-drops",
    breaks: "distribution-tree.conservation",
    topology: "tree",
    does: "A forwarder drops some messages.",
    device: sometimes("down", () => []),
  },
  {
    id: "tree-device-changes-the-topic",
    breaks: "distribution-tree.matching",
    topology: "tree",
    does: "A forwarder passes on another number with some messages.",
    device: sometimes("down", ([topic]) => [[topic ?? new Uint8Array(), new Uint8Array(4)]]),
  },
  {
    id: "tree-device-floods",
    breaks: "distribution-tree.load",
    topology: "tree",
    does: "A forwarder passes on each message twenty times.",
    device: () => (message, way) => (way === "down" ? Array.from({ length: 20 }, () => message) : [message]),
  },
  {
    id: "bus-device-strips-an-identity",
    breaks: "service-bus.envelope",
    topology: "bus",
    does: "A broker takes the first identity off a request.",
    device: sometimes("down", (message) => [message.slice(1)]),
  },
  {
    id: "bus-device-swaps-replies",
    breaks: "service-bus.reply-path",
    topology: "bus",
    does: "A broker gives each reply the envelope of the reply before it.",
    device: swapEnvelopes,
  },
  {
    id: "bus-device-drops",
    breaks: "service-bus.conservation",
    topology: "bus",
    does: "A broker drops some requests.",
    device: sometimes("down", () => []),
  },
  {
    id: "bus-device-asks-twice",
    breaks: "service-bus.load",
    topology: "bus",
    does: "A broker passes on each request twice.",
    device: () => (message, way) => (way === "down" ? [message, message] : [message]),
  },
  {
    id: "ring-device-has-no-hop-limit",
    breaks: "service-bus.loop",
    topology: "ring",
    does: "A broker passes on requests however deep their envelope is.",
    ignoresHopLimit: true,
  },
  {
    id: "graph-device-strips-an-identity",
    breaks: "service-bus.envelope",
    topology: "graph",
    does: "A broker takes the first identity off a request.",
    device: sometimes("down", (message) => [message.slice(1)]),
  },
  {
    id: "graph-device-drops",
    breaks: "service-bus.conservation",
    topology: "graph",
    does: "A broker drops some requests.",
    device: sometimes("down", () => []),
  },
  {
    id: "graph-device-swaps-replies",
    breaks: "service-bus.reply-path",
    topology: "graph",
    does: "A broker gives each reply the envelope of the reply before it.",
    device: swapEnvelopes,
  },
  {
    id: "graph-device-has-no-hop-limit",
    breaks: "service-bus.loop",
    topology: "graph",
    does: "A broker passes on requests however deep their envelope is.",
    ignoresHopLimit: true,
  },
  {
    id: "pipeline-device-duplicates",
    breaks: "parallel-pipeline.no-duplicates",
    topology: "pipeline",
    does: "A streamer passes on some items twice.",
    device: sometimes("down", (message) => [message, message]),
  },
  {
    id: "pipeline-device-drops",
    breaks: "parallel-pipeline.conservation",
    topology: "pipeline",
    does: "A streamer drops some items.",
    device: sometimes("down", () => []),
  },
  {
    id: "pipeline-device-repeats-its-first",
    breaks: "parallel-pipeline.load",
    topology: "pipeline",
    does: "A streamer passes on its first item twice.",
    device: () => {
      let isFirst = true;
      return (message) => {
        const copies = isFirst ? [message, message] : [message];
        isFirst = false;
        return copies;
      };
    },
  },
  {
    id: "pipeline-worker-overtakes",
    breaks: "parallel-pipeline.order",
    topology: "pipeline",
    does: "A worker sends the second of two items first.",
    swapsItems: true,
  },
  {
    id: "pipeline-loops-for-ever",
    breaks: "parallel-pipeline.loop",
    topology: "pipeline",
    does: "The sink sends every item back.",
    sendsBack: () => true,
  },
];

function swapEnvelopes(): Alter {
  let before: Message | undefined;
  return (message, way) => {
    if (way === "down") return [message];
    const end = message.findIndex((part) => part.length === 0);
    const envelope =
      before?.slice(
        0,
        before.findIndex((part) => part.length === 0),
      ) ?? message.slice(0, end);
    before = message;
    return [[...envelope, ...message.slice(end)]];
  };
}
