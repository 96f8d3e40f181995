/** tshark with the dissector reads what peers say, however it was cut, and names the statements that they break; the monitors of `watch` agree. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RequirementId } from "../../schemas/types/requirement-id.ts";
import { met, conversations, type Turn } from "../kit/capture/fake-traffic.ts";
import { writeCapture } from "../kit/capture/write.ts";
import { ascii, concat } from "../kit/octets.ts";
import { requirement } from "../kit/requirements.ts";
import { bothSides, type Side } from "../kit/watch/conversation.ts";
import type { Passed } from "../kit/watch/recording.ts";
import { Watch } from "../kit/watch/judge.ts";
import { encodeCommand, encodeFrame, encodeGreeting, encodeMessage, encodePing, encodeReady } from "../kit/wire/encode.ts";
import { fieldsOf, hasTshark, needsTshark, tshark } from "./tshark.ts";

const pushed: readonly Turn[] = [...met("PUSH", "PULL"), ["connecting", encodeMessage([ascii("a"), new Uint8Array(300)])]];
const olderSubscriber: readonly Turn[] = [
  ["connecting", encodeGreeting({ minor: 0 })],
  ["binding", encodeGreeting()],
  ["connecting", encodeReady({ socketType: "SUB" })],
  ["binding", encodeReady({ socketType: "PUB" })],
  ["connecting", encodeMessage([ascii("\x01topic")])],
];
const underWay: readonly Turn[] = [
  ["connecting", encodePing(10, ascii("a"))],
  ["binding", encodeCommand("PONG", ascii("a"))],
  ["connecting", encodeMessage([ascii("more")])],
];
const bare: readonly Turn[] = [["connecting", encodeMessage([ascii("plain")])]];

const octetFields = ["patternwire.greeting.mechanism", "patternwire.command", "patternwire.socket-type", "patternwire.size", "patternwire.part"] as const;
const fields = [
  "tcp.stream",
  ...octetFields,
  "patternwire.body",
  "patternwire.ping.time-to-live",
  "patternwire.statement",
  "_ws.col.Info",
  "_ws.expert.severity",
] as const;
const sumFields = ["tcp.stream", "ip.checksum.status", "tcp.checksum.status", "tcp.completeness", "frame.comment"] as const;
const checksSums = ["-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE"];

describe.skipIf(!hasTshark)(`the dissector${needsTshark}`, () => {
  it("shows greeting, commands, metadata, sizes and parts", async () => {
    expect((await rowsOf("plain")).map((row) => row.slice(1, 6))).toEqual([
      ["NULL", "", "", "", ""],
      ["NULL", "", "", "", ""],
      ["", "READY", "PUSH", expect.any(String), ""],
      ["", "READY", "PULL", expect.any(String), ""],
      ["", "", "", "1,300", "1,2"],
    ]);
  });

  it("reads the same whatever the segments are", async () => {
    const [first, ...others] = [...(await rowsByStream("plain")), ...(await rowsByStream("cut"))].map((rows) =>
      octetFields.map((_, at) => column(rows, at + 1)),
    );
    expect(others).toEqual(cuts.map(() => first));
  });

  it("reads packets again as it read them first", async () => {
    const [first, second] = await Promise.all([firstReading(), secondReading()]);
    expect(second.map((row) => row.slice(sumFields.length))).toEqual(first.map((row) => row.slice(1, -1)));
  });

  it("names the statement that is broken, and agrees with the monitors", async () => {
    const found = (await rowsByStream("broken")).map((rows) => [...new Set(column(rows, fields.indexOf("patternwire.statement")))]);
    expect(found).toEqual(broken.map(({ breaks }) => breaks));
    for (const { said, breaks } of broken) for (const statement of watched(said)) expect(breaks).toContain(statement);
  });

  it("gives what is broken the level of its statement", async () => {
    const [ids, found] = [fields.indexOf("patternwire.statement"), fields.indexOf("_ws.expert.severity")];
    const severities = (await firstReading()).filter((row) => row[ids] !== "").map((row) => [row[ids] ?? "", row[found]] as const);
    const levels = new Map([
      ["MUST", "8388608"],
      ["SHOULD", "6291456"],
    ]);
    expect(severities.length).toBeGreaterThan(broken.length - 1);
    for (const [broke, severity] of severities)
      expect(severity).toBe(
        broke
          .split(",")
          .map((id) => levels.get(requirement(id).level.replace(" NOT", "")))
          .join(),
      );
  });

  it("finds nothing wrong with peers that keep every statement, also where octets are missing", async () => {
    for (const name of ["kept", "poor"]) expect(column(await rowsOf(name), fields.indexOf("patternwire.statement"))).toEqual([]);
  });

  it("knows a connection that was under way by a command, and others by their port", async () => {
    const known = [
      ["PING", "", "10"],
      ["PONG", "", ""],
      ["", "6d6f7265", ""],
    ];
    const picked = (rows: readonly (readonly string[])[]): readonly (readonly (string | undefined)[])[] => rows.map((row) => [row[2], row[6], row[7]]);
    expect(picked(await rowsOf("late"))).toEqual([...known, ["", "706c61696e", ""]]);
    const elsewhere = await fieldsOf(captureOf(groups.late), fields, "-o", "patternwire.ports:1", "-d", "tcp.port==5555,data");
    expect(picked(elsewhere)).toEqual(known);
  });

  it("opens what is written as a capture: its streams are whole, its sums right, its comment at the last packet", async () => {
    const rows = (await secondReading()).filter(([stream]) => streamsOf("plain").includes(Number(stream))).map((row) => row.slice(1, sumFields.length));
    expect(rows).toEqual(rows.map((_, at) => ["1", "1", "31", at < rows.length - 1 ? "" : "of a test"]));
  });

  it("has no error on any octets at all, whole, cut off or left in their segments", async () => {
    const noise = fc.sample(
      fc.array(fc.tuple(fc.constantFrom<Side>(...bothSides), fc.uint8Array({ minLength: 1, maxLength: 40 })), { maxLength: 6 }),
      sampled(20),
    );
    const begun = noise.flatMap((turns) => [[...met("DEALER", "ROUTER"), ...turns], [["connecting", encodeGreeting()] as const, ...turns], turns]);
    const cut = pushed.flatMap(([side, octets], at) => [1, 9, 30].map((size): readonly Turn[] => [...pushed.slice(0, at), [side, octets.subarray(0, size)]]));
    expect(await tshark(captureOf([...begun, ...cut].map(asPassed)), "-V")).toContain("ZMTP");
    const apart = await fieldsOf(capture, ["tcp.stream", "patternwire.statement"], "-o", "tcp.desegment_tcp_streams:FALSE");
    const kept = [...streamsOf("kept"), ...streamsOf("poor"), ...streamsOf("cut")].map(String);
    expect(
      column(
        apart.filter(([stream = ""]) => kept.includes(stream)),
        1,
      ),
    ).toEqual([]);
  });
});

interface Broken {
  readonly breaks: readonly RequirementId[];
  readonly said: readonly Turn[];
}

const broken: readonly Broken[] = [
  after("PUSH", "PULL", ["framing.reserved-zero"], [["connecting", encodeFrame(ascii("a"), { reserved: 8 })]]),
  after("PUSH", "PULL", ["framing.command-more"], [["binding", encodeCommand("UNKNOWN", ascii(""), { more: true })]]),
  after("PUSH", "PULL", ["framing.short-command"], [["binding", Uint8Array.of(6, 0, 0, 0, 0, 0, 0, 0, 3, 2, 0x6e, 0x6f)]]),
  after("PUSH", "PULL", ["commands.name"], [["binding", encodeFrame(ascii("\x02a1"), { command: true })]]),
  after("PUSH", "PULL", ["framing.command-between"], [["connecting", concat(encodeFrame(ascii("a"), { more: true }), encodeCommand("UNKNOWN", ascii("")))]]),
  after("PUSH", "PULL", ["framing.long-above-255"], [["connecting", Uint8Array.of(2, 0x80, 0, 0, 0, 0, 0, 0, 1)]]),
  after("DEALER", "ROUTER", ["heartbeat.context-size"], [["binding", encodePing(0, new Uint8Array(17))]]),
  after("DEALER", "ROUTER", ["heartbeat.ping-format"], [["binding", encodeCommand("PING", ascii("\0"))]]),
  after(
    "DEALER",
    "ROUTER",
    ["heartbeat.pong"],
    [
      ["binding", encodePing(0, ascii("a"))],
      ["connecting", encodeCommand("PONG", ascii("b"))],
    ],
  ),
  after("SUB", "PUB", ["publish-subscribe.subscribe-command"], [["connecting", encodeMessage([ascii("\x01topic")])]]),
  after("SUB", "REP", ["metadata.socket-type-pairs"], []),
  after("SUB", "pub", ["metadata.socket-type-name"], []),
  {
    breaks: ["handshake.no-early-message"],
    said: [
      ["connecting", encodeGreeting()],
      ["binding", encodeGreeting()],
      ["connecting", encodeReady({ socketType: "PUSH" })],
      ["connecting", encodeMessage([ascii("early")])],
    ],
  },
  {
    breaks: ["handshake.error-reason"],
    said: [
      ["connecting", encodeGreeting()],
      ["binding", encodeGreeting()],
      ["binding", encodeCommand("ERROR", ascii("\x05short"), {})],
      ["connecting", encodeCommand("ERROR", ascii("\x03a b"), {})],
    ],
  },
  { breaks: ["greeting.filler-zero"], said: [["connecting", changed(encodeGreeting(), 63, 1)]] },
  { breaks: ["null.as-server-zero"], said: [["connecting", changed(encodeGreeting(), 32, 1)]] },
  { breaks: ["greeting.mechanism-name"], said: [["connecting", changed(encodeGreeting(), 12, 0x6e)]] },
  {
    breaks: ["greeting.mechanism-mismatch"],
    said: [
      ["connecting", encodeGreeting()],
      ["binding", encodeGreeting({ mechanism: "PLAIN" })],
    ],
  },
  {
    breaks: ["plain.hello"],
    said: [
      ["connecting", encodeGreeting({ mechanism: "PLAIN" })],
      ["binding", encodeGreeting({ mechanism: "PLAIN" })],
      ["connecting", encodeCommand("HELLO", ascii("\x05user"), {})],
    ],
  },
  {
    breaks: ["curve.hello"],
    said: [
      ["connecting", encodeGreeting({ mechanism: "CURVE" })],
      ["binding", encodeGreeting({ mechanism: "CURVE" })],
      ["connecting", encodeCommand("HELLO", new Uint8Array(193), {})],
    ],
  },
];

function after(connecting: string, binding: string, breaks: readonly RequirementId[], said: readonly Turn[]): Broken {
  return { breaks, said: [...met(connecting, binding), ...said] };
}

function changed(octets: Uint8Array, at: number, value: number): Uint8Array {
  const copy = octets.slice();
  copy[at] = value;
  return copy;
}

function pieces([side, octets]: Turn, size: number): readonly Turn[] {
  return Array.from({ length: Math.ceil(octets.length / size) }, (_, at) => [side, octets.subarray(at * size, (at + 1) * size)]);
}

function sampled(numRuns: number): { readonly numRuns: number; readonly seed: number } {
  return { numRuns, seed: 1 };
}

function asPassed(turns: readonly Turn[]): readonly Passed[] {
  return turns.map(([side, octets]) => ({ side, octets }));
}

function withoutBeginning(turns: readonly Turn[]): readonly Passed[] {
  return [...bothSides.map((side): Passed => ({ side, octets: new Uint8Array(), missing: "unknown" })), ...asPassed(turns)];
}

const cuts = [1, 2, 7, 64, 65, 400].map((size) => pushed.flatMap((turn) => pieces(turn, size)));
const gap = fc.record({
  at: fc.nat(12),
  piece: fc.record({
    side: fc.constantFrom<Side>(...bothSides),
    octets: fc.constant(new Uint8Array()),
    missing: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constant("unknown" as const)),
  }),
});
const poor = fc
  .tuple(conversations, gap)
  .map(([turns, { at, piece }]): readonly Passed[] => [...asPassed(turns).slice(0, at), piece, ...asPassed(turns).slice(at)]);

/** All in one file, as tshark takes longer to start than to read it. */
const groups = {
  plain: [asPassed(pushed)],
  cut: cuts.map(asPassed),
  broken: broken.map(({ said }) => asPassed(said)),
  kept: [...fc.sample(conversations, sampled(40)), olderSubscriber].map(asPassed),
  poor: fc.sample(poor, sampled(60)),
  late: [underWay, bare].map(withoutBeginning),
} as const;
const capture = captureOf(Object.values(groups).flat());
const firstReading = once(() => fieldsOf(capture, fields));
const secondReading = once(() => fieldsOf(capture, [...sumFields, ...fields.slice(1, -1)], "-2", ...checksSums));

