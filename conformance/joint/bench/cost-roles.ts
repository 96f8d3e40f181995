/** The roles that make connections, and those whose memory is looked at from outside. */
import type * as zeromq from "zeromq";
import type * as reference from "../../../reference/index.ts";
import { bound, connected, newBody, open, type Player } from "./player.ts";
import { misses } from "./texts.ts";
import { Window } from "./window.ts";
import type { Found } from "./work.ts";

/** What the program says at its end. Those whose memory is looked at end only when they are ended. */
export function playCosts(player: Player): Promise<unknown> {
  switch (player.work.role) {
    case "CLIENT":
      return makeConnections(player);
    case "QUEUE":
      return queue(player);
    case "NEWS":
      return bound(player, "XPublisher").then((socket) => publishToTheDeaf(player, socket));
    case "TOPICS":
      return bound(player, "XPublisher").then((socket) => takeTopics(player, socket));
    case "START":
      return firstMessage(player);
    default:
      throw new Error(`no such role: ${player.work.role}`);
  }
}

/** Each connection carries one request and its reply, which shows that it is of use. */
async function makeConnections(player: Player): Promise<Found> {
  const window = new Window(player.work);
  const again = async (): Promise<Found> => {
    for (;;) {
      const socket = connected(player, "Request");
      await socket.send("x");
      await socket.receive();
      socket.close();
      const found = window.count(1);
      if (found !== undefined) return found;
    }
  };
  return Promise.race(Array.from({ length: player.work.count }, again));
}

async function queue(player: Player): Promise<unknown> {
  return sendWhenTold(player, connected(player, "Push", { sendHighWaterMark: 0 }));
}

async function publishToTheDeaf(player: Player, socket: zeromq.XPublisher): Promise<unknown> {
  await socket.receive();
  return sendWhenTold(player, socket);
}

async function sendWhenTold(player: Player, socket: zeromq.Writable): Promise<unknown> {
  player.say({ ready: true });
  await player.go;
  for (let sent = 0; sent < player.work.count; sent += 1) await socket.send(newBody(player.work.size));
  player.say({ done: true });
  return player.end;
}

async function takeTopics(player: Player, socket: zeromq.XPublisher): Promise<unknown> {
  const { count } = player.work;
  await socket.receive();
  const from = performance.now();
  for (let taken = 1; taken < count; taken += 1) await socket.receive();
  player.say({ insertNs: ((performance.now() - from) * 1e6) / Math.max(1, count - 1) });
  const subjects = misses(count);
  await player.go;
  const sends = 100_000;
  await publish(player, socket, subjects, sends);
  const start = performance.now();
  await publish(player, socket, subjects, sends);
  player.say({ publishNs: ((performance.now() - start) * 1e6) / sends });
  return player.end;
}

async function publish({ isBatch }: Player, socket: zeromq.XPublisher, subjects: readonly Buffer[], sends: number): Promise<void> {
  const at = (index: number): Buffer => subjects[(index * 7919) % subjects.length] ?? Buffer.alloc(0);
  if (!isBatch) for (let sent = 0; sent < sends; sent += 1) await socket.send(at(sent));
  else
    for (let sent = 0; sent < sends; sent += 250)
      await (socket as unknown as reference.XPublisher).sendMany(Array.from({ length: 250 }, (_, index) => at(sent + index)));
}

async function firstMessage(player: Player): Promise<{ readonly importMs: number }> {
  const pull = open(player, "Pull", "binds");
  await pull.bind("tcp://127.0.0.1:*");
  const push = open(player, "Push", "connects");
  push.connect(pull.lastEndpoint ?? "");
  await push.send("first");
  await pull.receive();
  return { importMs: player.importMs };
}
