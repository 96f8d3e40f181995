/** Z85: octets as text, four as five characters (32/Z85). Mirrors spec/security/z85.md. */
import { UsageError } from "../base/errors.ts";

const alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
const values: ReadonlyMap<string, number> = new Map(Array.from(alphabet, (digit, value) => [digit, value]));
const base = 85;
const groupOctets = 4;
const groupDigits = 5;

/**
 * Throws UsageError when the number of octets is no multiple of four.
 *
 * @requirement z85.encode
 * @requirement z85.size-octets
 * @example z85Encode(Uint8Array.of(0x86, 0x4f, 0xd2, 0x6f, 0xb5, 0x59, 0xf7, 0x5b)) // "HelloWorld"
 */
export function z85Encode(octets: Uint8Array): string {
  if (octets.length % groupOctets !== 0) throw new UsageError(`Z85 writes multiples of four octets, not ${String(octets.length)}`);
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  let text = "";
  for (let at = 0; at < octets.length; at += groupOctets) {
    let group = "";
    for (let number = view.getUint32(at), digit = 0; digit < groupDigits; digit += 1, number = Math.floor(number / base))
      group = alphabet.charAt(number % base) + group;
    text += group;
  }
  return text;
}

/**
 * Throws UsageError for a text that stands for no octets; the error does not repeat it, for it may be a secret.
 *
 * @requirement z85.decode
 * @requirement z85.size-text
 * @requirement z85.alphabet
 * @requirement z85.overflow
 */
export function z85Decode(text: string): Uint8Array {
  if (text.length % groupDigits !== 0) throw new UsageError(`a text in Z85 has a multiple of five characters, not ${String(text.length)}`);
  const octets = new Uint8Array((text.length / groupDigits) * groupOctets);
  const view = new DataView(octets.buffer);
  for (let group = 0; group * groupDigits < text.length; group += 1) {
    let number = 0;
    for (let digit = group * groupDigits; digit < (group + 1) * groupDigits; digit += 1) {
      const value = values.get(text.charAt(digit));
      if (value === undefined) throw new UsageError(`character ${String(digit + 1)} of the text is not of Z85`);
      number = number * base + value;
    }
    if (number >= 2 ** 32)
      throw new UsageError(`characters ${String(group * groupDigits + 1)} to ${String((group + 1) * groupDigits)} of the text stand for no four octets`);
    view.setUint32(group * groupOctets, number);
  }
  return octets;
}
