/** Writes what passed between peers as a pcapng file that Wireshark opens: for each connection the segments that TCP would have made of it. */
import { concat } from "../octets.ts";
import { otherSide, type Side } from "../watch/conversation.ts";
import type { Passed } from "../watch/recording.ts";
import { flag, packetOf, type Endpoint } from "./written-packet.ts";

export interface WrittenConnection {
  readonly connecting: Endpoint;
  readonly binding: Endpoint;
  /** In the order in which it passed. A side that begins with a piece of which nobody knows the size was under way before. */
  readonly passed: readonly Passed[];
  /** Stands at the last packet with octets. */
  readonly comment?: string;
}

/** What fits into a segment on most networks; and what is told as missing in one packet. */
const segmentOctets = 1400;
const missingOctets = 60_000;
/** Behind a gap of unknown size the sequence numbers go on so much further: more than any reader bridges. */
const unknownOctets = 2 * 1_048_576;
const linkRaw = 101;
const blocks = { section: 0x0a0d0d0a, interface: 1, packet: 6 } as const;
const option = { comment: 1, application: 4 } as const;

/** A packet for a file: what was captured of it, its size on the wire, when it passed. */
export interface WrittenPacket {
  readonly octets: Uint8Array;
  readonly size: number;
  /** Microseconds, from any beginning. */
  readonly micros: number;
  readonly comment?: string;
}

/** The same file for the same conversations: the packets follow each other by a millisecond, from zero on. */
export function writeCapture(connections: readonly WrittenConnection[], comment: string): Uint8Array {
  const packets = connections.flatMap((connection) => packetsOf(connection));
  return pcapngOf(
    packets.map((packet, at) => ({ ...packet, micros: 1000 * at })),
    linkRaw,
    comment,
  );
}

/** A file of one section and one interface with this LINKTYPE. */
export function pcapngOf(packets: readonly WrittenPacket[], link: number, comment: string): Uint8Array {
  const head = concat(words(0x1a2b_3c4d, 0x0000_0001, 0xffff_ffff, 0xffff_ffff), options([option.comment, comment], [option.application, "patternwire"]));
  return concat(block(blocks.section, head), block(blocks.interface, words(link, 0)), ...packets.map(packetBlock));
}

function packetBlock({ octets, size, micros, comment }: WrittenPacket): Uint8Array {
  const head = words(0, Math.floor(micros / 0x1_0000_0000), micros, octets.length, size);
  return block(blocks.packet, concat(head, padded(octets), comment === undefined ? new Uint8Array() : options([option.comment, comment])));
}

type Written = Omit<WrittenPacket, "micros">;

function packetsOf({ connecting, binding, passed, comment }: WrittenConnection): readonly Written[] {
  const ends = { connecting, binding };
  const next: Record<Side, number> = { connecting: 1000, binding: 5000 };
  const packets: Written[] = [];
  const say = (side: Side, flags: number, octets: Uint8Array = new Uint8Array(), missing = 0): void => {
    const other = otherSide(side);
    const acknowledgement = (flags & flag.ack) === 0 ? 0 : next[other];
    packets.push(packetOf({ from: ends[side], to: ends[other], sequence: next[side], acknowledgement, flags, octets, missing }));
    next[side] += octets.length + missing + ((flags & (flag.syn | flag.fin)) === 0 ? 0 : 1);
  };
  if (!joinedLate(passed)) {
    say("connecting", flag.syn);
    say("binding", flag.syn | flag.ack);
    say("connecting", flag.ack);
  }
  for (const { side, octets, missing } of passed) {
    if (missing === "unknown") next[side] += unknownOctets;
    else if (missing !== undefined)
      for (let left = missing; left > 0; left -= missingOctets) say(side, flag.ack | flag.psh, new Uint8Array(), Math.min(left, missingOctets));
    for (let at = 0; at < octets.length; at += segmentOctets) say(side, flag.ack | flag.psh, octets.subarray(at, at + segmentOctets));
  }
  const last = packets.length - 1;
  say("connecting", flag.fin | flag.ack);
  say("binding", flag.fin | flag.ack);
  say("connecting", flag.ack);
  return packets.map((packet, at) => (at === last && comment !== undefined ? { ...packet, comment } : packet));
}

function joinedLate(passed: readonly Passed[]): boolean {
  return (["connecting", "binding"] as const).some((side) => passed.find((piece) => piece.side === side)?.missing === "unknown");
}

/** The size stands at both ends. */
function block(type: number, body: Uint8Array): Uint8Array {
  const size = body.length + 12;
  return concat(words(type, size), body, words(size));
}

/** Options of text; an empty one ends the list. */
function options(...entries: readonly (readonly [code: number, text: string])[]): Uint8Array {
  const fields = entries.map(([code, text]) => {
    const value = new TextEncoder().encode(text).subarray(0, 0xffff);
    return concat(words(code + value.length * 0x1_0000), padded(value));
  });
  return concat(...fields, words(0));
}

function padded(octets: Uint8Array): Uint8Array {
  return concat(octets, new Uint8Array(-octets.length & 3));
}

/** Words of 32 bits, the least octet first. */
function words(...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, at) => view.setUint32(4 * at, value >>> 0, true));
  return new Uint8Array(view.buffer);
}
