/**
 * Hears a connection of WebSocket from its request on, and tells what passes as a stream of version 3.0 would say it: a greeting for the sub-protocol that was agreed on, READY for an
 * identity, frames for messages. What ZWS says of requests, messages and signs of life it judges itself.
 */
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import { concat, equal, text } from "../octets.ts";
import { Backlog } from "../wire/backlog.ts";
import { decodeCommand } from "../wire/decode.ts";
import { encodeFrame, encodeGreeting, encodeMessage, encodeReady } from "../wire/encode.ts";
import type { Side } from "./conversation.ts";
import { bothSides, otherSide } from "./conversation.ts";
import { readFrame, readHead, type Head, type Read, type WebSocketFrame } from "./web-socket-frames.ts";

export interface Listener {
  /** Octets as a stream of version 3.0 has them. */
  readonly heard: (side: Side, octets: Uint8Array) => void;
  readonly judged: (side: Side, statement: RequirementId, kept: boolean, expected: string, actual: string) => void;
  /** Nothing more of this side can be read. */
  readonly foreign: (side: Side, reason: string) => void;
}

interface Direction {
  readonly backlog: Backlog;
  lost: boolean;
  /** Of a message that comes in fragments. */
  fragments: { readonly opcode: number; readonly parts: Uint8Array[] } | undefined;
  /** No message came yet. */
  first: boolean;
  /** Pings of this side that are not answered. */
  readonly pings: Uint8Array[];
}

const names = /^ZWS2\.0(?:[/-](?<mechanism>[A-Z]+))?$/u;
const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;
const flagsOf = { last: 0, more: 1, command: 2 } as const;

export class WebSocketEar {
  /** The sub-protocol of ZWS that was agreed on. */
  agreed: string | undefined;
  readonly #listener: Listener;
  readonly #directions: Readonly<Record<Side, Direction>> = { connecting: direction(), binding: direction() };
  #offer: readonly string[] | undefined;
  #begun = false;

  constructor(listener: Listener) {
    this.#listener = listener;
  }

  /** Nothing tells a socket type on a connection without a mechanism. */
  get isBare(): boolean {
    return this.agreed === "ZWS2.0";
  }

  feed(side: Side, octets: Uint8Array): void {
    const from = this.#directions[side];
    if (from.lost) return;
    from.backlog.add(octets);
    while (this.#readOne(side, from));
    // What came too early waited for the other side.
    const other = this.#directions[otherSide(side)];
    while (this.#readOne(otherSide(side), other));
  }

  /** Octets of this side were not heard: where its frames begin is not known any more. */
  skip(side: Side): void {
    this.#directions[side].lost = true;
  }

  #readOne(side: Side, from: Direction): boolean {
    if (from.lost) return false;
    if (this.#begun) return this.#take(side, from, readFrame(from.backlog.octets), (frame) => this.#frame(side, from, frame));
    // Each side has one head; the answer is read when the request is known.
    if ((side === "connecting") === (this.#offer !== undefined)) return false;
    return this.#take(side, from, readHead(from.backlog.octets), (head) => (side === "connecting" ? this.#request(head) : this.#answer(head)));
  }

  #take<T>(side: Side, from: Direction, read: Read<T>, act: (value: T) => void): boolean {
    if (read.type === "foreign") this.#lose([side], read.reason);
    if (read.type !== "value") return false;
    from.backlog.take(read.size);
    act(read.value);
    return true;
  }

  #request({ first, fields }: Head): void {
    if (!/^GET \S+ HTTP\/1\.1$/u.test(first) || fields.get("upgrade")?.toLowerCase() !== "websocket") {
      // Whoever speaks HTTP alone speaks it in either direction.
      this.#lose(["connecting"], "it is no request for WebSocket");
      this.#directions.binding.lost = true;
      return;
    }
    const offer = listed(fields.get("sec-websocket-protocol"));
    this.#offer = offer;
    const ours = offer.some((name) => names.test(name));
    this.#listener.judged("connecting", "websocket.offer", ours, "a sub-protocol of ZWS 2.0 in the request", offer.join(", ") || "none");
  }

  #answer({ first, fields }: Head): void {
    const status = /^HTTP\/1\.1 (?<status>\d{3})/u.exec(first)?.groups?.["status"] ?? first;
    const accepted = status === "101";
    const offer = this.#offer ?? [];
    if (!offer.some((name) => names.test(name)))
      this.#listener.judged("binding", "websocket.no-common", !accepted, "a refusal, as nothing of ZWS is offered", "the request is accepted");
    if (!accepted) {
      this.#lose(bothSides, `the request for WebSocket is answered with ${status}`);
      return;
    }
    const chosen = fields.get("sec-websocket-protocol") ?? "";
    this.#listener.judged("binding", "websocket.choose", offer.includes(chosen), `one of ${offer.join(", ")}`, chosen || "no sub-protocol");
    if (!names.test(chosen)) this.#lose(bothSides, `the sub-protocol is ${chosen || "not named"}, and none of ZWS 2.0`);
    else if (fields.has("sec-websocket-extensions"))
      this.#lose(bothSides, `an extension is agreed on that is not read here: ${fields.get("sec-websocket-extensions") ?? ""}`);
    else this.#begin(chosen);
  }

  #begin(chosen: string): void {
    this.agreed = chosen;
    this.#begun = true;
    const mechanism = names.exec(chosen)?.groups?.["mechanism"] ?? "NULL";
    for (const side of bothSides) this.#listener.heard(side, encodeGreeting({ minor: 0, mechanism }));
  }

