/** Z85 (32/Z85): four octets as five printable characters. Keys are written so. */
const alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

/** Throws when the number of octets is no multiple of four. */
export function encodeZ85(octets: Uint8Array): string {
  if (octets.length % 4 !== 0) throw new Error(`Z85 encodes a multiple of 4 octets, not ${String(octets.length)}.`);
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  let text = "";
  for (let at = 0; at < octets.length; at += 4) {
    const value = view.getUint32(at);
    for (const weight of weights) text += alphabet.charAt(Math.floor(value / weight) % 85);
  }
  return text;
}

/** Undefined when the text is none: its length, a character or a group above 2^32-1. */
export function decodeZ85(text: string): Uint8Array | undefined {
  if (text.length % 5 !== 0) return undefined;
  const octets = new Uint8Array((text.length / 5) * 4);
  const view = new DataView(octets.buffer);
  for (let group = 0; group * 5 < text.length; group += 1) {
    let value = 0;
    for (const character of text.slice(group * 5, group * 5 + 5)) {
      const digit = alphabet.indexOf(character);
      if (digit < 0) return undefined;
      value = value * 85 + digit;
    }
    if (value > 0xffffffff) return undefined;
    view.setUint32(group * 4, value);
  }
  return octets;
}

const weights = [85 ** 4, 85 ** 3, 85 ** 2, 85, 1];
