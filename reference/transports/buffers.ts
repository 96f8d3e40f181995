/** Octets as the platform's users have them: Node's Buffer. Imported, since the global of this name is looked up anew each time. */
import { Buffer } from "node:buffer";

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

/** Octets as the platform's users have them. */
export type PlatformOctets = Buffer;

export function isPlatformOctets(octets: Uint8Array): octets is PlatformOctets {
  return Object.getPrototypeOf(octets) === Buffer.prototype || Buffer.isBuffer(octets);
}

/** So many octets, of no account. */
export const allocate = (size: number): PlatformOctets => Buffer.allocUnsafe(size);

export function copyOf(octets: Uint8Array): PlatformOctets {
  return Buffer.from(octets);
}

/** The text that these octets are in UTF-8. */
export function utf8TextOf(octets: Uint8Array): string {
  return asBuffer(octets).toString();
}

/** How many octets a text has in UTF-8. */
export function sizeInUtf8(text: string): number {
  return Buffer.byteLength(text);
}

/** The same octets, as the platform's users have them. */
export function asBuffer(octets: Uint8Array): PlatformOctets {
  return Buffer.isBuffer(octets) ? octets : Buffer.from(octets.buffer, octets.byteOffset, octets.length);
}

const noOctets = Buffer.alloc(0);
