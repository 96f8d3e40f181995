/** A server of Node's own, which answers as a PULL does and keeps what it must: the measure of what a connection costs before anything is ours. */
import { createServer, type Socket } from "node:net";

const greeting = Buffer.alloc(64);
greeting.set([0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 0]);
greeting.write("NULL", 12);
const ready = Buffer.from("\x04\x1a\x05READY\x0bSocket-Type\x00\x00\x00\x04PULL", "latin1");
const sockets = new Set<Socket>();

const server = createServer((socket) => {
  sockets.add(socket);
  let octets = 0;
  socket.write(greeting);
  socket.on("data", (chunk) => {
    const wasGreeted = octets >= 64;
    octets += chunk.length;
    if (!wasGreeted && octets >= 64) socket.write(ready);
  });
  socket.on("error", () => sockets.delete(socket));
});
server.listen({ host: "127.0.0.1", port: 0, backlog: 100 }, () => {
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the server has no port");
  console.log(JSON.stringify({ endpoint: `tcp://127.0.0.1:${String(address.port)}` }));
});

process.stdin
  .once("close", () => process.exit(0))
  .on("data", () => {
    globalThis.gc?.();
    globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    console.log(JSON.stringify({ heap: heapUsed + external }));
  });
