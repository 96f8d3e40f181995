/** spec/wire/heartbeat.md: what a PING is answered with, and what its time-to-live does. */
import * as fc from "fast-check";
import { around, limits } from "../../kit/generate/limits.ts";
import { ascii, concat, equal, fromHex, hex } from "../../kit/octets.ts";
import { judge, blame, expect } from "../../kit/outcome.ts";
import { property, type AnyProperty } from "../../kit/property.ts";
import { entries, fields, letters } from "../../kit/shrink/shape.ts";
import { meet, refusalInTraffic, sides, words, type Side } from "../support.ts";

/** Long enough for the known fault of a time-to-live that is cut to 16 bits of milliseconds (64 ms, 28 ms) to show. */
const windowMs = 400;
const noBarrier = "only the passing of time can show that a timer does not fire: a window of 400 ms";

export const answers: readonly AnyProperty[] = [
  property<{ readonly contexts: readonly string[]; readonly side: Side }>({
    name: "heartbeat/every-ping-is-answered-in-order",
    judges: ["heartbeat.pong", "heartbeat.context-size"],
    socketTypes: ["DEALER"],
    since: "3.1",
    cases: sides.flatMap((side) => [[""], ["00"], ["ff".repeat(limits.context)], ["01", "", "0102", "01"]].map((contexts) => ({ side, contexts }))),
    shape: fields({ contexts: entries("steps", 1, letters(0, 2)) }),
    arbitrary: fc.record({
      side: fc.constantFrom<Side>("binds", "connects"),
      contexts: fc.array(
        fc
          .oneof(fc.uint8Array({ minLength: limits.context, maxLength: limits.context }), fc.uint8Array({ maxLength: limits.context, size: "max" }))
          .map((octets) => hex(octets)),
        { minLength: 1, maxLength: 20, size: "max" },
      ),
    }),
    classes: {
      "several PING commands": ({ contexts }) => contexts.length > 1,
      "a context of 16 octets": ({ contexts }) => contexts.some((context) => context.length === 2 * limits.context),
    },
    play: async (stage, { contexts, side }) => {
      const { peer } = await meet(stage, "DEALER", side);
      await blame(stage, "heartbeat.pong", async () => {
        for (const context of contexts) peer.sendCommand("PING", concat(Uint8Array.of(0, 0), fromHex(context)));
        for (const context of contexts) {
          const { data } = await peer.commandNamed("PONG");
          judge(stage, "heartbeat.context-size", data.length <= limits.context, "a context of at most 16 octets", `${String(data.length)} octets`);
          expect(equal(data, fromHex(context)), `PONG with the context x${context}`, `PONG with the context x${hex(data)}`);
        }
      });
    },
  }),
  property<{ readonly size: number }>({
    name: "heartbeat/long-context",
    judges: ["heartbeat.context-too-long"],
    socketTypes: ["DEALER"],
    since: "3.1",
    cases: [...around(limits.context).filter((size) => size > limits.context), 100, 248].map((size) => ({ size })),
    play: async (stage, { size }) => {
      const { peer } = await meet(stage, "DEALER");
      const context = Uint8Array.from({ length: size }, (_, index) => index);
      await blame(stage, "heartbeat.context-too-long", async () => {
        peer.sendCommand("PING", concat(Uint8Array.of(0, 0), context));
        if (!(await peer.survives())) {
          stage.observe("heartbeat.context-too-long", "close");
          return;
        }
        stage.observe("heartbeat.context-too-long", "truncate");
        const { data } = await peer.commandNamed("PONG");
        expect(equal(data, context.subarray(0, limits.context)), "PONG with the first 16 octets", `PONG with ${String(data.length)} octets`);
      });
    },
  }),
  refusalInTraffic<{ readonly data: string }>({
    name: "heartbeat/short-ping-is-refused",
    judges: "heartbeat.short-ping",
    since: "3.1",
    hostile: true,
    cases: ["", "00"].map((data) => ({ data })),
    behave: (peer) => {
      peer.sendCommand("PING", Uint8Array.of(0, 0));
    },
    offend: (peer, { data }) => {
      peer.sendCommand("PING", fromHex(data));
    },
  }),
  property<{ readonly pings: number }>({
    name: "heartbeat/zero-time-to-live",
    judges: ["heartbeat.ttl-zero"],
    socketTypes: ["DEALER"],
    since: "3.1",
    window: noBarrier,
    cases: [{ pings: 1 }],
    play: async (stage, { pings }) => {
      const { subject, peer } = await meet(stage, "DEALER");
      for (let count = 0; count < pings; count += 1) peer.sendCommand("PING", ascii("\0\0z"));
      await peer.commandNamed("PONG");
      await blame(stage, "heartbeat.ttl-zero", async () => {
        await peer.stream.until(() => peer.stream.closed !== undefined, windowMs);
        await peer.isOpen();
        peer.send(words("hello"));
        await subject.receives(words("hello"));
      });
    },
  }),
  property<{ readonly ttl: number }>({
    name: "heartbeat/time-to-live-is-not-cut-short",
    waits: true,
    judges: ["heartbeat.ttl-early"],
    socketTypes: ["DEALER"],
    since: "3.1",
    window: noBarrier,
    cases: [655, 656, 1311, 1966, 32768, 65535].map((ttl) => ({ ttl })),
    play: async (stage, { ttl }) => {
      const { peer } = await meet(stage, "DEALER");
      peer.sendCommand("PING", Uint8Array.of(ttl >> 8, ttl & 0xff, 1));
      await peer.commandNamed("PONG");
      await blame(stage, "heartbeat.ttl-early", async () => {
        await peer.stream.until(() => peer.stream.closed !== undefined, windowMs);
        expect(peer.stream.closed === undefined, `the connection is open within ${String(ttl / 10)} seconds of the PING`, "it is closed within half a second");
        await peer.isOpen();
      });
    },
  }),
  property<{ readonly ttl: number }>({
    name: "heartbeat/time-to-live-passes",
    waits: true,
    judges: ["heartbeat.ttl-expiry"],
    socketTypes: ["DEALER"],
    since: "3.1",
    cases: [1, 3].map((ttl) => ({ ttl })),
    play: async (stage, { ttl }) => {
      const { peer } = await meet(stage, "DEALER");
      peer.sendCommand("PING", Uint8Array.of(0, ttl, 1));
      await peer.commandNamed("PONG");
      await blame(stage, "heartbeat.ttl-expiry", () => peer.isClosed(false));
    },
  }),
];
