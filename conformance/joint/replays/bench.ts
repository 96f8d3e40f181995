/** Where the sockets of a replay are: sockets of one implementation, connected with each other. Each act ends when what it must bring about has come about. */
import { setImmediate } from "node:timers/promises";
import type { Parts } from "../../kit/oracle/model.ts";
import type { Refusal } from "../../kit/subject.ts";
import type { Item } from "../../kit/wire/stream.ts";

export interface BenchSocket {
  readonly name: string;
  readonly type: string;
  bind(): Promise<void>;
  /** Begins a connection to a socket that has bound. */
  connect(to: BenchSocket): Promise<void>;
  /** Begins to connect by a way that is shut. */
  approach(to: BenchSocket): Promise<Gate>;
  /** Breaks the connection to a socket, on the way and not at an end, and waits until it is made again. */
  cut(to: BenchSocket): Promise<void>;
  /** The connection to a socket ends, and none is there until {@link meet}: `closed` where it broke on the way, `disconnect` where this end gave it up. */
  part(from: BenchSocket): Promise<"closed" | "disconnect">;
  meet(again: BenchSocket): Promise<void>;
  subscribe(topic: string, cancels: boolean): Promise<void>;
  /** The refusal, when the message is not accepted. Who is patient waits for room. */
  send(parts: Parts, isPatient?: boolean): Promise<Refusal | undefined>;
  /** The next message. One that must come is waited for; undefined when none comes. */
  receive(must: boolean): Promise<Parts | undefined>;
  /** The socket is gone, with all that it holds. */
  close(): Promise<void>;
}

/** A way from one socket to another by which one connection goes at a time: attempts to connect wait before it. */
export interface Gate {
  /** Lets one attempt through. */
  pass(): Promise<void>;
  /** Whether the far socket closes what went through, which is waited for; the near one has come again then. */
  isRefused(): Promise<boolean>;
  /** Breaks what went through. When this ends the far socket knows it, and the near one has come again, unless it is gone. */
  break(): Promise<void>;
  /** The same where the far socket does not look at what went through. */
  drop(): Promise<void>;
}

/** What a peer of the harness has in its hands: octets to a socket, and what the socket says. */
export interface Wire {
  write(octets: Uint8Array): void;
  /** What the socket says next; `silent` when nothing comes. */
  next(): Promise<Item>;
  /** The octets of an item that is not complete. */
  readonly partial: number;
  /** No more is written; what the socket says is still heard. */
  end(): void;
  /** Lets the time pass after which a socket gives up a peer that is silent: only where time can be let pass. */
  wait(): void;
}

export interface SocketWish {
  /** The limit of each queue, outgoing and incoming; none for the default. */
  readonly limit?: number;
}

export interface Bench {
  /** What the implementation declares. */
  readonly choices: Readonly<Record<string, string>>;
  /** The statements that it is known to break. */
  readonly known: ReadonlySet<string>;
  /** Whether nothing is under way when an act has ended, so that a message that is not there does not come. */
  readonly isExact: boolean;
  open(name: string, type: string, wish?: SocketWish): Promise<BenchSocket>;
  /** A connection between the socket and the harness. Who has not bound is told to connect the first time, and comes again by itself afterwards. */
  wire(socket: BenchSocket, hasBound: boolean): Promise<Wire>;
  end(): Promise<void>;
}

/** The first message that one of the sockets receives: it must come, and nobody knows to which. */
export async function firstOf(sockets: readonly BenchSocket[], ceilingMs = 10_000): Promise<{ readonly at: BenchSocket; readonly parts: Parts } | undefined> {
  const [only, ...others] = sockets;
  if (only === undefined) return undefined;
  if (others.length === 0) {
    const parts = await only.receive(true);
    return parts === undefined ? undefined : { at: only, parts };
  }
  const deadline = performance.now() + ceilingMs;
  do {
    for (const at of sockets) {
      const parts = await at.receive(false);
      if (parts !== undefined) return { at, parts };
    }
    // An implementation within this process reads when this one lets it.
    await setImmediate();
  } while (performance.now() < deadline);
  return undefined;
}
