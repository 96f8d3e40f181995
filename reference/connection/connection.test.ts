import { describe, expect, it } from "vitest";
import { limits } from "../base/limits.ts";
import { concatOctets, EMPTY, octetsOf } from "../base/octets.ts";
import { encodeError, encodePing } from "../wire/commands.ts";
import { COMMAND, encodeFrame, MORE } from "../wire/framing.ts";
import { encodeGreeting } from "../wire/greeting.ts";
import { Bench, command, dealerReady, greeting, inTraffic, message, ready, versioned } from "./bench.test.support.ts";

describe("a connection before its traffic", () => {
  it("sends its whole greeting at once, and READY first when it connects", () => {
    expect(concatOctets(new Bench().written)).toEqual(greeting);
    expect(new Bench({ binding: false }).feed(greeting).commands).toEqual(["READY"]);
    expect(new Bench({ binding: true }).feed(greeting).commands).toEqual([]);
  });

  it("answers READY with READY when it binds, and takes messages that follow at once", () => {
    const bench = inTraffic().feed(message("a", MORE), message("b"));
    expect(bench.commands).toEqual(["READY"]);
    expect(bench.peers).toEqual([{ socketType: "DEALER", identity: Uint8Array.of(65) }]);
    expect(bench.messages).toEqual([[octetsOf("a"), octetsOf("b")]]);
  });

  it("goes the same way when the octets come one by one", () => {
    const bench = new Bench();
    for (const octet of concatOctets([greeting, dealerReady, message("a")])) bench.feed(Uint8Array.of(octet));
    expect(bench.messages).toEqual([[octetsOf("a")]]);
  });

  it.each([
    ["another mechanism", [encodeGreeting("PLAIN", false)], "greeting.mechanism-mismatch"],
    ["an older version", [versioned(2, 0)], "versions.close-older"],
    ["a message before READY", [greeting, message("a")], "handshake.message-before-ready"],
    ["a PING before READY", [greeting, encodeFrame(COMMAND, encodePing(0))], "handshake.unexpected-command"],
    ["an unknown command before READY", [greeting, command("HELLO")], "handshake.unexpected-command"],
    ["an ERROR", [greeting, encodeFrame(COMMAND, encodeError("no"))], "rejected"],
    ["a malformed ERROR", [greeting, command("ERROR")], "rejected"],
    ["malformed metadata", [greeting, command("READY", Uint8Array.of(1))], "metadata.truncated"],
    ["a long identity", [greeting, command("READY", ready("DEALER", new Uint8Array(256).fill(1)))], "metadata.identity-too-long"],
    ["an identity from zero", [greeting, command("READY", ready("DEALER", new Uint8Array(5)))], "metadata.identity-null-received"],
    ["an empty command", [greeting, encodeFrame(COMMAND, EMPTY)], "commands.malformed"],
    ["a command that is too large", [greeting, Uint8Array.of(COMMAND | 2, 0, 0, 0, 0, 0, 0x10, 0, 1)], "framing.accept-long"],
  ])("closes because of %s", (_, octets, end) => {
    const bench = new Bench().feed(...octets);
    expect(bench.end).toBe(end);
    expect(bench.log.filter((entry) => !entry.startsWith("wake"))).toEqual(["end"]);
    expect(bench.feed(message("late")).messages).toEqual([]);
  });

  it("tells a peer that it refuses why, and sends no READY", () => {
    const bench = new Bench();
    bench.admission = { type: "refused", requirement: "metadata.socket-type-pairs", reason: "Socket-Type" };
    bench.feed(greeting, dealerReady);
    expect(bench.commands).toEqual(["ERROR"]);
    expect(bench.end).toBe("metadata.socket-type-pairs");
  });

  it("does not apply the limit for messages to READY", () => {
    expect(inTraffic({ maximumMessageSize: 1 }).end).toBeUndefined();
  });

  it("closes when greeting and handshake last longer than the limit, however far they are", () => {
    for (const octets of [EMPTY, greeting.subarray(0, 11), greeting]) {
      const bench = new Bench({ handshakeMs: 500 });
      bench.nowMs = 499;
      bench.feed(octets);
      expect(bench.connection.tick(499)).toBe(500);
      expect(bench.connection.tick(500)).toBe(Infinity);
      expect(bench.end).toBe("handshake.timeout");
    }
    const bench = inTraffic({ handshakeMs: 500 });
    expect(bench.connection.tick(500)).toBe(Infinity);
    expect(bench.end).toBeUndefined();
  });
});

