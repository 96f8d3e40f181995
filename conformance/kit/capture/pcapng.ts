/** Packets of a pcapng file: blocks of a type and a size; sections choose the byte order, interfaces the link type. Blocks of other types are passed over. */
import { CaptureError } from "./capture-error.ts";
import type { OctetReader } from "./octet-reader.ts";
import type { Packet } from "./packet.ts";

const blocks = { section: 0x0a0d0d0a, interface: 1, obsoletePacket: 2, simplePacket: 3, enhancedPacket: 6 } as const;
/** More than any packet; a larger block is damage, not data. */
const mostOfBlock = 64 * 1_048_576;

interface Interface {
  readonly link: number;
  /** So much of a packet is captured; 0: all of it. */
  readonly limit: number;
}

interface Section {
  readonly little: boolean;
  readonly interfaces: Interface[];
}

interface Block {
  readonly type: number;
  readonly body: Uint8Array;
}

export function* pcapngPackets(reader: OctetReader): Generator<Packet, void> {
  let section: Section = { little: true, interfaces: [] };
  for (let number = 1; ;) {
    const head = reader.peek(12);
    if (head.length === 0) return;
    if (head.length < 12) throw cutOff(number, reader);
    if (view(head).getUint32(0, true) === blocks.section) section = { little: byteOrder(head, reader), interfaces: [] };
    const block = takeBlock(reader, section.little, number);
    if (block.type === blocks.interface) section.interfaces.push(interfaceOf(block.body, section.little));
    const packet = packetOf(block, section, number);
    if (packet === undefined) continue;
    yield packet;
    number += 1;
  }
}

function takeBlock(reader: OctetReader, little: boolean, number: number): Block {
  const start = reader.offset;
  const head = view(reader.take(8));
  const size = head.getUint32(4, little);
  if (size < 12 || size % 4 !== 0 || size > mostOfBlock) throw damaged(start, `a block declares ${String(size)} octets`);
  const rest = reader.take(size - 8);
  if (rest.length < size - 8) throw cutOff(number, reader);
  if (view(rest).getUint32(size - 12, little) !== size) throw damaged(start, "a block is not of the size that it declares");
  return { type: head.getUint32(0, little), body: rest.subarray(0, size - 12) };
}

/** Blocks shorter than their kind has to be are damage; {@link DataView} refuses to read beyond them. */
function packetOf({ type, body }: Block, { little, interfaces }: Section, number: number): Packet | undefined {
  const has = { [blocks.enhancedPacket]: 20, [blocks.obsoletePacket]: 20, [blocks.simplePacket]: 4 }[type];
  if (has === undefined) return undefined;
  if (body.length < has) throw new CaptureError(`it is damaged: packet ${String(number)} has no header`);
  const data = view(body);
  const simple = type === blocks.simplePacket;
  const at = simple ? 0 : type === blocks.enhancedPacket ? data.getUint32(0, little) : data.getUint16(0, little);
  const from = interfaces[at];
  if (from === undefined) throw new CaptureError(`it is damaged: packet ${String(number)} is of interface ${String(at)}, which is not described`);
  const size = data.getUint32(simple ? 0 : 16, little);
  const captured = simple ? Math.min(size, from.limit === 0 ? size : from.limit) : data.getUint32(12, little);
  if (captured > body.length - has) throw new CaptureError(`it is damaged: packet ${String(number)} declares ${String(captured)} octets`);
  return { number, link: from.link, octets: body.subarray(has, has + captured), size: Math.max(size, captured) };
}

function interfaceOf(body: Uint8Array, little: boolean): Interface {
  if (body.length < 8) throw new CaptureError("it is damaged: the description of an interface is too short");
  return { link: view(body).getUint16(0, little), limit: view(body).getUint32(4, little) };
}

function byteOrder(head: Uint8Array, reader: OctetReader): boolean {
  const magic = view(head).getUint32(8, true);
  if (magic === 0x1a2b3c4d) return true;
  if (magic === 0x4d3c2b1a) return false;
  throw damaged(reader.offset, "the byte order of a section cannot be told");
}

function cutOff(number: number, { offset }: OctetReader): CaptureError {
  return new CaptureError(`it is cut off before packet ${String(number)} is whole, near octet ${String(offset)}`);
}

function damaged(offset: number, what: string): CaptureError {
  return new CaptureError(`it is damaged near octet ${String(offset)}: ${what}`);
}

function view(octets: Uint8Array): DataView {
  return new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
}
