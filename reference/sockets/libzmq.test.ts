/** The reference and libzmq (as the zeromq package holds it) speak with each other, in both roles and both directions. */
import { createHash } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import * as libzmq from "zeromq";
import * as reference from "../index.ts";

const COUNT = 10_000;
/** Each waits for the one before. */
const IN_TURN = 3000;
/** How many messages are under way: fewer than a queue holds, since ROUTER and REP drop what finds a full one. */
const WINDOW = 500;
/** Sizes at which the form of a frame changes; the largest ones seldom, since they only take time. */
const sizes = [0, 1, 2, 254, 255, 256, 257, 1000, 8191, 8192];
const rareSizes = [32_767, 32_769, 65_535, 65_536, 65_537, 300_000];

interface AnySocket extends AsyncIterable<Buffer[]> {
  readonly lastEndpoint: string | null;
  readonly closed: boolean;
  bind(address: string): Promise<void>;
  unbind(address: string): Promise<void>;
  connect(address: string): void;
  send(parts: (string | Buffer)[]): Promise<void>;
  receive(): Promise<Buffer[]>;
  close(): void;
}
type Kind = "Request" | "Reply" | "Dealer" | "Router";
type Maker = Record<Kind, new (options: { linger: number; routingId?: string; receiveTimeout?: number; reconnectInterval?: number }) => AnySocket>;

const makers: Record<string, Maker> = { reference: reference, libzmq: libzmq };
const open: AnySocket[] = [];

function make(implementation: string, kind: Kind): AnySocket {
  const maker = makers[implementation];
  if (maker === undefined) throw new Error(implementation);
  const socket = new maker[kind]({ linger: 0, receiveTimeout: 20_000, reconnectInterval: 10, ...(kind === "Dealer" ? { routingId: "D" } : {}) });
  open.push(socket);
  return socket;
}

function body(index: number): Buffer {
  const size = index % 500 === 499 ? rareSizes[Math.floor(index / 500) % rareSizes.length] : sizes[index % sizes.length];
  return Buffer.alloc(size ?? 0, index % 251);
}

async function join(binding: AnySocket, connecting: AnySocket): Promise<string> {
  await binding.bind("tcp://127.0.0.1:*");
  const address = binding.lastEndpoint ?? "";
  connecting.connect(address);
  return address;
}

async function echo(socket: AnySocket): Promise<void> {
  try {
    for await (const parts of socket) await socket.send(parts);
  } catch (error) {
    if (!socket.closed) throw error;
  }
}

afterEach(() => {
  for (const socket of open.splice(0)) socket.close();
});

describe.each([
  ["reference", "libzmq"],
  ["libzmq", "reference"],
])("%s asks %s", (asking, answering) => {
  describe.each(["asking", "answering"])("the %s side connects", (connecting) => {
    const joinPair = (asker: AnySocket, answerer: AnySocket): Promise<string> => (connecting === "asking" ? join(answerer, asker) : join(asker, answerer));

    it.each([
      ["Dealer", "Router"],
      ["Dealer", "Reply"],
      ["Dealer", "Dealer"],
    ] as const)("%s and %s exchange messages of all sizes, as fast as they can", { timeout: 600_000 }, async (askerKind, answererKind) => {
      const asker = make(asking, askerKind);
      const answerer = make(answering, answererKind);
      await joinPair(asker, answerer);
      void echo(answerer);
      const sent = createHash("sha256");
      const received = createHash("sha256");
      const send = (index: number): Promise<void> => {
        const part = body(index);
        sent.update(`${String(index)}:`).update(part);
        return asker.send(["", String(index), part]);
      };
      for (let index = 0; index < WINDOW; index += 1) await send(index);
      for (let index = 0; index < COUNT; index += 1) {
        const [delimiter, number, part] = await asker.receive();
        expect(delimiter?.length).toBe(0);
        received.update(`${String(number)}:`).update(part ?? "");
        if (index + WINDOW < COUNT) await send(index + WINDOW);
      }
      expect(received.digest("hex")).toBe(sent.digest("hex"));
    });
  });

  it("Requests exchange messages of all sizes with Reply and Router, in turn, whichever side connects", { timeout: 600_000 }, async () => {
    const runs = (["Reply", "Router"] as const).flatMap((kind) =>
      ["asking", "answering"].map(async (connecting) => {
        const asker = make(asking, "Request");
        const answerer = make(answering, kind);
        await (connecting === "asking" ? join(answerer, asker) : join(asker, answerer));
        void echo(answerer);
        for (let index = 0; index < IN_TURN; index += 1) {
          const message = [body(index), Buffer.from(String(index))];
          await asker.send(message);
          const reply = await asker.receive();
          if (reply.length !== 2 || !reply.every((part, at) => part.equals(message[at] ?? part))) throw new Error(`reply ${String(index)} is not the request`);
        }
      }),
    );
    await Promise.all(runs);
  });

  it("a Dealer finds its Router again after the Router was closed and another bound to its place", { timeout: 600_000 }, async () => {
    const asker = make(asking, "Dealer");
    const first = make(answering, "Router");
    const address = await join(first, asker);
    await asker.send(["one"]);
    expect((await first.receive()).map(String)).toEqual(["D", "one"]);
    first.close();
    const second = make(answering, "Router");
    await bindAgain(second, address);
    // A message may be lost with the old connection: it is sent until one arrives.
    const arrival = second.receive();
    const repeat = setInterval(() => void asker.send(["two"]).catch(() => undefined), 10);
    expect((await arrival).map(String)).toEqual(["D", "two"]);
    clearInterval(repeat);
    await second.send(["D", "three"]);
    expect((await asker.receive()).map(String)).toEqual(["three"]);
  });
});

/** The system frees an address some time after its listener is told to close. */
async function bindAgain(socket: AnySocket, address: string): Promise<void> {
  for (;;) {
    try {
      await socket.bind(address);
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== "EADDRINUSE") throw error;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

it("Both say the same of what a build of libzmq may have, as far as the reference has it", () => {
  expect(Object.keys(reference.capability)).toEqual(["ipc", "curve"]);
  for (const [name, has] of Object.entries(reference.capability)) expect(libzmq.capability[name as "ipc" | "curve"]).toBe(has);
});
