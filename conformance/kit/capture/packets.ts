/** The packets of a capture file, in its order: pcap (in both byte orders, with micro- or nanoseconds) and pcapng are told apart by their first octets. */
import { CaptureError } from "./capture-error.ts";
import type { OctetReader } from "./octet-reader.ts";
import type { Packet } from "./packet.ts";
import { pcapPackets } from "./pcap.ts";
import { pcapngPackets } from "./pcapng.ts";

/** How files begin: pcapng, then pcap with its two byte orders and two units of time. */
const magics: readonly string[] = ["0a0d0d0a", "a1b2c3d4", "d4c3b2a1", "a1b23c4d", "4d3cb2a1"];

/** Lazily, so that what was read before an error is of use. Throws {@link CaptureError} when the file is no capture, is damaged or is cut off. */
export function* packetsOf(reader: OctetReader): Generator<Packet, void> {
  const start = reader.peek(4);
  if (start.length === 0) throw new CaptureError("it is empty");
  const magic = Buffer.from(start).toString("hex");
  if (start.length < 4 && magics.some((known) => known.startsWith(magic))) throw new CaptureError(`it is cut off after ${String(start.length)} octets`);
  if (magic === "0a0d0d0a") yield* pcapngPackets(reader);
  else if (magics.includes(magic)) yield* pcapPackets(reader);
  else if (magic.startsWith("1f8b")) throw new CaptureError("it is compressed: gunzip it first, or write: gunzip -c FILE | patternwire watch --capture -");
  else throw new CaptureError(`it is neither pcap nor pcapng: it begins with ${magic}`);
}
