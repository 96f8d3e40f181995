/**
 * Boxes of XSalsa20 and Poly1305, by two packages: libsodium as WebAssembly, and until it is loaded, or where there is no WebAssembly, one in JavaScript, which is several times
 * slower. Both make the same octets.
 */
import { xsalsa20poly1305 } from "@noble/ciphers/salsa.js";
import type libsodium from "libsodium-wrappers";
import { limits } from "../base/limits.ts";
import { sodium } from "./sodium.ts";

type Octets = Uint8Array<ArrayBuffer>;

export interface Boxes {
  seal(key: Uint8Array, nonce: Uint8Array, content: Uint8Array): Uint8Array;
  /** Undefined when the box does not open. */
  open(key: Uint8Array, nonce: Uint8Array, box: Uint8Array): Uint8Array | undefined;
}

export const scriptBoxes: Boxes = {
  seal: (key, nonce, content) => xsalsa20poly1305(key, nonce as Octets).encrypt(content),
  open: (key, nonce, box) => orUndefined(() => xsalsa20poly1305(key, nonce as Octets).decrypt(box)),
};

/** Those that are the fastest for so many octets. WebAssembly never gives memory back, so that it gets no giants. */
export function boxesFor(size: number): Boxes {
  const library = sodium();
  if (library === undefined || size > limits.wasmBoxSize) return scriptBoxes;
  wasmBoxes ??= boxesOf(library);
  return wasmBoxes;
}

let wasmBoxes: Boxes | undefined;

function boxesOf(library: typeof libsodium): Boxes {
  return {
    seal: (key, nonce, content) => library.crypto_secretbox_easy(content, nonce, key),
    open: (key, nonce, box) => orUndefined(() => library.crypto_secretbox_open_easy(box, nonce, key)),
  };
}

/** Both packages say by an exception, and by no other sign, that the authenticator does not fit. */
function orUndefined(open: () => Uint8Array): Uint8Array | undefined {
  try {
    return open();
  } catch {
    return undefined;
  }
}
