/**
 * Boxes of XSalsa20 and Poly1305, by two packages: libsodium as WebAssembly, and until it is loaded, or where there is no WebAssembly, one in JavaScript, which is several times
 * slower. Both make the same octets.
 */
import { xsalsa20poly1305 } from "@noble/ciphers/salsa.js";
import type libsodium from "libsodium-wrappers";
import { limits } from "../base/limits.ts";

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

let loaded: Boxes | undefined;
let loading: Promise<void> | undefined;

/** Begins to load what {@link boxesFor} gives afterwards; resolves when it is there, or is known not to come. */
export function loadBoxes(): Promise<void> {
  loading ??= load();
  return loading;
}

async function load(): Promise<void> {
  try {
    const { default: sodium } = await import("libsodium-wrappers");
    await sodium.ready;
    loaded = wasmBoxes(sodium);
  } catch {
    // Without WebAssembly the boxes of JavaScript go on.
  }
}

/** Those that are the fastest for so many octets. WebAssembly never gives memory back, so that it gets no giants. */
export function boxesFor(size: number): Boxes {
  return size <= limits.wasmBoxSize && loaded !== undefined ? loaded : scriptBoxes;
}

function wasmBoxes(sodium: typeof libsodium): Boxes {
  return {
    seal: (key, nonce, content) => sodium.crypto_secretbox_easy(content, nonce, key),
    open: (key, nonce, box) => orUndefined(() => sodium.crypto_secretbox_open_easy(box, nonce, key)),
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
