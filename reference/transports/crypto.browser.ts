/** Cryptography. Stands in for crypto.ts in a browser, where no transport has CURVE: wss encrypts. */
import { UsageError } from "../base/errors.ts";

const absent = (): never => {
  throw new UsageError("there is no CURVE in a browser: connect to wss, which encrypts", "ENOTSUP");
};

export const hasCurve = false;

/** As the port of reference/security/crypto.ts asks for it. */
export const platformCrypto = {
  randomOctets: (_size: number): Uint8Array => absent(),
  publicKey: (_secretKey: Uint8Array): Uint8Array => absent(),
  sharedKey: (_secretKey: Uint8Array, _publicKey: Uint8Array): Uint8Array | undefined => absent(),
  seal: (_key: Uint8Array, _nonce: Uint8Array, _content: Uint8Array): Uint8Array => absent(),
  open: (_key: Uint8Array, _nonce: Uint8Array, _box: Uint8Array): Uint8Array | undefined => absent(),
};