/** Numbers of TCP streams, as tshark counts the connections of a group. */
function streamsOf(wanted: string): readonly number[] {
  const sizes = Object.entries(groups).map(([name, { length }]) => ({ name, length }));
  const at = sizes.findIndex(({ name }) => name === wanted);
  const before = sizes.slice(0, at).reduce((sum, { length }) => sum + length, 0);
  return Array.from({ length: sizes[at]?.length ?? 0 }, (_, index) => before + index);
}

async function rowsByStream(name: string): Promise<readonly (readonly (readonly string[])[])[]> {
  const rows = await firstReading();
  return streamsOf(name).map((stream) => rows.filter(([number]) => number === String(stream)));
}

async function rowsOf(name: string): Promise<readonly (readonly string[])[]> {
  return (await rowsByStream(name)).flat();
}

/** The values of one field, each by itself. */
function column(rows: readonly (readonly string[])[], at: number): readonly string[] {
  return rows.flatMap((row) => (row[at] ?? "").split(",")).filter((value) => value !== "");
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

/** One connection for each conversation, in order. */
function captureOf(said: readonly (readonly Passed[])[]): Uint8Array {
  const connections = said.map((passed, at) => ({
    connecting: { host: "127.0.0.1", port: 49_200 + at },
    binding: { host: "127.0.0.1", port: 5555 },
    passed,
    ...(at === 0 ? { comment: "of a test" } : {}),
  }));
  return writeCapture(connections, "for a test");
}

function watched(said: readonly Turn[]): readonly RequirementId[] {
  const watch = new Watch();
  for (const [side, octets] of said) watch.feed(side, octets);
  return [...new Set(watch.breaches.map(({ statement }) => statement))];
}
