import { createServer, connect as connectTcp, type Socket as TcpSocket } from "node:net";
import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { Context, Dealer, Reply, Request, Router, SocketError, UsageError, type Event, type Socket } from "../index.ts";

const open: Socket[] = [];
function keep<S extends Socket>(socket: S): S {
  open.push(socket);
  return socket;
}
afterEach(() => {
  for (const socket of open.splice(0)) socket.close();
});

const strings = (parts: readonly Buffer[]): string[] => parts.map(String);
async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return (error as { code: string }).code;
  }
  return "none";
}
async function bound(socket: Socket, address: string): Promise<string> {
  await socket.bind(address);
  return socket.lastEndpoint ?? "";
}

describe.each(["tcp://127.0.0.1:*", "inproc://place"])("over %s", (place) => {
  const context = new Context();
  const options = { linger: 0, context };

  it("Request and Reply take turns, with every kind of part", async () => {
    const reply = keep(new Reply(options));
    const request = keep(new Request(options));
    request.connect(await bound(reply, place));
    await request.send(["text", null, 12, Buffer.from([1, 2]), new Uint16Array([513]), new Uint8Array([3]).buffer]);
    const parts = await reply.receive();
    expect(parts.every((part) => Buffer.isBuffer(part))).toBe(true);
    expect(parts.map((part) => part.toString("latin1"))).toEqual(["text", "", "12", "\x01\x02", "\x01\x02", "\x03"]);
    expect(await codeOf(reply.receive())).toBe("EFSM");
    expect(await codeOf(request.send("again"))).toBe("EFSM");
    await reply.send("answer");
    expect(strings(await request.receive())).toEqual(["answer"]);
    expect(await codeOf(request.receive())).toBe("EFSM");
    expect(await codeOf(reply.send("again"))).toBe("EFSM");
  });

  it("A for-await loop serves until the socket is closed", async () => {
    const reply = keep(new Reply(options));
    const request = keep(new Request(options));
    request.connect(await bound(reply, place));
    const served = (async () => {
      for await (const [number] of reply) await reply.send(String(2 * Number(number)));
    })();
    for (const number of [1, 2, 3]) {
      await request.send(number);
      expect(strings(await request.receive())).toEqual([String(2 * number)]);
    }
    reply.close();
    await served;
    expect(reply.closed).toBe(true);
  });

  it("A mandatory Router refuses what has no peer, and knows its peer by name", async () => {
    const router = keep(new Router({ ...options, mandatory: true }));
    const dealer = keep(new Dealer({ ...options, routingId: "D" }));
    expect(await codeOf(router.send(["D", "x"]))).toBe("EHOSTUNREACH");
    expect(await codeOf(router.send("one part"))).toBe("EINVAL");
    dealer.connect(await bound(router, place));
    await dealer.send("hello");
    expect(strings(await router.receive())).toEqual(["D", "hello"]);
    await router.send(["D", "there"]);
    expect(strings(await dealer.receive())).toEqual(["there"]);
  });

  it("A second peer with the same identity is refused, and the first goes on", async () => {
    const router = keep(new Router(options));
    const address = await bound(router, place);
    const [first, second] = [keep(new Dealer({ ...options, routingId: "D" })), keep(new Dealer({ ...options, routingId: "D" }))];
    first.connect(address);
    await first.send("1");
    await router.receive();
    const failed = eventOf(second, "handshake:error:other");
    second.connect(address);
    expect(String((await failed).error)).toContain("Identity-in-use");
    await first.send("2");
    expect(strings(await router.receive())).toEqual(["D", "2"]);
    expect(second.writable).toBe(false);
  });

  it("Messages that a closed socket accepted arrive", async () => {
    const router = keep(new Router(options));
    const dealer = new Dealer({ context, linger: -1, routingId: "D" });
    dealer.connect(await bound(router, place));
    for (let index = 0; index < 100; index += 1) await dealer.send(String(index));
    dealer.close();
    for (let index = 0; index < 100; index += 1) expect(strings(await router.receive())).toEqual(["D", String(index)]);
  });

  it("Backpressure reaches the sender, and nothing is lost", async () => {
    const sender = keep(new Dealer({ ...options, sendHighWaterMark: 2, sendTimeout: 0 }));
    const receiver = keep(new Dealer({ ...options, receiveHighWaterMark: 2 }));
    sender.connect(await bound(receiver, place));
    const block = Buffer.alloc(100_000);
    let accepted = 0;
    // The system's buffers fill in several turns; it is full when it stays full although the event loop turned.
    for (let refusals = 0; refusals < 20;) {
      if ((await codeOf(sender.send([String(accepted), block]))) === "none") {
        accepted += 1;
        refusals = 0;
      } else {
        refusals += 1;
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    sender.sendTimeout = -1;
    const waiting = sender.send(["last", block]);
    for (let index = 0; index < accepted; index += 1) expect(String((await receiver.receive())[0])).toBe(String(index));
    expect(String((await receiver.receive())[0])).toBe("last");
    await waiting;
  });

  it("A socket of a type that does not fit is refused", async () => {
    const router = keep(new Router(options));
    const reply = keep(new Reply(options));
    const failed = eventOf(router, "handshake:error:protocol");
    reply.connect(await bound(router, place));
    expect((await failed).error).toMatchObject({ requirement: "metadata.socket-type-pairs" });
  });
});

describe("in-process names", () => {
  it("may be connected to before they are bound, and belong to one context", async () => {
    const [context, other] = [new Context(), new Context()];
    const request = keep(new Request({ context, linger: 0 }));
    request.connect("inproc://later");
    await request.send("early");
    await keep(new Reply({ context: other })).bind("inproc://later");
    const reply = keep(new Reply({ context, linger: 0 }));
    await reply.bind("inproc://later");
    expect(strings(await reply.receive())).toEqual(["early"]);
    expect(await codeOf(keep(new Reply({ context })).bind("inproc://later"))).toBe("EADDRINUSE");
    reply.close();
    await keep(new Reply({ context })).bind("inproc://later");
  });
});

describe("calls that fail", () => {
  it("say by their code why", async () => {
    const socket = keep(new Dealer({ linger: 0, receiveTimeout: 0, sendTimeout: 0 }));
    expect(await codeOf(socket.receive())).toBe("EAGAIN");
    expect(await codeOf(socket.send("x"))).toBe("EAGAIN");
    socket.receiveTimeout = 5;
    expect(await codeOf(socket.receive())).toBe("EAGAIN");
    socket.receiveTimeout = -1;
    const waiting = codeOf(socket.receive());
    expect(await codeOf(socket.receive())).toBe("EBUSY");
    expect(await codeOf(socket.send(undefined as never))).toBe("EINVAL");
    expect(await codeOf(socket.bind("udp://127.0.0.1:1"))).toBe("EPROTONOSUPPORT");
    expect(await codeOf(socket.bind("nonsense"))).toBe("EINVAL");
    expect(await codeOf(socket.unbind("tcp://127.0.0.1:1"))).toBe("ENOENT");
    for (const wrong of ["tcp://127.0.0.1:0", "tcp://*:5", "tcp://x", "tcp://x:99999"])
      expect(() => {
        socket.connect(wrong);
      }).toThrow(UsageError);
    expect(() => {
      socket.disconnect("tcp://127.0.0.1:1");
    }).toThrow(SocketError);
    socket.close();
    expect(await waiting).toBe("EAGAIN");
    expect(await codeOf(socket.send("x"))).toBe("EBADF");
    expect(() => {
      socket.connect("tcp://127.0.0.1:1");
    }).toThrow(SocketError);
  });

  it("are made for options that a type does not have, or that take no such value", () => {
    expect(() => new Reply({ correlate: true } as never)).toThrow(UsageError);
    expect(() => new Dealer({ mandatory: true } as never)).toThrow(UsageError);
    expect(() => keep(new Router()).connect("tcp://127.0.0.1:9", { routingId: "peer" } as never)).toThrow(UsageError);
    expect(() => new Dealer({ gssapiServer: true } as never)).toThrow(UsageError);
    const socket = keep(new Dealer());
    expect(() => Object.assign(socket, { gssapiServer: true })).toThrow(UsageError);
    expect(() => Object.assign(socket, { relaxed: true })).toThrow(UsageError);
    for (const routingId of ["", "\0a", "a".repeat(256)])
      expect(() => {
        socket.routingId = routingId;
      }).toThrow(UsageError);
    expect(() => {
      socket.linger = -2;
    }).toThrow(UsageError);
    expect(() => {
      socket.heartbeatTimeToLive = 6_553_501;
    }).toThrow(UsageError);
    expect([socket.linger, socket.sendHighWaterMark, socket.handshakeInterval, socket.routingId]).toEqual([-1, 1000, 30_000, null]);
    expect(new Dealer({ context: new Context({ blocky: false }) }).linger).toBe(0);
  });

  it("leave an address to the socket that has it, until that one lets go", async () => {
    const first = keep(new Reply());
    const address = await bound(first, "tcp://127.0.0.1:0");
    expect(address).toMatch(/^tcp:\/\/127\.0\.0\.1:\d+$/u);
    const second = keep(new Reply());
    expect(await codeOf(second.bind(address))).toBe("EADDRINUSE");
    await first.unbind(address);
    await second.bind(address);
  });
});

describe("a peer that is no ØMQ peer", () => {
  it("gets the whole greeting and then the end, and others are served", async () => {
    const reply = keep(new Reply({ linger: 0 }));
    const address = await bound(reply, "tcp://127.0.0.1:*");
    const stranger = connectTcp(Number(address.split(":").at(-1)), "127.0.0.1");
    const octets = collect(stranger);
    stranger.write("GET / HTTP/1.0\r\n\r\n");
    expect((await octets).length).toBe(64);
    const request = keep(new Request({ linger: 0 }));
    request.connect(address);
    await request.send("x");
    expect(strings(await reply.receive())).toEqual(["x"]);
  });

  it("is tried again after it hung up", async () => {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    const request = keep(new Request({ linger: 0, reconnectInterval: 1 }));
    request.connect(`tcp://127.0.0.1:${String(port)}`);
    for (let time = 0; time < 3; time += 1) {
      const [socket] = (await once(server, "connection")) as [TcpSocket];
      socket.destroy();
    }
    server.close();
  });
});

describe("events", () => {
  it("tell of endpoints and connections, with the names of zeromq.js", async () => {
    const reply = keep(new Reply({ linger: 0 }));
    const request = keep(new Request({ linger: 0, reconnectInterval: -1 }));
    const [replyEvents, requestEvents] = [collectEvents(reply), collectEvents(request)];
    const address = await bound(reply, "tcp://127.0.0.1:*");
    request.connect(address);
    await request.send("x");
    await reply.receive();
    const disconnected = eventOf(request, "disconnect");
    reply.close();
    await disconnected;
    request.close();
    expect(await replyEvents).toEqual(["bind", "accept", "handshake", "close", "end"]);
    expect(await requestEvents).toEqual(["connect:delay", "connect", "handshake", "disconnect", "end"]);
    expect(request.events.closed).toBe(true);
  });

  it("can be read one by one", async () => {
    const reply = keep(new Reply());
    const types: string[] = [];
    const reading = (async () => {
      for await (const event of reply.events) types.push(event.type);
    })();
    await reply.bind("tcp://127.0.0.1:*");
    reply.close();
    await reading;
    expect(types).toEqual(["bind", "close", "end"]);
  });
});

type ErrorEvent = Event & { readonly error?: Error };
function eventOf(socket: Socket, type: Event["type"]): Promise<ErrorEvent> {
  return new Promise((resolve) => {
    socket.events.on<Event["type"]>(type, resolve);
  });
}

/** The types of all events until the end. */
function collectEvents(socket: Socket): Promise<string[]> {
  const types: string[] = [];
  const all: readonly Event["type"][] = ["bind", "accept", "close", "connect", "connect:delay", "connect:retry", "handshake", "disconnect", "end"];
  return new Promise((resolve) => {
    for (const type of all) {
      socket.events.on<Event["type"]>(type, () => {
        types.push(type);
        if (type === "end") resolve(types);
      });
    }
  });
}

async function collect(socket: TcpSocket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(socket, "end");
  return Buffer.concat(chunks);
}
