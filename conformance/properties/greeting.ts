/** spec/wire/greeting.md: the first 64 octets of each side. */
import * as fc from "fast-check";
import { limits } from "../kit/generate/limits.ts";
import { allCuts, cuts, split } from "../kit/generate/split.ts";
import { ascii, concat, hex } from "../kit/octets.ts";
import { blame, expect, NotReached } from "../kit/outcome.ts";
import { property, type AnyProperty } from "../kit/property.ts";
import { content, entries, fields } from "../kit/shrink/shape.ts";
import type { Stage } from "../kit/stage.ts";
import type { Subject } from "../kit/subject.ts";
import { encodeGreeting, encodeReady } from "../kit/wire/encode.ts";
import type { WirePeer } from "../kit/wire/peer.ts";
import { octetFaults } from "../mutants/octets.ts";
import { isNotSentBack, meetRaw, refusalOfGreeting, sides, words, type Side } from "./support.ts";

const sideCases = sides.map((side) => ({ side }));
const versions = ["3.0", "3.1", "3.2", "4.0", "255.255"] as const;
const otherMechanisms: readonly string[] = ["PLAIN", "CURVE", "", "NUL", "NULLX", "null", "NULL\0X", "\0NULL", "A".repeat(20)];

/** What a peer writes first, and where its fields end: signature, version, mechanism, as-server, filler. */
const opening = concat(encodeGreeting(), encodeReady({ socketType: "DEALER" }));
const fieldEnds = [1, 9, 10, 11, 12, 32, 33, limits.greeting - 1, limits.greeting];
const pairsOfEnds = allCuts(fieldEnds.length + 1, 2).flatMap((pair) => (pair.length === 2 ? [pair.map((at) => fieldEnds[at - 1] ?? 1)] : []));

