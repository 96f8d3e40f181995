/** The octets of a connection of WebSocket (RFC 6455): heads of HTTP, and frames. Read, never written: who watches sends nothing. */
import { text } from "../octets.ts";

/** More is needed, what was read and how many octets it took, or why it is none. */
export type Read<T> =
  { readonly type: "more" } | { readonly type: "value"; readonly value: T; readonly size: number } | { readonly type: "foreign"; readonly reason: string };

/** The first line of a request or of an answer, and the fields, whose names are in lower case. */
export interface Head {
  readonly first: string;
  readonly fields: ReadonlyMap<string, string>;
}

export interface WebSocketFrame {
  readonly last: boolean;
  readonly opcode: number;
  /** Without its mask. */
  readonly payload: Uint8Array;
}

const longestHead = 65_536;
/** A frame that is larger is not waited for. */
const largestFrame = 2 ** 30;

export function readHead(octets: Uint8Array): Read<Head> {
  const said = text(octets.subarray(0, longestHead));
  const end = said.indexOf("\r\n\r\n");
  if (end < 0) return octets.length < longestHead ? { type: "more" } : { type: "foreign", reason: "the head of HTTP does not end" };
  const [first = "", ...lines] = said.slice(0, end).split("\r\n");
  const fields = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    // Fields of the same name are one list.
    fields.set(name, fields.has(name) ? `${fields.get(name) ?? ""}, ${value}` : value);
  }
  return { type: "value", value: { first, fields }, size: end + 4 };
}

export function readFrame(octets: Uint8Array): Read<WebSocketFrame> {
  if (octets.length < 2) return { type: "more" };
  const [first = 0, second = 0] = octets;
  if ((first & 0x70) !== 0) return { type: "foreign", reason: "a frame of WebSocket has reserved bits, as extensions set them" };
  const code = second & 0x7f;
  const sizeOctets = code === 126 ? 2 : code === 127 ? 8 : 0;
  const maskAt = 2 + sizeOctets;
  const masked = (second & 0x80) !== 0;
  const start = maskAt + (masked ? 4 : 0);
  if (octets.length < start) return { type: "more" };
  const view = new DataView(octets.buffer, octets.byteOffset);
  const size = code === 126 ? view.getUint16(2) : code === 127 ? Number(view.getBigUint64(2)) : code;
  if (size > largestFrame) return { type: "foreign", reason: `a frame of WebSocket has ${String(size)} octets` };
  if (octets.length < start + size) return { type: "more" };
  // A copy, also of a Buffer, whose slice is none: what is passed on must not lose its mask.
  const payload = new Uint8Array(octets.subarray(start, start + size));
  if (masked) for (let at = 0; at < size; at += 1) payload[at] = (payload[at] ?? 0) ^ (octets[maskAt + (at & 3)] ?? 0);
  return { type: "value", value: { last: (first & 0x80) !== 0, opcode: first & 0x0f, payload }, size: start + size };
}
