/** What is written as a capture is read again as it was: octets, gaps, where it begins, and what it breaks. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ascii, concat, fromHex, hex } from "../octets.ts";
import { bothSides, type Side } from "../watch/conversation.ts";
import type { Passed } from "../watch/recording.ts";
import { Watch } from "../watch/judge.ts";
import { encodeFrame, encodeMessage } from "../wire/encode.ts";
import { conversations, met } from "./fake-traffic.ts";
import { OctetReader } from "./octet-reader.ts";
import { readCapture, type Reading } from "./read.ts";
import { connectionsOf } from "./witness-traffic.ts";
import { writeCapture, type WrittenConnection } from "./write.ts";

const offence: Passed = { side: "binding", octets: encodeFrame(ascii("a"), { reserved: 8 }) };
const ends = { connecting: { host: "127.0.0.1", port: 49_200 }, binding: { host: "127.0.0.1", port: 5555 } };
const said = conversations.map((turns): readonly Passed[] => turns.map(([side, octets]) => ({ side, octets })));

describe("a written capture", () => {
  it("holds each connection, whole, with what it breaks", () => {
    fc.assert(
      fc.property(fc.array(said, { minLength: 1, maxLength: 3 }), (all) => {
        const { fault, leftOut, conversations: found } = written(...all.map((passed) => [...passed, offence]));
        expect([fault, leftOut.size]).toEqual([undefined, 0]);
        expect(found.map(({ kind, octets }) => ({ kind: kind.type, octets }))).toEqual(
          all.map((passed) => ({ kind: "whole", octets: sizes([...passed, offence]) })),
        );
        for (const { breaches } of found) expect(breaches.map(({ breach }) => breach.statement)).toEqual(["framing.reserved-zero"]);
      }),
      { numRuns: 12 },
    );
  });

  it("shows the same with gaps as the recording itself", () => {
    const gap = fc.record({
      at: fc.nat(12),
      side: fc.constantFrom<Side>(...bothSides),
      missing: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constant("unknown" as const)),
    });
    fc.assert(
      fc.property(said, gap, (passed, { at, side, missing }) => {
        const recording = [...passed.slice(0, at), { side, octets: new Uint8Array(), missing }, ...passed.slice(at)];
        const { conversations: found } = written(recording);
        const watch = new Watch();
        for (const piece of recording)
          if (piece.missing === undefined) watch.feed(piece.side, piece.octets);
          else watch.skip(piece.side, piece.missing === "unknown" ? undefined : piece.missing);
        const [one] = found;
        expect(one?.octets).toEqual(sizes(recording));
        expect(one?.breaches.map(({ breach }) => breach.statement)).toEqual(watch.breaches.map(({ statement }) => statement));
      }),
      { numRuns: 30 },
    );
  });

  it("is the same for the same recording, also of a message that needs many segments", () => {
    const passed: readonly Passed[] = [
      ...met("PUSH", "PULL").map(([side, octets]) => ({ side, octets })),
      { side: "connecting", octets: encodeMessage([new Uint8Array(9001)]) },
    ];
    expect(hex(writeCapture([{ ...ends, passed }], "a"))).toBe(hex(writeCapture([{ ...ends, passed }], "a")));
    expect(written(passed).conversations[0]?.octets).toEqual(sizes(passed));
  });
});

describe("a witness without a recording", () => {
  const octets = [
    "A writes",
    "ff 00 00 00 00 00 00 00 00 7f  # signature",
    "03 01  # version 3.1",
    '4e 55 4c 4c 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # mechanism "NULL"',
    "00  # as-server",
    "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 … (31 octets)  # filler",
    "00  # flags",
    "28  # size 40",
    '61 61 61 61 61 61 61 61 61 61 61 61 61 61 61 61 61 61 61 61 61 61 61 61 … (40 octets)  # body "aaaaaaaaaaaaaaaaaaaaaaaa"',
    "B writes",
    "ff  # signature",
  ];

  it("gives a connection to each peer that wrote, a packet to each frame, and says what it leaves out", () => {
    const [first, second, ...others] = connectionsOf({ input: null, octets, trace: ["S opens PULL", "S connects to B"] }, "why");
    expect(others).toEqual([]);
    const greeting = concat(fromHex("ff00000000000000017f".replace("01", "00")), fromHex("0301"), ascii("NULL"), new Uint8Array(48));
    expect(first?.passed.map(({ side, octets: piece, missing }) => [side, hex(piece), missing])).toEqual([
      ["connecting", hex(greeting), undefined],
      ["connecting", `0028${"61".repeat(24)}`, undefined],
      ["connecting", "", 16],
    ]);
    expect(second?.passed.map(({ side }) => side)).toEqual(["binding"]);
    expect(written(first?.passed ?? []).conversations[0]).toMatchObject({ missing: { connecting: 16, binding: 0 }, kind: { type: "gaps" } });
  });

  it("and without octets gives none", () => {
    expect(connectionsOf({ input: null, octets: [], trace: [] }, "why")).toEqual([]);
  });
});

function written(...recordings: readonly (readonly Passed[])[]): Reading {
  const connections = recordings.map((passed, at): WrittenConnection => ({
    ...ends,
    connecting: { ...ends.connecting, port: 49_200 + at },
    passed,
    comment: "why",
  }));
  return readCapture(OctetReader.of(writeCapture(connections, "of a test")));
}

function sizes(passed: readonly Passed[]): Readonly<Record<Side, number>> {
  const size = (side: Side): number => passed.filter((piece) => piece.side === side).reduce((sum, { octets }) => sum + octets.length, 0);
  return { connecting: size("connecting"), binding: size("binding") };
}
