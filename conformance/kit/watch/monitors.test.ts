import { describe, expect, it } from "vitest";
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import { ascii, concat } from "../octets.ts";
import { encodeCommand, encodeFrame, encodeGreeting, encodeMessage, encodeMetadata, encodePing, encodeReady, type GreetingFields } from "../wire/encode.ts";
import type { Side } from "./conversation.ts";
import { Watch, watchedStatements } from "./judge.ts";

/** What each peer says, in order. The binding peer is the one that offends. */
type Said = readonly (readonly [Side, Uint8Array])[];

const words = (...parts: readonly string[]): Uint8Array => encodeMessage(parts.map(ascii));
const offender = (...said: readonly Uint8Array[]): Said => said.map((octets) => ["binding", octets]);
const other = (...said: readonly Uint8Array[]): Said => said.map((octets) => ["connecting", octets]);

function greeted(fields: GreetingFields = {}): Said {
  return [...other(encodeGreeting()), ...offender(encodeGreeting(fields))];
}

function met(own: string, peer: string, minor = 1): Said {
  return [
    ...other(encodeGreeting({ minor })),
    ...offender(encodeGreeting()),
    ...other(encodeReady({ socketType: peer })),
    ...offender(encodeReady({ socketType: own })),
  ];
}

const dealers = met("DEALER", "DEALER");
const property = (name: string, value: string): Uint8Array => encodeCommand("READY", encodeMetadata([{ name, value: ascii(value) }]));

