/** `probe` and `watch` on endpoints of the reference and of libzmq, and on endpoints that are not ZMTP at all. */
import { createServer, type Server } from "node:net";
import { createServer as createHttpServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as jszmq from "jszmq";
import { WebSocketServer } from "ws";
import * as zeromq from "zeromq";
import { describe, expect, it } from "vitest";
import { Pull as ReferencePull, Reply as ReferenceReply, Router as ReferenceRouter, XSubscriber } from "../../reference/index.ts";
import { runCommandLine } from "../cli/command-line.ts";
import { fakeContext, type FakeContext } from "../cli/fake-context.ts";
import { ascii, concat } from "../kit/octets.ts";
import { encodeGreeting, encodeReady } from "../kit/wire/encode.ts";
import { ask } from "../kit/wire/web-socket.ts";
import { faultsOf } from "../manifests/schema.ts";
import type { Report } from "../kit/model.ts";

describe("probe", () => {
  it("finds nothing wrong with the reference, and tells what it is", async () => {
    const reply = new ReferenceReply();
    await reply.bind("tcp://127.0.0.1:0");
    const { code, printed } = await run("probe", reply.lastEndpoint ?? "");
    reply.close();
    expect(code).toBe(0);
    expect(printed).toContain("the mechanism NULL and the socket type REP");
    expect(printed).toContain("Not seen from outside");
  }, 600_000);

  it("finds in libzmq what an adapter would find, without one", async () => {
    const dealer = new zeromq.Dealer();
    await dealer.bind("tcp://127.0.0.1:0");
    const { code, printed } = await run("probe", dealer.lastEndpoint ?? "", "--json", "-");
    dealer.close();
    expect(code).toBe(1);
    const report = JSON.parse(printed) as Report;
    expect(faultsOf("report", report)).toEqual([]);
    expect(report.statements.filter(({ verdict }) => verdict === "fail").map(({ id }) => id)).toEqual(
      expect.arrayContaining(["commands.malformed", "framing.close-on-command-more", "greeting.before-refusal", "metadata.truncated"]),
    );
  }, 600_000);

  it("judges an endpoint of WebSocket of the reference, and finds nothing", async () => {
    const router = new ReferenceRouter();
    await router.bind("ws://127.0.0.1:0/bus");
    const { code, printed } = await run("probe", router.lastEndpoint ?? "", "--json", "-");
    router.close();
    expect(code).toBe(0);
    expect(kept(printed)).toEqual(
      expect.arrayContaining([...acceptedRequests, "websocket.text", "websocket.empty", "websocket.other-flags", "websocket.unmasked", "websocket.pong"]),
    );
  }, 600_000);

  it("finds over WebSocket in libzmq what an adapter would find, and nothing else", async () => {
    const dealer = new zeromq.Dealer();
    await dealer.bind("ws://127.0.0.1:*/bus");
    const { code, printed } = await run("probe", dealer.lastEndpoint ?? "", "--json", "-");
    dealer.close();
    expect(code).toBe(1);
    const { statements } = JSON.parse(printed) as Report;
    const broken = statements.filter(({ verdict }) => verdict === "fail").map(({ id }) => id);
    expect(broken).toEqual(["websocket.text", "websocket.empty", "websocket.other-flags", "websocket.unmasked", "websocket.pong"]);
    expect(kept(printed)).toEqual(expect.arrayContaining(acceptedRequests));
  }, 600_000);

  it("tells a server of WebSocket that speaks no ZWS, one of HTTP, a path that is not there and one that is silent", async () => {
    const echo = createHttpServer().on("upgrade", (request, socket, head) => {
      delete request.headers["sec-websocket-protocol"];
      new WebSocketServer({ noServer: true }).handleUpgrade(request, socket, head, (accepted) => accepted.on("error", () => undefined));
    });
    const http = createHttpServer((_, response) => response.writeHead(404).end());
    const silent = createServer((socket) => socket.resume());
    const router = new ReferenceRouter();
    await router.bind("ws://127.0.0.1:0/bus");
    const at = (port: number): string => `ws://127.0.0.1:${String(port)}/bus`;
    const portOf = (endpoint: string): number => Number(/:(\d+)$/u.exec(endpoint)?.[1]);
    expect((await run("probe", at(portOf(await listening(echo as unknown as Server))))).complained).toContain("chooses none of the sub-protocols of ZWS 2.0");
    expect((await run("probe", at(portOf(await listening(http as unknown as Server))))).complained).toContain("with the status 404: the path may be another");
    expect((await run("probe", (router.lastEndpoint ?? "").replace("/bus", "/elsewhere"))).complained).toContain("the path may be another");
    const endpoint = at(portOf(await listening(silent)));
    expect((await run("probe", endpoint)).complained).toContain("does not speak ZMTP over WebSocket: the request for WebSocket fails");
    for (const server of [echo, http, silent, router]) server.close();
    await once(silent, "close");
    const closed = await run("probe", endpoint);
    expect(closed.complained).toContain(`Nothing listens at ${endpoint} (ECONNREFUSED)`);
    expect(closed.code).toBe(3);
  }, 600_000);

  it("keeps to the number of connections, and says that more were needed", async () => {
    const pull = new ReferencePull();
    await pull.bind("tcp://127.0.0.1:0");
    const { code, printed } = await run("probe", pull.lastEndpoint ?? "", "--connections", "12");
    pull.close();
    expect(code).toBe(2);
    expect(printed.replace(/\s+/gu, " ")).toContain("the 12 connections that were allowed are used up");
  }, 600_000);

  it("knows an HTTP server, a silent port and a closed port for what they are", async () => {
    const http = createHttpServer();
    const silent = createServer((socket) => socket.resume());
    expect((await run("probe", await listening(http as unknown as Server))).complained).toMatch(/does not speak ZMTP: it says "HTTP\/1\.1 400/u);
    const endpoint = await listening(silent);
    expect((await run("probe", endpoint)).complained).toContain("does not speak ZMTP: it says nothing");
    http.close();
    silent.close();
    await once(silent, "close");
    const closed = await run("probe", endpoint);
    expect(closed.complained).toContain(`Nothing listens at ${endpoint} (ECONNREFUSED)`);
    expect(closed.code).toBe(3);
  }, 600_000);

  it.each([
    [["probe"], /Name the endpoint/u],
    [["probe", "http://127.0.0.1"], /is no endpoint: write tcp:\/\/HOST:PORT/u],
    [["probe", "wss://127.0.0.1:5555/x"], /does not speak TLS: probe the endpoint of ws behind it/u],
    [["probe", "ws://"], /ws:\/\/HOST:PORT\/PATH/u],
    [["probe", "ws://192.0.2.1:5555/bus"], /beyond this machine.*--i-own-this-endpoint/u],
    [["probe", "tcp://192.0.2.1:5555"], /beyond this machine.*--i-own-this-endpoint/u],
    [["probe", "tcp://127.0.0.1:5555", "--socket-type", "DEELER"], /--socket-type takes REQ, REP/u],
    [["watch"], /--listen is missing/u],
    [["watch", "--listen", "tcp://127.0.0.1:0", "--to", "tcp://192.0.2.1:5555"], /beyond this machine/u],
  ])("refuses %s with a cure", async (args, message) => {
    const { code, complained } = await run(...args);
    expect(code).toBe(3);
    expect(complained).toMatch(message);
  });
});

describe("watch", () => {
  it("passes traffic on and judges both sides: libzmq's XSUB subscribes by message", async () => {
    const publisher = new zeromq.XPublisher();
    await publisher.bind("tcp://127.0.0.1:0");
    const context = fakeContext();
    const watching = runCommandLine(["watch", "--listen", "tcp://127.0.0.1:0", "--to", publisher.lastEndpoint ?? "", "--json", "-"], context);
    const front = await listeningEndpoint(context);
    const ours = new XSubscriber();
    const theirs = new zeromq.XSubscriber();
    for (const subscriber of [ours, theirs]) {
      subscriber.connect(front);
      await subscriber.send("\x01a");
    }
    await publisher.receive();
    while (!context.complained().includes("subscribe-command")) await publisher.send(["a", "news"]);
    for (const socket of [ours, theirs, publisher]) socket.close();
    context.interrupt();
    expect(await watching).toBe(1);
    expect(faultsOf("pairs", JSON.parse(context.printed()))).toEqual([]);
    const { reports } = JSON.parse(context.printed()) as { readonly reports: readonly [Report, Report] };
    expect(reports.flatMap((report) => faultsOf("report", report))).toEqual([]);
    expect(reports.map(({ statements }) => statements.filter(({ verdict }) => verdict === "fail").map(({ id }) => id))).toEqual([
      ["publish-subscribe.subscribe-command"],
      [],
    ]);
  }, 600_000);
});

/** Statements on requests of WebSocket that a probe sees kept. */
const acceptedRequests = ["websocket.accept-bare", "websocket.accept-null", "websocket.choose", "websocket.no-common"];

function kept(printed: string): readonly string[] {
  const report = JSON.parse(printed) as Report;
  expect(faultsOf("report", report)).toEqual([]);
  return report.statements.filter(({ verdict }) => verdict === "pass").map(({ id }) => id);
}

describe("watch, over WebSocket", () => {
  it("passes traffic on and judges both sides: libzmq as it speaks, and jszmq, which only knows connections without a mechanism", async () => {
    const router = new zeromq.Router();
    await router.bind("ws://127.0.0.1:*/bus");
    const context = fakeContext();
    const folder = mkdtempSync(join(tmpdir(), "patternwire-watch-"));
    const words = ["--listen", "ws://127.0.0.1:0", "--to", router.lastEndpoint ?? "", "--json", "-", "--witnesses", folder, "--conversations", "2"];
    const watching = runCommandLine(["watch", ...words], context);
    const front = await listeningEndpoint(context);
    expect(front).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/bus$/u);
    const dealer = new zeromq.Dealer({ linger: 0 });
    dealer.connect(front);
    await dealer.send(["hello", "world"]);
    const bare = new jszmq.Dealer();
    bare.connect(front);
    bare.send("bare");
    const heard = [await router.receive(), await router.receive()].map((parts) => parts.slice(1).map(String));
    expect(heard.sort()).toEqual([["bare"], ["hello", "world"]]);
    dealer.close();
    bare.close();
    router.close();
    expect(await watching).toBe(0);
    const { reports } = JSON.parse(context.printed()) as { readonly reports: readonly [Report, Report] };
    expect(reports.flatMap((report) => faultsOf("report", report))).toEqual([]);
    expect(reports.map(({ transports }) => transports)).toEqual([["ws"], ["ws"]]);
    const keptBy = reports.map(({ statements }) => statements.filter(({ verdict }) => verdict === "pass").map(({ id }) => id));
    expect(keptBy[0]).toEqual(
      expect.arrayContaining(["websocket.offer", "websocket.frame", "websocket.handshake-first", "websocket.identity-first", "handshake.no-early-message"]),
    );
    expect(keptBy[1]).toEqual(expect.arrayContaining(["websocket.choose", "websocket.frame", "websocket.handshake-first"]));
    expect(keptBy.flat().filter((id) => id.startsWith("greeting."))).toEqual([]);
    rmSync(folder, { recursive: true });
  }, 600_000);

  it("leaves a witness that can be judged again: libzmq answers a Ping without its payload", async () => {
    const router = new zeromq.Router();
    await router.bind("ws://127.0.0.1:*/bus");
    const context = fakeContext();
    const folder = mkdtempSync(join(tmpdir(), "patternwire-watch-"));
    const watching = runCommandLine(
      ["watch", "--listen", "ws://127.0.0.1:0", "--to", router.lastEndpoint ?? "", "--json", "-", "--witnesses", folder],
      context,
    );
    const reply = await ask(await listeningEndpoint(context), ["ZWS2.0/NULL"]);
    if (reply.type !== "accepted") throw new Error(`the request is ${reply.type}`);
    reply.stream.write(concat(encodeGreeting(), encodeReady({ socketType: "DEALER" })));
    reply.stream.webSocket.ping(ascii("payload"));
    await once(reply.stream.webSocket, "pong");
    reply.stream.destroy();
    router.close();
    context.interrupt();
    expect(await watching).toBe(1);
    const [file = ""] = readdirSync(folder);
    expect(file).toBe("binding.websocket.pong.watch-websocket-pong.ws.json");
    const replayed = await run("replay", join(folder, file));
    expect(replayed.printed.replace(/\s+/gu, " ")).toContain("The failure happens again.");
    expect(replayed.code).toBe(1);
    rmSync(folder, { recursive: true });
  }, 600_000);

  it.each([
    [["--listen", "ws://127.0.0.1:0", "--to", "tcp://127.0.0.1:1"], /both of ws, or none is/u],
    [["--listen", "ws://127.0.0.1:0", "--to", "wss://127.0.0.1:1/bus"], /TLS cannot be read\. Stand behind it/u],
    [["--listen", "ws://127.0.0.1:0", "--to", "ws://192.0.2.1:1/bus"], /beyond this machine/u],
  ])("refuses %s with a cure", async (args, message) => {
    const { code, complained } = await run("watch", ...args);
    expect([code, complained]).toEqual([3, expect.stringMatching(message)]);
  });
});

async function run(...args: readonly string[]): Promise<{ code: number; printed: string; complained: string }> {
  const context = fakeContext();
  const code = await runCommandLine(args, context);
  return { code, printed: context.printed(), complained: context.complained() };
}

async function listening(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `tcp://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

/** The recorder tells where it listens when it does. */
async function listeningEndpoint(context: FakeContext): Promise<string> {
  for (;;) {
    const found = /listening on (\S+);/u.exec(context.complained())?.[1];
    if (found !== undefined) return found;
    await new Promise(setImmediate);
  }
}
