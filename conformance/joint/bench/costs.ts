/** Cases of connections, memory and the start: what it costs to have, not what it costs to send. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "../../checks/generate/repository.ts";
import { participantOf, type Case, type Reading } from "./case.ts";
import { needsPlain } from "./needs.ts";
import type { Participant, PlainRole } from "./participants.ts";
import { binding, deserted, freshEndpoint, playPair } from "./play.ts";
import { withPrograms, type Running } from "./running.ts";
import { freshKeys, isNative, one } from "./streams.ts";
import type { Role, Work } from "./work.ts";

const memoryUnit = { better: "less", rounds: 3 } as const;
const quiet = { size: 0, warmMessages: 0, warmMs: 0, measureMs: 0, count: 1 };
/** A server of Node that says what a PULL says at first, and nothing else: what each connection costs before anything is ours. */
export const bareServer = "node:net";
const bareProgram = [process.execPath, "--expose-gc", join(root, "dist/conformance/joint/bench/bare-server.js")];

export const costCases: readonly Case[] = [
  connections(false),
  connections(true),
  held("idle-connections", "HOLD", "octets of memory for each connection that is held and idle", [100, 1000, 10_000]),
  held("huge-frame", "HUGE", "octets of memory for each connection that declares a frame of 2^62 octets and sends 100 of them", [100]),
  queued(),
  deaf(),
  start(),
];

function connections(curve: boolean): Case {
  return {
    name: curve ? "handshakes-curve" : "connections",
    title: `Connections that are made, carry one request and its reply, and are closed, over tcp${curve ? " under CURVE" : ""}, two processes`,
    ...{ unit: "connections/s", better: "more", axis: "at once", points: curve ? [8] : [1, 8, 64], rounds: curve ? 5 : 3 },
    lacks: () => undefined,
    players: (field) => (curve ? [...one(field, "tcp", "curve"), ...field.participants.filter(isNative).map(({ name }) => name)] : one(field, "tcp")),
    play: async (player, count, field, given) => {
      const { command } = participantOf(field, player);
      const work = { ...quiet, ...given, warmMessages: curve ? 100 : 300, count, endpoint: freshEndpoint("tcp"), ...(curve ? { keys: freshKeys() } : {}) };
      const { found } = await playPair(command, "REP", command, "CLIENT", work);
      return { value: found.messages / found.seconds, details: { "client, CPU µs": ((found.userSeconds + found.systemSeconds) / found.messages) * 1e6 } };
    },
  };
}

/** How much a program has grown, for each of `count`; what lies about uncollected is not counted. */
interface Growth {
  readonly resident: number;
  readonly heap: number | undefined;
}

async function memoryOf(program: Running, { collects }: Pick<Participant, "collects">): Promise<Growth> {
  let heap: number | undefined;
  if (collects) {
    program.tell("collect");
    ({ heap } = await program.said<{ readonly heap: number }>());
  }
  return { resident: program.resident(), heap };
}

function growth(before: Growth, after: Growth, count: number): Reading {
  const heap = before.heap === undefined || after.heap === undefined ? {} : { "of it objects and buffers": (after.heap - before.heap) / count };
  return { value: (after.resident - before.resident) / count, details: heap };
}

function held(name: string, role: PlainRole, title: string, points: readonly number[]): Case {
  return {
    ...{ name, title: `Memory: ${title}`, unit: "octets", axis: "connections", points, ...memoryUnit },
    lacks: needsPlain,
    players: (field) => [...one(field, "tcp", "memory"), bareServer],
    play: (player, count, field) =>
      withPrograms(async (start) => {
        const participant: Pick<Participant, "collects" | "command"> =
          player === bareServer ? { collects: true, command: () => bareProgram } : participantOf(field, player);
        const [program, there] = await binding(start, participant.command, { ...quiet, role: "PULL", endpoint: freshEndpoint("tcp") });
        const peers = (number: number): Promise<unknown> => start(field.plain?.(role, { ...there, count: number }) ?? []).said();
        // The first connections bring code and pools that later ones find.
        await peers(10);
        const before = await memoryOf(program, participant);
        await peers(count);
        return growth(before, await memoryOf(program, participant), count);
      }),
  };
}

function queued(): Case {
  const count = 100_000;
  return {
    name: "queued-messages",
    title: "Memory: octets for each of 100 000 messages that a PUSH without a limit keeps for a peer that is not there, body included",
    ...{ unit: "octets", axis: "octets", points: [16, 100, 1024], ...memoryUnit },
    lacks: () => undefined,
    players: (field) => one(field, "tcp", "memory"),
    play: async (player, size, field) => {
      const endpoint = await deserted();
      return withPrograms(async (start) => {
        const participant = participantOf(field, player);
        return sendWhenTold(start(participant.command({ ...quiet, role: "QUEUE", size, count, endpoint })), participant, count);
      });
    },
  };
}

/** The program says that it is ready, sends when it is told, and says that it has. */
async function sendWhenTold(program: Running, participant: Participant, count: number): Promise<Reading> {
  await program.said();
  const before = await memoryOf(program, participant);
  program.tell("go");
  await program.said();
  return growth(before, await memoryOf(program, participant), count);
}

function deaf(): Case {
  const size = 1024;
  return {
    name: "slow-consumer",
    title: "Memory: by how much a publisher with the usual limit of 1000 messages grows for one subscriber that reads nothing; messages of 1024 octets",
    ...{ unit: "octets", axis: "messages", points: [10_000, 100_000], ...memoryUnit },
    lacks: needsPlain,
    players: (field) => one(field, "tcp", "memory"),
    play: (player, count, field) =>
      withPrograms(async (start) => {
        const participant = participantOf(field, player);
        const [program, there] = await binding(start, participant.command, { ...quiet, role: "NEWS", size, count, endpoint: freshEndpoint("tcp") });
        start(field.plain?.("DEAF", there) ?? []);
        const reading = await sendWhenTold(program, participant, 1);
        return { value: reading.value, details: { ...reading.details, "as messages": reading.value / size } };
      }),
  };
}

function start(): Case {
  const bare = "node alone";
  return {
    name: "start",
    title: "From the start of a process to its first message, which it sends itself over tcp",
    ...{ unit: "ms", better: "less", axis: "processes", points: [1], rounds: 9 },
    lacks: () => undefined,
    players: (field) => [...one(field, "tcp"), bare],
    play: async (player, _point, field) => {
      const work: Work = { ...quiet, role: "START" satisfies Role, endpoint: "" };
      const from = performance.now();
      if (player === bare) return { value: await ended([process.execPath, "-e", "0"], from), details: {} };
      return withPrograms(async (start) => {
        const { importMs } = await start(participantOf(field, player).command(work)).said<{ readonly importMs: number }>();
        return { value: performance.now() - from, details: importMs > 0 ? { "of it import, ms": importMs } : {} };
      });
    },
  };
}

function ended([file = "", ...rest]: readonly string[], from: number): Promise<number> {
  return new Promise((resolve) => {
    spawn(file, rest, { stdio: "ignore" }).once("close", () => {
      resolve(performance.now() - from);
    });
  });
}
