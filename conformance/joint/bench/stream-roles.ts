/** The roles between which messages flow as fast as they can. */
import type * as zeromq from "zeromq";
import type * as reference from "../../../reference/index.ts";
import { bound, connected, newBody, type Player } from "./player.ts";
import { spentSince, Window } from "./window.ts";
import type { Found } from "./work.ts";

/** Undefined when the role is none of these. What sends ends only when the program is stopped. */
export function playStreams(player: Player): Promise<Found> | undefined {
  switch (player.work.role) {
    case "PUSH":
      return sendAll(player, connected(player, "Push"));
    case "DEALER":
      return sendAll(player, connected(player, "Dealer"));
    case "PUB":
      return bound(player, "XPublisher", { noDrop: true, verbosity: "allSubs" }).then((socket) => publishAll(player, socket));
    case "PULL":
      return bound(player, "Pull").then((socket) => receiveAll(player, [socket]));
    case "ROUTER":
      return bound(player, "Router").then((socket) => receiveAll(player, [socket]));
    case "SUB":
      return receiveAll(player, Array.from({ length: player.work.count }, subscriber, player));
    case "REP":
      return bound(player, "Reply").then(reply);
    case "REQ":
      return request(player, connected(player, "Request"));
    case "PUSH+PULL":
      return bound(player, "Pull").then((socket) => bothWays(player, socket, connected(player, "Push")));
    case "DEALER+ROUTER":
      return bound(player, "Router").then((socket) => bothWays(player, socket, connected(player, "Dealer")));
    default:
      return undefined;
  }
}

function subscriber(this: Player): zeromq.Subscriber {
  const socket = connected(this, "Subscriber");
  socket.subscribe();
  return socket;
}

function bothWays(player: Player, receiver: AsyncIterable<unknown>, sender: zeromq.Writable): Promise<Found> {
  return Promise.race([receiveAll(player, [receiver]), sendAll(player, sender)]);
}

/** Nothing is sent before all have subscribed: who came first would keep the others waiting. */
async function publishAll(player: Player, socket: zeromq.XPublisher): Promise<never> {
  for (let subscribed = 0; subscribed < player.work.count; subscribed += 1) await socket.receive();
  return sendAll(player, socket);
}

async function sendAll(player: Player, socket: zeromq.Writable): Promise<never> {
  const { size, warmMessages } = player.work;
  // As many as an application has at hand at once; of large messages fewer.
  const count = player.isBatch ? Math.max(4, Math.min(256, Math.floor(262_144 / Math.max(1, size)))) : 1;
  const send = player.isBatch ? () => (socket as unknown as reference.Push).sendMany(newBodies(count, size)) : () => socket.send(newBody(size));
  for (let warm = 0, tallies = false; ; warm += count) {
    if (warm >= warmMessages && !tallies) {
      tallies = true;
      player.startTally();
    }
    try {
      await send();
      player.sent(count);
    } catch (error) {
      await turnWhenFull(error);
    }
  }
}

function newBodies(count: number, size: number): Buffer[] {
  const bodies: Buffer[] = [];
  for (let index = 0; index < count; index += 1) bodies.push(newBody(size));
  return bodies;
}

/** A publisher of zeromq.js that is not to drop refuses what it has no room for, where the reference waits: the event loop turns before it tries again. */
async function turnWhenFull(error: unknown): Promise<void> {
  if (!(error instanceof Error) || (error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
  await new Promise(setImmediate);
}

/** Counts the messages of all sockets. */
async function receiveAll(player: Player, sockets: readonly AsyncIterable<unknown>[]): Promise<Found> {
  const window = new Window(player.work, sockets.length);
  return Promise.race(sockets.map((socket, source) => receiveFrom(player, socket, window, source)));
}

async function receiveFrom({ isBatch, work }: Player, socket: AsyncIterable<unknown>, window: Window, source: number): Promise<Found> {
  if (isBatch) {
    for await (const batch of (socket as unknown as reference.Pull).batches()) {
      const found = window.count(batch.length, source);
      if (found !== undefined) return found;
    }
    throw new Error("the socket was closed");
  }
  // The clock costs more than a small message.
  const often = work.size > 16_384 ? 1 : 16;
  let messages = 0;
  for await (const _message of socket) {
    messages += 1;
    if (messages < often) continue;
    const found = window.count(messages, source);
    if (found !== undefined) return found;
    messages = 0;
  }
  throw new Error("the socket was closed");
}

async function reply(socket: zeromq.Reply): Promise<never> {
  for await (const message of socket) await socket.send(message);
  throw new Error("the socket was closed");
}

async function request({ work }: Player, socket: zeromq.Request): Promise<Found> {
  const times: number[] = [];
  const trip = async (): Promise<number> => {
    const before = performance.now();
    await socket.send(newBody(work.size));
    await socket.receive();
    return performance.now() - before;
  };
  await trip();
  const warmUntil = performance.now() + work.warmMs;
  for (let warm = 1; warm < work.warmMessages || performance.now() < warmUntil; warm += 1) await trip();
  const cpu = process.cpuUsage();
  const from = performance.now();
  while (performance.now() < from + work.measureMs) times.push(1000 * (await trip()));
  const seconds = (performance.now() - from) / 1000;
  times.sort((a, b) => a - b);
  const quantile = (part: number): number => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? NaN;
  return { ...spentSince(cpu, times.length), seconds, medianUs: quantile(0.5), p99Us: quantile(0.99), p999Us: quantile(0.999) };
}
