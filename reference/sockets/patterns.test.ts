/** The sockets of publish–subscribe, pipeline and exclusive pair, with each other and with libzmq (as the zeromq package holds it), over every transport they share. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import * as libzmq from "zeromq";
import * as reference from "../index.ts";

const folder = mkdtempSync(join(tmpdir(), "patterns-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
let places = 0;
const endpoints: Record<string, () => string> = {
  tcp: () => "tcp://127.0.0.1:*",
  ipc: () => `ipc://${folder}/${String((places += 1))}`,
  inproc: () => `inproc://place-${String((places += 1))}`,
};

interface AnySocket {
  readonly lastEndpoint: string | null;
  readonly writable: boolean;
  bind(address: string): Promise<void>;
  connect(address: string): void;
  send(parts: string | (string | Buffer)[]): Promise<void>;
  receive(): Promise<Buffer[]>;
  close(): void;
}
interface AnySubscriber extends AnySocket {
  subscribe(...topics: string[]): void;
  unsubscribe(...topics: string[]): void;
}
type Kind = "Publisher" | "XPublisher" | "XSubscriber" | "Push" | "Pull" | "Pair";
interface Options {
  readonly linger: number;
}
type Maker = Record<Kind, new (options: Options) => AnySocket> & { readonly Subscriber: new (options: Options) => AnySubscriber };
const makers: Record<string, Maker> = { reference: reference, libzmq: libzmq as unknown as Maker };

const open: AnySocket[] = [];
function keep<S extends AnySocket>(socket: S): S {
  open.push(socket);
  return socket;
}
afterEach(() => {
  for (const socket of open.splice(0)) socket.close();
});
function maker(implementation: string): Maker {
  const found = makers[implementation];
  if (found === undefined) throw new Error(implementation);
  return found;
}
const make = (implementation: string, kind: Kind): AnySocket => keep(new (maker(implementation)[kind])({ linger: 0 }));
const subscriber = (implementation: string): AnySubscriber => keep(new (maker(implementation).Subscriber)({ linger: 0 }));
const texts = async (socket: AnySocket): Promise<string[]> => (await socket.receive()).map((part) => part.toString("latin1"));

describe.each([
  ["reference", "reference", "tcp"],
  ["reference", "reference", "ipc"],
  ["reference", "reference", "inproc"],
  ["reference", "libzmq", "tcp"],
  ["libzmq", "reference", "tcp"],
  ["reference", "libzmq", "ipc"],
  ["libzmq", "reference", "ipc"],
])("%s sends to %s over %s", (sending, receiving, transport) => {
  async function joined<A extends AnySocket, B extends AnySocket>(a: A, b: B): Promise<[A, B]> {
    await a.bind(endpoints[transport]?.() ?? "");
    b.connect(a.lastEndpoint ?? "");
    return [a, b];
  }

  it("XPublisher hears of subscriptions, and Subscriber gets what it subscribes to and no more", async () => {
    const [publisher, socket] = await joined(make(sending, "XPublisher"), subscriber(receiving));
    const long = "long".repeat(70);
    socket.subscribe("A", long);
    expect(await texts(publisher)).toEqual(["\x01A"]);
    expect(await texts(publisher)).toEqual([`\x01${long}`]);
    for (const text of ["B1", "A1", "", `${long}er`, "A2"]) await publisher.send([text, "body"]);
    for (const text of ["A1", `${long}er`, "A2"]) expect(await texts(socket)).toEqual([text, "body"]);
    socket.unsubscribe("A");
    expect(await texts(publisher)).toEqual(["\x00A"]);
    socket.close();
    expect(await texts(publisher)).toEqual([`\x00${long}`]);
  });

  it("XSubscriber subscribes by messages, and sends others to its publisher", async () => {
    const [publisher, socket] = await joined(make(sending, "XPublisher"), make(receiving, "XSubscriber"));
    await socket.send("\x01");
    expect(await texts(publisher)).toEqual(["\x01"]);
    await socket.send(["up", ""]);
    expect(await texts(publisher)).toEqual(["up", ""]);
    await publisher.send([""]);
    expect(await texts(socket)).toEqual([""]);
  });

  it("Publisher sends to a Subscriber that binds", async () => {
    const [socket, publisher] = await joined(subscriber(receiving), make(sending, "Publisher"));
    socket.subscribe("");
    // A subscription is not acknowledged: a message is sent until one arrives.
    const arrival = texts(socket);
    const repeat = setInterval(() => void publisher.send("news").catch(() => undefined), 5);
    expect(await arrival).toEqual(["news"]);
    clearInterval(repeat);
  });

  it.each(["Push", "Pull"] as const)("Push sends Pull messages of all sizes, in order, when the %s binds", async (binding) => {
    const push = make(sending, "Push");
    const pull = make(receiving, "Pull");
    await (binding === "Push" ? joined(push, pull) : joined(pull, push));
    const sizes = [0, 1, 254, 255, 256, 1000, 8192, 65_537];
    for (let round = 0; round < 50; round += 1) for (const size of sizes) await push.send([String(round), Buffer.alloc(size, round)]);
    for (let round = 0; round < 50; round += 1)
      for (const size of sizes) {
        const [number, body] = await pull.receive();
        expect([String(number), body?.equals(Buffer.alloc(size, round))]).toEqual([String(round), true]);
      }
  });

  it("Pair and Pair exchange messages both ways", async () => {
    const [a, b] = await joined(make(sending, "Pair"), make(receiving, "Pair"));
    await b.send(["to", "a"]);
    expect(await texts(a)).toEqual(["to", "a"]);
    await a.send(["to", "b"]);
    expect(await texts(b)).toEqual(["to", "b"]);
  });
});

it("Types that never send or never receive refuse it with ENOTSUP", async () => {
  for (const socket of [new reference.Publisher(), new reference.Push()]) await expect(keep(socket).receive()).rejects.toMatchObject({ code: "ENOTSUP" });
  for (const socket of [new reference.Subscriber(), new reference.Pull()]) await expect(keep(socket).send("x")).rejects.toMatchObject({ code: "ENOTSUP" });
});

it("A Subscriber subscribes again after its publisher went and came back", async () => {
  const endpoint = endpoints["ipc"]?.() ?? "";
  const socket = keep(new reference.Subscriber({ linger: 0, reconnectInterval: 5 }));
  socket.subscribe("A");
  socket.connect(endpoint);
  for (const text of ["A1", "A2"]) {
    const publisher = keep(new reference.XPublisher({ linger: 0 }));
    await publisher.bind(endpoint);
    expect(await texts(publisher)).toEqual(["\x01A"]);
    await publisher.send(text);
    expect(await texts(socket)).toEqual([text]);
    publisher.close();
  }
});

it("An XPublisher that decides subscribes libzmq's Subscriber to what it likes", async () => {
  const publisher = keep(new reference.XPublisher({ linger: 0, manual: true }));
  await publisher.bind("tcp://127.0.0.1:*");
  const receiver = subscriber("libzmq");
  receiver.subscribe("");
  receiver.connect(publisher.lastEndpoint ?? "");
  expect(await texts(publisher)).toEqual(["\x01"]);
  publisher.subscribe("A");
  for (const text of ["B", "A1"]) await publisher.send(text);
  expect(await texts(receiver)).toEqual(["A1"]);
  publisher.manual = false;
  expect(() => {
    publisher.subscribe("B");
  }).toThrow(/set the option manual/u);
});

it("A conflating Pull keeps the newest message only", async () => {
  const pull = keep(new reference.Pull({ linger: 0, conflate: true }));
  const push = keep(new reference.Push({ linger: 0 }));
  await pull.bind("inproc://newest");
  push.connect("inproc://newest");
  for (const text of ["1", "2", "3"]) await push.send(text);
  expect(await texts(pull)).toEqual(["3"]);
  expect(pull.readable).toBe(false);
});

it("Within a process the receiver has octets of its own, whatever the sender sent", async () => {
  const pull = keep(new reference.Pull({ linger: 0 }));
  const push = keep(new reference.Push({ linger: 0 }));
  await pull.bind("inproc://own-octets");
  push.connect("inproc://own-octets");
  for (const part of [Buffer.from("as sent"), new Uint8Array(Buffer.from("as sent"))]) {
    await push.send(part);
    part.fill(0);
    expect(await texts(pull)).toEqual(["as sent"]);
  }
});

it.each(["tcp://127.0.0.1:*", "inproc://second-pair"])(
  "A second Pair is refused, keeps what waits, and is accepted when the first has left: %s",
  async (endpoint) => {
    const pair = keep(new reference.Pair({ linger: 0 }));
    await pair.bind(endpoint);
    const address = pair.lastEndpoint ?? "";
    const first = keep(new reference.Pair({ linger: 0 }));
    first.connect(address);
    await first.send("first");
    expect(await texts(pair)).toEqual(["first"]);
    const second = keep(new reference.Pair({ linger: 0, reconnectInterval: 1 }));
    const refused = new Promise<string>((resolve) => {
      pair.events.on("handshake:error:protocol", ({ error }) => {
        resolve(error.message);
      });
    });
    const again = new Promise((resolve) => {
      second.events.on("connect:retry", resolve);
    });
    second.connect(address);
    await second.send("second");
    expect(await refused).toContain("Peer-already-connected");
    await again;
    first.close();
    expect(await texts(pair)).toEqual(["second"]);
  },
);
