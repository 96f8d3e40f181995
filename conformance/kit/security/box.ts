/**
 * The boxes of CURVE: X25519, XSalsa20 and Poly1305, as NaCl's crypto_box composes them. The curve is Node's own, since it is ten times as fast as one in
 * JavaScript; the cipher is an audited library's. Nothing here is shared with the reference.
 */
import { createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, type KeyObject } from "node:crypto";
import { hsalsa, xsalsa20poly1305 } from "@noble/ciphers/salsa.js";
import { concat, fromHex } from "../octets.ts";

/** Both keys have 32 octets. */
export interface KeyPair {
  readonly publicKey: Uint8Array;
  readonly secretKey: Uint8Array;
}

/** How many octets a box has more than what is in it. */
export const boxOverhead = 16;

const publicHeader = fromHex("302a300506032b656e032100");
const secretHeader = fromHex("302e020100300506032b656e04220420");
/** "expand 32-byte k", as four words. */
const sigma = Uint32Array.of(0x61707865, 0x3320646e, 0x79622d32, 0x6b206574);

/** A new pair. */
export function newKeyPair(): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync("x25519");
  return { publicKey: rawPublic(publicKey), secretKey: new Uint8Array(privateKey.export({ format: "der", type: "pkcs8" }).subarray(-32)) };
}

/** The pair of a secret key. */
export function keyPairOf(secretKey: Uint8Array): KeyPair {
  return { publicKey: rawPublic(createPublicKey(secretObject(secretKey))), secretKey };
}

/** The key that two peers share: each computes it from its own secret key and the other's public key. Undefined when the public key is one that shares nothing. */
export function sharedKey(publicKey: Uint8Array, secretKey: Uint8Array): Uint8Array | undefined {
  let secret: Uint8Array;
  try {
    secret = diffieHellman({ publicKey: publicObject(publicKey), privateKey: secretObject(secretKey) });
  } catch {
    return undefined;
  }
  const out = new Uint32Array(8);
  hsalsa(sigma, words(secret), new Uint32Array(4), out);
  return octets(out);
}

/** The key that everyone shares with the owner of a key of small order, such as 32 null octets: the one of a secret that is all null octets. */
export function nullSharedKey(): Uint8Array {
  const out = new Uint32Array(8);
  hsalsa(sigma, new Uint32Array(8), new Uint32Array(4), out);
  return octets(out);
}

/** A box under a shared key and a nonce of 24 octets. */
export function seal(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array): Uint8Array {
  return xsalsa20poly1305(key, nonce).encrypt(plain);
}

/** What is in a box, or undefined when it is not one of this key and nonce. */
export function open(key: Uint8Array, nonce: Uint8Array, box: Uint8Array): Uint8Array | undefined {
  if (box.length < boxOverhead) return undefined;
  try {
    return xsalsa20poly1305(key, nonce).decrypt(box);
  } catch {
    return undefined;
  }
}

function publicObject(key: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.from(concat(publicHeader, key)), format: "der", type: "spki" });
}

function secretObject(key: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.from(concat(secretHeader, key)), format: "der", type: "pkcs8" });
}

function rawPublic(key: KeyObject): Uint8Array {
  return new Uint8Array(key.export({ format: "der", type: "spki" }).subarray(-32));
}

/** Words are little-endian, whatever the machine is. */
function words(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: bytes.length / 4 }, (_, index) => view.getUint32(index * 4, true));
}

function octets(values: Uint32Array): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => {
    view.setUint32(index * 4, value, true);
  });
  return bytes;
}
