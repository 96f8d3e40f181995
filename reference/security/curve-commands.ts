/** The data of the commands of CURVE, their sizes and fields (26/CURVEZMQ, CurveZMQ Commands). Mirrors the figures of spec/security/curve.md. */
import { PeerError } from "../base/errors.ts";
import { concatOctets } from "../base/octets.ts";
import { LONG_NONCE_SIZE, SHORT_NONCE_SIZE, type SealedBox } from "./boxes.ts";
import { BOX_OVERHEAD, KEY_SIZE } from "./crypto.ts";

/** What the box of HELLO holds. */
export const HELLO_CONTENT: Uint8Array = new Uint8Array(64);

const version = Uint8Array.of(1, 0);
const padding = new Uint8Array(72);
const keyAt = version.length + padding.length;
const helloNonceAt = keyAt + KEY_SIZE;
const helloBoxAt = helloNonceAt + SHORT_NONCE_SIZE;
const helloSize = helloBoxAt + BOX_OVERHEAD + HELLO_CONTENT.length;
const cookieSize = LONG_NONCE_SIZE + BOX_OVERHEAD + 2 * KEY_SIZE;
/** The size of a vouch, in octets: a long nonce, and a box of two keys. */
export const VOUCH_SIZE: number = cookieSize;

const welcomeSize = LONG_NONCE_SIZE + BOX_OVERHEAD + KEY_SIZE + cookieSize;
const initiateBoxAt = cookieSize + SHORT_NONCE_SIZE;
const initiateSize = initiateBoxAt + BOX_OVERHEAD + KEY_SIZE + VOUCH_SIZE;
const readySize = SHORT_NONCE_SIZE + BOX_OVERHEAD;

export function encodeHello(clientTransient: Uint8Array, { nonce, box }: SealedBox): Uint8Array {
  return concatOctets([version, padding, clientTransient, nonce, box]);
}

/** @requirement curve.hello-padding whatever stands in the padding is ignored */
export function decodeHello(data: Uint8Array): { readonly clientTransient: Uint8Array; readonly sealed: SealedBox } {
  if (data.length !== helloSize) throw new PeerError("curve.hello-size", `HELLO with ${String(data.length)} octets of data`);
  if (data[0] !== version[0] || data[1] !== version[1]) throw new PeerError("curve.hello-version", `version ${String(data[0])}.${String(data[1])}`);
  return { clientTransient: data.subarray(keyAt, helloNonceAt), sealed: { nonce: data.subarray(helloNonceAt, helloBoxAt), box: data.subarray(helloBoxAt) } };
}

export function encodeWelcome({ nonce, box }: SealedBox): Uint8Array {
  return concatOctets([nonce, box]);
}

export function decodeWelcome(data: Uint8Array): SealedBox {
  if (data.length !== welcomeSize) throw new PeerError("curve.welcome-size", `WELCOME with ${String(data.length)} octets of data`);
  return { nonce: data.subarray(0, LONG_NONCE_SIZE), box: data.subarray(LONG_NONCE_SIZE) };
}

export function encodeInitiate(cookie: Uint8Array, { nonce, box }: SealedBox): Uint8Array {
  return concatOctets([cookie, nonce, box]);
}

export function decodeInitiate(data: Uint8Array): { readonly cookie: Uint8Array; readonly sealed: SealedBox } {
  if (data.length < initiateSize) throw new PeerError("curve.initiate-size", `INITIATE with ${String(data.length)} octets of data`);
  return { cookie: data.subarray(0, cookieSize), sealed: { nonce: data.subarray(cookieSize, initiateBoxAt), box: data.subarray(initiateBoxAt) } };
}

export function encodeReady({ nonce, box }: SealedBox): Uint8Array {
  return concatOctets([nonce, box]);
}

export function decodeReady(data: Uint8Array): SealedBox {
  if (data.length < readySize) throw new PeerError("curve.ready-size", `READY with ${String(data.length)} octets of data`);
  return { nonce: data.subarray(0, SHORT_NONCE_SIZE), box: data.subarray(SHORT_NONCE_SIZE) };
}
