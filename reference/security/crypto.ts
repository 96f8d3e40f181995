/**
 * The port to cryptography: the few operations of NaCl on which CURVE stands. The pure core computes none of them; a platform offers them, and an application may put a native
 * library in their place.
 */

/** The size of keys, in octets. */
export const KEY_SIZE = 32;
/** The size of nonces, in octets. */
export const NONCE_SIZE = 24;
/** By how many octets a box is larger than what it holds. */
export const BOX_OVERHEAD = 16;

/** All keys have 32 octets, all nonces 24. No operation keeps or changes its arguments. */
export interface Crypto {
  /** As many random octets, from a source that is good enough for keys. */
  randomOctets(size: number): Uint8Array;
  /** The public key of a secret key: X25519 with the base point. */
  publicKey(secretKey: Uint8Array): Uint8Array;
  /** The key of boxes between the two: `crypto_box_beforenm` of NaCl. Undefined when the product of the curve is all null octets, as no honest key makes it. */
  sharedKey(secretKey: Uint8Array, publicKey: Uint8Array): Uint8Array | undefined;
  /** A box of XSalsa20 and Poly1305, the authenticator first: `crypto_secretbox_easy`, or `crypto_box_easy_afternm`, of NaCl. */
  seal(key: Uint8Array, nonce: Uint8Array, content: Uint8Array): Uint8Array;
  /** What is in the box; undefined when it does not open. */
  open(key: Uint8Array, nonce: Uint8Array, box: Uint8Array): Uint8Array | undefined;
}

/**
 * Compares in a time that depends on the sizes only.
 *
 * @requirement plain.constant-time
 * @requirement curve.constant-time
 */
export function sameSecret(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let index = 0; index < a.length; index += 1) difference |= (a[index] ?? 0) ^ (b[index] ?? 0);
  return difference === 0;
}
