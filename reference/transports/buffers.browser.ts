/** Octets as the platform's users have them: Uint8Array. Stands in for buffers.ts in a browser. */

/** What can be sent as a part. Texts become UTF-8, numbers their decimal text, null an empty part. Do not change octets before they are sent. */
export type MessageLike = ArrayBufferView | ArrayBuffer | SharedArrayBuffer | string | number | null;

/** Octets as the platform's users have them. */
export type PlatformOctets = Uint8Array;

/** The octets of a part; not a copy, unless it is a text or a number. Undefined when the value is of no such type. */
export function octetsOfPart(part: MessageLike): Uint8Array | undefined {
  if (part instanceof Uint8Array) return part;
  if (typeof part === "string" || typeof part === "number") return encoder.encode(String(part));
  if (part === null) return new Uint8Array();
  if (ArrayBuffer.isView(part)) return new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
  // A page that is not isolated has no shared memory.
  if (part instanceof ArrayBuffer || (typeof SharedArrayBuffer === "function" && part instanceof SharedArrayBuffer)) return new Uint8Array(part);
  return undefined;
}

export function isPlatformOctets(_octets: Uint8Array): _octets is PlatformOctets {
  return true;
}

export function copyOf(octets: Uint8Array): PlatformOctets {
  return octets.slice();
}

/** The text that these octets are in UTF-8. */
export function utf8TextOf(octets: Uint8Array): string {
  return new TextDecoder().decode(octets);
}

/** How many octets a text has in UTF-8. */
export function sizeInUtf8(text: string): number {
  return encoder.encode(text).length;
}

/** The same octets, as the platform's users have them. */
export function asBuffer(octets: Uint8Array): PlatformOctets {
  return octets;
}

const encoder = new TextEncoder();
