/** spec/wire/framing.md: frames as they are sent, and what a receiver accepts and refuses. */
import * as fc from "fast-check";
import { body, bodies, classesOf, messageClasses, octetsOf, partsOf, type Body, bodyShape, messageShape } from "../kit/generate/body.ts";
import { around, limits } from "../kit/generate/limits.ts";
import { allCutsInThousandths, cuts, split } from "../kit/generate/split.ts";
import { ascii, concat, equal } from "../kit/octets.ts";
import { blame, judge, Unexpected, Violation } from "../kit/outcome.ts";
import { property, type AnyProperty } from "../kit/property.ts";
import { largePart, moreThanFits, withLittleRoom } from "../kit/room.ts";
import { entries, fields } from "../kit/shrink/shape.ts";
import { encodeCommand, encodeFrame, encodeFrameHeader, encodeMessage } from "../kit/wire/encode.ts";
import { octetFaults } from "../mutants/octets.ts";
import { meet, meetInPerson, refusalInTraffic, sendsSlowly, sides, turnsUntilHeard, words, type Side } from "./support.ts";

const limit = 1000;
/** Flags, size and body of two frames. */
const sevenOctets = [2, 1].map((length) => ({ size: length, fill: 67 }));

export const framing: readonly AnyProperty[] = [
  property<{ readonly message: readonly Body[] }>({
    name: "framing/reserved-bits-are-zero",
    judges: ["framing.reserved-zero"],
    socketTypes: ["DEALER"],
    cases: [{ message: [{ size: 0, fill: 0 }] }, { message: [...around(limits.shortBody), 65536].map((length) => ({ size: length, fill: 65 })) }],
    shape: fields({ message: messageShape }),
    arbitrary: fc.record({ message: bodies() }),
    classes: classesOf(messageClasses, (input) => input.message),
    play: async (stage, { message }) => {
      const { subject, peer } = await meet(stage, "DEALER");
      await blame(stage, "framing.reserved-zero", async () => {
        await subject.send(partsOf(message));
        await peer.message();
      });
    },
  }),
  property<{ readonly sent: Body }>({
    name: "framing/long-form-above-255",
    judges: ["framing.long-above-255"],
    socketTypes: ["DEALER"],
    cases: [...around(limits.shortBody), ...around(65536)].map((length) => ({ sent: { size: length, fill: 300 } })),
    shape: fields({ sent: bodyShape }),
    arbitrary: fc.record({ sent: body() }),
    classes: { "more than 255 octets": ({ sent }) => sent.size > limits.shortBody },
    play: async (stage, { sent }) => {
      const { subject, peer } = await meet(stage, "DEALER");
      await blame(stage, "framing.long-above-255", async () => {
        await subject.send([octetsOf(sent)]);
        await peer.receives([octetsOf(sent)]);
      });
    },
  }),
  property<{ readonly sizes: readonly number[] }>({
    name: "framing/long-form-of-commands-above-255",
    judges: ["framing.long-above-255"],
    socketTypes: ["SUB"],
    options: ["subscribe"],
    since: "3.1",
    // With the name of the command and its length, topics of 246 octets are the first to need the long form.
    cases: [{ sizes: [245, 246, 255, 256] }],
    play: async (stage, { sizes }) => {
      const { subject, peer } = await meet(stage, "SUB");
      for (const size of sizes) {
        const topic = new Uint8Array(size).fill(116);
        await subject.subscribe(topic);
        await turnsUntilHeard(stage, subject, peer);
        const command = await peer.command("a SUBSCRIBE command").catch((error: unknown) => {
          if (error instanceof Violation) throw new Violation("framing.long-above-255", "a SUBSCRIBE command", error.actual);
          throw error;
        });
        judge(stage, "framing.long-above-255", equal(command.data, topic), `the topic of ${String(size)} octets`, `${String(command.data.length)} octets`);
      }
    },
  }),
  property<{ readonly message: readonly Body[]; readonly side: Side }>({
    name: "framing/more-on-all-but-the-last",
    judges: ["framing.more"],
    socketTypes: ["DEALER"],
    cases: [1, 2, 3, 9].flatMap((count) =>
      sides.map((side) => ({ side, message: Array.from({ length: count }, (_, index) => ({ size: index, fill: index })) })),
    ),
    shape: fields({ message: messageShape }),
    arbitrary: fc.record({ side: fc.constantFrom<Side>("binds", "connects"), message: bodies(12, 300) }),
    classes: { "several parts": ({ message }) => message.length > 1 },
    play: async (stage, { message, side }) => {
      const { subject, peer } = await meet(stage, "DEALER", side);
      await blame(stage, "framing.more", async () => {
        await subject.send(partsOf(message));
        await subject.send(words("next"));
        await peer.receives(partsOf(message));
        await peer.receives(words("next"));
      });
    },
  }),
  property<{ readonly side: Side }>({
    name: "framing/commands-are-single-short-frames",
    judges: ["framing.command-more", "framing.short-command"],
    socketTypes: ["DEALER"],
    since: "3.1",
    cases: sides.map((side) => ({ side })),
    play: async (stage, { side }) => {
      const { peer } = await meetInPerson(stage, "DEALER", side);
      await blame(stage, "framing.command-more", () => peer.isOpen());
      const commands = peer.frames.filter((frame) => frame.command);
      const short = commands.every((frame) => frame.size > 255 || !frame.long);
      judge(stage, "framing.short-command", short, "READY and PONG of at most 255 octets arrive as short frames", "one arrives as a long frame");
    },
  }),
  property<{ readonly sent: Body }>({
    name: "framing/short-frames-are-accepted",
    judges: ["framing.accept-short"],
    socketTypes: ["DEALER"],
    cases: [0, 1, limits.shortBody - 1, limits.shortBody].map((length) => ({ sent: { size: length, fill: 66 } })),
    shape: fields({ sent: bodyShape }),
    arbitrary: fc.record({ sent: body(limits.shortBody) }),
    classes: { "the largest size or one less": ({ sent }) => sent.size >= limits.shortBody - 1, "an octet at most": ({ sent }) => sent.size < 2 },
    play: async (stage, { sent }) => {
      const { subject, peer } = await meet(stage, "DEALER");
      await blame(stage, "framing.accept-short", async () => {
        peer.send([octetsOf(sent)], "short");
        await subject.receives([octetsOf(sent)]);
      });
    },
  }),
  property<{ readonly sent: Body }>({
    name: "framing/long-frames-are-accepted",
    judges: ["framing.accept-long"],
    socketTypes: ["DEALER"],
    cases: [0, 1, ...around(limits.shortBody), ...around(65536)].map((length) => ({ sent: { size: length, fill: 300 } })),
    shape: fields({ sent: bodyShape }),
    arbitrary: fc.record({ sent: body() }),
    classes: {
      "a long frame that a short one could carry": ({ sent }) => sent.size <= limits.shortBody,
      "a frame of more than 64 KiB": ({ sent }) => sent.size > 65535,
    },
    play: async (stage, { sent }) => {
      const { subject, peer } = await meet(stage, "DEALER");
      await blame(stage, "framing.accept-long", async () => {
        peer.send([octetsOf(sent)], "long");
        await subject.receives([octetsOf(sent)]);
      });
    },
  }),
  property<{ readonly message: readonly Body[]; readonly cuts: readonly number[] }>({
    name: "framing/frames-arrive-in-any-segments",
    judges: ["framing.any-split"],
    socketTypes: ["DEALER"],
    cases: [
      { message: [{ size: 5, fill: 67 }], cuts: [140, 280, 420, 560, 700, 850] },
      {
        message: [
          { size: 256, fill: 67 },
          { size: 0, fill: 0 },
        ],
        cuts: [2, 4, 8, 12, 990, 996],
      },
      { message: [{ size: 65536, fill: 300 }], cuts: [1, 500] },
    ],
    enumerated: (level) => allCutsInThousandths(7, { quick: 1, standard: 2, full: 6 }[level]).map((list) => ({ message: sevenOctets, cuts: list })),
    shape: fields({ message: messageShape, cuts: entries("octets") }),
    arbitrary: fc.record({ message: bodies(3), cuts: cuts() }),
    classes: {
      "at least one cut": ({ cuts: positions }) => positions.length > 0,
      "three cuts or more": ({ cuts: positions }) => positions.length > 2,
      "a long frame": ({ message }) => message.some(({ size }) => size > limits.shortBody),
    },
    play: async (stage, input) => {
      const { subject, peer } = await meet(stage, "DEALER");
      const other = await stage.connect(subject, "DEALER");
      const parts = partsOf(input.message);
      const octets = encodeMessage(parts);
      await blame(stage, "framing.any-split", async () => {
        const positions = input.cuts.map((position) => Math.round((position * octets.length) / 1000));
        await peer.writeApart(split(octets, positions), other);
        await subject.receives(parts);
      });
    },
  }),
  refusalInTraffic<{ readonly declared: string }>({
    name: "framing/sizes-above-2-63-are-refused",
    judges: "framing.size-bound",
    cases: ["9223372036854775808", "18446744073709551615", "9223372036854775809"].map((declared) => ({ declared })),
    behave: (peer) => {
      peer.send(words("hello"), "long");
    },
    offend: (peer, { declared }) => {
      peer.write(encodeFrameHeader(0, { form: "long", declaredSize: BigInt(declared) }));
    },
  }),
  refusalInTraffic<{ readonly above: number }>({
    name: "framing/maximum-size-is-kept",
    judges: "framing.maximum-size",
    options: ["maxMessageSize"],
    open: { maxMessageSize: limit },
    cases: [1, 2, 1000, 1_000_000].map((above) => ({ above })),
    behave: (peer) => {
      peer.send([new Uint8Array(limit)]);
    },
    offend: (peer, { above }) => {
      peer.write(encodeFrame(new Uint8Array(limit + above)));
    },
  }),
  refusalInTraffic<{ readonly frames: readonly number[] }>({
    name: "framing/maximum-size-holds-for-the-message",
    judges: "framing.maximum-size-message",
    options: ["maxMessageSize"],
    open: { maxMessageSize: limit },
    cases: [
      [600, 600],
      [1000, 1],
      [400, 400, 400],
    ].map((frames) => ({ frames })),
    behave: (peer, { frames }) => {
      peer.send([new Uint8Array(frames[0] ?? 0)]);
    },
    offend: (peer, { frames }) => {
      peer.send(frames.map((length) => new Uint8Array(length)));
    },
  }),
  property<{ readonly side: Side }>({
    name: "framing/maximum-size-spares-the-handshake",
    judges: ["framing.maximum-size-handshake"],
    socketTypes: ["DEALER"],
    options: ["maxMessageSize"],
    cases: sides.map((side) => ({ side })),
    play: async (stage, { side }) => {
      await blame(stage, "framing.maximum-size-handshake", async () => {
        const { subject, peer } = await meet(stage, "DEALER", side, { maxMessageSize: 10 });
        peer.send(words("hello"));
        await subject.receives(words("hello"));
      });
    },
  }),
  refusalInTraffic<{ readonly name: string }>({
    name: "framing/command-with-more-is-refused",
    judges: "framing.close-on-command-more",
    cases: ["PONG", "SUBSCRIBE", "FOO"].map((name) => ({ name })),
    behave: (peer, { name }) => {
      peer.write(encodeCommand(name, ascii("x")));
    },
    offend: (peer, { name }) => {
      peer.write(octetFaults.commandMore.change(encodeCommand(name, ascii("x"))));
    },
  }),
  property<{ readonly reserved: number; readonly form: "short" | "long" }>({
    name: "framing/reserved-bits-received",
    judges: ["framing.reserved-received"],
    socketTypes: ["DEALER"],
    since: "3.1",
    cases: [8, 16, 32, 64, 128, 248].flatMap((reserved) => (["short", "long"] as const).map((form) => ({ reserved, form }))),
    play: async (stage, { reserved, form }) => {
      const { subject, peer } = await meet(stage, "DEALER");
      await blame(stage, "framing.reserved-received", async () => {
        peer.write(encodeFrame(ascii("hello"), { reserved, form }));
        const open = await peer.survives();
        stage.observe("framing.reserved-received", open ? "ignore" : "close");
        if (open) await subject.receives(words("hello"));
        else await subject.receivesNothing();
      });
    },
  }),
  property<{ readonly size: number }>({
    name: "framing/no-command-between-frames",
    judges: ["framing.command-between"],
    socketTypes: ["DEALER"],
    since: "3.1",
    // More than the kernel's buffers hold, so that the sender is in the middle of the message when the PING commands arrive.
    cases: [{ size: largePart }],
    play: async (stage, { size: length }) => {
      const { subject, peer } = await meet(stage, "DEALER", "binds", withLittleRoom(stage));
      const message = Array.from({ length: moreThanFits(stage) }, () => new Uint8Array(length).fill(68));
      await sendsSlowly({ subject, peer }, message);
      for (let count = 0; count < 20; count += 1) peer.sendCommand("PING", concat(Uint8Array.of(0, 0), ascii(`p${String(count)}`)));
      peer.stream.resume();
      await peer.receives(message);
      await peer.isOpen();
      await blame(stage, "framing.command-between", async () => {
        const inside = peer.frames.some((frame, index) => frame.command && peer.frames.slice(0, index).findLast((earlier) => !earlier.command)?.more === true);
        if (inside) throw new Unexpected("no command frame between the frames of one message", "one arrives there");
        return Promise.resolve();
      });
    },
  }),
  property<{ readonly command: "PING" | "PONG" }>({
    name: "framing/heartbeat-between-frames-is-accepted",
    judges: ["framing.heartbeat-between"],
    socketTypes: ["DEALER"],
    since: "3.1",
    cases: [{ command: "PING" }, { command: "PONG" }],
    play: async (stage, { command }) => {
      const { subject, peer } = await meet(stage, "DEALER");
      await blame(stage, "framing.heartbeat-between", async () => {
        peer.writeFrame(ascii("one"), { more: true });
        peer.sendCommand(command, command === "PING" ? Uint8Array.of(0, 0, 1) : Uint8Array.of(1));
        peer.writeFrame(ascii("two"));
        await subject.receives(words("one", "two"));
      });
    },
  }),
];
