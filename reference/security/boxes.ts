/** The boxes of CURVE: their nonces, and the counting of short ones (26/CURVEZMQ, CurveZMQ Commands). Mirrors the tables of spec/security/curve.md. */
import { ImpossibleError, PeerError, type RequirementId } from "../base/errors.ts";
import { concatOctets, octetsOf } from "../base/octets.ts";
import type { Crypto } from "./crypto.ts";

/** A prefix of sixteen octets goes before a short nonce, one of eight before a long nonce. */
export const noncePrefix = {
  hello: octetsOf("CurveZMQHELLO---"),
  welcome: octetsOf("WELCOME-"),
  cookie: octetsOf("COOKIE--"),
  vouch: octetsOf("VOUCH---"),
  initiate: octetsOf("CurveZMQINITIATE"),
  ready: octetsOf("CurveZMQREADY---"),
  messageOfClient: octetsOf("CurveZMQMESSAGEC"),
  messageOfServer: octetsOf("CurveZMQMESSAGES"),
} as const;

/** The size of a short nonce on the wire, in octets. */
export const SHORT_NONCE_SIZE = 8;
/** The size of a long nonce on the wire, in octets. */
export const LONG_NONCE_SIZE = 16;

/** What {@link SealedBox.nonce} is on the wire goes before the box. */
export interface SealedBox {
  readonly nonce: Uint8Array;
  readonly box: Uint8Array;
}

/** Under a nonce that is given. */
export function seal(crypto: Crypto, key: Uint8Array, prefix: Uint8Array, nonce: Uint8Array, content: Uint8Array): SealedBox {
  return { nonce, box: crypto.seal(key, concatOctets([prefix, nonce]), content) };
}

/** Throws PeerError when the box does not open. */
export function open(crypto: Crypto, key: Uint8Array, prefix: Uint8Array, sealed: SealedBox, refusal: RequirementId): Uint8Array {
  const content = crypto.open(key, concatOctets([prefix, sealed.nonce]), sealed.box);
  if (content === undefined) throw new PeerError(refusal, "a box that does not open");
  return content;
}

/** @requirement curve.null-secret */
export function sharedKey(crypto: Crypto, secretKey: Uint8Array, publicKey: Uint8Array): Uint8Array {
  const key = crypto.sharedKey(secretKey, publicKey);
  if (key === undefined) throw new PeerError("curve.null-secret", "a public key of small order");
  return key;
}

/**
 * The short nonces of one sender: 1, 2, 3 …
 *
 * @requirement curve.nonce-order
 * @requirement curve.nonce-end
 */
export class NonceCounter {
  #last = 0;

  next(): Uint8Array {
    if (this.#last === Number.MAX_SAFE_INTEGER) throw new ImpossibleError("no more short nonces on this connection");
    this.#last += 1;
    const [high, low] = [Math.floor(this.#last / 2 ** 32), this.#last % 2 ** 32];
    return Uint8Array.of(high >>> 24, high >>> 16, high >>> 8, high, low >>> 24, low >>> 16, low >>> 8, low);
  }
}

/**
 * The short nonces of the other peer: each has to exceed the one before.
 *
 * @requirement curve.nonce-gap
 */
export class NonceGuard {
  /** Empty before the first. */
  readonly #last: number[] = [];

  /** Throws PeerError when it does not. */
  accept(nonce: Uint8Array, refusal: RequirementId): void {
    if (this.#last.length > 0 && !exceeds(nonce, this.#last)) throw new PeerError(refusal, "a short nonce that does not exceed the one before");
    for (let index = 0; index < SHORT_NONCE_SIZE; index += 1) this.#last[index] = nonce[index] ?? 0;
  }
}

/** Both are numbers in network order. */
function exceeds(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return (a[index] ?? 0) > (b[index] ?? 0);
  return false;
}
