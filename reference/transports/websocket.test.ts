/** A socket of the reference over WebSocket, and at the other end a peer that the test plays by hand: what is refused, what is said, and what both call it. */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, request, type IncomingMessage } from "node:http";
import { connect as connectTcp, type AddressInfo, type Socket as Stream } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { Dealer, type Event, Reply, Subscriber, XPublisher } from "../index.ts";

const open: { close(): unknown }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

async function bound(path = "/bus", options: object = {}): Promise<Dealer & { readonly lastEndpoint: string }> {
  const dealer = new Dealer({ linger: 0, ...options });
  open.push(dealer);
  await dealer.bind(`ws://127.0.0.1:*${path}`);
  return dealer as Dealer & { readonly lastEndpoint: string };
}

/** A raw request; the socket that it became, or the status of its refusal. */
async function ask(
  endpoint: string,
  headers: Record<string, string>,
): Promise<{ readonly status: number; readonly subProtocol?: string | undefined; readonly stream?: Stream }> {
  const url = new URL(endpoint.replace("ws:", "http:"));
  const asked = request(url, { headers: { Connection: "Upgrade", Upgrade: "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": key, ...headers } });
  asked.end();
  return new Promise((resolve, reject) => {
    asked.once("error", reject);
    asked.once("response", (reply) => {
      resolve({ status: reply.statusCode ?? 0 });
    });
    asked.once("upgrade", (reply: IncomingMessage, stream: Stream) => {
      open.push({ close: () => stream.destroy() });
      resolve({ status: 101, subProtocol: reply.headers["sec-websocket-protocol"], stream });
    });
  });
}

/** The messages that come, one by one. */
function peer(endpoint: string, subProtocol = "ZWS2.0"): WebSocket & { next(): Promise<Buffer> } {
  const socket = new WebSocket(endpoint, subProtocol);
  open.push({
    close: () => {
      socket.terminate();
    },
  });
  const came: Buffer[] = [];
  socket.on("message", (message: Buffer) => {
    came.push(message);
    socket.emit("came");
  });
  const next = async (): Promise<Buffer> => {
    if (came.length === 0) await once(socket, "came");
    return came.shift() ?? Buffer.alloc(0);
  };
  return Object.assign(socket, { next });
}

/** The next event of this type. */
async function told(dealer: Dealer, type: Event["type"]): Promise<Event> {
  for await (const event of dealer.events) if (event.type === type) return event;
  throw new Error("the socket was closed");
}

const key = "dGhlIHNhbXBsZSBub25jZQ==";
const welcome = "READY";

describe("a request", () => {
  it.each([
    ["ZWS2.0", "ZWS2.0"],
    ["ZWS2.0/NULL,ZWS2.0", "ZWS2.0/NULL"],
    ["ZWS2.0, ZWS2.0/NULL", "ZWS2.0"],
    ["FOO , ZWS2.0-NULL", "ZWS2.0-NULL"],
  ])("that offers %s gets %s", async (offer, subProtocol) => {
    const { lastEndpoint } = await bound();
    expect(await ask(lastEndpoint, { "Sec-WebSocket-Protocol": offer })).toMatchObject({ status: 101, subProtocol });
  });

  it.each(["FOO", "ZWS2.0/PLAIN", "ZWS2.0/CURVE", "zws2.0"])("that offers %s is refused by a socket of NULL", async (offer) => {
    const { lastEndpoint } = await bound();
    expect(await ask(lastEndpoint, { "Sec-WebSocket-Protocol": offer })).toEqual({ status: 400 });
  });

  it("that offers less than a password is refused by a server of PLAIN", async () => {
    const { lastEndpoint } = await bound("", { plainServer: true });
    expect(await ask(lastEndpoint, { "Sec-WebSocket-Protocol": "ZWS2.0, ZWS2.0/NULL" })).toEqual({ status: 400 });
    expect(await ask(lastEndpoint, { "Sec-WebSocket-Protocol": "ZWS2.0/PLAIN" })).toMatchObject({ status: 101 });
  });

  it("that offers nothing is refused, and so is one for another path", async () => {
    const { lastEndpoint } = await bound();
    expect(await ask(lastEndpoint, {})).toEqual({ status: 400 });
    expect(await ask(`${lastEndpoint}/other`, { "Sec-WebSocket-Protocol": "ZWS2.0" })).toEqual({ status: 404 });
  });

  it("that is none of WebSocket is told so", async () => {
    const { lastEndpoint } = await bound();
    expect((await fetch(lastEndpoint.replace("ws:", "http:"))).status).toBe(426);
  });

  it("that does not come ends with the time for a handshake", async () => {
    const { lastEndpoint } = await bound("", { handshakeInterval: 50 });
    const stream = connectTcp(Number(new URL(lastEndpoint).port), "127.0.0.1");
    await once(stream, "close");
  });
});

