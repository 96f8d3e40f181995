/** From a packet to a segment of TCP: through the link layers that captures have, VLAN tags, IPv4 and IPv6 with its extension headers. */
import type { Packet } from "./packet.ts";

export interface Segment {
  readonly packet: number;
  /** `127.0.0.1:5555`, `[::1]:5555` */
  readonly source: string;
  readonly target: string;
  readonly sequence: number;
  /** Absent without the ACK flag. */
  readonly acknowledgement?: number;
  readonly syn: boolean;
  readonly fin: boolean;
  readonly rst: boolean;
  readonly octets: Uint8Array;
  /** Octets at its end that were not captured. */
  readonly missing: number;
}

/** A segment, or why there is none. */
export type Unpacked = { readonly type: "segment"; readonly segment: Segment } | { readonly type: "left-out"; readonly reason: string };

const etherTypes = { ipv4: 0x0800, ipv6: 0x86dd } as const;
const vlanTags: readonly number[] = [0x8100, 0x88a8, 0x9100];
const tcp = 6;
/** Extension headers that stand before TCP and tell their own size: hop-by-hop, routing, destination options. */
const extensions: readonly number[] = [0, 43, 60];

export function unpack(packet: Packet): Unpacked {
  const ip = networkLayer(packet);
  if (typeof ip === "string") return leftOut(ip);
  const version = (ip[0] ?? 0) >> 4;
  if (version === 4) return fromIpv4(packet, ip);
  if (version === 6) return fromIpv6(packet, ip);
  return leftOut("not IP");
}

/** The IP packet in a frame of the link layer, or why it cannot be found. */
function networkLayer({ link, octets }: Packet): Uint8Array | string {
  switch (link) {
    case 1:
      return pastEtherType(octets, 12);
    case 0:
    case 108:
      return octets.subarray(4);
    case 12:
    case 14:
    case 101:
    case 228:
    case 229:
      return octets;
    case 113:
      return pastEtherType(octets, 14);
    case 276:
      return pastEtherType(octets, 0, 20);
    default:
      return `link type ${String(link)}, which is not understood`;
  }
}

/** What follows an EtherType, through VLAN tags, when it is IP. */
function pastEtherType(octets: Uint8Array, at: number, headerSize = at + 2): Uint8Array | string {
  if (octets.length < headerSize) return "cut off";
  const type = view(octets).getUint16(at);
  if (type === etherTypes.ipv4 || type === etherTypes.ipv6) return octets.subarray(headerSize);
  return vlanTags.includes(type) && octets.length >= headerSize + 4 ? pastEtherType(octets, headerSize + 2) : "not IP";
}

function fromIpv4(packet: Packet, ip: Uint8Array): Unpacked {
  if (ip.length < 20) return leftOut("cut off");
  const data = view(ip);
  const headerSize = ((ip[0] ?? 0) & 15) * 4;
  if (ip[9] !== tcp) return leftOut("not TCP");
  if ((data.getUint16(6) & 0x3fff) !== 0) return leftOut("fragment of IP");
  // A card that cuts large segments itself leaves 0 here.
  const total = data.getUint16(2) || ip.length + packet.size - packet.octets.length;
  const addresses = [12, 16].map((at) => ip.subarray(at, at + 4).join("."));
  return fromTcp(packet, ip.subarray(headerSize, total), total - headerSize, addresses);
}

function fromIpv6(packet: Packet, ip: Uint8Array): Unpacked {
  if (ip.length < 40) return leftOut("cut off");
  const payload = view(ip).getUint16(4);
  const total = payload === 0 ? ip.length + packet.size - packet.octets.length : 40 + payload;
  const addresses = [8, 24].map((at) => `[${ipv6Text(ip.subarray(at, at + 16))}]`);
  let next = ip[6] ?? 0;
  let at = 40;
  while (extensions.includes(next) && at + 8 <= ip.length) {
    const size = 8 * (1 + (ip[at + 1] ?? 0));
    next = ip[at] ?? 0;
    at += size;
  }
  if (next === 44) return leftOut("fragment of IP");
  if (next !== tcp) return leftOut("not TCP");
  return fromTcp(packet, ip.subarray(at, total), total - at, addresses);
}

function fromTcp(packet: Packet, octets: Uint8Array, size: number, [from = "", to = ""]: readonly string[]): Unpacked {
  if (octets.length < 20) return leftOut("cut off");
  const data = view(octets);
  const headerSize = ((octets[12] ?? 0) >> 4) * 4;
  const flags = octets[13] ?? 0;
  const segment: Segment = {
    packet: packet.number,
    source: `${from}:${String(data.getUint16(0))}`,
    target: `${to}:${String(data.getUint16(2))}`,
    sequence: data.getUint32(4),
    ...((flags & 16) === 0 ? {} : { acknowledgement: data.getUint32(8) }),
    syn: (flags & 2) !== 0,
    fin: (flags & 1) !== 0,
    rst: (flags & 4) !== 0,
    octets: new Uint8Array(octets.subarray(headerSize)),
    missing: Math.max(0, size - Math.max(headerSize, octets.length)),
  };
  return { type: "segment", segment };
}

/** The longest run of zero groups is written as `::` (RFC 5952). */
function ipv6Text(octets: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, at) => view(octets).getUint16(2 * at));
  const runs = groups.map((_, at) => groups.slice(at).findIndex((group) => group !== 0)).map((length, at) => (length < 0 ? 8 - at : length));
  const longest = Math.max(...runs);
  const words = groups.map((group) => group.toString(16));
  if (longest < 2) return words.join(":");
  const start = runs.indexOf(longest);
  return `${words.slice(0, start).join(":")}::${words.slice(start + longest).join(":")}`;
}

function leftOut(reason: string): Unpacked {
  return { type: "left-out", reason };
}

function view(octets: Uint8Array): DataView {
  return new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
}
