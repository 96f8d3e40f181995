/** What the roles of a program are given, and how they make their sockets. */
import type * as zeromq from "zeromq";
import type { Work } from "./work.ts";

export interface Player {
  readonly zmq: typeof zeromq;
  readonly work: Work;
  /** Whether `sendMany` and `batches` are used, which zeromq.js lacks. */
  readonly isBatch: boolean;
  /** Undefined for that of the package. */
  readonly context: zeromq.Context | undefined;
  /** How long the import of the package took. */
  readonly importMs: number;
  sent(messages: number): void;
  /** What was sent until now was to warm up. */
  startTally(): void;
  say(line: unknown): void;
  /** Fulfilled when the bench says "go". */
  readonly go: Promise<void>;
  /** Never fulfilled: what the program has is looked at until it is ended. */
  readonly end: Promise<never>;
}

export type Kind = "Push" | "Pull" | "Dealer" | "Router" | "Request" | "Reply" | "XPublisher" | "Subscriber";

type Sockets = { [K in Kind]: InstanceType<(typeof zeromq)[K]> };

/** A socket with the options that all measurements share, and its side of CURVE. */
export function open<K extends Kind>(player: Player, kind: K, side: "binds" | "connects", options: object = {}): Sockets[K] {
  const { zmq, work, context } = player;
  const Type = zmq[kind] as unknown as new (options: object) => Sockets[K];
  const curve =
    work.keys === undefined
      ? {}
      : side === "binds"
        ? { curveServer: true, curveSecretKey: work.keys.serverSecret }
        : { curveServerKey: work.keys.serverPublic, curvePublicKey: work.keys.clientPublic, curveSecretKey: work.keys.clientSecret };
  return new Type({ linger: 0, ...(context === undefined ? {} : { context }), ...curve, ...options });
}

/** Binds, and says the endpoint. */
export async function bound<K extends Kind>(player: Player, kind: K, options?: object): Promise<Sockets[K]> {
  const socket = open(player, kind, "binds", options);
  await socket.bind(player.work.endpoint);
  player.say({ endpoint: socket.lastEndpoint });
  return socket;
}

export function connected<K extends Kind>(player: Player, kind: K, options?: object): Sockets[K] {
  const socket = open(player, kind, "connects", options);
  socket.connect(player.work.endpoint);
  return socket;
}

/** Each message has a body of its own, as an application would make it; `fill` checks its arguments for longer than a small body takes. */
export function newBody(size: number): Buffer {
  const body = Buffer.allocUnsafe(size);
  const filled = Math.min(size, 64);
  for (let index = 0; index < filled; index += 1) body[index] = 0x78;
  return body;
}
