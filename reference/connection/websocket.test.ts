import { describe, expect, it } from "vitest";
import { concatOctets, octetsOf, textOf } from "../base/octets.ts";
import type { LinkForm } from "../base/link.ts";
import { plainClient } from "../security/plain.ts";
import { encodeCommand } from "../wire/commands.ts";
import { COMMAND, MORE } from "../wire/framing.ts";
import { encodeGreeting } from "../wire/greeting.ts";
import { Bench, ready } from "./bench.test.support.ts";
import type { ConnectionOptions } from "./options.ts";

/** A frame as a message of the transport: a flags octet and the body. */
const frame = (flags: number, text: string): Uint8Array => octetsOf(String.fromCharCode(flags) + text);
const commandFrame = (name: string, data: Uint8Array = new Uint8Array()): Uint8Array => concatOctets([Uint8Array.of(2), encodeCommand(name, data)]);
const dealerReady = commandFrame("READY", ready("DEALER", octetsOf("A")));
const messagesOf = (bench: Bench): string[][] => bench.messages.map((message) => message.map(textOf));

/** What the peer sends first, so that the traffic can begin. */
const introduction = { commands: dealerReady, bare: frame(0, "A") } as const;

function inTraffic(form: "commands" | "bare", options: Partial<ConnectionOptions> = {}, ping?: () => void): Bench {
  const bench = new Bench(options, ping === undefined ? { form } : { form, ping }).feed(introduction[form]);
  bench.written.length = 0;
  return bench;
}

describe("a connection over messages whose mechanism has commands", () => {
  const form: LinkForm = "commands";

  it("sends no greeting, and the first command of its mechanism when it connects", () => {
    expect(new Bench({ binding: false, metadata: ready("DEALER") }, { form }).writes).toEqual([`\x02\x05READY${textOf(ready("DEALER"))}`]);
    const mechanism = plainClient({ username: octetsOf("u"), password: octetsOf("p") });
    expect(new Bench({ binding: false, mechanism }, { form }).writes).toEqual(["\x02\x05HELLO\x01u\x01p"]);
  });

  it("sends nothing first when it binds", () => {
    const bench = new Bench({ binding: true, metadata: ready("ROUTER", octetsOf("me")) }, { form });
    expect(bench.writes).toEqual([]);
    expect(bench.connection.state).toBe("handshake");
  });

  it("answers READY, and takes messages of one frame and of several", () => {
    const bench = new Bench({}, { form }).feed(dealerReady);
    expect(bench.writes).toEqual([`\x02\x05READY${textOf(ready("ROUTER"))}`]);
    expect(bench.peers).toEqual([{ socketType: "DEALER", identity: octetsOf("A") }]);
    bench.feed(frame(0, "one")).feed(frame(MORE, "a")).feed(frame(0, "b"));
    expect(messagesOf(bench)).toEqual([["one"], ["a", "b"]]);
  });

  it.each([
    ["no octets at all", new Uint8Array(), "websocket.empty"],
    ["flags of which there are none", frame(3, ""), "websocket.other-flags"],
    ["a command's flags as a stream has them", frame(COMMAND, "\x05READY"), "websocket.other-flags"],
    ["a greeting", encodeGreeting("NULL", false), "websocket.other-flags"],
    ["a message before READY", frame(0, "early"), "handshake.message-before-ready"],
  ])("closes because of %s", (_, octets, end) => {
    expect(new Bench({}, { form }).feed(octets).end).toBe(end);
  });

  it("closes because of an empty one in the traffic as well", () => {
    expect(inTraffic(form).feed(new Uint8Array()).end).toBe("websocket.empty");
  });

  it.each([
    ["READY", "commands.late-ready"],
    ["ERROR", "commands.late-error"],
  ])("closes because of a late %s", (name, end) => {
    expect(inTraffic(form).feed(commandFrame(name)).end).toBe(end);
  });

  it.each(["PING", "PONG", "SUBSCRIBE", "CANCEL", "WHATEVER"])("knows no command %s", (name) => {
    const bench = inTraffic(form, { takesSubscriptions: true }).feed(commandFrame(name, Uint8Array.of(0, 0)));
    expect(bench.writes).toEqual([]);
    expect(bench.subscriptions).toEqual([]);
    expect(bench.end).toBeUndefined();
  });
});

