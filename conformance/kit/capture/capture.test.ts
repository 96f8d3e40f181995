/** What passed comes out of a capture again, however it was cut, repeated, moved about and lost; and nobody is blamed for what was not captured. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import { ascii, concat, equal } from "../octets.ts";
import type { Side } from "../watch/conversation.ts";
import { Watch } from "../watch/judge.ts";
import { encodeCommand, encodeFrame, encodeMessage, encodePing } from "../wire/encode.ts";
import { type CapturedConversation } from "./captured-conversation.ts";
import { limited, linkHeaders, packetOf, pcapOf, type FakePacket, type LinkName } from "./fake-capture.ts";
import { conversations, met, segmentsOf, treatments, type Treatment, type Turn } from "./fake-traffic.ts";
import { OctetReader } from "./octet-reader.ts";
import { Reassembly } from "./reassembly.ts";
import { readCapture, type Reading } from "./read.ts";
import { unpack } from "./segment.ts";

const turns = fc.array(fc.tuple(fc.constantFrom<Side>("connecting", "binding"), fc.uint8Array({ minLength: 1, maxLength: 60 })), { maxLength: 12 });
const plain: Treatment = { cuts: [1400], repeats: [], swaps: [], first: { connecting: 7, binding: 9 } };

describe("reassembly", () => {
  it("gives back both streams, each octet after those that it answers, whatever the network does to the segments", () => {
    fc.assert(
      fc.property(turns, treatments, (said, treatment) => {
        const { passed, missing } = reassembled(packets(said, treatment));
        expect(joined(passed)).toEqual(joined(said));
        expect(missing).toEqual({ connecting: 0, binding: 0 });
      }),
      { numRuns: 400 },
    );
  });

  it("tells how much is missing, and gives the rest in its place", () => {
    fc.assert(
      fc.property(turns, treatments, fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }), (said, treatment, lost) => {
        const { opening, rest } = segmentsOf(said, { ...treatment, repeats: [], swaps: [] });
        const kept = [...opening, ...rest.filter((_, at) => lost[at % lost.length] === false)];
        const { passed, pieces } = reassembled(kept.map((segment) => packetOf(segment)));
        for (const side of ["connecting", "binding"] as const) {
          const whole = concat(...said.filter(([by]) => by === side).map(([, octets]) => octets));
          for (const { at, octets } of pieces[side]) expect(equal(whole.subarray(at, at + octets.length), octets)).toBe(true);
        }
        const size = kept.reduce((sum, { octets }) => sum + (octets?.length ?? 0), 0);
        expect(passed.reduce((sum, [, octets]) => sum + octets.length, 0)).toBe(size);
      }),
    );
  });
});

describe("a capture", () => {
  it.each((Object.keys(linkHeaders) as LinkName[]).flatMap((link) => [false, true].map((v6) => [link, v6] as const)))(
    "is read through the link layer %s (IPv6: %s), in both byte orders",
    (link, v6) => {
      const file = all(met("DEALER", "ROUTER")).map((segment) => packetOf(segment, link, v6));
      for (const big of [false, true]) {
        const { conversations: found, leftOut } = read(pcapOf(file, link, big));
        expect(leftOut.size).toBe(0);
        expect(found.map(({ kind, origin }) => [kind.type, origin.connecting, origin.binding])).toEqual([
          ["whole", v6 ? "[::1]:40000" : "127.0.0.1:40000", v6 ? "[::2]:5555" : "127.0.0.2:5555"],
        ]);
      }
    },
  );

  it("shows the same offences as the octets themselves, however they were cut, repeated and moved about", () => {
    fc.assert(
      fc.property(conversations, fc.constantFrom(...offences), treatments, (said, offence, treatment) => {
        const whole: readonly Turn[] = [...said, ["binding", offence]];
        const [found] = judged(packets(whole, treatment));
        expect(found?.kind).toEqual({ type: "whole" });
        expect(broken(found)).toEqual(directly(whole));
        expect(broken(found).length).toBeGreaterThan(0);
      }),
    );
  });

  it("blames nobody who keeps every statement, wherever it begins and whatever it lacks", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(
        conversations,
        treatments,
        fc.record({ from: fc.nat(30), lost: fc.array(fc.nat(60), { maxLength: 4 }), most: fc.constantFrom(60, 120, 65_535) }),
        (said, treatment, { from, lost, most }) => {
          const kept = packets(said, treatment).filter((_, at) => at >= from && !lost.includes(at));
          for (const { kind, breaches, watch } of readCapture(OctetReader.of(pcapOf(limited(kept, most)))).conversations) {
            seen.add(kind.type);
            expect(breaches.map(({ breach }) => breach.statement)).toEqual([]);
            if (kind.type === "middle") expect(watch.hasGaps).toBe(true);
          }
        },
      ),
      { numRuns: 600 },
    );
    expect([...seen].sort()).toEqual(["gaps", "middle", "other", "whole"]);
  });

  it("has nothing to judge in connections in which no octets passed", () => {
    expect(judged(packets([], plain)).map(({ kind, isJudged }) => [kind.type, isJudged])).toEqual([["silent", false]]);
  });

  it("that begins in the middle still shows what a single command shows", () => {
    const said: readonly Turn[] = [...met("DEALER", "DEALER"), ["binding", encodePing(0, ascii("a"))], ["binding", encodePing(0, new Uint8Array(17))]];
    const [found] = judged(
      all(said)
        .slice(6)
        .map((segment) => packetOf(segment)),
    );
    expect(found?.kind).toEqual({ type: "middle" });
    expect(broken(found)).toEqual([["binding", "heartbeat.context-size"]]);
    expect(found?.watch.canJudge("binding", "publish-subscribe.filter")).toBe(false);
  });

  it("bridges the body of a message of which only the beginning was captured", () => {
    const said: readonly Turn[] = [
      ...met("PUSH", "PULL"),
      ["connecting", encodeMessage([new Uint8Array(1300)])],
      ["connecting", encodeFrame(ascii("a"), { reserved: 8 })],
    ];
    const [found] = judged(limited(packets(said, plain), 200));
    expect(found?.kind).toEqual({ type: "gaps" });
    expect(broken(found)).toEqual([["connecting", "framing.reserved-zero"]]);
  });

  it.each([
    ["GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n", "the connecting peer speaks HTTP, the binding peer speaks HTTP"],
    ["\x16\x03\x01\x02", "\x16\x03\x03\x02", "the connecting peer speaks TLS, the binding peer speaks TLS"],
    ["hello", "SSH-2.0-x", 'the connecting peer begins with "hello", the binding peer speaks SSH'],
  ])("names what is not ZMTP: %j", (one, other, reason) => {
    const [found] = judged(
      packets(
        [
          ["connecting", ascii(one)],
          ["binding", ascii(other)],
        ],
        plain,
      ),
    );
    expect(found?.kind).toEqual({ type: "other", reason });
    expect(found?.isJudged).toBe(false);
  });

  it("holds as many connections as the same addresses open one after the other", () => {
    const again = (first: number): readonly FakePacket[] => packets(met("PUSH", "PULL"), { ...plain, first: { connecting: first, binding: first } });
    expect(judged([...again(5), ...again(50_000)]).map(({ kind }) => kind.type)).toEqual(["whole", "whole"]);
  });

  it("that is cut off anywhere is read up to there, and said to be cut off", () => {
    const file = pcapOf(packets(met("DEALER", "ROUTER"), plain));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: file.length - 1 }), (size) => {
        const { fault, packets: count } = read(file.subarray(0, size));
        const boundary = ends(file).indexOf(size);
        if (boundary >= 0) expect([fault, count]).toEqual([undefined, boundary]);
        else expect(fault).toMatch(/cut off/u);
      }),
    );
  });

  it("may be any octets at all", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom("", "0a0d0d0a1c0000004d3c2b1a", "d4c3b2a1", "a1b2c3d4"), (octets, magic) => {
        const { fault, packets: count } = read(concat(new Uint8Array(Buffer.from(magic, "hex")), octets));
        if (count === 0 && magic === "") expect(fault).toMatch(/neither pcap nor pcapng|empty|cut off/u);
      }),
    );
  });
});

/** What the binding peer says to break a statement. */
const offences = [
  encodeFrame(ascii("a"), { reserved: 8 }),
  encodeCommand("PONG", ascii(""), { more: true }),
  encodeFrame(ascii("\x02a1"), { command: true }),
  encodePing(0, new Uint8Array(17)),
  encodeCommand("PING", ascii("\0")),
] as const;