describe("a connection in its traffic", () => {
  it.each([
    ["READY", [dealerReady], "commands.late-ready"],
    ["ERROR", [encodeFrame(COMMAND, encodeError("no"))], "commands.late-error"],
    ["a command with MORE", [Uint8Array.of(COMMAND | MORE, 2, 1, 65)], "framing.close-on-command-more"],
    ["a reserved bit", [Uint8Array.of(8, 0)], "framing.reserved-received"],
    ["a short PING", [command("PING", Uint8Array.of(0))], "heartbeat.short-ping"],
    ["a PING with a long context", [command("PING", new Uint8Array(19))], "heartbeat.context-too-long"],
    ["a frame above the limit", [Uint8Array.of(0, 11)], "framing.maximum-size"],
    ["a message above the limit", [message("123456", MORE), Uint8Array.of(0, 5)], "framing.maximum-size-message"],
    ["a frame that no array holds", [Uint8Array.of(2, 0, 0, 0, 1, 0, 0, 0, 0)], "framing.accept-long"],
  ])("closes because of %s", (_, octets, end) => {
    expect(inTraffic({ maximumMessageSize: 10 }).feed(...octets).end).toBe(end);
  });

  it("ignores unknown commands, also SUBSCRIBE, and delivers none", () => {
    const bench = inTraffic().feed(command("SUBSCRIBE", octetsOf("A")), command("WHATEVER"), command("PONG"), message("a"));
    expect(bench.messages).toEqual([[octetsOf("a")]]);
    expect(bench.end).toBeUndefined();
  });

  it("answers each PING with its context, also between the frames of a message", () => {
    const ping = (...context: readonly number[]): Uint8Array => command("PING", Uint8Array.of(0, 0, ...context));
    const bench = inTraffic().feed(ping(), message("a", MORE), ping(1, 2, 3), message("b"));
    expect(bench.messages).toEqual([[octetsOf("a"), octetsOf("b")]]);
    expect(Buffer.from(concatOctets(bench.written.slice(-4))).toString("hex")).toBe("040504504f4e470408" + "04504f4e47010203");
  });

  it("delivers nothing of a message that is cut short", () => {
    const bench = inTraffic().feed(message("a", MORE));
    bench.connection.ended(1);
    expect(bench.messages).toEqual([]);
    expect(bench.end).toBe("ended");
  });

  it("stops reading where the listener asks to wait, and goes on without loss", () => {
    const bench = inTraffic();
    bench.room = 2;
    bench.feed(message("1"), message("2"), message("3"), message("4"));
    expect(bench.messages.length).toBe(2);
    expect(bench.log.at(-1)).toBe("pause");
    bench.room = 4;
    bench.connection.resume();
    expect(bench.messages.length).toBe(4);
    bench.room = Infinity;
    bench.connection.resume();
    expect(bench.log.at(-1)).toBe("resume");
    expect(bench.messages.map(([part]) => String.fromCharCode(...(part ?? EMPTY)))).toEqual(["1", "2", "3", "4"]);
  });

  it("sends PING at each interval, to a peer that knows it", () => {
    const bench = inTraffic({ pingIntervalMs: 100, pingTimeToLiveMs: 700 });
    expect(bench.connection.tick(99)).toBe(100);
    expect(bench.connection.tick(100)).toBe(200);
    expect(Buffer.from(bench.written.at(-1) ?? EMPTY).toString("hex")).toBe("0450494e470007");
    const older = new Bench({ pingIntervalMs: 100 }).feed(versioned(3, 0), dealerReady);
    expect(older.connection.tick(1000)).toBe(Infinity);
    expect(older.commands).toEqual(["READY"]);
  });

  it("closes when nothing answers a PING in time, and any octet answers it", () => {
    const bench = inTraffic({ pingIntervalMs: 100, pingTimeoutMs: 50 });
    bench.connection.tick(100);
    bench.nowMs = 149;
    bench.feed(Uint8Array.of(2));
    expect(bench.connection.tick(150)).toBe(200);
    bench.connection.tick(200);
    bench.connection.tick(249);
    expect(bench.end).toBeUndefined();
    bench.connection.tick(250);
    expect(bench.end).toBe("heartbeat.timeout");
  });

  it("does not take for silence what it does not read", () => {
    const bench = inTraffic({ pingIntervalMs: 100, pingTimeoutMs: 50 });
    bench.room = 1;
    bench.feed(message("1"));
    for (let atMs = 100; atMs < 1000; atMs += 50) bench.connection.tick(atMs);
    expect(bench.end).toBeUndefined();
  });

  it.each([
    [3, 300],
    [655, 65_500],
    [656, 65_600],
    [1311, 131_100],
    [65_535, 6_553_500],
  ])("allows silence for a time-to-live of %i tenths, and not longer", (tenths, silenceMs) => {
    const bench = inTraffic().feed(command("PING", Uint8Array.of(tenths >> 8, tenths & 255)));
    expect(bench.log).toContain(`wake ${String(silenceMs)}`);
    bench.connection.tick(silenceMs - 1);
    expect(bench.end).toBeUndefined();
    bench.connection.tick(silenceMs);
    expect(bench.end).toBe("heartbeat.ttl-expiry");
  });

  it("allows any silence for a time-to-live of zero", () => {
    const bench = inTraffic().feed(command("PING", Uint8Array.of(0, 1)), command("PING", Uint8Array.of(0, 0)));
    expect(bench.connection.tick(limits.timerMs)).toBe(Infinity);
    expect(bench.end).toBeUndefined();
  });
});