describe("a bare connection", () => {
  const form: LinkForm = "bare";

  it.each([
    { binding: true, metadata: ready("ROUTER", octetsOf("me")), first: "\0me" },
    { binding: false, metadata: ready("DEALER", octetsOf("me")), first: "\0me" },
    { binding: false, metadata: ready("DEALER"), first: "\0" },
  ])("sends its identity first, and nothing else: $first", ({ first, ...options }) => {
    expect(new Bench(options, { form }).writes).toEqual([first]);
    expect(new Bench(options, { form }).feed(frame(0, "A")).writes).toEqual([first]);
  });

  it("takes the first frame for the identity of a peer without a socket type", () => {
    const bench = new Bench({}, { form }).feed(frame(0, "A"));
    expect(bench.peers).toEqual([{ socketType: undefined, identity: octetsOf("A") }]);
    expect(bench.messages).toEqual([]);
    expect(bench.connection.state).toBe("traffic");
  });

  it("takes each later frame for one of a message, and commands for nothing", () => {
    const bench = inTraffic(form).feed(frame(0, "B")).feed(frame(MORE, "c")).feed(commandFrame("WHATEVER")).feed(frame(0, "d"));
    expect(messagesOf(bench)).toEqual([["B"], ["c", "d"]]);
    expect(bench.peers.length).toBe(1);
  });

  it.each([
    ["of a part of a message", frame(MORE, "A"), "websocket.identity-frame"],
    ["of a command", dealerReady, "websocket.identity-frame"],
    ["that begins with a null octet", frame(0, "\0A"), "metadata.identity-null-received"],
    ["that is too long", frame(0, "A".repeat(256)), "metadata.identity-too-long"],
  ])("closes because of an identity %s", (_, octets, end) => {
    expect(new Bench({}, { form }).feed(octets).end).toBe(end);
  });

  it("does not apply the limit for messages to the identity", () => {
    const bench = new Bench({ maximumMessageSize: 1 }, { form }).feed(frame(0, "long"));
    expect(bench.end).toBeUndefined();
    expect(bench.feed(frame(0, "no")).end).toBe("framing.maximum-size");
  });

  it("sends no ERROR to a peer that it refuses", () => {
    const bench = new Bench({}, { form });
    bench.admission = { type: "refused", requirement: "metadata.resource", reason: "no" };
    expect(bench.feed(frame(0, "A")).end).toBe("metadata.resource");
    expect(bench.writes).toEqual(["\0"]);
  });
});

describe.each(["commands", "bare"] as const)("the traffic of a connection of the form %s", (form) => {
  it("has a write for each frame, one way or shared", () => {
    const bench = inTraffic(form);
    bench.connection.send([octetsOf("a"), octetsOf("b")]);
    bench.connection.sendShared([[octetsOf("c")], [octetsOf("d"), octetsOf("e")]]);
    expect(bench.writes).toEqual(["\x01a", "\0b", "\0c", "\x01d", "\0e"]);
  });

  it("says subscriptions by messages", () => {
    const bench = inTraffic(form);
    bench.connection.subscribe({ type: "subscribe", topic: octetsOf("fruit/") });
    bench.connection.subscribe({ type: "cancel", topic: octetsOf("fruit/") });
    expect(bench.writes).toEqual(["\0\x01fruit/", "\0\0fruit/"]);
  });

  it("asks for a sign of life by the transport's own means", () => {
    let pings = 0;
    const bench = inTraffic(form, { pingIntervalMs: 100, pingTimeoutMs: 50, pingTimeToLiveMs: 700 }, () => (pings += 1));
    expect(bench.connection.tick(100)).toBe(150);
    expect(pings).toBe(1);
    expect(bench.writes).toEqual([]);
  });

  it("asks for none where the transport has no such means", () => {
    const bench = inTraffic(form, { pingIntervalMs: 100 });
    expect(bench.connection.tick(1000)).toBe(Infinity);
    expect(bench.writes).toEqual([]);
  });

  it("lives on when the transport says so, and not without", () => {
    const options = { pingIntervalMs: 100, pingTimeoutMs: 50 };
    const [alive, silent] = [inTraffic(form, options, () => undefined), inTraffic(form, options, () => undefined)];
    for (const { connection } of [alive, silent]) connection.tick(100);
    alive.connection.alive(149);
    for (const { connection } of [alive, silent]) connection.tick(150);
    expect(alive.end).toBeUndefined();
    expect(silent.end).toBe("heartbeat.timeout");
  });
});
