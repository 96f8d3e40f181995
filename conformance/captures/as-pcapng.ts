/** A capture of tcpdump as pcapng: its packets as they are, their times from zero on, and a comment; nothing of the machine. */
import { pcapngOf } from "../kit/capture/write.ts";

export function asPcapng(file: Uint8Array, comment: string): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const little = view.getUint8(0) === 0xd4;
  const word = (at: number): number => view.getUint32(at, little);
  const packets = [];
  let first: number | undefined;
  for (let at = 24; at + 16 <= file.length && at + 16 + word(at + 8) <= file.length; at += 16 + word(at + 8)) {
    const micros = word(at) * 1_000_000 + word(at + 4);
    first ??= micros;
    packets.push({ octets: file.subarray(at + 16, at + 16 + word(at + 8)), size: word(at + 12), micros: micros - first });
  }
  return pcapngOf(packets, word(20), comment);
}
