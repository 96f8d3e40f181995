/** spec/wire/handshake.md: READY, ERROR, and what may not come before them. */
import { ascii, concat } from "../kit/octets.ts";
import { blame, expect, NotReached } from "../kit/outcome.ts";
import { property, type AnyProperty } from "../kit/property.ts";
import type { Stage } from "../kit/stage.ts";
import { encodeCommand, encodeCommandBody, encodeFrame, encodeGreeting, encodeMessage, encodeMetadata, encodePing, encodeReady } from "../kit/wire/encode.ts";
import { meetRaw, refusalInHandshake, sides, words, type Side } from "./support.ts";

const sideCases = sides.map((side) => ({ side }));
const reasons = ["", "no", "400", "x".repeat(255)];

/** A greeting to be written in one piece with what follows it. */
const greetingOf = (stage: Stage): Uint8Array => encodeGreeting({ minor: stage.setting.protocol === "3.0" ? 0 : 1 });

export const handshake: readonly AnyProperty[] = [
  property<Record<string, never>>({
    name: "handshake/connecting-peer-sends-ready-first",
    judges: ["handshake.connecting-first"],
    socketTypes: ["DEALER"],
    cases: [{}],
    play: async (stage) => {
      const { peer } = await meetRaw(stage, "DEALER", "connects");
      peer.writeGreeting();
      await peer.readGreeting();
      await blame(stage, "handshake.connecting-first", () => peer.readReady());
    },
  }),
  property<Record<string, never>>({
    name: "handshake/binding-peer-replies",
    judges: ["handshake.binding-replies"],
    socketTypes: ["DEALER"],
    cases: [{}],
    play: async (stage) => {
      const { peer } = await meetRaw(stage, "DEALER", "binds");
      peer.writeGreeting();
      await peer.readGreeting();
      peer.writeReady({ socketType: "DEALER", properties: [{ name: "Mirror", value: ascii("no") }] });
      const announced = await blame(stage, "handshake.binding-replies", () => peer.readReady());
      expect(!announced.some(({ name }) => name === "Mirror"), "the implementation announces itself", "it sends back what the peer announces");
    },
  }),
  property<{ readonly side: Side; readonly early: boolean }>({
    name: "handshake/ready-in-either-order",
    judges: ["handshake.any-order"],
    socketTypes: ["DEALER"],
    cases: sides.flatMap((side) => [true, false].filter((early) => early || side === "connects").map((early) => ({ side, early }))),
    play: async (stage, { side, early }) => {
      const { subject, peer } = await meetRaw(stage, "DEALER", side);
      await blame(stage, "handshake.any-order", async () => {
        if (early) peer.write(concat(greetingOf(stage), encodeReady({ socketType: "DEALER" })));
        else peer.writeGreeting();
        await peer.readGreeting();
        await peer.readReady();
        if (!early) peer.writeReady({ socketType: "DEALER" });
        await subject.send(words("hello"));
        await peer.receives(words("hello"));
      });
    },
  }),
  property<Record<string, never>>({
    name: "handshake/no-message-before-ready",
    judges: ["handshake.no-early-message"],
    socketTypes: ["DEALER"],
    cases: [{}],
    play: async (stage) => {
      const late = await stage.listen();
      const prompt = await stage.listen();
      const subject = await stage.open("DEALER");
      await subject.connectTo(late);
      await subject.connectTo(prompt);
      for (let count = 0; count < 4; count += 1) await subject.send(words(String(count)));
      const waiting = await stage.acceptRaw(late);
      waiting.writeGreeting();
      await waiting.readGreeting();
      await waiting.readReady();
      const served = await stage.accept(prompt, "DEALER");
      await served.message();
      await blame(stage, "handshake.no-early-message", async () => {
        expect(
          waiting.stream.drain().length === 0 && waiting.stream.partial.length === 0,
          "nothing but READY arrives before the peer's READY",
          "more octets arrive",
        );
        return Promise.resolve();
      });
      waiting.writeReady({ socketType: "DEALER" });
      await waiting.message();
    },
  }),
  property<{ readonly side: Side; readonly messages: number }>({
    name: "handshake/messages-right-behind-ready",
    judges: ["handshake.early-message"],
    socketTypes: ["DEALER"],
    cases: [
      { side: "binds", messages: 1 },
      { side: "binds", messages: 3 },
    ],
    play: async (stage, { side, messages }) => {
      const { subject, peer } = await meetRaw(stage, "DEALER", side);
      const sent = Array.from({ length: messages }, (_, index) => words(String(index)));
      await blame(stage, "handshake.early-message", async () => {
        peer.writeWhole(concat(greetingOf(stage), encodeReady({ socketType: "DEALER" }), ...sent.map((message) => encodeMessage(message))));
        await peer.readGreeting();
        await peer.readReady();
        for (const message of sent) await subject.receives(message);
      });
    },
  }),
  refusalInHandshake<{ readonly first: "message" | "READY without the COMMAND bit" }>({
    name: "handshake/message-before-ready-is-refused",
    judges: "handshake.message-before-ready",
    cases: [{ first: "message" }, { first: "READY without the COMMAND bit" }],
    behave: (peer) => {
      peer.writeReady({ socketType: "DEALER" });
    },
    offend: (peer, { first }) => {
      const metadata = encodeMetadata([{ name: "Socket-Type", value: ascii("DEALER") }]);
      peer.write(encodeFrame(first === "message" ? ascii("hello") : encodeCommandBody("READY", metadata)));
      if (first === "message") peer.writeReady({ socketType: "DEALER" });
    },
  }),
  refusalInHandshake<{ readonly name: string }>({
    name: "handshake/other-command-before-ready-is-refused",
    judges: "handshake.unexpected-command",
    cases: ["PING", "SUBSCRIBE", "FOO", "READ", "ready"].map((name) => ({ name })),
    behave: (peer) => {
      peer.writeReady({ socketType: "DEALER" });
    },
    offend: (peer, { name }) => {
      peer.write(name === "PING" ? encodePing(0, ascii("x")) : encodeCommand(name, ascii("x")));
      peer.writeReady({ socketType: "DEALER" });
    },
  }),
  refusalInHandshake<{ readonly reason: string }>({
    name: "handshake/error-closes",
    judges: "handshake.error-closes",
    settled: true,
    cases: reasons.map((reason) => ({ reason })),
    behave: (peer) => {
      peer.writeReady({ socketType: "DEALER" });
    },
    offend: (peer, { reason }) => {
      peer.write(error(reason));
      peer.writeReady({ socketType: "DEALER" });
    },
  }),
  property<{ readonly reason: string }>({
    name: "handshake/error-closes-a-connecting-peer",
    judges: ["handshake.error-closes"],
    socketTypes: ["DEALER"],
    cases: reasons.map((reason) => ({ reason })),
    play: async (stage, { reason }) => {
      const { peer } = await meetRaw(stage, "DEALER", "connects");
      peer.writeGreeting();
      await peer.readGreeting();
      await peer.readReady();
      peer.write(error(reason));
      await blame(stage, "handshake.error-closes", () => peer.isClosed(false));
    },
  }),
  property<{ readonly side: Side; readonly reason: string }>({
    // It is read before the implementation has said anything but its greeting.
    name: "handshake/error-right-behind-the-greeting-closes",
    judges: ["handshake.error-closes"],
    socketTypes: ["DEALER"],
    cases: sides.flatMap((side) => ["", "no"].map((reason) => ({ side, reason }))),
    play: async (stage, { side, reason }) => {
      const { peer } = await meetRaw(stage, "DEALER", side);
      peer.writeWhole(concat(greetingOf(stage), error(reason)));
      await peer.readGreeting();
      await blame(stage, "handshake.error-closes", () => peer.isClosed(false));
    },
  }),
  property<{ readonly reason: string }>({
    name: "handshake/no-reconnect-after-error",
    judges: ["handshake.error-no-reconnect"],
    socketTypes: ["DEALER"],
    options: ["reconnectInterval"],
    cases: [{ reason: "no" }, { reason: "400" }],
    play: async (stage, { reason }) => {
      const refusing = await stage.listen();
      const closing = await stage.listen();
      const subject = await stage.open("DEALER", { reconnectInterval: 20 });
      await subject.connectTo(refusing);
      const refused = await stage.acceptRaw(refusing);
      refused.writeGreeting();
      await refused.readGreeting();
      await refused.readReady();
      refused.write(error(reason));
      await refused.isClosed(false);
      await subject.connectTo(closing);
      for (let count = 0; count < 4; count += 1) (await stage.acceptRaw(closing)).stream.destroy();
      await blame(stage, "handshake.error-no-reconnect", async () => {
        expect(
          refusing.listener.accepted === 1,
          "no further connection while another endpoint is tried four times",
          "the endpoint that answered ERROR is tried again",
        );
        return Promise.resolve();
      });
    },
  }),
  property<Record<string, never>>({
    name: "handshake/error-has-a-reason",
    judges: ["handshake.error-reason"],
    socketTypes: ["DEALER"],
    cases: [{}],
    play: async (stage) => {
      const { peer } = await meetRaw(stage, "DEALER");
      peer.writeGreeting();
      await peer.readGreeting();
      peer.writeReady({ socketType: "SUB" });
      await peer.isClosed(false);
      const command = peer.commands.find(({ name }) => name === "ERROR");
      if (command === undefined) throw new NotReached("undeclared", "the implementation sends no ERROR command");
      await blame(stage, "handshake.error-reason", async () => {
        const [length, ...reason] = command.data;
        expect(
          length === reason.length && reason.every((octet) => octet > 0x20 && octet < 0x7f),
          "the length of the reason, then that many visible characters",
          `the data x${Buffer.from(command.data).toString("hex")}`,
        );
        return Promise.resolve();
      });
    },
  }),
  property<{ readonly offence: "mechanism" | "socket type" | "command" }>({
    name: "handshake/reconnect-after-a-violation",
    // Whoever stays away is waited for.
    waits: true,
    judges: ["handshake.reconnect-after-violation"],
    socketTypes: ["DEALER"],
    cases: [{ offence: "mechanism" }, { offence: "socket type" }, { offence: "command" }],
    play: async (stage, { offence }) => {
      const listening = await stage.listen();
      const subject = await stage.open("DEALER");
      await subject.connectTo(listening);
      const peer = await stage.acceptRaw(listening);
      peer.writeGreeting(offence === "mechanism" ? { mechanism: "PLAIN" } : {}, offence === "mechanism" ? "greeting mechanism=PLAIN" : "greeting");
      if (offence === "socket type") peer.writeReady({ socketType: "SUB" });
      if (offence === "command") peer.sendCommand("FOO");
      await peer.isClosed(false);
      await blame(stage, "handshake.reconnect-after-violation", () => stage.accept(listening, "DEALER"));
    },
  }),
  property<{ readonly side: Side; readonly phase: "greeting" | "READY" }>({
    name: "handshake/has-a-time-limit",
    waits: true,
    judges: ["handshake.timeout"],
    socketTypes: ["DEALER"],
    options: ["handshakeInterval"],
    cases: sideCases.flatMap(({ side }) => (["greeting", "READY"] as const).map((phase) => ({ side, phase }))),
    play: async (stage, { side, phase }) => {
      const { peer } = await meetRaw(stage, "DEALER", side, { handshakeInterval: 200 });
      if (phase === "READY") peer.writeGreeting();
      await blame(stage, "handshake.timeout", () => peer.isClosed(false));
    },
  }),
];

function error(reason: string): Uint8Array {
  return encodeCommand("ERROR", concat(Uint8Array.of(reason.length), ascii(reason)));
}
