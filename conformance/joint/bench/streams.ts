/** Cases in which messages flow as fast as they can, or one waits for the other. */
import { curveKeyPair } from "../../../reference/index.ts";
import { participantOf, type Case, type Given, type Reading } from "./case.ts";
import type { Ability, Field, Participant } from "./participants.ts";
import { freshEndpoint, playAlone, playPair, type Measured } from "./play.ts";
import type { Keys, Role, Work } from "./work.ts";

type Transport = "tcp" | "ipc" | "inproc";
const sizes = [16, 100, 1024, 65_536, 1_048_576];

export const streamCases: readonly Case[] = [
  throughput("push-pull", "PULL", "PUSH", "tcp", sizes, 5),
  throughput("push-pull", "PULL", "PUSH", "ipc", sizes, 5),
  throughput("push-pull", "PULL", "PUSH", "inproc", sizes, 5),
  throughput("dealer-router", "ROUTER", "DEALER", "tcp", sizes, 3),
  throughput("dealer-router", "ROUTER", "DEALER", "ipc", [16, 1024, 65_536], 3),
  throughput("dealer-router", "ROUTER", "DEALER", "inproc", [16, 1024, 65_536], 3),
  curve(),
  latency("tcp", sizes, 5),
  latency("ipc", sizes, 3),
  ...[16, 100].flatMap((size) => [fanOut(size, true, [1, 10, 100, 1000], 3), fanOut(size, false, [1, 10, 100, 1000], 3)]),
  fanOut(1024, true, [10, 100], 3),
];

export function throughput(name: string, receiver: Role, sender: Role, transport: Transport, points: readonly number[], rounds: number): Case {
  return {
    name: `${name}-${transport}`,
    title: `${sender} → ${receiver} over ${transport}, ${transport === "inproc" ? "one process" : "two processes"}`,
    ...{ unit: "messages/s", better: "more", axis: "octets", points, rounds },
    lacks: () => undefined,
    players: (field) => able(field, transport),
    play: async (player, size, field, given) => {
      const { command } = participantOf(field, player);
      const work = workOf(size, given, transport);
      if (transport === "inproc") return flow(await playAlone(command, `${sender}+${receiver}` as Role, work));
      return flow(await playPair(command, receiver, command, sender, work));
    },
  };
}

function curve(): Case {
  return {
    ...throughput("curve", "PULL", "PUSH", "tcp", sizes, 3),
    name: "push-pull-curve",
    title: "PUSH → PULL over tcp under CURVE, two processes",
    players: (field) => [...able(field, "tcp", "curve"), ...field.participants.filter(isNative).map(({ name }) => name)],
    play: async (player, size, field, given) => {
      const { command } = participantOf(field, player);
      return flow(await playPair(command, "PULL", command, "PUSH", { ...workOf(size, given, "tcp"), keys: freshKeys() }));
    },
  };
}

export function latency(transport: Transport, points: readonly number[], rounds: number): Case {
  return {
    name: `latency-${transport}`,
    title: `REQ → REP → REQ over ${transport}, two processes`,
    ...{ unit: "round trip, µs (median)", better: "less", axis: "octets", points, rounds },
    lacks: () => undefined,
    players: (field) => one(field, transport),
    play: async (player, size, field, given) => {
      const { command } = participantOf(field, player);
      const warmMessages = size > 262_144 ? 500 : 2000;
      const { found } = await playPair(command, "REP", command, "REQ", { ...workOf(size, given, transport), warmMessages });
      return { value: found.medianUs ?? NaN, details: { "p99, µs": found.p99Us ?? NaN, "p99.9, µs": found.p999Us ?? NaN } };
    },
  };
}

/** Nothing is dropped: a publisher waits for the slowest subscriber, so that each message that is counted was sent to all. */
export function fanOut(size: number, intoSinks: boolean, points: readonly number[], rounds: number): Case {
  return {
    name: `fan-out-${String(size)}-${intoSinks ? "sinks" : "own"}`,
    title: `PUB → SUB over tcp, ${String(size)} octets, into ${intoSinks ? "plain sinks that decode nothing" : "subscribers of its own, in one process"}`,
    ...{ unit: "deliveries/s", better: "more", axis: "subscribers", points, rounds },
    lacks: ({ plain }) => (intoSinks && plain === undefined ? "plain peers" : undefined),
    // Only those whose publishers somebody aims at.
    players: (field) => (intoSinks ? able(field, "tcp", "topics") : able(field, "tcp")),
    play: async (player, count, field, given) => {
      const { command } = participantOf(field, player);
      const { plain } = field;
      const subscribers = intoSinks && plain !== undefined ? (work: Work) => plain("SUB", work) : command;
      return flow(await playPair(command, "PUB", subscribers, "SUB", { ...workOf(size, given, "tcp"), count }), count);
    },
  };
}

function workOf(size: number, given: Given, transport: Transport): Omit<Work, "role"> {
  return { ...given, size, warmMessages: Math.round(Math.min(20_000, Math.max(500, 2 ** 27 / size))), count: 1, endpoint: freshEndpoint(transport) };
}

/** Of one delivery, what both processes spend: one message that is sent is `copies` deliveries. */
function flow({ found, sent }: Measured, copies = 1): Reading {
  const ns = (seconds: number, messages: number): number => (seconds / messages) * 1e9;
  const receiving = { "receiver, user ns": ns(found.userSeconds, found.messages), "receiver, system ns": ns(found.systemSeconds, found.messages) };
  if (sent === undefined)
    return {
      value: found.messages / found.seconds,
      details: { "both, user ns": receiving["receiver, user ns"], "both, system ns": receiving["receiver, system ns"] },
    };
  const deliveries = sent.messages * copies;
  return {
    value: found.messages / found.seconds,
    details: { ...receiving, "sender, user ns": ns(sent.userSeconds, deliveries), "sender, system ns": ns(sent.systemSeconds, deliveries) },
  };
}

export function freshKeys(): Keys {
  const [server, client] = [curveKeyPair(), curveKeyPair()];
  return { serverPublic: server.publicKey, serverSecret: server.secretKey, clientPublic: client.publicKey, clientSecret: client.secretKey };
}

export function isNative({ name }: Participant): boolean {
  return name === "reference, native";
}

/** Everyone over tcp, and who has the transport and the abilities; without the one that differs only under CURVE. */
export function able(field: Field, transport: Transport, ...abilities: readonly Ability[]): readonly string[] {
  const wanted = transport === "tcp" ? abilities : [transport, ...abilities];
  return field.participants
    .filter((participant) => !isNative(participant) && wanted.every((ability) => participant.abilities.has(ability)))
    .map(({ name }) => name);
}

/** The same without those that differ only in sending many at once. */
export function one(field: Field, transport: Transport, ...abilities: readonly Ability[]): readonly string[] {
  return able(field, transport, ...abilities).filter((name) => !participantOf(field, name).abilities.has("batches"));
}
