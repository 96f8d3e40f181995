/** Octets as the platform's users have them: Node's Buffer. */

/** What can be sent as a part. Texts become UTF-8, numbers their decimal text, null an empty part. Do not change octets before they are sent. */
export type MessageLike = ArrayBufferView | ArrayBuffer | SharedArrayBuffer | string | number | null;

/** The octets of a part; not a copy, unless it is a text or a number. Undefined when the value is of no such type. */
export function octetsOfPart(part: MessageLike): Uint8Array | undefined {
  if (part instanceof Uint8Array) return part;
  if (typeof part === "string") return Buffer.from(part);
  if (part === null) return noOctets;
  if (typeof part === "number") return Buffer.from(String(part));
  if (ArrayBuffer.isView(part)) return new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
  if (part instanceof ArrayBuffer || part instanceof SharedArrayBuffer) return new Uint8Array(part);
  return undefined;
}

/** The same octets as a Buffer. */
export function asBuffer(octets: Uint8Array): Buffer {
  return Buffer.isBuffer(octets) ? octets : Buffer.from(octets.buffer, octets.byteOffset, octets.length);
}

const noOctets = Buffer.alloc(0);
