/** Packets of a file in the classic format of libpcap: a header of 24 octets, then a header of 16 octets and the octets of each packet. */
import { CaptureError } from "./capture-error.ts";
import type { OctetReader } from "./octet-reader.ts";
import type { Packet } from "./packet.ts";

/** No interface captures more of one packet; a larger size is damage. */
const mostOfPacket = 16 * 1_048_576;

export function* pcapPackets(reader: OctetReader): Generator<Packet, void> {
  const header = reader.take(24);
  if (header.length < 24) throw new CaptureError("it is cut off in its file header");
  const little = header[0] === 0xd4 || header[0] === 0x4d;
  // The upper bits of the link type say something of frame check sequences.
  const link = view(header).getUint32(20, little) & 0x0fff_ffff;
  for (let number = 1; ; number += 1) {
    const head = reader.take(16);
    if (head.length === 0) return;
    if (head.length < 16) throw new CaptureError(`it is cut off in the header of packet ${String(number)}`);
    const captured = view(head).getUint32(8, little);
    const size = view(head).getUint32(12, little);
    if (captured > mostOfPacket) throw new CaptureError(`it is damaged: packet ${String(number)} declares ${String(captured)} octets`);
    const octets = reader.take(captured);
    if (octets.length < captured) throw new CaptureError(`it is cut off in packet ${String(number)}`);
    yield { number, link, octets, size: Math.max(size, captured) };
  }
}

function view(octets: Uint8Array): DataView {
  return new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
}
