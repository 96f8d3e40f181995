/** The port of cryptography over sodium-native, which is libsodium with a binding for Node: what an application may put in place of the default. */
import { createRequire } from "node:module";
import { hsalsa } from "@noble/ciphers/salsa.js";
import type { Crypto } from "../../../reference/security/crypto.ts";

interface Sodium {
  randombytes_buf(octets: Uint8Array): void;
  crypto_scalarmult_base(publicKey: Uint8Array, secretKey: Uint8Array): void;
  crypto_scalarmult(product: Uint8Array, secretKey: Uint8Array, publicKey: Uint8Array): void;
  crypto_secretbox_easy(box: Uint8Array, content: Uint8Array, nonce: Uint8Array, key: Uint8Array): void;
  crypto_secretbox_open_easy(content: Uint8Array, box: Uint8Array, nonce: Uint8Array, key: Uint8Array): boolean;
}

const authenticatorSize = 16;

/** `folder` is where the package was installed. */
export function nativeCrypto(folder: string): Crypto {
  const sodium = createRequire(`${folder}/`)("sodium-native") as Sodium;
  return {
    randomOctets: (size) => filled(size, (octets) => sodium.randombytes_buf(octets)),
    publicKey: (secretKey) => filled(32, (octets) => sodium.crypto_scalarmult_base(octets, Buffer.from(secretKey))),
    sharedKey: (secretKey, publicKey) => {
      const product = Buffer.alloc(32);
      try {
        sodium.crypto_scalarmult(product, Buffer.from(secretKey), Buffer.from(publicKey));
      } catch {
        // The binding throws when the product is all null octets, as the port wants it told.
        return undefined;
      }
      return keyOfBoxes(product);
    },
    seal: (key, nonce, content) => filled(content.length + authenticatorSize, (box) => sodium.crypto_secretbox_easy(box, content, nonce, key)),
    open: (key, nonce, box) => {
      if (box.length < authenticatorSize) return undefined;
      const content = Buffer.allocUnsafe(box.length - authenticatorSize);
      return sodium.crypto_secretbox_open_easy(content, box, nonce, key) ? content : undefined;
    },
  };
}

function filled(size: number, fill: (octets: Buffer) => void): Buffer {
  const octets = Buffer.allocUnsafe(size);
  fill(octets);
  return octets;
}

/** HSalsa20 of the product with a null nonce; the binding has no crypto_box_beforenm. */
function keyOfBoxes(product: Buffer): Uint8Array {
  const key = new Uint32Array(8);
  hsalsa(words(Buffer.from("expand 32-byte k")), words(product), new Uint32Array(4), key);
  const octets = Buffer.alloc(32);
  for (const [index, word] of key.entries()) octets.writeUInt32LE(word, index * 4);
  return octets;
}

function words(octets: Buffer): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: octets.length / 4 }, (_, index) => octets.readUInt32LE(index * 4));
}
