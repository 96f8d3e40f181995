/** Octets are the same in each manner; the pieces are not. */
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { Backlog } from "./backlog.ts";
import { dial } from "./dial.ts";
import { sip, usualManner } from "./manner.ts";
import { encodeFrame, encodeGreeting } from "./encode.ts";
import { WireStream } from "./stream.ts";

const server = createServer({ allowHalfOpen: true }).listen(0, "127.0.0.1");
const sockets: Socket[] = [];
afterEach(() => sockets.splice(0).forEach((socket) => socket.destroy()));

async function connected(
  manner: Parameters<typeof dial>[1],
): Promise<{ readonly stream: NonNullable<Awaited<ReturnType<typeof dial>>>; readonly socket: Socket }> {
  const accepted = once(server, "connection");
  const stream = await dial(`tcp://127.0.0.1:${String((server.address() as AddressInfo).port)}`, manner);
  const [socket] = (await accepted) as [Socket];
  sockets.push(socket);
  if (stream === undefined) throw new Error("the connection is refused");
  return { stream, socket };
}

test("octet by octet, the reader gets every octet in order, and the end of stream behind them", async () => {
  const { stream, socket } = await connected({ ...usualManner, octetByOctet: true });
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  const octets = Uint8Array.from({ length: 5000 }, (_, index) => index % 251);
  stream.write(octets.subarray(0, 400));
  stream.write(octets.subarray(400, 450), true);
  expect(await stream.writeAll(octets.subarray(450))).toBe(true);
  stream.end();
  await once(socket, "end");
  expect(Buffer.concat(chunks)).toEqual(Buffer.from(octets));
  stream.destroy();
});

test("octet by octet, who says something past the stream can wait until what was written has gone", async () => {
  const client = connect((server.address() as AddressInfo).port, "127.0.0.1");
  sockets.push(client);
  const stream = new WireStream(client, { ...usualManner, octetByOctet: true });
  await once(client, "connect");
  stream.write(new Uint8Array(200));
  expect(client.bytesWritten).toBeLessThan(200);
  await stream.written();
  expect(client.bytesWritten).toBe(200);
});

test("in sips, a large frame arrives whole", async () => {
  const { stream, socket } = await connected({ ...usualManner, sips: true });
  const body = new Uint8Array(70_000).fill(7);
  socket.write(Buffer.concat([encodeGreeting({}), encodeFrame(body)]));
  expect(await stream.next(10_000)).toMatchObject({ type: "greeting" });
  const item = await stream.next(10_000);
  expect(item.type === "frame" && Buffer.compare(item.frame.body, body)).toBe(0);
  stream.destroy();
});

test("a peer that reads in sips and pauses leaves the rest in the kernel", async () => {
  const { stream, socket } = await connected({ ...usualManner, sips: true });
  const arrived = new Promise<number>((resolve) => {
    const look = (): void => (stream.octetsReceived === 0 ? void setImmediate(look) : resolve(stream.octetsReceived));
    look();
  });
  stream.pause();
  socket.write(new Uint8Array(10_000));
  stream.resume();
  expect((await arrived) % sip).toBe(0);
  stream.destroy();
});

test("a refused connection is nothing", async () => {
  const free = createServer().listen(0, "127.0.0.1");
  await once(free, "listening");
  const { port } = free.address() as AddressInfo;
  await new Promise((resolve) => free.close(resolve));
  expect(await dial(`tcp://127.0.0.1:${String(port)}`)).toBeUndefined();
});

test("a backlog keeps its octets, and the views that were taken of it, whatever arrives", () => {
  const backlog = new Backlog();
  backlog.add(Uint8Array.of(1, 2, 3));
  const view = backlog.octets;
  backlog.take(2);
  for (let count = 0; count < 100; count += 1) backlog.add(Uint8Array.of(count));
  expect([...view]).toEqual([1, 2, 3]);
  expect([...backlog.octets]).toEqual([3, ...Array.from({ length: 100 }, (_, index) => index)]);
});
