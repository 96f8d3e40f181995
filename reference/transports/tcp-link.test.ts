import fc from "fast-check";
import { mkdtempSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventEmitter, once } from "node:events";
import { afterAll, beforeAll, expect, it } from "vitest";
import { limits } from "../base/limits.ts";
import { TcpLink } from "./tcp-link.ts";

const path = join(mkdtempSync(join(tmpdir(), "link-")), "s");
let server: Server;

beforeAll(async () => {
  server = createServer().listen(path);
  await once(server, "listening");
});

afterAll(() => {
  server.close();
});

/** A size about one of the limits, or a small one. */
const sizes = fc.oneof(
  { weight: 3, arbitrary: fc.nat(300) },
  fc.tuple(fc.constantFrom(limits.smallSlabSize, limits.copySize, limits.slabSize), fc.integer({ min: -10, max: 10 })).map(([size, more]) => size + more),
);
/** What one tick writes to each of two links. */
const ticks = fc.array(fc.array(fc.tuple(fc.nat(1), fc.constantFrom(2, 9), sizes), { size: "max", maxLength: 12 }), {
  minLength: 1,
  size: "max",
  maxLength: 12,
});

it("What is written arrives as it was written, also when the reader is late and other links use the same slabs", async () => {
  await fc.assert(
    fc.asyncProperty(ticks, fc.integer({ min: 1, max: 250 }), async (plan, seed) => {
      const pairs = [await pair(), await pair()];
      const written: Uint8Array[][] = [[], []];
      let mark = seed;
      for (const tick of plan) {
        for (const [which, headSize, bodySize] of tick) {
          mark = (mark * 31 + 7) % 251;
          const head = new Uint8Array(headSize).fill(mark);
          const body = new Uint8Array(bodySize).fill(mark + 1);
          pairs[which]?.link.write(head, body);
          written[which]?.push(head.slice(), body);
          // The head is the link's for the time of the call only.
          head.fill(0);
        }
        await new Promise(setImmediate);
      }
      for (const [which, { link, received }] of pairs.entries()) {
        link.end(-1);
        expect(Buffer.concat(await received()).equals(Buffer.concat(written[which] ?? []))).toBe(true);
      }
    }),
    { numRuns: 40 },
  );
}, 60_000);

it("A link that was full and is reset ends, and is not taken for one that drains: what waits for it stays where it waits", async () => {
  const accepted = once(server, "connection") as Promise<[Socket]>;
  const link = new TcpLink(connect({ path }));
  const [socket] = await accepted;
  socket.pause();
  const told: string[] = [];
  const ended = new Promise<void>((resolve) => {
    link.start({
      octets: () => undefined,
      alive: () => undefined,
      offended: () => undefined,
      drained: () => void told.push("drained"),
      ended: () => {
        told.push("ended");
        resolve();
      },
    });
  });
  while (link.write(new Uint8Array(9), new Uint8Array(limits.copySize))) await new Promise(setImmediate);
  socket.destroy();
  await ended;
  expect(told).toEqual(["ended"]);
});

it("A link that said that it is full says when it drains, also when there was room in between", async () => {
  const socket = new SlowSocket();
  const link = new TcpLink(socket as unknown as Socket);
  let drained = 0;
  const ignored = (): void => undefined;
  link.start({ octets: ignored, drained: () => void (drained += 1), alive: ignored, offended: ignored, ended: ignored });
  const write = async (size: number): Promise<boolean> => {
    const hasRoom = link.write(new Uint8Array(2), new Uint8Array(size));
    await new Promise((resolve) => {
      process.nextTick(resolve);
    });
    return hasRoom;
  };
  // The second goes to the stream after its answer, and fills it; the third hears that.
  for (let sent = 0; sent < 5; sent += 1) await write(limits.copySize);
  socket.take(4);
  expect(await write(10)).toBe(false);
  expect(drained).toBe(0);
  socket.take(2);
  expect(drained).toBe(1);
  expect(await write(10)).toBe(true);
});

/** A stream whose system takes what was written when the test says so. */
class SlowSocket extends EventEmitter {
  readonly destroyed = false;
  readonly setNoDelay = (): void => undefined;
  readonly ref = (): void => undefined;
  readonly unref = (): void => undefined;
  readonly #waiting: { readonly size: number; readonly done: () => void }[] = [];

  get writableLength(): number {
    return this.#waiting.reduce((sum, { size }) => sum + size, 0);
  }

  write(octets: Uint8Array, done: () => void): void {
    this.#waiting.push({ size: octets.length, done });
  }

  take(count: number): void {
    for (const _ of Array.from({ length: count })) this.#waiting.shift()?.done();
  }
}

/** A link, and what its other end receives once somebody asks. */
async function pair(): Promise<{ readonly link: TcpLink; readonly received: () => Promise<Uint8Array[]> }> {
  const accepted = once(server, "connection") as Promise<[Socket]>;
  const link = new TcpLink(connect({ path }));
  const [socket] = await accepted;
  socket.pause();
  return {
    link,
    received: async () => {
      const chunks: Uint8Array[] = [];
      socket.on("data", (chunk: Buffer) => chunks.push(chunk)).resume();
      await once(socket, "end");
      return chunks;
    },
  };
}
