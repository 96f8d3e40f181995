/** Captures for tests, made from what peers say: segments as a lossy, reordering network and a limited capture would show them. */
import { concat } from "../octets.ts";

export interface FakeSegment {
  readonly fromConnecting: boolean;
  readonly sequence: number;
  readonly acknowledgement?: number;
  readonly flags?: { readonly syn?: boolean; readonly fin?: boolean; readonly rst?: boolean };
  readonly octets?: Uint8Array;
}

export interface FakePacket {
  readonly octets: Uint8Array;
  /** Octets on the wire. */
  readonly size: number;
}

/** The link layers that are understood, by number, with what stands before IP. */
export const linkHeaders = {
  null: { link: 0, header: (v6: boolean) => Uint8Array.of(v6 ? 30 : 2, 0, 0, 0) },
  ethernet: { link: 1, header: (v6: boolean) => concat(new Uint8Array(12), etherType(v6)) },
  vlan: { link: 1, header: (v6: boolean) => concat(new Uint8Array(12), Uint8Array.of(0x81, 0, 0, 7), etherType(v6)) },
  raw: { link: 101, header: () => new Uint8Array() },
  loop: { link: 108, header: (v6: boolean) => Uint8Array.of(0, 0, 0, v6 ? 24 : 2) },
  cooked: { link: 113, header: (v6: boolean) => concat(new Uint8Array(14), etherType(v6)) },
  cooked2: { link: 276, header: (v6: boolean) => concat(etherType(v6), new Uint8Array(18)) },
} as const;

export type LinkName = keyof typeof linkHeaders;

/** Checksums are not filled in: cards do that after the capture. */
export function packetOf(segment: FakeSegment, link: LinkName = "raw", v6 = false): FakePacket {
  const { fromConnecting, sequence, acknowledgement, flags = {}, octets = new Uint8Array() } = segment;
  const tcp = new DataView(new ArrayBuffer(20));
  tcp.setUint16(fromConnecting ? 0 : 2, 40_000);
  tcp.setUint16(fromConnecting ? 2 : 0, 5555);
  tcp.setUint32(4, sequence);
  tcp.setUint32(8, acknowledgement ?? 0);
  tcp.setUint8(12, 5 << 4);
  tcp.setUint8(13, (flags.fin === true ? 1 : 0) | (flags.syn === true ? 2 : 0) | (flags.rst === true ? 4 : 0) | (acknowledgement === undefined ? 0 : 16));
  const whole = concat(linkHeaders[link].header(v6), ipHeader(20 + octets.length, fromConnecting, v6), new Uint8Array(tcp.buffer), octets);
  return { octets: whole, size: whole.length };
}

/** A pcap file of these packets. */
export function pcapOf(packets: readonly FakePacket[], link: LinkName = "raw", big = false): Uint8Array {
  const words = (...values: readonly number[]): Uint8Array => {
    const view = new DataView(new ArrayBuffer(4 * values.length));
    values.forEach((value, at) => view.setUint32(4 * at, value, !big));
    return new Uint8Array(view.buffer);
  };
  const version = big ? 0x0002_0004 : 0x0004_0002;
  return concat(
    words(0xa1b2_c3d4, version, 0, 0, 262_144, linkHeaders[link].link),
    ...packets.flatMap(({ octets, size }, at) => [words(at, 0, octets.length, size), octets]),
  );
}

/** So many octets at most are kept of each packet. */
export function limited(packets: readonly FakePacket[], most: number): readonly FakePacket[] {
  return packets.map(({ octets, size }) => ({ octets: octets.subarray(0, most), size }));
}

function etherType(v6: boolean): Uint8Array {
  return v6 ? Uint8Array.of(0x86, 0xdd) : Uint8Array.of(8, 0);
}

function ipHeader(payload: number, fromConnecting: boolean, v6: boolean): Uint8Array {
  const header = new DataView(new ArrayBuffer(v6 ? 40 : 20));
  header.setUint8(0, v6 ? 0x60 : 0x45);
  const [from, to] = fromConnecting ? [1, 2] : [2, 1];
  if (v6) {
    header.setUint16(4, payload);
    header.setUint8(6, 6);
    header.setUint8(23, from);
    header.setUint8(39, to);
  } else {
    header.setUint16(2, 20 + payload);
    header.setUint8(9, 6);
    header.setUint32(12, 0x7f00_0000 + from);
    header.setUint32(16, 0x7f00_0000 + to);
  }
  return new Uint8Array(header.buffer);
}