function all(said: readonly Turn[]): ReturnType<typeof segmentsOf>["rest"] {
  const { opening, rest } = segmentsOf(said, plain);
  return [...opening, ...rest];
}

function packets(said: readonly Turn[], treatment: Treatment): readonly FakePacket[] {
  const { opening, rest } = segmentsOf(said, treatment);
  return [...opening, ...rest].map((segment) => packetOf(segment));
}

function read(file: Uint8Array): Reading {
  return readCapture(OctetReader.of(file));
}

function judged(file: readonly FakePacket[]): readonly CapturedConversation[] {
  return read(pcapOf(file)).conversations;
}

function broken(found: CapturedConversation | undefined): readonly (readonly [Side, RequirementId])[] {
  return (found?.breaches ?? []).map(({ breach: { side, statement } }) => [side, statement]);
}

function directly(said: readonly Turn[]): readonly (readonly [Side, RequirementId])[] {
  const watch = new Watch();
  for (const [side, octets] of said) watch.feed(side, octets);
  return watch.breaches.map(({ side, statement }) => [side, statement]);
}

function reassembled(file: readonly FakePacket[]): {
  readonly passed: readonly Turn[];
  readonly missing: Readonly<Record<Side, number>>;
  readonly pieces: Readonly<Record<Side, readonly { readonly at: number; readonly octets: Uint8Array }[]>>;
} {
  const passed: Turn[] = [];
  const missing = { connecting: 0, binding: 0 };
  const at = { connecting: 0, binding: 0 };
  const pieces: Record<Side, { at: number; octets: Uint8Array }[]> = { connecting: [], binding: [] };
  const side = (end: "one" | "other"): Side => (end === "one" ? "connecting" : "binding");
  const reassembly = new Reassembly({
    octets: (end, octets) => {
      passed.push([side(end), octets]);
      pieces[side(end)].push({ at: at[side(end)], octets });
      at[side(end)] += octets.length;
    },
    gap: (end, size) => {
      missing[side(end)] += size;
      at[side(end)] += size;
    },
    ended: () => undefined,
  });
  file.forEach(({ octets, size }, index) => {
    const unpacked = unpack({ number: index + 1, link: 101, octets, size });
    if (unpacked.type === "segment") reassembly.take(unpacked.segment.source.endsWith(":40000") ? "one" : "other", unpacked.segment);
  });
  reassembly.finish();
  return { passed, missing, pieces };
}

/** What one side says without the other saying something between is one turn. */
function joined(said: readonly Turn[]): readonly (readonly [Side, string])[] {
  const result: [Side, string][] = [];
  for (const [side, octets] of said) {
    const last = result.at(-1);
    const text = Buffer.from(octets).toString("hex");
    if (last?.[0] === side) last[1] += text;
    else result.push([side, text]);
  }
  return result;
}

/** Where the headers and packets of a pcap file end. */
function ends(file: Uint8Array): readonly number[] {
  const view = new DataView(file.buffer, file.byteOffset);
  const found = [24];
  for (let at = 24; at < file.length; found.push(at)) at += 16 + view.getUint32(at + 8, true);
  return found;
}
