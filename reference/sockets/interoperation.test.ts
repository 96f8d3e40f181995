/** The reference and libzmq (as the zeromq package holds it) under NULL, PLAIN and CURVE: every pair of stable socket types, either as server, either binding; and refusals, both ways. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import * as libzmq from "zeromq";
import * as reference from "../index.ts";

interface AnySocket extends AsyncIterable<Buffer[]> {
  readonly lastEndpoint: string | null;
  readonly closed: boolean;
  readonly events: { readonly [Symbol.asyncIterator]: () => AsyncIterator<{ readonly type: string; readonly error?: Error & { readonly status?: number } }> };
  receiveTimeout: number;
  bind(address: string): Promise<void>;
  connect(address: string): void;
  send(parts: (string | Buffer)[]): Promise<void>;
  receive(): Promise<Buffer[]>;
  subscribe(topic: string): void;
  close(): void;
}
type Kind = "Request" | "Reply" | "Dealer" | "Router" | "Publisher" | "XPublisher" | "Subscriber" | "XSubscriber" | "Push" | "Pull" | "Pair";
type Name = "reference" | "libzmq";
type Makers = Record<Kind, new (options: object) => AnySocket>;

const makers: Record<Name, Makers> = { reference: reference as unknown as Makers, libzmq: libzmq as unknown as Makers };
const open: AnySocket[] = [];
const serverKeys = reference.curveKeyPair();
const clientKeys = libzmq.curveKeyPair();
const curveHost = { curveServer: true, curveSecretKey: serverKeys.secretKey, curvePublicKey: serverKeys.publicKey };
const curveUser = { curveServerKey: serverKeys.publicKey, curvePublicKey: clientKeys.publicKey, curveSecretKey: clientKeys.secretKey };
const mechanisms = [
  { mechanism: "NULL", server: { zapDomain: "interoperation" }, client: {} },
  { mechanism: "PLAIN", server: { plainServer: true, zapDomain: "interoperation" }, client: { plainUsername: "ada", plainPassword: "letmein" } },
  { mechanism: "CURVE", server: { ...curveHost, zapDomain: "interoperation" }, client: curveUser },
];

/** Sizes at which a frame changes its form, alone and in a box of CURVE, whose head has 33 octets. */
const sizes = [0, 1, 222, 223, 254, 255, 256, 8192, 65_503, 65_536];
const messages: readonly Buffer[][] = [
  ...sizes.map((size) => [Buffer.alloc(size, size % 251)]),
  sizes.map((size) => Buffer.alloc(size, 7)),
  [Buffer.from("end")],
];

function make(name: Name, kind: Kind, options: object): AnySocket {
  const socket = new makers[name][kind]({ linger: 0, reconnectInterval: 10, ...options });
  open.push(socket);
  return socket;
}

async function join(binding: AnySocket, connecting: AnySocket): Promise<void> {
  await binding.bind("tcp://127.0.0.1:*");
  connecting.connect(binding.lastEndpoint ?? "");
}

/** A handler that admits one user, one key, and everybody under NULL. What it was asked is kept. */
async function serve(name: Name): Promise<{ readonly asked: string[][]; readonly close: () => void }> {
  const socket = new makers[name].Reply({ linger: 0 });
  const asked: string[][] = [];
  await socket.bind("inproc://zeromq.zap.01");
  void (async () => {
    for await (const [version = "", id = "", domain, address, , mechanism, first, second] of socket) {
      asked.push([domain, address, mechanism].map(String));
      await socket.send([version, id, isWelcome(String(mechanism), first, second) ? "200" : "400", "", "", ""]);
    }
  })();
  return { asked, close: () => socket.close() };
}

const noOctets = Buffer.alloc(0);

function isWelcome(mechanism: string, first: Buffer = noOctets, second: Buffer = noOctets): boolean {
  if (mechanism === "PLAIN") return String(first) === "ada" && String(second) === "letmein";
  return mechanism === "NULL" || Buffer.from(reference.z85Decode(clientKeys.publicKey)).equals(first);
}

const handlers = new Map<Name, Awaited<ReturnType<typeof serve>>>();
beforeAll(async () => {
  for (const name of ["reference", "libzmq"] as const) handlers.set(name, await serve(name));
});
afterAll(() => {
  for (const handler of handlers.values()) handler.close();
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.close();
});

/** Octet by octet, which the matchers of the test runner do too slowly. */
function expectSame(got: readonly Buffer[], expected: readonly Buffer[]): void {
  expect(got.map(({ length }) => length)).toEqual(expected.map(({ length }) => length));
  expect(got.every((part, index) => part.equals(expected[index] ?? noOctets))).toBe(true);
}
type Exchange = (from: AnySocket, to: AnySocket) => Promise<void>;

const oneWay =
  (head: number): Exchange =>
  async (from, to) => {
    for (const message of messages) {
      await from.send(message);
      expectSame((await to.receive()).slice(head), message);
    }
  };
const thereAndBack =
  (prefix: (string | Buffer)[] = []): Exchange =>
  async (from, to) => {
    for (const message of messages) {
      await from.send([...prefix, ...message]);
      await to.send(await to.receive());
      expectSame(await from.receive(), [...prefix.map((part) => Buffer.from(part)), ...message]);
    }
  };
