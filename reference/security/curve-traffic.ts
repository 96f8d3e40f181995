/** The traffic of CURVE: each frame in a box of its own (26/CURVEZMQ, The MESSAGE Command). Mirrors the statements on MESSAGE in spec/security/curve.md. */
import { PeerError } from "../base/errors.ts";
import { octetsOf, sameOctets } from "../base/octets.ts";
import { COMMAND, MORE } from "../wire/framing.ts";
import { noncePrefix, open, seal, SHORT_NONCE_SIZE, type NonceCounter, type NonceGuard } from "./boxes.ts";
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
const flagsSize = 1;
/** Of the flags in the box; not the bits of a frame's flags. */
const innerMore = 1;
const innerCommand = 2;

/** @requirement curve.message */
export class CurveTraffic implements Cipher {
  readonly overhead = boxAt + BOX_OVERHEAD + flagsSize;
  readonly #keys: CurveTrafficKeys;
  readonly #sendPrefix: Uint8Array;
  readonly #receivePrefix: Uint8Array;

  constructor(keys: CurveTrafficKeys) {
    this.#keys = keys;
    this.#sendPrefix = keys.asServer ? noncePrefix.messageOfServer : noncePrefix.messageOfClient;
    this.#receivePrefix = keys.asServer ? noncePrefix.messageOfClient : noncePrefix.messageOfServer;
  }

  /** @requirement curve.message-flags */
  seal(flags: number, body: Uint8Array): Uint8Array {
    const content = new Uint8Array(flagsSize + body.length);
    content[0] = ((flags & MORE) === 0 ? 0 : innerMore) | ((flags & COMMAND) === 0 ? 0 : innerCommand);
    content.set(body, flagsSize);
    const { nonce, box } = seal(this.#keys.crypto, this.#keys.key, this.#sendPrefix, this.#keys.sent.next(), content);
    const message = new Uint8Array(boxAt + box.length);
    message.set(name);
    message.set(nonce, name.length);
    message.set(box, boxAt);
    return message;
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
    const content = open(crypto, key, this.#receivePrefix, { nonce, box: body.subarray(boxAt) }, "curve.message-box");
    const inner = content[0] ?? 0;
    if (inner > (innerMore | innerCommand)) throw new PeerError("curve.message-reserved", `flags ${inner.toString(16)} in a box`);
    if (inner === (innerMore | innerCommand)) throw new PeerError("curve.message-command-more", "a command with MORE in a box");
    return { flags: inner === innerCommand ? COMMAND : inner, body: content.subarray(flagsSize) };
  }
}
