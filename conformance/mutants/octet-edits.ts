/** Edits of encoded units: what the faults of octets are made of. Each takes the octets of a well-formed unit and gives others. */
import { ascii, concat } from "../kit/octets.ts";

/** The greeting with octets from a place on replaced. */
export const greetingWith =
  (at: number, ...octets: readonly number[]) =>
  (greeting: Uint8Array): Uint8Array =>
    concat(greeting.subarray(0, at), Uint8Array.from(octets), greeting.subarray(at + octets.length));

export const mechanism = (name: string): ((greeting: Uint8Array) => Uint8Array) => greetingWith(12, ...ascii(name.padEnd(20, "\0")));

/** The flags octet with bits set and cleared. */
export const flags =
  (set: number, cleared = 0) =>
  (frame: Uint8Array): Uint8Array =>
    concat(Uint8Array.of(((frame[0] ?? 0) | set) & ~cleared), frame.subarray(1));

export const isLong = (frame: Uint8Array): boolean => ((frame[0] ?? 0) & 2) !== 0;
export const bodyOf = (frame: Uint8Array): Uint8Array => frame.subarray(isLong(frame) ? 9 : 2);

/** A frame with the flags of another one, and another body. */
export function reframed(frame: Uint8Array, body: Uint8Array): Uint8Array {
  const bits = (frame[0] ?? 0) & ~2;
  if (body.length <= 255) return concat(Uint8Array.of(bits, body.length), body);
  const header = new Uint8Array(9);
  header[0] = bits | 2;
  new DataView(header.buffer).setBigUint64(1, BigInt(body.length));
  return concat(header, body);
}

export const longForm =
  (littleEndian = false) =>
  (frame: Uint8Array): Uint8Array => {
    const header = new Uint8Array(9);
    header[0] = (frame[0] ?? 0) | 2;
    new DataView(header.buffer).setBigUint64(1, BigInt(bodyOf(frame).length), littleEndian);
    return concat(header, bodyOf(frame));
  };

/** A command with another name, and its data changed. */
export function recommanded(frame: Uint8Array, name: string, change: (data: Uint8Array) => Uint8Array = (data) => data): Uint8Array {
  const body = bodyOf(frame);
  return reframed(frame, concat(Uint8Array.of(name.length), ascii(name), change(body.subarray(1 + (body[0] ?? 0)))));
}

/** READY with octets behind its properties. */
export const readyWith =
  (...octets: readonly Uint8Array[]) =>
  (frame: Uint8Array): Uint8Array =>
    recommanded(frame, "READY", (data) => concat(data, ...octets));

/** READY with octets before its properties. */
export const readyBefore =
  (octets: Uint8Array) =>
  (frame: Uint8Array): Uint8Array =>
    recommanded(frame, "READY", (data) => concat(octets, data));

export const property = (name: string, value: string, size = value.length): Uint8Array =>
  concat(Uint8Array.of(name.length), ascii(name), Uint8Array.of(size >>> 24, (size >>> 16) & 255, (size >>> 8) & 255, size & 255), ascii(value));

/** READY in which the first property's name or value is another one. */
export const firstProperty =
  (change: (name: string, value: string) => Uint8Array) =>
  (frame: Uint8Array): Uint8Array =>
    recommanded(frame, "READY", (data) => {
      const nameEnd = 1 + (data[0] ?? 0);
      const size = new DataView(data.buffer, data.byteOffset).getUint32(nameEnd);
      const text = (from: number, to: number): string => Buffer.from(data.subarray(from, to)).toString("latin1");
      return concat(change(text(1, nameEnd), text(nameEnd + 4, nameEnd + 4 + size)), data.subarray(nameEnd + 4 + size));
    });
