/** spec/security/curve.md: MESSAGE in both directions, its nonces, its flags and the frame around it. */
import * as fc from "fast-check";
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import { bodies, classesOf, messageClasses, partsOf, type Body, messageShape } from "../../kit/generate/body.ts";
import { ascii, concat, describeParts } from "../../kit/octets.ts";
import { blame, expect, judge } from "../../kit/outcome.ts";
import { property, type AnyProperty, type Property } from "../../kit/property.ts";
import { fields } from "../../kit/shrink/shape.ts";
import { noncePrefixes } from "../../kit/security/curve-commands.ts";
import type { CurveClient, CurveServer } from "../../kit/security/curve.ts";
import { encodeCommand, encodeCommandBody, encodeFrame, encodePing } from "../../kit/wire/encode.ts";
import type { Subject } from "../../kit/subject.ts";
import type { WirePeer } from "../../kit/wire/peer.ts";
import { clientSession, dealer, serverSession } from "../mechanisms.ts";
import { meet, sides, words, type Side } from "../support.ts";
import { flipped } from "./server.ts";

const common = { mechanisms: ["CURVE"], socketTypes: ["DEALER"] } as const satisfies Partial<Property<unknown>>;
const hello = ascii("hello");

type Session = CurveClient | CurveServer;
type Offence = (session: Session) => Uint8Array;

function sessionOf(peer: WirePeer): Session {
  return peer.mechanism.asServer === 1 ? serverSession(peer) : clientSession(peer);
}

/** A MESSAGE in a frame as libzmq sends it. */
function framed(data: Uint8Array, command = false): Uint8Array {
  return encodeFrame(encodeCommandBody("MESSAGE", data), { command });
}

/**
 * Turns of the application before an offence. What libzmq makes of one depends on whether the socket that tells of its events was looked at a moment before: it is
 * offended once the handshake is long told, or else a known failure would show only now and then.
 */
async function turnsOf(subject: Subject): Promise<void> {
  for (let count = 0; count < 20; count += 1) await subject.step();
}

/** For each fault and each side: a message that is delivered, then one that offends, whereupon the connection is closed and nothing is delivered. */
function refuses(name: string, statement: RequirementId, faults: Readonly<Record<string, Offence>>): AnyProperty {
  return property<{ readonly fault: string; readonly side: Side }>({
    ...common,
    name,
    judges: [statement],
    cases: Object.keys(faults).flatMap((fault) => sides.map((side) => ({ fault, side }))),
    play: async (stage, { fault, side }) => {
      const { subject, peer } = await meet(stage, "DEALER", side);
      const session = sessionOf(peer);
      peer.writeVarying(framed(session.message(hello)), "MESSAGE");
      await subject.receives([hello]);
      await turnsOf(subject);
      peer.writeVarying(faults[fault]?.(session) ?? new Uint8Array(), `MESSAGE fault=${fault}`);
      await blame(stage, statement, async () => {
        await peer.isClosed();
        await subject.receivesNothing();
      });
    },
  });
}

