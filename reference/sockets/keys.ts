/** Keys of CURVE as applications have them: 32 octets, or 40 characters of Z85. */
import { UsageError } from "../base/errors.ts";
import { KEY_SIZE } from "../security/crypto.ts";
import { z85Decode, z85Encode } from "../security/z85.ts";
import { platformCrypto } from "../transports/crypto.ts";

/** A key pair for CURVE, each key as forty characters of Z85. Of the secret key, keep the secret. */
export function curveKeyPair(): { publicKey: string; secretKey: string } {
  const secretKey = platformCrypto.randomOctets(KEY_SIZE);
  return { publicKey: z85Encode(platformCrypto.publicKey(secretKey)), secretKey: z85Encode(secretKey) };
}

/** @requirement curve.key-size */
export function isKey(value: unknown): boolean {
  if (value instanceof Uint8Array) return value.length === KEY_SIZE;
  if (typeof value !== "string") return false;
  try {
    return z85Decode(value).length === KEY_SIZE;
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
}

/** The octets of a key for which {@link isKey} holds. */
export function keyOf(key: string | Uint8Array | null): Uint8Array | undefined {
  if (key === null) return undefined;
  return typeof key === "string" ? z85Decode(key) : key;
}
