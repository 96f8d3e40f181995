import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import { ascii, concat } from "../octets.ts";
import { encodeCommandBody, encodeMetadata } from "../wire/encode.ts";
import type { Side } from "./conversation.ts";
import { Watch, watchedStatements } from "./judge.ts";
import { readFrame } from "./web-socket-frames.ts";

type Said = readonly (readonly [Side, Uint8Array])[];

interface FrameShape {
  readonly last?: boolean;
  readonly reserved?: number;
}

/** A frame of RFC 6455; who connects masks it. */
function frame(side: Side, opcode: number, payload: Uint8Array, { last = true, reserved = 0 }: FrameShape = {}): Uint8Array {
  const masked = side === "connecting";
  const size = payload.length;
  const head = new Uint8Array(size < 126 ? 2 : size < 65_536 ? 4 : 10);
  head[0] = (last ? 0x80 : 0) | reserved | opcode;
  head[1] = (masked ? 0x80 : 0) | (size < 126 ? size : size < 65_536 ? 126 : 127);
  const view = new DataView(head.buffer);
  if (head.length === 4) view.setUint16(2, size);
  if (head.length === 10) view.setBigUint64(2, BigInt(size));
  const mask = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);
  return masked
    ? concat(
        head,
        mask,
        payload.map((octet, at) => octet ^ (mask[at & 3] ?? 0)),
      )
    : concat(head, payload);
}

const said = (side: Side, flags: number, body: Uint8Array): Said => [[side, frame(side, 2, concat(Uint8Array.of(flags), body))]];
const lines = (...text: readonly string[]): Uint8Array => ascii(`${text.join("\r\n")}\r\n\r\n`);

