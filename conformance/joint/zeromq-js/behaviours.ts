/** Small programs whose outcome shows how a package behaves; each runs on zeromq.js and on the reference. */
import type * as zeromq from "zeromq";

export type Zmq = typeof zeromq;
type AnySocket = InstanceType<Zmq["Dealer"]>;

/** What a program observed, as plain data. */
export type Behaviour = (zmq: Zmq) => Promise<unknown>;

const address = "tcp://127.0.0.1:*";
const notThere = "tcp://127.0.0.1:9";

/** How a call ends: its value, or whether it throws or rejects, and with which code. */
async function outcome(call: () => unknown): Promise<unknown> {
  let result;
  try {
    result = call();
  } catch (error) {
    return `throws ${codeOf(error)}`;
  }
  try {
    return await result;
  } catch (error) {
    return `rejects ${codeOf(error)}`;
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error ? String(error.code) : error.name;
}

/** Sockets that are closed when the program ends, however it ends. */
async function using<S extends readonly { close(): void }[]>(sockets: S, act: (...sockets: S) => Promise<unknown>): Promise<unknown> {
  try {
    return await act(...sockets);
  } finally {
    for (const socket of sockets) socket.close();
  }
}

async function joined(zmq: Zmq, act: (binding: AnySocket, connecting: AnySocket) => Promise<unknown>): Promise<unknown> {
  return using([new zmq.Dealer({ linger: 0 }), new zmq.Dealer({ linger: 0 })] as const, async (binding, connecting) => {
    await binding.bind(address);
    connecting.connect(binding.lastEndpoint ?? "");
    return act(binding, connecting);
  });
}

/** The types of the events up to one of this type. */
async function eventsUntil(socket: AnySocket, last: string): Promise<readonly string[]> {
  const seen: string[] = [];
  for await (const { type } of socket.events) {
    seen.push(type);
    if (type === last) break;
  }
  return seen;
}

export const behaviours: Readonly<Record<string, Behaviour>> = {
  "parts of every kind become octets": (zmq) =>
    joined(zmq, async (binding, connecting) => {
      const sent = await outcome(() => connecting.send(["text", 42, null, Buffer.from([1]), new Uint8Array([2]).buffer, new Uint16Array([3]), "é"]));
      const parts = await binding.receive();
      return { sent, buffers: parts.every((part) => Buffer.isBuffer(part)), parts: parts.map((part) => part.toString("hex")) };
    }),
  "one value is a message of one part": (zmq) =>
    joined(zmq, async (binding, connecting) => {
      await connecting.send("alone");
      return (await binding.receive()).map(String);
    }),
  "what is no part is refused": (zmq) => joined(zmq, (_binding, connecting) => outcome(() => connecting.send({} as unknown as string))),
  "a message without parts": (zmq) => joined(zmq, (_binding, connecting) => outcome(() => connecting.send([]))),
  "a second receive at the same time": (zmq) =>
    joined(zmq, async (binding) => {
      const first = outcome(() => binding.receive());
      const second = await outcome(() => binding.receive());
      binding.close();
      return { first: await first, second };
    }),
  "a second send while one waits": (zmq) =>
    using([new zmq.Push({ linger: 0 })] as const, async (push) => {
      const first = outcome(() => push.send("1"));
      const second = await outcome(() => push.send("2"));
      push.close();
      return { first: await first, second };
    }),
  "calls on a closed socket": async (zmq) => {
    const socket = new zmq.Dealer();
    socket.close();
    socket.close();
    const calls = [
      () => socket.receive(),
      () => socket.send("x"),
      () => socket.bind(address),
      () => socket.unbind(address),
      () => {
        socket.connect(notThere);
      },
      () => {
        socket.disconnect(notThere);
      },
    ];
    return { closed: socket.closed, calls: await Promise.all(calls.map(outcome)), readable: socket.readable, writable: socket.writable };
  },
  "iteration ends when the socket is closed": (zmq) =>
    joined(zmq, async (binding, connecting) => {
      await connecting.send("1");
      const seen: string[] = [];
      for await (const [part] of binding) {
        seen.push(String(part));
        setImmediate(() => {
          binding.close();
        });
      }
      return seen;
    }),
  "iteration that breaks leaves the socket open": (zmq) =>
    joined(zmq, async (binding, connecting) => {
      await connecting.send("1");
      await connecting.send("2");
      const seen: string[] = [];
      for await (const [part] of binding) if (seen.push(String(part)) > 0) break;
      return { seen, closed: binding.closed, next: (await binding.receive()).map(String) };
    }),
  "time limits of send and receive": (zmq) =>
    using([new zmq.Dealer({ sendTimeout: 0, receiveTimeout: 0 }), new zmq.Dealer({ sendTimeout: 5, receiveTimeout: 5 })] as const, async (at, soon) =>
      Promise.all([at, soon].flatMap((socket) => [outcome(() => socket.send("x")), outcome(() => socket.receive())])),
    ),
  "calls out of turn": (zmq) =>
    using([new zmq.Request({ linger: 0, sendTimeout: 5 }), new zmq.Reply({ linger: 0, sendTimeout: 5 })] as const, async (request, reply) => {
      await reply.bind(address);
      request.connect(reply.lastEndpoint ?? "");
      const early = await outcome(() => reply.send("early"));
      await request.send("1");
      return { early, again: await outcome(() => request.send("2")), received: (await reply.receive()).map(String) };
    }),
  "receiving before a request was sent": (zmq) =>
    using([new zmq.Request({ linger: 0, receiveTimeout: 5 })] as const, (request) => outcome(() => request.receive())),
  "a mandatory router without the peer": (zmq) =>
    using([new zmq.Router({ mandatory: true, sendTimeout: 5 })] as const, (router) => outcome(() => router.send(["nobody", "x"]))),
  "calls out of turn without a time limit": (zmq) =>
    using([new zmq.Reply(), new zmq.Router({ mandatory: true })] as const, async (reply, router) => {
      const ended: unknown[] = [];
      for (const call of [outcome(() => reply.send("early")), outcome(() => router.send(["nobody", "x"]))]) void call.then((how) => ended.push(how));
      await joined(zmq, async (binding, connecting) => {
        await connecting.send("a message comes and goes");
        await binding.receive();
      });
      return [...ended];
    }),
  "a router without the peer": (zmq) => using([new zmq.Router()] as const, (router) => outcome(() => router.send(["nobody", "x"]))),
  "binding twice": (zmq) =>
    using([new zmq.Dealer(), new zmq.Dealer()] as const, async (first, second) => {
      await first.bind(address);
      return [await outcome(() => second.bind(first.lastEndpoint ?? "")), second.lastEndpoint];
    }),
  "binding what is no address": (zmq) =>
    using([new zmq.Dealer()] as const, async (socket) => {
      const seen = [];
      for (const place of ["nonsense", "carrier-pigeon://x", "tcp://127.0.0.1", "tcp://127.0.0.1:99999"]) seen.push(await outcome(() => socket.bind(place)));
      return seen;
    }),
  "connecting to what is no address": (zmq) =>
    using([new zmq.Dealer()] as const, (socket) =>
      Promise.all(
        ["nonsense", "carrier-pigeon://x", "tcp://127.0.0.1", "tcp://127.0.0.1:99999"].map((place) =>
          outcome(() => {
            socket.connect(place);
          }),
        ),
      ),
    ),
  "ending what was not begun": (zmq) =>
    using([new zmq.Dealer()] as const, async (socket) => [
      await outcome(() => socket.unbind(notThere)),
      await outcome(() => {
        socket.disconnect(notThere);
      }),
    ]),
  "the last endpoint": (zmq) =>
    joined(zmq, (binding, connecting) => {
      const bound = binding.lastEndpoint ?? "";
      return Promise.resolve({ isReal: /^tcp:\/\/127\.0\.0\.1:[1-9]\d*$/u.test(bound), connected: connecting.lastEndpoint === bound });
    }),
  "readiness of sockets without peers": (zmq) =>
    using([new zmq.Push(), new zmq.Pull(), new zmq.Publisher(), new zmq.Router()] as const, (...sockets) =>
      Promise.resolve(sockets.map(({ readable, writable }) => [readable, writable])),
    ),
  "values that an option does not take": (zmq) =>
    using([new zmq.Dealer()] as const, async (socket) => {
      const set = (name: string, value: unknown) =>
        outcome(() => {
          Object.assign(socket, { [name]: value });
        });
      return [
        await set("linger", -2),
        await set("sendHighWaterMark", -1),
        await set("linger", "x"),
        await set("immediate", 1),
        await set("routingId", "a".repeat(256)),
        socket.linger,
      ];
    }),
  "an option that the type lacks": (zmq) =>
    outcome(() => {
      new zmq.Dealer({ mandatory: true } as object).close();
    }),
  "an option that nobody has": (zmq) =>
    outcome(() => {
      new zmq.Dealer({ colour: "red" } as object).close();
    }),
  "topics that are no text": (zmq) =>
    using([new zmq.Subscriber()] as const, (socket) =>
      outcome(() => {
        socket.subscribe(7 as unknown as string);
      }),
    ),
  "the numbers of socket types": async (zmq) => {
    const sockets = [
      zmq.Pair,
      zmq.Publisher,
      zmq.Subscriber,
      zmq.Request,
      zmq.Reply,
      zmq.Dealer,
      zmq.Router,
      zmq.Pull,
      zmq.Push,
      zmq.XPublisher,
      zmq.XSubscriber,
    ].map((type) => new type());
    const seen = sockets.map((socket) => [socket.type, socket instanceof zmq.Socket, socket.context === zmq.context]);
    for (const socket of sockets) socket.close();
    return Promise.resolve(seen);
  },
  "events of a bind, a connection and an end": (zmq) =>
    using([new zmq.Dealer({ linger: 0 }), new zmq.Dealer({ linger: 0 })] as const, async (binding, connecting) => {
      const bound = eventsUntil(binding, "end");
      const met = eventsUntil(connecting, "handshake");
      await binding.bind(address);
      connecting.connect(binding.lastEndpoint ?? "");
      await connecting.send("1");
      await binding.receive();
      const connected = await met;
      binding.close();
      return { binding: await bound, connecting: connected };
    }),
  "an observer with a listener": (zmq) =>
    using([new zmq.Dealer()] as const, async (socket) => {
      const heard = new Promise((resolve) => {
        socket.events.on("bind", ({ type, address: place }) => {
          resolve([type, place.startsWith("tcp://127.0.0.1:")]);
        });
      });
      await socket.bind(address);
      return { heard: await heard, receive: await outcome(() => socket.events.receive()) };
    }),
  "an observer that is closed": (zmq) =>
    using([new zmq.Dealer()] as const, async (socket) => {
      const { events } = socket;
      const waiting = outcome(() => events.receive());
      events.close();
      return { waiting: await waiting, after: await outcome(() => events.receive()), closed: events.closed };
    }),
  "a proxy that is terminated": async (zmq) => {
    const proxy = new zmq.Proxy(new zmq.Pull(), new zmq.Push());
    await proxy.frontEnd.bind(address);
    await proxy.backEnd.bind(address);
    const run = outcome(() => proxy.run());
    setImmediate(() => {
      proxy.terminate();
    });
    return { run: await run, closed: [proxy.frontEnd.closed, proxy.backEnd.closed] };
  },
  "an error": (zmq) =>
    using([new zmq.Dealer({ receiveTimeout: 0 })] as const, async (socket) => {
      const error: unknown = await socket.receive().catch((reason: unknown) => reason);
      return { isError: error instanceof Error, members: Object.keys(error as object).sort(), message: (error as Error).message };
    }),
};
