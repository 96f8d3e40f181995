/** The traffic of CURVE: each frame in a box of its own (26/CURVEZMQ, The MESSAGE Command). Mirrors the statements on MESSAGE in spec/security/curve.md. */
import { PeerError } from "../base/errors.ts";
import { octetsOf, sameOctets } from "../base/octets.ts";
import { COMMAND, MORE } from "../wire/framing.ts";
import { noncePrefix, SHORT_NONCE_SIZE, type NonceCounter, type NonceGuard } from "./boxes.ts";
import { BOX_OVERHEAD, type Crypto } from "./crypto.ts";
import type { Cipher } from "./mechanism.ts";

export interface CurveTrafficKeys {
  readonly crypto: Crypto;
  /** The key of boxes between the two transient keys. */
  readonly key: Uint8Array;
  readonly asServer: boolean;
  /** The counts of the handshake go on. */
  readonly sent: NonceCounter;
  readonly received: NonceGuard;
}

const name = Uint8Array.of(7, ...octetsOf("MESSAGE"));
const boxAt = name.length + SHORT_NONCE_SIZE;
const prefixSize = noncePrefix.messageOfClient.length;
const flagsSize = 1;
/** Of the flags in the box; not the bits of a frame's flags. */
const innerMore = 1;
const innerCommand = 2;

/** @requirement curve.message */
export class CurveTraffic implements Cipher {
  readonly overhead = boxAt + BOX_OVERHEAD + flagsSize;
  readonly #keys: CurveTrafficKeys;
  readonly #head = Uint8Array.of(...name, ...new Uint8Array(SHORT_NONCE_SIZE));
  /** The whole nonces of the last boxes: the short ones stand behind what stays. */
  readonly #sendNonce: Uint8Array;
  readonly #receiveNonce: Uint8Array;

  constructor(keys: CurveTrafficKeys) {
    this.#keys = keys;
    this.#sendNonce = nonceAfter(keys.asServer ? noncePrefix.messageOfServer : noncePrefix.messageOfClient);
    this.#receiveNonce = nonceAfter(keys.asServer ? noncePrefix.messageOfClient : noncePrefix.messageOfServer);
  }

  /** @requirement curve.message-flags */
  seal(flags: number, body: Uint8Array): { readonly head: Uint8Array; readonly box: Uint8Array } {
    const content = new Uint8Array(flagsSize + body.length);
    content[0] = ((flags & MORE) === 0 ? 0 : innerMore) | ((flags & COMMAND) === 0 ? 0 : innerCommand);
    content.set(body, flagsSize);
    const { crypto, key, sent } = this.#keys;
    const nonce = sent.next();
    this.#head.set(nonce, name.length);
    this.#sendNonce.set(nonce, prefixSize);
    return { head: this.#head, box: crypto.seal(key, this.#sendNonce, content) };
  }

  /**
   * @requirement curve.message-command
   * @requirement curve.frame-either
   * @requirement curve.message-no-error
   */
  open(flags: number, body: Uint8Array): { readonly flags: number; readonly body: Uint8Array } {
    if ((flags & MORE) !== 0) throw new PeerError("curve.frame-more-refused", "MORE around MESSAGE");
    if (!sameOctets(body.subarray(0, name.length), name)) throw new PeerError("curve.clear-refused", "a frame that is no MESSAGE");
    if (body.length < this.overhead) throw new PeerError("curve.message-size", `MESSAGE of ${String(body.length)} octets`);
    const { crypto, key, received } = this.#keys;
    const nonce = body.subarray(name.length, boxAt);
    received.accept(nonce, "curve.nonce-message");
    this.#receiveNonce.set(nonce, prefixSize);
    const content = crypto.open(key, this.#receiveNonce, body.subarray(boxAt));
    if (content === undefined) throw new PeerError("curve.message-box", "a box that does not open");
    const inner = content[0] ?? 0;
    if (inner > (innerMore | innerCommand)) throw new PeerError("curve.message-reserved", `flags ${inner.toString(16)} in a box`);
    if (inner === (innerMore | innerCommand)) throw new PeerError("curve.message-command-more", "a command with MORE in a box");
    return { flags: inner === innerCommand ? COMMAND : inner, body: content.subarray(flagsSize) };
  }
}

/** The prefix, and room for a short nonce. */
function nonceAfter(prefix: Uint8Array): Uint8Array {
  return Uint8Array.of(...prefix, ...new Uint8Array(SHORT_NONCE_SIZE));
}
