/** A device in the making: {@link Proxy} carries messages between two sockets, in each direction that their types have (spec/patterns/devices.md). */
import { UsageError } from "../base/errors.ts";
import { socketTypes, type SocketType, type SocketTypeRow } from "../patterns/socket-type.ts";
import { nextTurn } from "../transports/clock.ts";
import { SocketError } from "./errors.ts";
import { socketTypeNumbers, type Socket } from "./socket.ts";

/**
 * Carries each message that arrives at one socket to the other, whole and unchanged. With ROUTER and DEALER it is a broker of requests, with XSUB and XPUB a forwarder
 * of what is published and of the subscriptions to it, with PULL and PUSH a step of a pipeline.
 *
 * The next message is taken from a socket when the last one has been accepted by the other: what cannot be passed on waits in the queue of the peer that sent it. What the
 * other socket refuses for ever (a peer that is gone, to a ROUTER that is mandatory) is dropped. While the proxy runs, the application leaves both sockets to it.
 *
 * @example
 * const proxy = new Proxy(new Router(), new Dealer());
 * await proxy.frontEnd.bind("tcp://127.0.0.1:5559");
 * await proxy.backEnd.bind("tcp://127.0.0.1:5560");
 * await proxy.run(); // until proxy.terminate()
 */
export class Proxy<F extends Socket = Socket, B extends Socket = Socket> {
  readonly frontEnd: F;
  readonly backEnd: B;
  #started = false;
  /** What waits for the end of a pause; undefined when there is none. */
  #paused: (() => void)[] | undefined;

  constructor(frontEnd: F, backEnd: B) {
    this.frontEnd = frontEnd;
    this.backEnd = backEnd;
  }

  /** Begins, and resolves when both sockets are closed: by {@link terminate}, or since one of them was. Rejects with UsageError when it was begun before or nothing can be carried. */
  async run(): Promise<void> {
    const directions = [[this.frontEnd, this.backEnd] as const, [this.backEnd, this.frontEnd] as const].filter(([from, to]) => canCarry(from, to));
    if (directions.length === 0) throw new UsageError("neither of the two sockets can send what the other receives");
    if (this.#started) throw new UsageError("a proxy runs once");
    this.#started = true;
    try {
      await Promise.race(directions.map(([from, to]) => this.#carry(from, to)));
    } finally {
      this.terminate();
    }
  }

  /** From now on nothing is carried; a message that was already taken is kept. */
  pause(): void {
    this.#paused ??= [];
  }

  /** Ends {@link pause}. */
  resume(): void {
    const waiting = this.#paused ?? [];
    this.#paused = undefined;
    for (const go of waiting) go();
  }

  /** Closes both sockets, as an application would. */
  terminate(): void {
    this.frontEnd.close();
    this.backEnd.close();
    this.resume();
  }

  /**
   * @requirement devices.whole-messages
   * @requirement devices.keeps
   */
  async #carry(from: Socket, to: Socket): Promise<void> {
    while (!from.closed && !to.closed) {
      const message = await again(from, () => from.receive());
      if (message === undefined) return;
      await this.#turn();
      await again(to, () => to.send(message), isUndeliverable);
    }
  }

  /** @requirement devices.paused */
  async #turn(): Promise<void> {
    while (this.#paused !== undefined) {
      const waiting = this.#paused;
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  }
}

function rowOf(socket: Socket): SocketTypeRow | undefined {
  const entry = Object.entries(socketTypeNumbers).find(([, number]) => number === socket.type);
  return entry === undefined ? undefined : socketTypes[entry[0] as SocketType];
}

function canCarry(from: Socket, to: Socket): boolean {
  return rowOf(from)?.incoming !== "none" && rowOf(to)?.outgoing !== "none";
}

/** Repeats what a time limit of the socket ended; gives undefined when the socket was closed, or for an error that does not matter. */
async function again<T>(socket: Socket, act: () => Promise<T>, isIgnored: (error: SocketError | UsageError) => boolean = () => false): Promise<T | undefined> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (socket.closed) return undefined;
      if (!(error instanceof SocketError || error instanceof UsageError)) throw error;
      if (isIgnored(error)) return undefined;
      if (error.code !== "EAGAIN") throw error;
      await nextAttempt();
    }
  }
}

/** A socket without patience would otherwise keep the event loop from turning. */
function nextAttempt(): Promise<void> {
  return new Promise((resolve) => {
    nextTurn(resolve);
  });
}

function isUndeliverable({ code }: SocketError | UsageError): boolean {
  return code === "EHOSTUNREACH" || code === "EINVAL";
}