export const greeting: readonly AnyProperty[] = [
  property<{ readonly side: Side }>({
    name: "greeting/is-well-formed",
    judges: ["greeting.signature", "greeting.mechanism", "greeting.mechanism-name", "greeting.filler-zero"],
    socketTypes: ["DEALER"],
    cases: sideCases,
    play: async (stage, { side }) => {
      const { peer } = await meetRaw(stage, "DEALER", side);
      peer.writeGreeting();
      const received = await blame(stage, "greeting.signature", () => peer.readGreeting());
      await isNotSentBack(stage, side);
      await blame(stage, "greeting.mechanism", async () => {
        expect(received.mechanism === "NULL", "the mechanism NULL", `the mechanism ${received.mechanism}`);
        return Promise.resolve();
      });
    },
  }),
  property<{ readonly side: Side }>({
    name: "greeting/is-sent-unasked",
    judges: ["greeting.at-once"],
    ofAnyVersion: true,
    socketTypes: ["DEALER"],
    cases: sideCases,
    play: async (stage, { side }) => {
      const { peer } = await meetRaw(stage, "DEALER", side);
      await blame(stage, "greeting.at-once", async () => {
        const arrived = await peer.stream.until(() => peer.stream.octetsReceived >= 10, stage.ceilingMs);
        expect(arrived, "ten octets arrive before the peer writes one", "fewer than ten octets arrive");
      });
    },
  }),
  property<{ readonly side: Side; readonly size: number }>({
    name: "greeting/continues-after-the-major-version",
    judges: ["greeting.continue"],
    socketTypes: ["DEALER"],
    cases: [11, 12, 32, 63].flatMap((size) => sides.map((side) => ({ side, size }))),
    play: async (stage, { side, size }) => {
      const { peer } = await meetRaw(stage, "DEALER", side);
      peer.write(encodeGreeting().subarray(0, 10));
      await blame(stage, "greeting.continue", async () => {
        const major = await peer.stream.until(() => peer.stream.octetsReceived >= 11, stage.ceilingMs);
        expect(major, "the major version arrives after a signature", "it does not");
        peer.write(encodeGreeting().subarray(10, size));
        await peer.readGreeting();
      });
    },
  }),
  property<{ readonly side: Side }>({
    name: "greeting/has-null-padding",
    judges: ["greeting.padding-zero"],
    socketTypes: ["DEALER"],
    when: { choice: "versions.older", values: ["none", "2.0"] },
    cases: sideCases,
    play: async (stage, { side }) => {
      const { peer } = await meetRaw(stage, "DEALER", side);
      peer.writeGreeting();
      const { padding } = await peer.readGreeting();
      await blame(stage, "greeting.padding-zero", async () => {
        expect(
          padding.every((octet) => octet === 0),
          "eight null octets",
          `the padding ${hex(padding)}`,
        );
        return Promise.resolve();
      });
    },
  }),
  property<{ readonly side: Side; readonly version: (typeof versions)[number] }>({
    name: "greeting/announces-its-own-version",
    judges: ["greeting.version"],
    socketTypes: ["DEALER"],
    cases: versions.flatMap((version) => sides.map((side) => ({ side, version }))),
    play: async (stage, { side, version }) => {
      const { peer } = await meetRaw(stage, "DEALER", side);
      const [major, minor] = version.split(".").map(Number);
      peer.writeGreeting({ major: major ?? 3, minor: minor ?? 1 }, `greeting version=${version}`);
      const received = await peer.readGreeting();
      await blame(stage, "greeting.version", async () => {
        const announced = `${String(received.major)}.${String(received.minor)}`;
        expect(announced === stage.setting.protocol, `version ${stage.setting.protocol} is announced`, `version ${announced} is announced`);
        return Promise.resolve();
      });
    },
  }),
  property<{ readonly padding: readonly number[] }>({
    name: "greeting/padding-has-no-meaning",
    judges: ["greeting.padding-ignored"],
    socketTypes: ["DEALER"],
    cases: [{ padding: [0, 0, 0, 0, 0, 0, 0, 0] }, { padding: [0, 0, 0, 0, 0, 0, 0, 1] }, { padding: [255, 255, 255, 255, 255, 255, 255, 255] }],
    shape: fields({ padding: entries("octets", 8, content) }),
    arbitrary: fc.record({ padding: fc.array(fc.nat({ max: 255 }), { minLength: 8, maxLength: 8 }) }),
    classes: { "padding that is not null": ({ padding }) => padding.some((octet) => octet !== 0) },
    play: async (stage, { padding }) => {
      const { subject, peer } = await meetRaw(stage, "DEALER");
      const signature = Uint8Array.of(0xff, ...padding, 0x7f);
      await blame(stage, "greeting.padding-ignored", async () => {
        peer.writeGreeting({ signature }, hex(encodeGreeting({ signature })));
        await peer.readGreeting();
        peer.writeReady({ socketType: "DEALER" });
        await peer.readReady();
        peer.send(words("hello"));
        await subject.receives(words("hello"));
      });
    },
  }),
  property<{ readonly filler: readonly number[] }>({
    name: "greeting/filler-has-no-meaning",
    judges: ["greeting.filler-ignored"],
    socketTypes: ["DEALER"],
    cases: [{ filler: Array<number>(31).fill(0) }, { filler: [1, ...Array<number>(30).fill(0)] }, { filler: Array<number>(31).fill(255) }],
    shape: fields({ filler: entries("octets", 31, content) }),
    arbitrary: fc.record({ filler: fc.array(fc.nat({ max: 255 }), { minLength: 31, maxLength: 31 }) }),
    classes: { "filler that is not null": ({ filler }) => filler.some((octet) => octet !== 0) },
    play: async (stage, { filler }) => {
      const { subject, peer } = await meetRaw(stage, "DEALER");
      await blame(stage, "greeting.filler-ignored", async () => {
        peer.write(encodeGreeting({ minor: stage.setting.protocol === "3.0" ? 0 : 1, filler: Uint8Array.from(filler) }));
        await peer.readGreeting();
        peer.writeReady({ socketType: "DEALER" });
        await peer.readReady();
        peer.send(words("hello"));
        await subject.receives(words("hello"));
      });
    },
  }),
  property<{ readonly octet: number }>({
    name: "greeting/tenth-octet",
    judges: ["greeting.signature-end"],
    socketTypes: ["DEALER"],
    since: "3.1",
    cases: [0x01, 0x7d, 0x81, 0xff].map((octet) => ({ octet })),
    play: async (stage, { octet }) => {
      const { peer } = await meetRaw(stage, "DEALER");
      const signature = Uint8Array.of(0xff, 0, 0, 0, 0, 0, 0, 0, 0, octet);
      await blame(stage, "greeting.signature-end", async () => {
        peer.write(encodeGreeting({ signature }));
        peer.writeReady({ socketType: "DEALER" });
        stage.observe("greeting.signature-end", (await peer.survives()) ? "odd" : "exact");
      });
    },
  }),
  refusalOfGreeting<{ readonly mechanism: string } | { readonly fault: "otherMechanism" | "lowerCaseMechanism" | "mechanismTail" }>({
    name: "greeting/other-mechanism-is-refused",
    judges: "greeting.mechanism-mismatch",
    cases: [
      ...otherMechanisms.map((mechanism) => ({ mechanism })),
      ...(["otherMechanism", "lowerCaseMechanism", "mechanismTail"] as const).map((fault) => ({ fault })),
    ],
    behave: (peer) => {
      peer.writeGreeting();
      peer.writeReady({ socketType: "DEALER" });
    },
    offend: (peer, offence) => {
      if ("fault" in offence) peer.write(octetFaults[offence.fault].change(encodeGreeting()));
      else peer.write(encodeGreeting({ mechanism: concat(ascii(offence.mechanism), new Uint8Array(20 - offence.mechanism.length)) }));
      peer.writeReady({ socketType: "DEALER" });
    },
  }),
  property<{ readonly side: Side; readonly mechanism: string }>({
    name: "greeting/is-whole-before-a-refusal",
    judges: ["greeting.before-refusal"],
    socketTypes: ["DEALER"],
    cases: ["PLAIN", "CURVE"].flatMap((mechanism) => sides.map((side) => ({ side, mechanism }))),
    play: async (stage, { side, mechanism }) => {
      const { peer } = await meetRaw(stage, "DEALER", side);
      peer.writeWhole(encodeGreeting({ minor: stage.setting.protocol === "3.0" ? 0 : 1, mechanism }), `greeting mechanism=${mechanism}`);
      const closed = await peer.stream.until(() => peer.stream.closed !== undefined, stage.ceilingMs);
      if (!closed) throw new NotReached("precondition", "the implementation did not close the connection");
      if (peer.stream.closed === "reset") throw new NotReached("precondition", "the connection was reset: what was sent before may be lost");
      await blame(stage, "greeting.before-refusal", async () => {
        expect(peer.stream.octetsReceived >= 64, "64 octets of greeting arrive before the close", "the connection is closed before the greeting is whole");
        return Promise.resolve();
      });
    },
  }),
  property<{ readonly side: Side; readonly cuts: readonly number[] }>({
    name: "greeting/arrives-in-any-segments",
    judges: ["greeting.any-split"],
    socketTypes: ["DEALER"],
    cases: [...fieldEnds.map((end) => [end]), [1, 2, 3], Array.from({ length: limits.greeting - 1 }, (_, index) => index + 1)].map((positions) => ({
      side: "binds",
      cuts: positions,
    })),
    enumerated: (level) =>
      ({ quick: [], standard: allCuts(opening.length, 1), full: [...allCuts(opening.length, 1), ...pairsOfEnds] })[level].map((positions) => ({
        side: "binds",
        cuts: positions,
      })),
    shape: fields({ cuts: entries("octets") }),
    arbitrary: fc.record({
      side: fc.constantFrom<Side>("binds", "connects"),
      cuts: cuts().map((positions) => positions.map((position) => Math.round((position * opening.length) / 1000))),
    }),
    classes: {
      "a cut within the greeting": ({ cuts: positions }) => positions.some((position) => position > 0 && position < limits.greeting),
      "a cut behind the greeting": ({ cuts: positions }) => positions.some((position) => position > limits.greeting && position < opening.length),
      "the side that connects": ({ side }) => side === "connects",
    },
    play: async (stage, input) => {
      // It binds before it connects: there are applications that can do nothing else while a connection is being made.
      const subject = await stage.bound("DEALER");
      const other = await stage.connect(subject, "DEALER");
      const peer = input.side === "binds" ? await stage.dial(subject) : await accepted(stage, subject);
      const octets = concat(encodeGreeting({ minor: stage.setting.protocol === "3.0" ? 0 : 1 }), encodeReady({ socketType: "DEALER" }));
      await blame(stage, "greeting.any-split", async () => {
        await peer.writeApart(split(octets, input.cuts), other);
        await peer.readGreeting();
        await peer.readReady();
        peer.send(words("hello"));
        await subject.receives(words("hello"));
      });
    },
  }),
];

async function accepted(stage: Stage, subject: Subject): Promise<WirePeer> {
  const listening = await stage.listen();
  await subject.connectTo(listening);
  return stage.acceptRaw(listening);
}
