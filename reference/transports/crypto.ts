/** Cryptography as the platform has it: random octets of Node, the rest by libsodium in WebAssembly, and by slower ways until it is loaded. Slower than a native library, and nothing to build. */
import { createPrivateKey, createPublicKey, diffieHellman, randomBytes, type KeyObject } from "node:crypto";
import { hsalsa } from "@noble/ciphers/salsa.js";
import { boxesFor } from "./boxes.ts";
import { loadSodium, sodium } from "./sodium.ts";

export const hasCurve = true;

/** As the port of reference/security/crypto.ts asks for it. */
export const platformCrypto = {
  randomOctets: (size: number): Uint8Array => new Uint8Array(randomBytes(size)),

  publicKey: (secretKey: Uint8Array): Uint8Array => {
    // Who needs one key will need products and boxes.
    void loadSodium();
    const library = sodium();
    if (library !== undefined) return library.crypto_scalarmult_base(secretKey);
    const encoded = createPublicKey(secretKeyObject(secretKey)).export({ format: "der", type: "spki" });
    return new Uint8Array(encoded.subarray(publicKeyHead.length));
  },

  sharedKey: (secretKey: Uint8Array, publicKey: Uint8Array): Uint8Array | undefined => {
    const product = productOf(secretKey, publicKey);
    return product === undefined ? undefined : keyOfBoxes(product);
  },

  seal: (key: Uint8Array, nonce: Uint8Array, content: Uint8Array): Uint8Array => boxesFor(content.length).seal(key, nonce, content),

  open: (key: Uint8Array, nonce: Uint8Array, box: Uint8Array): Uint8Array | undefined =>
    box.length < authenticatorSize ? undefined : boxesFor(box.length).open(key, nonce, box),
};

/** Both ways refuse a product that is all null octets, as the port wants it. */
function productOf(secretKey: Uint8Array, publicKey: Uint8Array): Uint8Array | undefined {
  const library = sodium();
  try {
    if (library !== undefined) return library.crypto_scalarmult(secretKey, publicKey);
    const publicObject = createPublicKey({ key: Buffer.concat([publicKeyHead, publicKey]), format: "der", type: "spki" });
    return diffieHellman({ privateKey: secretKeyObject(secretKey), publicKey: publicObject });
  } catch {
    return undefined;
  }
}

function secretKeyObject(secretKey: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([secretKeyHead, secretKey]), format: "der", type: "pkcs8" });
}

/** HSalsa20 of the product with a null nonce, as NaCl makes a key of a point. */
function keyOfBoxes(product: Uint8Array): Uint8Array {
  const key = new Uint32Array(8);
  hsalsa(words(sigma), words(product), new Uint32Array(4), key);
  const octets = new Uint8Array(32);
  const view = new DataView(octets.buffer);
  for (const [index, word] of key.entries()) view.setUint32(index * 4, word, true);
  return octets;
}

function words(octets: Uint8Array): Uint32Array<ArrayBuffer> {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  return Uint32Array.from({ length: octets.length / 4 }, (_, index) => view.getUint32(index * 4, true));
}

const authenticatorSize = 16;
const sigma = Buffer.from("expand 32-byte k");
/** What stands before the 32 octets of an X25519 key in the encodings of RFC 8410. */
const secretKeyHead = Buffer.from("302e020100300506032b656e04220420", "hex");
const publicKeyHead = Buffer.from("302a300506032b656e032100", "hex");