function request(offer: string): Said {
  return [["connecting", lines("GET /bus HTTP/1.1", "Host: 127.0.0.1:1", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Protocol: " + offer)]];
}

function answer(chosen: string, ...more: readonly string[]): Said {
  return [["binding", lines("HTTP/1.1 101 Switching Protocols", "Upgrade: WebSocket", `sec-websocket-protocol: ${chosen}`, ...more)]];
}

const ready = (side: Side, type: string): Said => said(side, 2, encodeCommandBody("READY", encodeMetadata([{ name: "Socket-Type", value: ascii(type) }])));
const agreed: Said = [...request("ZWS2.0/NULL,ZWS2.0"), ...answer("ZWS2.0/NULL")];
const met = (connecting: string, binding: string): Said => [...agreed, ...ready("connecting", connecting), ...ready("binding", binding)];
const bare: Said = [...request("ZWS2.0"), ...answer("ZWS2.0"), ...said("connecting", 0, ascii("me"))];
const dealers = met("DEALER", "DEALER");
const command = (name: string, data = ""): Said => said("binding", 2, encodeCommandBody(name, ascii(data)));

/** For each statement what breaks it, by which side, and what does not. */
const cases: readonly (readonly [statement: RequirementId, side: Side, offence: Said, control: Said])[] = [
  ["websocket.offer", "connecting", request("chat"), agreed],
  ["websocket.choose", "binding", [...request("ZWS2.0"), ...answer("ZWS2.0/NULL")], agreed],
  ["websocket.no-common", "binding", [...request("chat"), ...answer("chat")], [...request("chat"), ["binding", lines("HTTP/1.1 400 Bad Request")]]],
  ["websocket.frame", "binding", [...dealers, ["binding", frame("binding", 1, ascii("\0text"))]], [...dealers, ...said("binding", 0, ascii("text"))]],
  ["websocket.flags", "binding", [...dealers, ...said("binding", 3, ascii("a"))], [...dealers, ...said("binding", 1, ascii("a"))]],
  ["websocket.identity-first", "binding", [...bare, ...said("binding", 1, ascii("you"))], [...bare, ...said("binding", 0, ascii("you"))]],
  ["websocket.handshake-first", "binding", [...agreed, ...said("binding", 0, ascii("a"))], dealers],
  ["websocket.subscriptions", "binding", [...met("PUB", "SUB"), ...command("SUBSCRIBE", "a")], [...met("PUB", "SUB"), ...said("binding", 0, ascii("\u0001a"))]],
  [
    "websocket.pong",
    "binding",
    [...dealers, ["connecting", frame("connecting", 9, ascii("x"))], ["binding", frame("binding", 10, ascii(""))]],
    [...dealers, ["connecting", frame("connecting", 9, ascii("x"))], ["binding", frame("binding", 10, ascii("x"))]],
  ],
  ["websocket.no-ping-command", "binding", [...dealers, ...command("PING", "\0\0")], dealers],
];

describe("a connection of WebSocket that is watched", () => {
  it.each(cases)("shows %s broken by the %s peer, and kept by who keeps it", (statement, side, offence, control) => {
    for (const size of [1, 7, 10_000]) {
      expect(broken(watched(offence, size)), `in segments of ${String(size)}`).toContainEqual([side, statement]);
      expect(broken(watched(control, size))).not.toContainEqual([side, statement]);
    }
    expect(watched(control).kept[side].get(statement)).toBeGreaterThan(0);
  });

  it("has a case for each statement on WebSocket, and is judged by nothing that WebSocket does not have", () => {
    expect(cases.map(([statement]) => statement).sort()).toEqual(
      watchedStatements()
        .filter((id) => id.startsWith("websocket."))
        .sort(),
    );
    const kept = [...watched([...dealers, ...said("binding", 0, ascii("a"))]).kept.binding.keys()];
    expect(kept.filter((id) => /^(?:greeting|framing\.(?!command-between))/u.test(id))).toEqual([]);
    expect(kept).toContain("metadata.socket-type");
  });

  it("is judged by what its messages say, as over any transport", () => {
    const publisher = met("SUB", "PUB");
    const subscribed: Said = [...publisher, ...said("connecting", 0, ascii("\u0001a"))];
    expect(broken(watched([...subscribed, ...said("binding", 0, ascii("ab")), ...said("binding", 0, ascii("b"))]))).toEqual([
      ["binding", "publish-subscribe.filter"],
    ]);
    expect(broken(watched([...agreed, ...ready("connecting", "REQ"), ...ready("binding", "REP"), ...said("connecting", 0, ascii("no delimiter"))]))).toEqual([
      ["connecting", "request-reply.req-delimiter"],
    ]);
  });

  it("takes a subscription by command for what it means, after it has blamed it", () => {
    const wrong: Said = [...met("PUB", "SUB"), ...command("SUBSCRIBE", "a"), ...said("connecting", 0, ascii("a1"))];
    const { kept } = watched([...wrong, ...said("connecting", 0, ascii("a2"))]);
    expect(kept.connecting.get("publish-subscribe.filter")).toBe(2);
  });

  it("without a mechanism is asked for no handshake", () => {
    const watch = watched([...bare, ...said("binding", 0, ascii("")), ...said("binding", 0, ascii("a"))]);
    expect(watch.breaches).toEqual([]);
    expect(watch.kept.connecting.get("metadata.identity-size")).toBe(1);
    expect(watch.statements).not.toContain("handshake.no-early-message");
  });

  it.each([
    ["an answer that refuses", [...request("ZWS2.0"), ["binding", lines("HTTP/1.1 404 Not Found")]] as Said, "is answered with 404"],
    ["a sub-protocol of others", [...request("ZWS2.0,chat"), ...answer("chat")], "the sub-protocol is chat"],
    [
      "an extension",
      [...request("ZWS2.0"), ...answer("ZWS2.0", "Sec-WebSocket-Extensions: permessage-deflate")],
      "an extension is agreed on that is not read here: permessage-deflate",
    ],
    ["reserved bits", [...bare, ["binding", frame("binding", 2, ascii("\0"), { reserved: 0x40 })]] as Said, "has reserved bits"],
    ["an unknown opcode", [...bare, ["binding", frame("binding", 3, ascii("\0"))]] as Said, "has the opcode 3"],
  ])("is not understood from %s on, and nobody is blamed", (_, conversation, reason) => {
    const watch = watched([...conversation, ...said("binding", 7, ascii("a"))]);
    expect(watch.foreign.binding).toContain(reason);
    expect(watch.breaches).toEqual([]);
  });

  it("leaves the octets as they passed, masks and all", () => {
    const watch = new Watch(undefined, undefined, "ws");
    for (const [side, octets] of dealers) {
      const passed = Buffer.from(octets);
      watch.feed(side, passed);
      expect(new Uint8Array(passed)).toEqual(new Uint8Array(octets));
    }
  });

  it("keeps what passed up to the offence, to be judged again", () => {
    const [breach] = watched([...dealers, ...said("binding", 3, ascii("a"))]).breaches;
    const again = new Watch(undefined, undefined, "ws");
    for (const { side, octets } of breach?.recording ?? []) again.feed(side, octets);
    expect(broken(again)).toEqual([["binding", "websocket.flags"]]);
  });
});

describe("a frame of WebSocket", () => {
  it("is read back whole, masked or not, and every proper part of it asks for more", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 150 }),
        fc.constantFrom<Side>("connecting", "binding"),
        fc.constantFrom(0, 1, 2, 8, 9, 10),
        fc.boolean(),
        (payload, side, opcode, last) => {
          const octets = frame(side, opcode, payload, { last });
          expect(readFrame(octets)).toEqual({ type: "value", value: { last, opcode, payload }, size: octets.length });
          const parts = Array.from(octets, (_octet, size) => readFrame(octets.subarray(0, size)).type);
          expect(parts.filter((type) => type !== "more")).toEqual([]);
        },
      ),
    );
    for (const size of [125, 126, 65_535, 65_536])
      expect(readFrame(frame("connecting", 2, new Uint8Array(size)))).toMatchObject({ type: "value", value: { payload: new Uint8Array(size) } });
  });
});

function watched(conversation: Said, size = 10_000): Watch {
  const watch = new Watch(undefined, undefined, "ws");
  for (const [side, octets] of conversation) for (let at = 0; at < octets.length; at += size) watch.feed(side, octets.subarray(at, at + size));
  return watch;
}

function broken({ breaches }: Watch): readonly (readonly [Side, RequirementId])[] {
  return breaches.map(({ side, statement }) => [side, statement]);
}