export const traffic: readonly AnyProperty[] = [
  refuses("curve/short-message-is-refused", "curve.message-size", {
    empty: () => framed(new Uint8Array()),
    "nonce-only": (session) => framed(session.message(hello).subarray(0, 8)),
    "one-less-than-least": (session) => framed(session.message(new Uint8Array()).subarray(0, -1)),
  }),
  refuses("curve/message-whose-box-does-not-open-is-refused", "curve.message-box", {
    "first-octet": (session) => framed(flipped(session.message(hello), 8)),
    "last-octet": (session) => framed(flipped(session.message(hello), 29)),
    "other-nonce": (session) => framed(flipped(session.message(hello), 7)),
    "other-key": (session) => framed(session.message(hello, {}, { key: new Uint8Array(32).fill(7) })),
    "prefix-of-the-other-side": (session) =>
      framed(session.message(hello, {}, { prefix: session.asServer === 1 ? noncePrefixes.clientMessage : noncePrefixes.serverMessage })),
    "prefix-of-the-abnf": (session) => framed(session.message(hello, {}, { prefix: ascii("CurveZMQMESSAGE-") })),
  }),
  refuses("curve/old-nonces-are-refused", "curve.nonce-message", {
    same: (session) => framed(session.message(hello, {}, { nonce: session.sent })),
    lower: (session) => framed(session.message(hello, {}, { nonce: session.sent - 1n })),
    "of-the-handshake": (session) => framed(session.message(hello, {}, { nonce: 1n })),
    zero: (session) => framed(session.message(hello, {}, { nonce: 0n })),
    replayed: (session) => concat(...Array<Uint8Array>(2).fill(framed(session.message(hello, { more: true })))),
  }),
  property<{ readonly side: Side }>({
    ...common,
    name: "curve/first-message-exceeds-the-handshake",
    judges: ["curve.nonce-message"],
    cases: sides.map((side) => ({ side })),
    play: async (stage, { side }) => {
      const { subject, peer } = await meet(stage, "DEALER", side);
      const session = sessionOf(peer);
      await turnsOf(subject);
      peer.writeVarying(framed(session.message(hello, {}, { nonce: session.sent })), "MESSAGE fault=same");
      await blame(stage, "curve.nonce-message", async () => {
        await peer.isClosed();
        await subject.receivesNothing();
      });
    },
  }),
  refuses("curve/commands-with-more-are-refused", "curve.message-command-more", {
    "unknown-command": (session) => framed(session.message(encodeCommandBody("FOO"), {}, { flags: 3 })),
    ping: (session) => framed(session.message(encodeCommandBody("PING", ascii("\0\0x")), {}, { flags: 3 })),
  }),
  refuses("curve/clear-frames-are-refused", "curve.clear-refused", {
    "clear-message": () => encodeFrame(hello),
    "clear-ping": () => encodePing(0, ascii("x")),
    "clear-ready": () => encodeCommand("READY", dealer),
    "clear-error": () => encodeCommand("ERROR", ascii("\x03400")),
    empty: () => encodeFrame(new Uint8Array()),
    "lower-case": (session) => encodeFrame(concat(ascii("\x07message"), session.message(hello))),
  }),
  refuses("curve/frames-with-more-are-refused", "curve.frame-more-refused", {
    "message-frame": (session) => encodeFrame(encodeCommandBody("MESSAGE", session.message(hello)), { more: true }),
  }),
  property<{ readonly gap: string; readonly side: Side }>({
    ...common,
    name: "curve/nonces-may-leave-gaps",
    judges: ["curve.nonce-gap"],
    cases: ["1", "1000", "4294967296", "9223372036854775808", "18446744073709551000"].flatMap((gap) => sides.map((side) => ({ gap, side }))),
    play: async (stage, { gap, side }) => {
      const { subject, peer } = await meet(stage, "DEALER", side);
      const session = sessionOf(peer);
      session.sent += BigInt(gap);
      await blame(stage, "curve.nonce-gap", async () => {
        peer.send([hello]);
        await subject.receives([hello]);
      });
    },
  }),
  property<{ readonly flags: number }>({
    ...common,
    name: "curve/reserved-flags-in-a-box",
    judges: ["curve.message-reserved"],
    cases: [4, 8, 16, 32, 64, 128].map((flags) => ({ flags })),
    play: async (stage, { flags }) => {
      const { subject, peer } = await meet(stage, "DEALER");
      peer.writeVarying(framed(clientSession(peer).message(hello, {}, { flags })), `MESSAGE flags=${String(flags)}`);
      await blame(stage, "curve.message-reserved", async () => {
        const open = await peer.survives();
        stage.observe("curve.message-reserved", open ? "ignore" : "close");
        if (open) await subject.receives([hello]);
        else await subject.receivesNothing();
      });
    },
  }),
  property<{ readonly side: Side; readonly message: readonly Body[] }>({
    ...common,
    name: "curve/messages-are-boxed-frame-by-frame",
    judges: ["curve.message", "curve.message-flags", "curve.nonce-order", "curve.frame-more", "curve.frame-clear-command"],
    cases: sides.flatMap((side) => [
      { side, message: [{ size: 5, fill: 69 }] },
      {
        side,
        message: [
          { size: 0, fill: 0 },
          { size: 222, fill: 1 },
          { size: 223, fill: 2 },
        ],
      },
    ]),
    shape: fields({ message: messageShape }),
    arbitrary: fc.record({ side: fc.constantFrom(...sides), message: bodies(4, 300) }),
    classes: classesOf(messageClasses, ({ message }) => message),
    play: async (stage, { side, message }) => {
      const { subject, peer } = await meet(stage, "DEALER", side);
      const session = sessionOf(peer);
      const parts = partsOf(message);
      await blame(stage, "curve.message", async () => {
        try {
          for (let count = 0; count < 2; count += 1) {
            await subject.send(parts);
            const received = await peer.message();
            expect(describeParts(received) === describeParts(parts), describeParts(parts), describeParts(received));
          }
          await peer.isOpen();
        } finally {
          judge(stage, "curve.nonce-order", session.fault !== "nonce", "each nonce exceeds the one before", "one does not");
          judge(stage, "curve.message-flags", session.fault !== "flags", "flags of 00, 01 or 02", "other flags");
          const more = peer.frames.filter((frame) => !frame.command).map((frame) => frame.more);
          const wanted = more.map((_, index) => index % parts.length < parts.length - 1);
          judge(stage, "curve.message-flags", more.join() === wanted.join(), `MORE ${wanted.join(", ")}`, more.join(", "));
          judge(stage, "curve.frame-more", !session.outerMore, "no MORE around MESSAGE", "MORE is set");
        }
      });
      judge(
        stage,
        "curve.frame-clear-command",
        session.outer.every((command) => !command),
        "the COMMAND bit around MESSAGE is clear",
        "it is set",
      );
    },
  }),
  property<{ readonly side: Side }>({
    ...common,
    name: "curve/commands-are-marked-in-their-boxes",
    judges: ["curve.message-flags"],
    since: "3.1",
    cases: sides.map((side) => ({ side })),
    play: async (stage, { side }) => {
      const { peer } = await meet(stage, "DEALER", side);
      await blame(stage, "curve.message-flags", () => peer.isOpen());
    },
  }),
  property<{ readonly side: Side; readonly command: boolean }>({
    ...common,
    name: "curve/message-in-either-frame",
    judges: ["curve.frame-either"],
    cases: sides.flatMap((side) => [true, false].map((command) => ({ side, command }))),
    play: async (stage, { side, command }) => {
      const { subject, peer } = await meet(stage, "DEALER", side);
      const session = sessionOf(peer);
      await blame(stage, "curve.frame-either", async () => {
        peer.writeVarying(framed(session.message(hello), command), `MESSAGE command=${String(command)}`);
        await subject.receives([hello]);
      });
    },
  }),
  property<{ readonly side: Side; readonly name: string }>({
    ...common,
    name: "curve/commands-in-boxes-are-commands",
    judges: ["curve.message-command"],
    since: "3.1",
    cases: sides.flatMap((side) => ["FOO", "PONG", "JOIN"].map((name) => ({ side, name }))),
    play: async (stage, { side, name }) => {
      const { subject, peer } = await meet(stage, "DEALER", side);
      await blame(stage, "curve.message-command", async () => {
        peer.sendCommand(name, ascii("x"));
        peer.send(words("next"));
        await subject.receives(words("next"));
        await peer.isOpen();
      });
    },
  }),
  property<{ readonly offence: "box" | "nonce" }>({
    ...common,
    name: "curve/invalid-messages-get-no-error",
    judges: ["curve.message-no-error"],
    cases: [{ offence: "box" }, { offence: "nonce" }],
    play: async (stage, { offence }) => {
      const { peer } = await meet(stage, "DEALER");
      const session = clientSession(peer);
      await peer.isOpen();
      const data = session.message(hello, {}, offence === "nonce" ? { nonce: 1n } : {});
      peer.writeVarying(framed(offence === "box" ? flipped(data, 10) : data), `MESSAGE fault=${offence}`);
      await blame(stage, "curve.message-no-error", async () => {
        const item = await peer.stream.next(stage.ceilingMs);
        // Whoever keeps the connection has answered nothing when the wait ends; that it is not closed is another statement's matter.
        expect(item.type !== "frame", "nothing is sent", "a frame arrives");
      });
    },
  }),
  property<{ readonly above: number }>({
    ...common,
    name: "curve/limit-of-the-body-in-the-box",
    judges: ["curve.maximum-size"],
    options: ["maxMessageSize"],
    cases: [0, 1].map((above) => ({ above })),
    play: async (stage, { above }) => {
      const limit = 300;
      const { subject, peer } = await meet(stage, "DEALER", "binds", { maxMessageSize: limit });
      const message = [new Uint8Array(limit + above).fill(65)];
      peer.send(message);
      await blame(stage, "curve.maximum-size", async () => {
        if (above === 0) await subject.receives(message);
        else await peer.isClosed();
      });
    },
  }),
];
