/** Small helpers for octets: hex, text, joining, comparing. */

export function hex(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString("hex");
}

/** Octets from hex digits; white space is allowed. Throws on anything else. */
export function fromHex(text: string): Uint8Array {
  const digits = text.replace(/\s+/g, "");
  if (!/^([0-9a-fA-F]{2})*$/.test(digits)) throw new Error(`Not an even number of hex digits: ${text}`);
  return new Uint8Array(Buffer.from(digits, "hex"));
}

/** ASCII (or latin-1) text as octets. */
export function ascii(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "latin1"));
}

export function text(octets: Uint8Array): string {
  return Buffer.from(octets).toString("latin1");
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}

export function equalParts(a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean {
  return a.length === b.length && a.every((part, index) => equal(part, b[index] ?? new Uint8Array()));
}

/** A part as a person writes it in the trace language: "text", x0011 or a run such as "a"*300. */
export function describePart(part: Uint8Array): string {
  // A part that equals itself moved on by one octet is a run: the comparison is the platform's, since parts are large.
  if (part.length > 4 && equal(part.subarray(1), part.subarray(0, -1))) {
    const first = part[0] ?? 0;
    return isPlain(first) ? `"${String.fromCharCode(first)}"*${String(part.length)}` : `x${first.toString(16).padStart(2, "0")}*${String(part.length)}`;
  }
  if (part.every(isPlain)) return `"${text(part)}"`;
  return part.length > 64 ? `x${hex(part.subarray(0, 32))}…(${String(part.length)} octets)` : `x${hex(part)}`;
}

export function describeParts(parts: readonly Uint8Array[]): string {
  return parts.map(describePart).join(", ");
}

function isPlain(octet: number): boolean {
  return octet >= 0x20 && octet < 0x7f && octet !== 0x22 && octet !== 0x5c;
}