describe("a bare connection", () => {
  it("begins with the identities, and has no commands", async () => {
    const dealer = await bound("/bus", { routingId: "me" });
    const other = peer(dealer.lastEndpoint);
    expect(String(await other.next())).toBe("\0me");
    other.send(Buffer.from("\0you"));
    other.send(Buffer.from("\u0001a"), { fin: false });
    other.send(Buffer.from("b"), { fin: true });
    other.send(Buffer.from("\0c"));
    expect((await dealer.receive()).map(String)).toEqual(["ab", "c"]);
    await dealer.send(["x", "y"]);
    expect([String(await other.next()), String(await other.next())]).toEqual(["\u0001x", "\0y"]);
  });

  it("carries subscriptions as messages", async () => {
    const publisher = new XPublisher();
    const subscriber = new Subscriber({ linger: 0 });
    open.push(publisher, subscriber);
    await publisher.bind("ws://127.0.0.1:*");
    const other = peer(publisher.lastEndpoint ?? "");
    await other.next();
    other.send(Buffer.of(0));
    other.send(Buffer.from("\0\u0001a"));
    expect((await publisher.receive()).map(String)).toEqual(["\u0001a"]);
  });
});

describe("a peer is left that", () => {
  it.each([
    ["sends text", "websocket.text", (other: WebSocket) => other.send("\0text"), 1003],
    ["sends an empty message", "websocket.empty", (other: WebSocket) => other.send(Buffer.alloc(0)), 1002],
    ["sends flags that nobody knows", "websocket.other-flags", (other: WebSocket) => other.send(Buffer.of(3, 1)), 1002],
    ["begins with a part of a message", "websocket.identity-frame", (other: WebSocket) => other.send(Buffer.of(1)), 1002],
    ["does not mask", "websocket.unmasked", (other: WebSocket) => other.send(Buffer.of(0), { mask: false }), 1002],
    ["sends more than is allowed", "framing.maximum-size", (other: WebSocket) => other.send(Buffer.alloc(3_000_000)), 1009],
  ] as const)("%s", async (_what, requirement, offend, status) => {
    const dealer = await bound("/bus", { maxMessageSize: 100 });
    const event = told(dealer, "disconnect");
    const other = peer(dealer.lastEndpoint);
    await other.next();
    if (requirement !== "websocket.identity-frame") other.send(Buffer.of(0));
    offend(other);
    expect((await once(other, "close"))[0]).toBe(status);
    expect(await event).toMatchObject({ error: { requirement } });
  });
});

describe("signs of life", () => {
  it("are Ping and Pong, and a peer that gives none is left", async () => {
    const dealer = await bound("/bus", { heartbeatInterval: 20, heartbeatTimeout: 200 });
    const other = new WebSocket(dealer.lastEndpoint, "ZWS2.0", { autoPong: false });
    await once(other, "open");
    other.send(Buffer.of(0));
    other.ping(Buffer.from("anyone?"));
    const [payload] = (await once(other, "pong")) as [Buffer];
    expect(String(payload)).toBe("anyone?");
    await once(other, "ping");
    expect(await told(dealer, "disconnect")).toMatchObject({ error: { message: expect.stringContaining("heartbeat.timeout") as string } });
  });
});

