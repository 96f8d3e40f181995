/** Packets that were never on a wire: a segment of TCP in IPv4, with the checksums that a card would have filled in. */
import { concat } from "../octets.ts";

export interface Endpoint {
  /** IPv4, in dotted decimals. */
  readonly host: string;
  readonly port: number;
}

export interface WrittenSegment {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly sequence: number;
  readonly acknowledgement: number;
  readonly flags: number;
  readonly octets: Uint8Array;
  /** Octets at its end that are not known: the packet has them, the capture does not. */
  readonly missing: number;
}

export const flag = { fin: 1, syn: 2, psh: 8, ack: 16 } as const;
const headerSize = 20;
const protocolTcp = 6;

/** The octets of the packet as they were captured, and its size on the wire. */
export function packetOf(segment: WrittenSegment): { readonly octets: Uint8Array; readonly size: number } {
  const { octets, missing } = segment;
  const payload = headerSize + octets.length + missing;
  const addresses = concat(address(segment.from), address(segment.to));
  const ip = header((view) => {
    view.setUint8(0, 0x45);
    view.setUint16(2, headerSize + payload);
    view.setUint8(8, 64);
    view.setUint8(9, protocolTcp);
  });
  ip.set(addresses, 12);
  setWord(ip, 10, checksum(ip));
  const tcp = header((view) => {
    view.setUint16(0, segment.from.port);
    view.setUint16(2, segment.to.port);
    view.setUint32(4, segment.sequence >>> 0);
    view.setUint32(8, segment.acknowledgement >>> 0);
    view.setUint8(12, (headerSize / 4) << 4);
    view.setUint8(13, segment.flags);
    view.setUint16(14, 0xffff);
  });
  // What is not known counts as zero; nobody checks the sum of a packet that was not captured whole.
  setWord(tcp, 16, checksum(concat(addresses, Uint8Array.of(0, protocolTcp, payload >> 8, payload & 0xff), tcp, octets)));
  const kept = concat(ip, tcp, octets);
  return { octets: kept, size: kept.length + missing };
}

function header(fill: (view: DataView) => void): Uint8Array {
  const octets = new Uint8Array(headerSize);
  fill(new DataView(octets.buffer));
  return octets;
}

function address({ host }: Endpoint): Uint8Array {
  return Uint8Array.from(host.split("."), Number);
}

function setWord(octets: Uint8Array, at: number, word: number): void {
  octets[at] = word >> 8;
  octets[at + 1] = word & 0xff;
}

/** The ones' complement of the ones' complement sum of all words (RFC 1071). */
function checksum(octets: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < octets.length; at += 2) sum += ((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x1_0000);
  return ~sum & 0xffff;
}
