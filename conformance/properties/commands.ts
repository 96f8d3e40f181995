/** spec/wire/commands.md: the shape of commands, and what becomes of those that are malformed, unknown or late. */
import * as fc from "fast-check";
import { size } from "../kit/generate/body.ts";
import { limits } from "../kit/generate/limits.ts";
import { ascii, concat, fromHex } from "../kit/octets.ts";
import { blame, expect } from "../kit/outcome.ts";
import { property, type AnyProperty } from "../kit/property.ts";
import { count, fields, letters } from "../kit/shrink/shape.ts";
import { encodeCommandBody, encodeMetadata, readyProperties } from "../kit/wire/encode.ts";
import { meet, meetInPerson, partner, refusalInTraffic, sides, words, type Side } from "./support.ts";

const unknownNames = ["FOO", "SUBSCRIBER", "Z", "X".repeat(limits.commandName)];

export const commands: readonly AnyProperty[] = [
  property<{ readonly side: Side }>({
    name: "commands/have-a-name-of-letters",
    judges: ["commands.name"],
    socketTypes: ["DEALER"],
    cases: sides.map((side) => ({ side })),
    play: async (stage, { side }) => {
      await blame(stage, "commands.name", async () => {
        const { peer } = await meetInPerson(stage, "DEALER", side);
        if (stage.hasPing) await peer.isOpen();
      });
    },
  }),
  refusalInTraffic<{ readonly body: string }>({
    name: "commands/malformed-is-refused",
    judges: "commands.malformed",
    cases: ["", "00", "0041", "05", "0541424344", "ff41"].map((body) => ({ body })),
    shape: fields({ body: letters(0, 2) }),
    arbitrary: fc
      .record({ length: fc.integer({ min: 2, max: 255 }), present: fc.nat({ max: 254 }) })
      .filter(({ length, present }) => present < length)
      .map(({ length, present }) => ({ body: length.toString(16).padStart(2, "0") + "41".repeat(present) })),
    classes: { "a name that is cut off": ({ body }) => body.length > 2 && Number.parseInt(body.slice(0, 2), 16) > body.length / 2 - 1 },
    behave: (peer) => {
      peer.writeFrame(encodeCommandBody("PONG"), { command: true });
    },
    offend: (peer, { body }) => {
      peer.writeFrame(fromHex(body), { command: true });
    },
  }),
  property<{ readonly name: string; readonly size: number }>({
    name: "commands/unknown-is-ignored",
    judges: ["commands.unknown"],
    socketTypes: ["DEALER"],
    cases: unknownNames.flatMap((name) => [0, 300].map((size) => ({ name, size }))),
    shape: fields({ name: letters(1), size: count("octets") }),
    arbitrary: fc.record({
      name: fc.array(fc.constantFrom("Q", "W", "Y", "Z", "V", "K"), { minLength: 1, maxLength: 20 }).map((letters) => letters.join("")),
      size: size(1000),
    }),
    classes: {
      "a short frame": ({ name, size: octets }) => 1 + name.length + octets <= limits.shortBody,
      "a long frame": ({ name, size: octets }) => 1 + name.length + octets > limits.shortBody,
    },
    play: async (stage, { name, size: octets }) => {
      const { subject, peer } = await meet(stage, "DEALER");
      await blame(stage, "commands.unknown", async () => {
        peer.sendCommand(name, new Uint8Array(octets).fill(1));
        peer.send(words("hello"));
        await subject.receives(words("hello"));
      });
    },
  }),
  ...["DEALER", "PULL", "PAIR"].map((type) =>
    property<{ readonly name: string; readonly data: string }>({
      name: `commands/are-not-delivered-to-${type.toLowerCase()}`,
      judges: ["commands.not-delivered"],
      socketTypes: [type],
      since: "3.1",
      cases: ["SUBSCRIBE", "CANCEL", "JOIN", "LEAVE", "FOO", "PONG"].map((name) => ({ name, data: "abc" })),
      play: async (stage, { name, data }) => {
        const { subject, peer } = await meet(stage, type);
        await blame(stage, "commands.not-delivered", async () => {
          peer.sendCommand(name, ascii(data));
          if (!(await peer.survives())) {
            await subject.receivesNothing();
            return;
          }
          peer.send(words("hello"));
          await subject.receives(words("hello"));
        });
      },
    }),
  ),
  property<{ readonly name: string }>({
    name: "commands/are-not-delivered-to-router",
    judges: ["commands.not-delivered"],
    socketTypes: ["ROUTER"],
    since: "3.1",
    cases: ["SUBSCRIBE", "CANCEL", "FOO"].map((name) => ({ name })),
    play: async (stage, { name }) => {
      const { subject, peer } = await meet(stage, "ROUTER");
      await blame(stage, "commands.not-delivered", async () => {
        peer.sendCommand(name, ascii("abc"));
        if (!(await peer.survives())) {
          await subject.receivesNothing();
          return;
        }
        peer.send(words("hello"));
        const [, ...rest] = await subject.receive();
        expect(
          rest.length === 1 && Buffer.from(rest[0] ?? []).toString() === "hello",
          "the message that follows the command is delivered next",
          "something else is delivered",
        );
      });
    },
  }),
  refusalInTraffic<{ readonly reason: string }>({
    name: "commands/late-error-closes",
    judges: "commands.late-error",
    cases: ["", "late"].map((reason) => ({ reason })),
    behave: (peer) => {
      peer.send(words("hello"));
    },
    offend: (peer, { reason }) => {
      peer.writeFrame(encodeCommandBody("ERROR", concat(Uint8Array.of(reason.length), ascii(reason))), { command: true });
    },
  }),
  refusalInTraffic<{ readonly socketType: string }>({
    name: "commands/late-ready-closes",
    judges: "commands.late-ready",
    cases: [{ socketType: partner["DEALER"] ?? "DEALER" }],
    behave: (peer) => {
      peer.send(words("hello"));
    },
    offend: (peer, { socketType }) => {
      peer.writeFrame(encodeCommandBody("READY", encodeMetadata(readyProperties({ socketType }))), { command: true });
    },
  }),
];