/** For each statement a conversation that breaks it, and one like it that does not. */
const cases: readonly (readonly [statement: RequirementId, offence: Said, control: Said])[] = [
  ["greeting.signature", greeted({ signature: Uint8Array.of(0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7e) }), greeted()],
  ["greeting.mechanism", greeted({ mechanism: concat(ascii("NULL "), new Uint8Array(14), Uint8Array.of(1)) }), greeted()],
  ["greeting.mechanism-name", greeted({ mechanism: "null" }), greeted()],
  ["greeting.filler-zero", greeted({ filler: new Uint8Array(31).fill(1) }), greeted()],
  ["null.as-server-zero", greeted({ asServer: 1 }), greeted()],
  ["greeting.padding-zero", greeted({ signature: Uint8Array.of(0xff, 0, 0, 0, 0, 0, 0, 1, 1, 0x7f) }), greeted()],
  ["framing.reserved-zero", [...dealers, ...offender(encodeFrame(ascii("a"), { reserved: 8 }))], [...dealers, ...offender(words("a"))]],
  ["framing.command-more", [...dealers, ...offender(encodeCommand("PONG", ascii(""), { more: true }))], dealers],
  [
    "framing.long-above-255",
    [...dealers, ...offender(encodeFrame(ascii(""), { declaredSize: 2n ** 63n }))],
    [...dealers, ...offender(encodeFrame(new Uint8Array(256)))],
  ],
  ["framing.short-command", [...dealers, ...offender(encodePingLong())], [...dealers, ...offender(encodePing(0, ascii("a")))]],
  [
    "framing.command-between",
    [...dealers, ...offender(encodeFrame(ascii("a"), { more: true }), encodePing(0, ascii("")))],
    [...dealers, ...offender(words("a", "b"), encodePing(0, ascii("")))],
  ],
  ["commands.name", [...dealers, ...offender(encodeFrame(ascii("\x02a1"), { command: true }))], dealers],
  ["null.clear-messages", [...dealers, ...offender(encodeCommand("MESSAGE", ascii("a")))], [...dealers, ...offender(words("a"))]],
  ["metadata.name", [...greeted(), ...offender(property("a b", "c"))], dealers],
  [
    "metadata.value",
    [...greeted(), ...offender(encodeCommand("READY", encodeMetadata([{ name: "Socket-Type", value: ascii("REP"), declaredSize: 9 }])))],
    dealers,
  ],
  ["metadata.socket-type", [...greeted(), ...offender(encodeReady({}))], dealers],
  ["metadata.socket-type-name", [...greeted(), ...offender(encodeReady({ socketType: "Dealer" }))], dealers],
  [
    "metadata.identity-size",
    [...greeted(), ...offender(encodeReady({ identity: new Uint8Array(256).fill(1) }))],
    [...greeted(), ...offender(encodeReady({ identity: ascii("a") }))],
  ],
  [
    "metadata.identity-first-octet",
    [...greeted(), ...offender(encodeReady({ identity: ascii("\0a") }))],
    [...greeted(), ...offender(encodeReady({ identity: ascii("a") }))],
  ],
  ["handshake.no-early-message", [...greeted(), ...offender(encodeReady({ socketType: "DEALER" }), words("a"))], [...dealers, ...offender(words("a"))]],
  [
    "handshake.error-reason",
    [...greeted(), ...offender(encodeCommand("ERROR", ascii("\x05abc")))],
    [...greeted(), ...offender(encodeCommand("ERROR", ascii("\x03abc")))],
  ],
  ["metadata.socket-type-pairs", [...met("PUSH", "PUSH"), ...offender(words("a"))], [...met("PUSH", "PULL"), ...offender(words("a"))]],
  ["heartbeat.ping-format", [...dealers, ...offender(encodeCommand("PING", ascii("\0")))], [...dealers, ...offender(encodePing(0, ascii("")))]],
  ["heartbeat.context-size", [...dealers, ...offender(encodePing(0, new Uint8Array(17)))], [...dealers, ...offender(encodePing(0, new Uint8Array(16)))]],
  [
    "heartbeat.pong",
    [...dealers, ...other(encodePing(0, ascii("a")), encodePing(0, ascii("b"))), ...offender(encodeCommand("PONG", ascii("b")))],
    [...dealers, ...other(encodePing(0, ascii("a"))), ...offender(encodeCommand("PONG", ascii("a")))],
  ],
  ["heartbeat.after-handshake", [...greeted(), ...offender(encodePing(0, ascii("")))], [...dealers, ...offender(encodePing(0, ascii("")))]],
  ["versions.no-ping-to-3-0", [...met("REP", "REQ", 0), ...offender(encodePing(0, ascii("")))], [...dealers, ...offender(encodePing(0, ascii("")))]],
  ["request-reply.req-delimiter", [...met("REQ", "REP"), ...offender(words("a"))], [...met("REQ", "REP"), ...offender(words("", "a"))]],
  [
    "request-reply.rep-envelope",
    [...met("REP", "DEALER"), ...other(words("x", "", "a")), ...offender(words("", "b"))],
    [...met("REP", "DEALER"), ...other(words("x", "", "a")), ...offender(words("x", "", "b"))],
  ],
  [
    "exchange-patterns.one-response",
    [...met("REP", "REQ"), ...other(words("", "a")), ...offender(words("", "b"), words("", "b"))],
    [...met("REP", "REQ"), ...other(words("", "a")), ...offender(words("", "b"))],
  ],
  [
    "publish-subscribe.subscribe-command",
    [...met("SUB", "PUB"), ...offender(words("\x01a"))],
    [...met("SUB", "PUB"), ...offender(encodeCommand("SUBSCRIBE", ascii("a")))],
  ],
  [
    "publish-subscribe.subscribe-message",
    [...met("SUB", "PUB", 0), ...offender(encodeCommand("SUBSCRIBE", ascii("a")))],
    [...met("SUB", "PUB", 0), ...offender(words("\x01a"))],
  ],
  [
    "publish-subscribe.subscribe-once",
    [...met("SUB", "PUB"), ...offender(...["SUBSCRIBE", "SUBSCRIBE"].map((name) => encodeCommand(name, ascii("a"))))],
    [...met("SUB", "PUB"), ...offender(...["SUBSCRIBE", "CANCEL", "SUBSCRIBE"].map((name) => encodeCommand(name, ascii("a"))))],
  ],
  [
    "publish-subscribe.filter",
    [...met("PUB", "SUB"), ...other(encodeCommand("SUBSCRIBE", ascii("a"))), ...offender(words("ab"), words("b"))],
    [...met("PUB", "SUB"), ...other(encodeCommand("SUBSCRIBE", ascii("a"))), ...offender(words("ab"), words("a"))],
  ],
];