  #frame(side: Side, from: Direction, { last, opcode, payload }: WebSocketFrame): void {
    switch (opcode) {
      case opcodes.close:
        from.lost = true;
        break;
      case opcodes.ping:
        from.pings.push(payload);
        break;
      case opcodes.pong:
        this.#pong(side, payload);
        break;
      case opcodes.continuation:
      case opcodes.text:
      case opcodes.binary: {
        from.fragments ??= { opcode, parts: [] };
        from.fragments.parts.push(payload);
        if (!last) break;
        const message = from.fragments;
        from.fragments = undefined;
        this.#message(side, from, message.opcode === opcodes.binary, concat(...message.parts));
        break;
      }
      default:
        this.#lose([side], `a frame of WebSocket has the opcode ${String(opcode)}`);
    }
  }

  /** A Pong nobody asked for is allowed (RFC 6455, Pong); one behind Pings answers one of them. */
  #pong(side: Side, payload: Uint8Array): void {
    const { pings } = this.#directions[otherSide(side)];
    if (pings.length === 0) return;
    const at = pings.findIndex((asked) => equal(asked, payload));
    this.#listener.judged(side, "websocket.pong", at >= 0, "a Pong with the payload of a Ping", `one with "${text(payload)}"`);
    pings.splice(0, Math.max(0, at) + 1);
  }

  #message(side: Side, from: Direction, isBinary: boolean, message: Uint8Array): void {
    const hold = (statement: RequirementId, kept: boolean, expected: string, actual: string): boolean => {
      this.#listener.judged(side, statement, kept, expected, actual);
      return kept;
    };
    const [flags] = message;
    const framed = isBinary && flags !== undefined;
    if (!hold("websocket.frame", framed, "a binary message with a flags octet", isBinary ? "an empty message" : "a message of text") || flags === undefined)
      return;
    if (!hold("websocket.flags", flags <= flagsOf.command, "flags of 00, 01 or 02", `flags ${flags.toString(16).padStart(2, "0")}`)) return;
    const { first } = from;
    from.first = false;
    const body = message.subarray(1);
    if (first && this.isBare) {
      if (hold("websocket.identity-first", flags === flagsOf.last, "an identity in one frame", `flags ${String(flags)}`))
        this.#listener.heard(side, encodeReady({ identity: body }));
      return;
    }
    if (first) hold("websocket.handshake-first", flags === flagsOf.command, "a command of the mechanism", `flags ${String(flags)}`);
    if (flags === flagsOf.command) this.#command(side, body, hold);
    else this.#listener.heard(side, encodeFrame(body, { more: flags === flagsOf.more }));
  }

  /** What is said by a command though ZWS has it said otherwise counts for what it means. */
  #command(side: Side, body: Uint8Array, hold: (statement: RequirementId, kept: boolean, expected: string, actual: string) => boolean): void {
    const decoded = decodeCommand(body);
    const { name, data } = decoded.type === "value" ? decoded.value : { name: "", data: body };
    const subscribes = name === "SUBSCRIBE";
    if (!hold("websocket.subscriptions", !subscribes && name !== "CANCEL", "subscriptions in messages", `the command ${name}`))
      this.#listener.heard(side, encodeMessage([concat(Uint8Array.of(subscribes ? 1 : 0), data)]));
    else if (hold("websocket.no-ping-command", name !== "PING", "a Ping of WebSocket", "the command PING"))
      this.#listener.heard(side, encodeFrame(body, { command: true }));
  }

  #lose(sides: readonly Side[], reason: string): void {
    for (const side of sides) {
      this.#directions[side].lost = true;
      this.#listener.foreign(side, reason);
    }
  }
}

function listed(field = ""): readonly string[] {
  return field
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

function direction(): Direction {
  return { backlog: new Backlog(), lost: false, fragments: undefined, first: true, pings: [] };
}