/** A subscription takes its time; what arrives shows that it is in force. */
const published: Exchange = async (from, to) => {
  to.receiveTimeout = 20;
  for (let arrived = false; !arrived;) {
    await from.send(["", "probe"]);
    arrived = await to.receive().then(
      () => true,
      () => false,
    );
  }
  to.receiveTimeout = 10_000;
  for (const message of messages) await from.send(["topic", ...message]);
  for (const message of messages) {
    let got = await to.receive();
    while (String(got[1]) === "probe") got = await to.receive();
    expectSame(got, [Buffer.from("topic"), ...message]);
  }
};

const pairs: readonly (readonly [from: Kind, to: Kind, exchange: Exchange])[] = [
  ["Request", "Reply", thereAndBack()],
  ["Request", "Router", thereAndBack()],
  ["Dealer", "Reply", thereAndBack([""])],
  ["Dealer", "Router", thereAndBack()],
  ["Dealer", "Dealer", thereAndBack()],
  ["Push", "Pull", oneWay(0)],
  ["Pair", "Pair", thereAndBack()],
  ["Publisher", "Subscriber", published],
  ["Publisher", "XSubscriber", published],
  ["XPublisher", "Subscriber", published],
  ["XPublisher", "XSubscriber", published],
];

async function subscribe(socket: AnySocket, kind: Kind): Promise<void> {
  if (kind === "Subscriber") socket.subscribe("");
  if (kind === "XSubscriber") await socket.send([Buffer.of(1)]);
}

describe.each(mechanisms)("under $mechanism", ({ server, client }) => {
  describe.each([
    ["reference", "libzmq"],
    ["libzmq", "reference"],
  ] as const)("with %s as the server and %s as the client", (host, guest) => {
    for (const [from, to, exchange] of pairs) {
      for (const [serverKind, clientKind] of from === to ? [[from, to] as const] : [[from, to] as const, [to, from] as const]) {
        for (const serverBinds of [true, false]) {
          // A role is not a side: once the server binds, once the client does.
          it(`${serverKind} and ${clientKind}, the ${serverBinds ? "server" : "client"} binds`, async () => {
            const a = make(host, serverKind, server);
            const b = make(guest, clientKind, client);
            const [sender, receiver] = serverKind === from ? [a, b] : [b, a];
            await (serverBinds ? join(a, b) : join(b, a));
            await subscribe(receiver, to);
            await exchange(sender, receiver);
          });
        }
      }
    }
  });
});

/** What the socket says of the first handshake that ends. */
async function outcome(socket: AnySocket): Promise<{ readonly type: string; readonly status: number | undefined }> {
  for await (const { type, error } of { [Symbol.asyncIterator]: () => socket.events[Symbol.asyncIterator]() }) {
    if (type.startsWith("handshake")) return { type, status: error?.status };
  }
  throw new Error("the events ended");
}

describe.each([
  ["reference", "libzmq"],
  ["libzmq", "reference"],
] as const)("%s as the server refuses %s as the client", (host, guest) => {
  const strangerKeys = reference.curveKeyPair();
  const stranger = { ...curveUser, curvePublicKey: strangerKeys.publicKey, curveSecretKey: strangerKeys.secretKey };
  const [, plain, curve] = mechanisms;
  it.each([
    ["a wrong password", plain?.server, { plainUsername: "ada", plainPassword: "guess" }, "handshake:error:auth"],
    ["an unknown user", plain?.server, { plainUsername: "a", plainPassword: "letmein" }, "handshake:error:auth"],
    ["a key that the handler does not know", curve?.server, stranger, "handshake:error:auth"],
    ["a wrong key of the server", curve?.server, { ...curveUser, curveServerKey: strangerKeys.publicKey }, "handshake:error:protocol"],
    // Whichever side sees the difference first closes; the other may only see the end.
    ["no mechanism", curve?.server, {}, "handshake:error:(?:protocol|other)"],
    ["another mechanism", curve?.server, plain?.client, "handshake:error:(?:protocol|other)"],
  ])("for %s", async (_what, server, client, type) => {
    const a = make(host, "Reply", server ?? {});
    const told = outcome(a);
    const b = make(guest, "Request", { ...client, receiveTimeout: 0 });
    await join(a, b);
    expect(await told).toEqual({ type: expect.stringMatching(`^${type}$`) as string, status: type === "handshake:error:auth" ? 400 : undefined });
    // Whoever is welcome comes in all the same.
    const c = make(guest, "Request", server === plain?.server ? (plain?.client ?? {}) : curveUser);
    c.connect(a.lastEndpoint ?? "");
    await c.send(["still there?"]);
    expect(String((await a.receive())[0])).toBe("still there?");
  });
});

it("the handlers were asked about every mechanism, by either implementation, with domain and address", () => {
  for (const { asked } of handlers.values()) {
    for (const mechanism of ["PLAIN", "CURVE"]) expect(asked).toContainEqual(["interoperation", "127.0.0.1", mechanism]);
    expect(asked.some(([, , mechanism]) => mechanism === "NULL")).toBe(true);
  }
});