describe("a monitor", () => {
  it.each(cases)("finds %s broken by who breaks it, and kept by who keeps it", (statement, offence, control) => {
    for (const size of [1, 7, 10_000]) {
      expect(broken(watched(offence, size)), `in segments of ${String(size)}`).toContainEqual(["binding", statement]);
      expect(broken(watched(control, size))).not.toContainEqual(["binding", statement]);
    }
    expect(watched(control, 10_000).kept.binding.get(statement)).toBeGreaterThan(0);
  });

  it("stands behind every statement that is watched", () => {
    expect(cases.map(([statement]) => statement).sort()).toEqual([...watchedStatements("tcp")].sort());
  });

  it("says nothing against the other peer, whatever the one does", () => {
    for (const [, offence] of cases) expect(broken(watched(offence, 10_000)).filter(([side]) => side === "connecting")).toEqual([]);
  });

  it("takes an older version for foreign, not for an offence", () => {
    const watch = watched([...other(encodeGreeting()), ...offender(encodeGreeting({ major: 2 }))], 10_000);
    expect(watch.breaches).toEqual([]);
    expect(watch.foreign.binding).toContain("major version is 2");
  });

  it("goes on behind a greeting whose as-server receivers ignore", () => {
    const watch = watched([...greeted({ asServer: 1 }), ...offender(property("a b", "c"))], 10_000);
    expect(broken(watch)).toEqual([
      ["binding", "null.as-server-zero"],
      ["binding", "metadata.name"],
    ]);
  });

  it("asks of a peer of version 3.0 nothing that came with 3.1", () => {
    const older = [
      ...other(encodeGreeting()),
      ...offender(encodeGreeting({ minor: 0 }), encodeReady({ socketType: "SUB" })),
      ...other(encodeReady({ socketType: "PUB" })),
    ];
    const watch = watched([...older, ...offender(words("\x01a"), encodePing(0, new Uint8Array(17)))], 10_000);
    expect(watch.breaches).toEqual([]);
    expect(watch.kept.binding.has("publish-subscribe.subscribe-command")).toBe(false);
  });

  it("keeps what passed up to the offence, to be judged again", () => {
    const [breach] = watched([...dealers, ...offender(encodeFrame(ascii("a"), { reserved: 8 }), words("later"))], 10_000).breaches;
    const again = new Watch();
    for (const { side, octets } of breach?.recording ?? []) again.feed(side, octets);
    expect(broken(again)).toEqual([["binding", "framing.reserved-zero"]]);
    expect(breach?.octets.join("\n")).toContain("RESERVED");
  });
});

/** Plays what was said, each piece cut into segments of this size. */
function watched(said: Said, size: number): Watch {
  const watch = new Watch();
  for (const [side, octets] of said) for (let at = 0; at < octets.length; at += size) watch.feed(side, octets.subarray(at, at + size));
  return watch;
}

function broken({ breaches }: Watch): readonly (readonly [Side, RequirementId])[] {
  return breaches.map(({ side, statement }) => [side, statement]);
}

function encodePingLong(): Uint8Array {
  return encodeCommand("PING", ascii("\0\0"), { form: "long" });
}

describe("socket types", () => {
  const plain = { mechanism: "PLAIN", asServer: 1 };
  const credentials = concat(Uint8Array.of(4), ascii("name"), Uint8Array.of(6), ascii("secret"));
  const hello = encodeCommand("HELLO", credentials);
  const metadata = (socketType: string): Uint8Array => encodeMetadata([{ name: "Socket-Type", value: ascii(socketType) }]);

  it("are read from INITIATE of a client of PLAIN, and from its server's READY", () => {
    const watch = new Watch();
    const said: Said = [
      ...other(encodeGreeting({ mechanism: "PLAIN" })),
      ...offender(encodeGreeting(plain)),
      ...other(hello),
      ...offender(encodeCommand("WELCOME", new Uint8Array())),
      ...other(encodeCommand("INITIATE", metadata("DEALER"))),
      ...offender(encodeCommand("READY", metadata("ROUTER"))),
      ...other(words("to the server")),
    ];
    for (const [side, octets] of said) watch.feed(side, octets);
    expect(watch.announced.socketType).toEqual({ connecting: "DEALER", binding: "ROUTER" });
    expect(watch.announced.complete).toBe(true);
    expect(watch.breaches).toEqual([]);
  });

  it("are not read from an INITIATE that no PLAIN announced", () => {
    const watch = new Watch();
    for (const [side, octets] of [...greeted(), ...other(encodeCommand("INITIATE", metadata("DEALER")))]) watch.feed(side, octets);
    expect(watch.announced.socketType).toEqual({});
  });
});
