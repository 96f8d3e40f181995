import { describe, expect, it } from "vitest";
import { ImpossibleError } from "../base/errors.ts";
import { concatOctets, octetsOf } from "../base/octets.ts";
import { encodeFrame, MORE } from "../wire/framing.ts";
import { Bench, command, dealerReady, greeting, inTraffic, message, versioned } from "./bench.test.support.ts";

/** A connection whose peer announced this version, in its traffic, with nothing written yet. */
function toVersion(major: number, minor: number): Bench {
  const bench = new Bench({ pingIntervalMs: 100 }).feed(versioned(major, minor), dealerReady);
  bench.written.length = 0;
  return bench;
}

describe("what a connection sends", () => {
  it.each([
    { major: 3, minor: 0, knows: false },
    { major: 3, minor: 1, knows: true },
    { major: 3, minor: 2, knows: true },
    { major: 4, minor: 0, knows: true },
  ])("to version $major.$minor is a command only if that version knows it", ({ major, minor, knows }) => {
    const bench = toVersion(major, minor);
    bench.connection.subscribe({ type: "subscribe", topic: octetsOf("a") });
    bench.connection.subscribe({ type: "cancel", topic: octetsOf("a") });
    const commands = [command("SUBSCRIBE", octetsOf("a")), command("CANCEL", octetsOf("a"))];
    expect(concatOctets(bench.written)).toEqual(concatOctets(knows ? commands : [message("\x01a"), message("\0a")]));
    bench.written.length = 0;
    expect(bench.connection.tick(100)).toBe(knows ? 200 : Infinity);
    expect(concatOctets(bench.written)).toEqual(knows ? command("PING", Uint8Array.of(0, 0)) : new Uint8Array());
  });

  it("is the same octets whether a message is sent alone or shared", () => {
    const messages = [[octetsOf("a")], [octetsOf("b"), new Uint8Array(256), octetsOf("")]];
    const expected = concatOctets([message("a"), message("b", MORE), encodeFrame(MORE, new Uint8Array(256)), message("")]);
    const [alone, shared] = [inTraffic(), inTraffic()];
    alone.written.length = shared.written.length = 0;
    for (const one of messages) alone.connection.send(one);
    shared.connection.sendShared(messages);
    expect(concatOctets(alone.written)).toEqual(expected);
    expect(concatOctets(shared.written)).toEqual(expected);
  });

  it("is encoded once when several connections share it", () => {
    const bodies: (Uint8Array | undefined)[] = [];
    const write = (_head: Uint8Array, body: Uint8Array | undefined): boolean => bodies.push(body) > 0;
    const benches = [new Bench({}, { write }), new Bench({}, { write })];
    for (const bench of benches) bench.feed(greeting, dealerReady);
    bodies.length = 0;
    const messages = [[octetsOf("a")]];
    for (const { connection } of benches) connection.sendShared(messages);
    expect(bodies.length).toBe(2);
    expect(bodies[1]).toBe(bodies[0]);
  });
});

describe.each([
  ["a stream", undefined],
  ["messages", "commands"],
] as const)("a connection over %s", (_, form) => {
  const begun = (): Bench => (form === undefined ? inTraffic() : new Bench({}, { form }).feed(concatOctets([Uint8Array.of(2), dealerReady.subarray(2)])));

  it.each([true, false])("says after each message whether the link has room: %s", (room) => {
    const bench = begun();
    bench.linkHasRoom = room;
    expect(bench.connection.send([octetsOf("a"), octetsOf("b")])).toBe(room);
    expect(bench.connection.sendShared([[octetsOf("a")], [octetsOf("b")]])).toBe(room);
  });

  it("takes no message before its traffic, and none after it", () => {
    const early = form === undefined ? [new Bench(), new Bench().feed(greeting)] : [new Bench({}, { form })];
    const late = begun();
    late.connection.close(0);
    for (const { connection, written } of [...early, late]) {
      const before = written.length;
      expect(() => connection.send([octetsOf("a")])).toThrow(ImpossibleError);
      expect(() => connection.sendShared([[octetsOf("a")]])).toThrow(ImpossibleError);
      expect(written.length).toBe(before);
    }
  });
});
