import { connect, createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import { expect, it } from "vitest";
import { whenPatienceEnds } from "./patience.ts";
import { WireStream } from "./stream.ts";

it("reads what arrived while the process stood still before the ceiling counts", async () => {
  const server = createServer((socket) => socket.end(Uint8Array.of(0xff))).listen(0, "127.0.0.1");
  await once(server, "listening");
  const stream = new WireStream(connect((server.address() as AddressInfo).port, "127.0.0.1"));
  const item = stream.next(200);
  const until = performance.now() + 600;
  while (performance.now() < until);
  expect((await item).type).toBe("closed");
  server.close();
});

it("counts a slice as long as it was meant to last", async () => {
  let turns = 0;
  const stopped = new Promise<void>((resolve) => {
    whenPatienceEnds(200, resolve);
  });
  const stall = setInterval(() => {
    turns += 1;
    const until = performance.now() + 100;
    while (performance.now() < until);
  }, 1);
  await stopped;
  clearInterval(stall);
  expect(turns).toBeGreaterThanOrEqual(4);
});

it("does not call back once it is stopped", async () => {
  let ended = false;
  whenPatienceEnds(0, () => {
    ended = true;
  })();
  await new Promise<void>((resolve) => {
    whenPatienceEnds(100, resolve);
  });
  expect(ended).toBe(false);
});
