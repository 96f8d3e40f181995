import { describe, expect, it } from "vitest";
import type { CloseReason } from "../base/carrier.ts";
import { PeerError } from "../base/errors.ts";
import { limits } from "../base/limits.ts";
import { encodeError } from "../wire/commands.ts";
import { COMMAND, encodeFrame } from "../wire/framing.ts";
import { Bench, command, dealerReady, greeting, message } from "./bench.test.support.ts";
import type { ConnectionOptions } from "./options.ts";

/** How far a connection is, and what it has been fed to get there. */
const stages = [
  { state: "greeting", octets: [greeting.subarray(0, 20)] },
  { state: "handshake", octets: [greeting] },
  { state: "traffic", octets: [greeting, dealerReady] },
] as const;
const at = ({ octets }: (typeof stages)[number], options: Partial<ConnectionOptions> = {}): Bench => new Bench(options).feed(...octets);

describe.each(stages)("a connection in the state $state", (stage) => {
  it("says so", () => {
    expect(at(stage).connection.state).toBe(stage.state);
  });

  it.each([-1, 0, 250])("ends the link when its owner closes it, with a flush time of %d, and tells nobody", (flushMs) => {
    const bench = at(stage);
    bench.connection.close(flushMs);
    expect(bench.ends).toEqual([{ flushMs, isViolation: false }]);
    expect(bench.reasons).toEqual([]);
    expect(bench.connection.state).toBe("closed");
  });

  it("leaves a link alone that has ended by itself, and says how", () => {
    const bench = at(stage);
    bench.connection.ended(7, "ECONNRESET");
    expect(bench.ends).toEqual([]);
    expect(bench.reasons).toEqual([{ type: "ended", error: "ECONNRESET" }]);
    expect(bench.connection.state).toBe("closed");
  });

  it("ends the link because of what the transport finds", () => {
    const bench = at(stage);
    bench.connection.offended(new PeerError("websocket.text", "a text"), 7);
    expect(bench.end).toBe("websocket.text");
    expect(bench.ends).toEqual([{ flushMs: limits.farewellMs, isViolation: true }]);
  });

  it.each<[string, (bench: Bench) => void]>([
    ["its owner closed it", ({ connection }) => void connection.close(250)],
    ["the link ended", ({ connection }) => void connection.ended(7)],
    ["the transport found a fault", ({ connection }) => void connection.offended(new PeerError("websocket.text", "a text"), 7)],
    ["the peer broke a rule", (bench) => void bench.feed(Uint8Array.of(0xff, ...new Uint8Array(63).fill(0xfe)))],
  ])("ends once, whatever comes after %s", (_, first) => {
    const bench = at(stage, { handshakeMs: 500, pingIntervalMs: 100 });
    first(bench);
    const [ends, reasons, written] = [bench.ends.length, bench.reasons.length, bench.written.length];
    bench.feed(message("late"), command("PING", new Uint8Array(2)), Uint8Array.of(0xff));
    expect(bench.connection.tick(1000)).toBe(Infinity);
    bench.connection.resume();
    bench.connection.ended(8);
    bench.connection.offended(new PeerError("websocket.empty", "nothing"), 9);
    bench.connection.close(0);
    expect([bench.ends.length, bench.reasons.length, bench.written.length]).toEqual([ends, reasons, written]);
    expect(bench.messages).toEqual([]);
    expect(bench.flow).toEqual([]);
  });
});

describe("a connection that ends because of", () => {
  it.each<[string, (bench: Bench) => void, CloseReason["type"], boolean]>([
    ["a rule that the peer broke", (bench) => void bench.feed(greeting, message("a")), "violation", true],
    ["an ERROR", (bench) => void bench.feed(greeting, encodeFrame(COMMAND, encodeError("no"))), "rejected", false],
    ["its time limit", ({ connection }) => void connection.tick(500), "expired", false],
  ])("%s gives the link time for a farewell", (_, work, type, isViolation) => {
    const bench = new Bench({ handshakeMs: 500 });
    work(bench);
    expect(bench.reason?.type).toBe(type);
    expect(bench.ends).toEqual([{ flushMs: limits.farewellMs, isViolation }]);
  });

  it.each([
    { forNow: false, told: ["ERROR"] },
    { forNow: true, told: [] },
  ])("a refusal tells the peer so unless it may come again: $forNow", ({ forNow, told }) => {
    const bench = new Bench();
    bench.admission = { type: "refused", requirement: "metadata.resource", reason: "no", ...(forNow ? { forNow } : {}) };
    bench.feed(greeting, dealerReady, message("late"));
    expect(bench.commands).toEqual(told);
    expect(bench.end).toBe("metadata.resource");
    expect(bench.ends).toEqual([{ flushMs: limits.farewellMs, isViolation: false }]);
    expect(bench.log).not.toContain("ready");
    expect(bench.messages).toEqual([]);
  });
});

describe("a connection without a time limit", () => {
  it.each(stages)("waits in the state $state for ever", (stage) => {
    const bench = at(stage, { handshakeMs: 0 });
    expect(bench.connection.tick(limits.timerMs)).toBe(Infinity);
    expect(bench.end).toBeUndefined();
  });
});
