/** spec/wire/heartbeat.md: the PING commands of an implementation whose application asked for heartbeats. */
import { pairwise } from "../../kit/generate/covering.ts";
import { limits } from "../../kit/generate/limits.ts";
import { judge, blame, expect } from "../../kit/outcome.ts";
import { property, type AnyProperty } from "../../kit/property.ts";
import { encodeFrame, encodeFrameHeader } from "../../kit/wire/encode.ts";
import { ascii } from "../../kit/octets.ts";
import { meet, sides, words, type Side } from "../support.ts";

const sideCases = sides.map((side) => ({ side }));
const impatient = { heartbeatInterval: 50, heartbeatTimeout: 120 };
/** Long enough for a harness that is late on a busy machine, and short enough that the PING commands of a case outlast it. */
const patient = { heartbeatInterval: 50, heartbeatTimeout: 500 };
const outlasting = 14;
const options = ["heartbeatInterval", "heartbeatTimeout", "heartbeatTimeToLive"] as const;

export const sent: readonly AnyProperty[] = [
  property<{ readonly side: Side; readonly ttlMs: number; readonly intervalMs: number; readonly timeoutMs: number }>({
    name: "heartbeat/ping-carries-the-time-to-live",
    judges: ["heartbeat.ping-format", "heartbeat.context-size"],
    socketTypes: ["DEALER"],
    options,
    since: "3.1",
    cases: pairwise({ ttlMs: [0, 100, 2000, 65500], side: sides, intervalMs: [10, 40], timeoutMs: [3000, 60_000] }),
    play: async (stage, { side, ttlMs, intervalMs, timeoutMs }) => {
      const options = { heartbeatInterval: intervalMs, heartbeatTimeout: timeoutMs, heartbeatTimeToLive: ttlMs };
      const { peer } = await meet(stage, "DEALER", side, options);
      for (let count = 0; count < 3; count += 1) {
        const { data } = await blame(stage, "heartbeat.ping-format", () => peer.commandNamed("PING"));
        await blame(stage, "heartbeat.ping-format", async () => {
          const announced = ((data[0] ?? 0) << 8) | (data[1] ?? 0);
          expect(
            data.length >= 2 && announced === ttlMs / 100,
            `a time-to-live of ${String(ttlMs / 100)} tenths of a second`,
            data.length < 2 ? "fewer than two octets" : `${String(announced)} tenths`,
          );
          return Promise.resolve();
        });
        judge(stage, "heartbeat.context-size", data.length <= 2 + limits.context, "a context of at most 16 octets", `${String(data.length - 2)} octets`);
      }
    },
  }),
  property<Record<string, never>>({
    name: "heartbeat/no-ping-before-the-handshake",
    mechanisms: ["NULL"],
    judges: ["heartbeat.after-handshake"],
    socketTypes: ["DEALER"],
    options: ["heartbeatInterval", "heartbeatTimeout"],
    since: "3.1",
    cases: [{}],
    play: async (stage) => {
      const subject = await stage.bound("DEALER", { heartbeatInterval: 20, heartbeatTimeout: 5000 });
      const waiting = await stage.dial(subject);
      waiting.writeGreeting();
      await waiting.readGreeting();
      await blame(stage, "heartbeat.after-handshake", async () => {
        const served = await stage.connect(subject, "DEALER");
        for (let count = 0; count < 5; count += 1) await served.commandNamed("PING");
        const frames = waiting.stream.drain().filter((item) => item.type === "frame");
        const pings = frames.filter(({ frame }) => Buffer.from(frame.body.subarray(1, 5)).toString() === "PING");
        expect(pings.length === 0, "no PING before the handshake while another peer gets five", "a PING arrives");
        return Promise.resolve();
      });
      waiting.writeReady({ socketType: "DEALER" });
      await waiting.commandNamed("PING");
    },
  }),
  property<{ readonly side: Side }>({
    name: "heartbeat/silence-closes",
    judges: ["heartbeat.timeout"],
    socketTypes: ["DEALER"],
    options,
    since: "3.1",
    cases: sideCases,
    play: async (stage, { side }) => {
      const { peer } = await meet(stage, "DEALER", side, impatient);
      peer.answersPing = false;
      await peer.commandNamed("PING");
      await blame(stage, "heartbeat.timeout", () => peer.isClosed(false));
    },
  }),
  property<Record<string, never>>({
    name: "heartbeat/reconnects-after-silence",
    judges: ["heartbeat.reconnect"],
    socketTypes: ["DEALER"],
    options: [...options, "reconnectInterval"],
    since: "3.1",
    cases: [{}],
    play: async (stage) => {
      const listening = await stage.listen();
      const subject = await stage.open("DEALER", { ...impatient, reconnectInterval: 20 });
      await subject.connectTo(listening);
      const silent = await stage.accept(listening, "DEALER");
      silent.answersPing = false;
      await silent.commandNamed("PING");
      await silent.isClosed(false);
      await blame(stage, "heartbeat.reconnect", () => stage.accept(listening, "DEALER"));
    },
  }),
  property<{ readonly pings: number }>({
    name: "heartbeat/messages-are-a-sign-of-life",
    judges: ["heartbeat.any-traffic"],
    socketTypes: ["DEALER"],
    options,
    since: "3.1",
    cases: [{ pings: outlasting }],
    play: async (stage, { pings }) => {
      const { subject, peer } = await meet(stage, "DEALER", "binds", patient);
      peer.answersPing = false;
      await blame(stage, "heartbeat.any-traffic", async () => {
        const messages = Array.from({ length: pings }, (_, count) => ascii(String(count)));
        await peer.sendInTurns(messages, () => peer.commandNamed("PING"));
        for (const message of messages) await subject.receives([message]);
      });
    },
  }),
  property<{ readonly pings: number }>({
    name: "heartbeat/partial-frames-are-a-sign-of-life",
    // It writes a frame in pieces, as it is only in clear.
    mechanisms: ["NULL"],
    judges: ["heartbeat.partial-frame"],
    socketTypes: ["DEALER"],
    options,
    since: "3.1",
    cases: [{ pings: outlasting }],
    play: async (stage, { pings }) => {
      const { subject, peer } = await meet(stage, "DEALER", "binds", patient);
      peer.answersPing = false;
      await blame(stage, "heartbeat.partial-frame", async () => {
        peer.write(encodeFrameHeader(pings * 10, { form: "long" }));
        const pieces = Array.from({ length: pings }, () => ascii("0123456789"));
        await peer.writeInTurns(pieces, () => peer.commandNamed("PING"));
        peer.write(encodeFrame(ascii("next")));
        await subject.receives([ascii("0123456789".repeat(pings))]);
        await subject.receives(words("next"));
      });
    },
  }),
];
