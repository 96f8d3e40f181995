/** The client with real adapters: one of libzmq, one of the reference, one in this process. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projectRoot } from "../root.ts";
import type { Target } from "../run-options.ts";
import { openAdapter } from "./client.ts";
import type { AdapterClient } from "./types.ts";

const cwd = projectRoot();
const targets: readonly Target[] = [
  { type: "program", name: "zeromq.js", command: [process.execPath, "conformance/adapters/zeromq.js/main.js"], cwd },
  { type: "program", name: "reference", command: [process.execPath, "conformance/adapters/reference/main.js"], cwd },
  { type: "in-process", name: "in process", module: "conformance/joint/in-process.ts" },
];

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe.each(targets)("an adapter of $name", (target) => {
  let adapter: AdapterClient;
  beforeAll(async () => {
    adapter = await openAdapter(target);
  });
  afterAll(async () => {
    await adapter.end();
    expect(adapter.failure).toBeUndefined();
  });

  /** A connected pair; the server is bound to a port of the system's choice. */
  async function pair(
    client: string,
    server: string,
    options: Readonly<Record<string, unknown>> = {},
  ): Promise<{ client: number; server: number; endpoint: string }> {
    const [a, b] = await Promise.all([adapter.open(client, options), adapter.open(server)]);
    const endpoint = await adapter.bind(b, "tcp://127.0.0.1:0");
    await adapter.connect(a, endpoint);
    return { client: a, server: b, endpoint };
  }

  it("says who it is", () => {
    expect(adapter.hello.implementation.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(adapter.hello.capabilities.socketTypes).toEqual(expect.arrayContaining(["REQ", "REP", "DEALER", "ROUTER"]));
  });

  it("carries messages of every octet both ways, with the real port in the bound endpoint", async () => {
    const { client, server, endpoint } = await pair("REQ", "REP");
    expect(endpoint).toMatch(/^tcp:\/\/127\.0\.0\.1:[1-9]\d*$/);
    const message = [Uint8Array.from({ length: 256 }, (_, index) => index), new Uint8Array(0), new Uint8Array(70_000).fill(0xff)];
    await adapter.send(client, message, 5000);
    expect(await adapter.receive(server, 5000)).toEqual(message);
    await adapter.send(server, [utf8("answer")], 5000);
    expect(await adapter.receive(client, 5000)).toEqual([utf8("answer")]);
    await Promise.all([adapter.close(client), adapter.close(server)]);
  });

  it("takes octets as an option's value", async () => {
    const { client, server } = await pair("DEALER", "ROUTER", { routingId: Uint8Array.of(0x41, 0xfe) });
    await adapter.send(client, [utf8("hello")], 5000);
    expect(await adapter.receive(server, 5000)).toEqual([Uint8Array.of(0x41, 0xfe), utf8("hello")]);
    await Promise.all([adapter.close(client), adapter.close(server)]);
  });

  it("answers other requests while a receive waits, on the same socket too", async () => {
    const { client, server, endpoint } = await pair("DEALER", "DEALER");
    const waiting = adapter.receive(client, 30_000);
    const other = await adapter.bind(client, "tcp://127.0.0.1:0");
    await adapter.unbind(client, other);
    await adapter.send(client, [utf8("ping")], 5000);
    expect(await adapter.receive(server, 5000)).toEqual([utf8("ping")]);
    await adapter.send(server, [utf8("pong")], 5000);
    expect(await waiting).toEqual([utf8("pong")]);
    await adapter.disconnect(client, endpoint);
    await Promise.all([adapter.close(client), adapter.close(server)]);
  });

  it("loses no message by steps", async () => {
    const { client, server } = await pair("DEALER", "DEALER");
    const count = 50;
    for (let index = 0; index < count; index += 1) await adapter.send(client, [utf8(String(index))], 5000);
    const received: string[] = [];
    for (let index = 0; index < count; index += 1) {
      await Promise.all([adapter.step(server), adapter.step(client)]);
      const parts = await adapter.receive(server, 5000);
      received.push(Buffer.from(parts?.[0] ?? []).toString());
    }
    expect(received).toEqual(Array.from({ length: count }, (_, index) => String(index)));
    await Promise.all([adapter.close(client), adapter.close(server)]);
  });

  it("refuses by code", async () => {
    const refused = async (code: string, operation: Promise<unknown>): Promise<void> => {
      await expect(operation).rejects.toMatchObject({ name: "AdapterError", code });
    };
    const [req, rep, router, dealer] = await Promise.all([
      adapter.open("REQ"),
      adapter.open("REP"),
      adapter.open("ROUTER", { mandatory: true }),
      adapter.open("DEALER"),
    ]);
    expect(await adapter.receive(rep, 0)).toBeUndefined();
    await refused("would-block", adapter.send(dealer, [utf8("x")], 0));
    await refused("wrong-state", adapter.receive(req, 0));
    await refused("wrong-state", adapter.send(rep, [utf8("x")], 0));
    await refused("no-route", adapter.send(router, [utf8("nobody"), utf8("x")], 0));
    await refused("address-in-use", adapter.bind(rep, await adapter.bind(router, "tcp://127.0.0.1:0")));
    await refused("invalid", adapter.unbind(rep, "tcp://127.0.0.1:1"));
    await refused("unsupported", adapter.option(req, "noSuchOption", true));
    await refused("unsupported", adapter.open("PEER"));
    await Promise.all([req, rep, router, dealer].map((handle) => adapter.close(handle)));
    await refused("closed", adapter.send(req, [utf8("x")], 0));
  });

  it("tells events of a socket, also those that came before anyone asked", async () => {
    const { client, server } = await pair("DEALER", "DEALER");
    await adapter.send(client, [utf8("x")], 5000);
    await adapter.receive(server, 5000);
    const signal = AbortSignal.timeout(10_000);
    expect(await adapter.nextEvent(server, ["handshake"], signal)).toMatchObject({ event: "handshake", socket: server });
    expect(await adapter.nextEvent(server, ["bind"], signal)).toMatchObject({ event: "bind", socket: server });
    const gone = adapter.nextEvent(server, ["disconnect"], signal);
    await adapter.close(client);
    expect(await gone).toMatchObject({ event: "disconnect" });
    await adapter.close(server);
  });

  it("leaves no trace of a thousand sockets", async () => {
    for (let round = 0; round < 50; round += 1) {
      const handles = await Promise.all(Array.from({ length: 20 }, () => adapter.open("DEALER")));
      await Promise.all(handles.map((handle) => adapter.close(handle)));
    }
    expect(adapter.log.filter((line) => /unhandled|rejection/iu.test(line))).toEqual([]);
  });
});