describe("a reply is refused that", () => {
  const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
  it.each([
    ["chooses nothing", (given: string) => [`Sec-WebSocket-Accept: ${given}`]],
    ["chooses what was not offered", (given: string) => [`Sec-WebSocket-Accept: ${given}`, "Sec-WebSocket-Protocol: ZWS2.0/PLAIN"]],
    ["does not fit the key", () => [`Sec-WebSocket-Accept: ${accept}`, "Sec-WebSocket-Protocol: ZWS2.0"]],
  ])("%s; the next may be better", async (_what, headers) => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const webSockets = new WebSocketServer({ noServer: true });
    open.push(server, webSockets);
    const asked: { readonly url: string | undefined; readonly host: string | undefined; readonly offer: string | undefined }[] = [];
    server.on("upgrade", (reply: IncomingMessage, stream: Stream, head: Buffer) => {
      asked.push({ url: reply.url, host: reply.headers.host, offer: reply.headers["sec-websocket-protocol"] });
      if (asked.length === 1) {
        const given = createHash("sha1")
          .update(`${reply.headers["sec-websocket-key"] ?? ""}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
          .digest("base64");
        stream.write(["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade", ...headers(given), "\r\n"].join("\r\n"));
        return;
      }
      reply.headers["sec-websocket-protocol"] = "ZWS2.0";
      webSockets.handleUpgrade(reply, stream, head, (socket) => {
        socket.send(Buffer.of(0));
        socket.send(Buffer.from("\0hello"));
      });
    });
    const { port } = server.address() as AddressInfo;
    const dealer = new Dealer({ linger: 0, reconnectInterval: 1 });
    open.push(dealer);
    dealer.connect(`ws://127.0.0.1:${String(port)}/bus?of=tests`);
    expect((await dealer.receive()).map(String)).toEqual(["hello"]);
    expect(asked[0]).toEqual({ url: "/bus?of=tests", host: `127.0.0.1:${String(port)}`, offer: "ZWS2.0/NULL,ZWS2.0" });
  });
});

describe("endpoints", () => {
  it("are reported with port and path, also of IPv6, and an address is bound once", async () => {
    const dealer = await bound("/a/b?c");
    expect(dealer.lastEndpoint).toMatch(/^ws:\/\/127\.0\.0\.1:[1-9]\d*\/a\/b\?c$/u);
    await expect(bound("/other").then((other) => other.bind(dealer.lastEndpoint.replace("/a/b?c", "/x")))).rejects.toMatchObject({ code: "EADDRINUSE" });
    const six = new Reply();
    open.push(six);
    await six.bind("ws://[::1]:0/");
    expect(six.lastEndpoint).toMatch(/^ws:\/\/\[::1\]:[1-9]\d*$/u);
  });

  it.each([
    ["ws://127.0.0.1:99999", "EINVAL"],
    ["ws://:80/x", "EINVAL"],
    ["ws://127.0.0.1:0/a#b", "EINVAL"],
    ["wss://127.0.0.1:0", "EPROTONOSUPPORT"],
  ])("such as %s are refused with %s", async (endpoint, code) => {
    await expect(new Dealer().bind(endpoint)).rejects.toMatchObject({ code });
  });

  it("are not for CURVE, and a peer has a port", () => {
    const keys = { curveServer: true, curveSecretKey: Buffer.alloc(32, 7) };
    expect(() => {
      new Dealer(keys).connect("ws://127.0.0.1:1/x");
    }).toThrow(expect.objectContaining({ code: "ENOTSUP" }) as Error);
    expect(() => {
      new Dealer().connect("ws://127.0.0.1:*/x");
    }).toThrow("names no peer");
  });

  it("of others stay when one is unbound, and no new peer comes in", async () => {
    const dealer = await bound("/one");
    const { lastEndpoint: first } = dealer;
    const stays = peer(first);
    await stays.next();
    await dealer.bind("ws://127.0.0.1:*/two");
    await dealer.unbind(first);
    await expect(ask(first, { "Sec-WebSocket-Protocol": "ZWS2.0" })).rejects.toMatchObject({ code: "ECONNREFUSED" });
    stays.send(Buffer.of(0));
    stays.send(Buffer.from("\0still here"));
    expect((await dealer.receive()).map(String)).toEqual(["still here"]);
  });
});

it("A command of the handshake is READY, with the socket's type", async () => {
  const dealer = await bound();
  const other = peer(dealer.lastEndpoint, "ZWS2.0-NULL");
  await once(other, "open");
  other.send(Buffer.from(`\u0002\u0005${welcome}\u000bSocket-Type\0\0\0\u0006DEALER`));
  expect(String(await other.next())).toBe(`\u0002\u0005${welcome}\u000bSocket-Type\0\0\0\u0006DEALER`);
  other.send(Buffer.from("\u0002\u0004PING\0\0"));
  other.send(Buffer.from("\u0002\u0009SUBSCRIBEa"));
  other.send(Buffer.from("\0passed over"));
  expect((await dealer.receive()).map(String)).toEqual(["passed over"]);
});
