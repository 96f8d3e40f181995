/**
 * The CURVE mechanism: keys that know each other, and boxes that nobody else opens (26/CURVEZMQ). Mirrors spec/security/curve.md, in whose letters the keys are named: a capital is a
 * public key, `transient` the key pair of one connection.
 */
import type { Question, Verdict } from "../base/authentication.ts";
import { ImpossibleError, PeerError } from "../base/errors.ts";
import { concatOctets, EMPTY } from "../base/octets.ts";
import { decodeErrorReason, encodeCommand, type Command } from "../wire/commands.ts";
import { decodeMetadata, type Metadata } from "../wire/metadata.ts";
import { LONG_NONCE_SIZE, NonceCounter, NonceGuard, noncePrefix, open, seal, sharedKey } from "./boxes.ts";
import {
  decodeHello,
  decodeInitiate,
  decodeReady,
  decodeWelcome,
  encodeHello,
  encodeInitiate,
  encodeReady,
  encodeWelcome,
  HELLO_CONTENT,
  VOUCH_SIZE,
} from "./curve-commands.ts";
import { KEY_SIZE, sameSecret, type Crypto } from "./crypto.ts";
import { CurveTraffic } from "./curve-traffic.ts";
import type { HandshakeStep, Mechanism, MechanismFactory } from "./mechanism.ts";
import { denial, roleEvent, row, type RoleCell, type RoleEvent, type RoleState, type RoleTable } from "./roles.ts";

export interface KeyPair {
  readonly publicKey: Uint8Array;
  readonly secretKey: Uint8Array;
}

export interface CurveServerKeys {
  readonly crypto: Crypto;
  readonly permanent: KeyPair;
  /** Whether an authenticator decides about C. */
  readonly asks: boolean;
}

export interface CurveClientKeys {
  readonly crypto: Crypto;
  readonly permanent: KeyPair;
  /** S. */
  readonly serverKey: Uint8Array;
}

const noKeys: KeyPair = { publicKey: EMPTY, secretKey: EMPTY };
const reject = { do: "reject", to: "complete" } as const;
const unexpected = "curve.unexpected-command";

/**
 * The whole mechanism, both roles. What a row does not name is refused.
 *
 * @requirement curve.welcome
 * @requirement curve.initiate
 * @requirement curve.ready
 * @requirement curve.refuse
 * @requirement curve.unexpected-command
 * @requirement curve.no-error-from-client
 */
export const curveMachine: RoleTable = {
  "awaiting-welcome": row(unexpected, { welcome: { do: "initiate", to: "awaiting-ready" }, error: reject }),
  "awaiting-ready": row(unexpected, { ready: { do: "complete", to: "complete" }, error: reject }),
  "awaiting-hello": row(unexpected, { hello: { do: "welcome", to: "awaiting-initiate" } }),
  "awaiting-initiate": row(unexpected, { initiate: { do: "ask", to: "deciding" } }),
  deciding: row(unexpected, { accepted: { do: "complete", to: "complete" }, refused: { do: "deny", to: "complete" } }),
  complete: row(unexpected, {}),
};

/** @requirement curve.as-client */
export function curveClient(keys: CurveClientKeys): MechanismFactory {
  return (_binding, metadata) => new CurveClient(keys, metadata);
}

/** @requirement curve.as-server */
export function curveServer(keys: CurveServerKeys): MechanismFactory {
  return (_binding, metadata) => new CurveServer(keys, metadata);
}

/**
 * @requirement curve.transient-client
 * @requirement curve.transient-server
 */
export function newKeyPair(crypto: Crypto): KeyPair {
  const secretKey = crypto.randomOctets(KEY_SIZE);
  return { publicKey: crypto.publicKey(secretKey), secretKey };
}

/** @requirement curve.as-server-ignored */
abstract class Curve implements Mechanism {
  readonly name = "CURVE";
  abstract readonly asServer: boolean;
  abstract readonly tellsErrors: boolean;
  protected readonly sent = new NonceCounter();
  protected readonly received = new NonceGuard();
  #state: RoleState;

  constructor(state: RoleState) {
    this.#state = state;
  }

  start(): readonly Uint8Array[] {
    return [];
  }

  receive(command: Command): HandshakeStep {
    return this.#step(roleEvent(command.name), command, undefined);
  }

  decided(verdict: Verdict): HandshakeStep {
    return this.#step(verdict.type, undefined, verdict);
  }

  protected abstract act(does: "ask" | "welcome" | "initiate" | "complete", data: Uint8Array): HandshakeStep;

  #step(event: RoleEvent, command: Command | undefined, verdict: Verdict | undefined): HandshakeStep {
    const cell: RoleCell = curveMachine[this.#state][event];
    if ("refuse" in cell) throw new PeerError(cell.refuse, `${command?.name ?? event} in the handshake`);
    this.#state = cell.to;
    const data = command?.data ?? EMPTY;
    if (cell.do === "reject") return { type: "rejected", reason: decodeErrorReason(data) };
    if (cell.do !== "deny") return this.act(cell.do, data);
    if (verdict === undefined) throw new ImpossibleError("a denial without a verdict");
    return denial(verdict);
  }
}

class CurveClient extends Curve {
  readonly asServer = false;
  readonly tellsErrors = false;
  readonly #keys: CurveClientKeys;
  readonly #metadata: Uint8Array;
  #transient: KeyPair = noKeys;
  /** Of boxes between C' and S. */
  #helloKey = EMPTY;
  /** Of boxes between C' and S'. */
  #trafficKey = EMPTY;

  constructor(keys: CurveClientKeys, metadata: Uint8Array) {
    super("awaiting-welcome");
    this.#keys = keys;
    this.#metadata = metadata;
  }

  /**
   * @requirement curve.client-first
   * @requirement curve.hello
   */
  override start(): readonly Uint8Array[] {
    const { crypto, serverKey } = this.#keys;
    this.#transient = newKeyPair(crypto);
    this.#helloKey = sharedKey(crypto, this.#transient.secretKey, serverKey);
    const sealed = seal(crypto, this.#helloKey, noncePrefix.hello, this.sent.next(), HELLO_CONTENT);
    return [encodeCommand("HELLO", encodeHello(this.#transient.publicKey, sealed))];
  }

  protected act(does: "ask" | "welcome" | "initiate" | "complete", data: Uint8Array): HandshakeStep {
    switch (does) {
      case "initiate":
        return { type: "continue", send: [this.#initiate(data)] };
      case "complete":
        return this.#complete(data);
      case "ask":
      case "welcome":
        throw new ImpossibleError(`a client that has to ${does}`);
    }
  }

  /**
   * @requirement curve.cookie-returned
   * @requirement curve.vouch
   * @requirement curve.vouch-nonce
   */
  #initiate(welcome: Uint8Array): Uint8Array {
    const { crypto, permanent, serverKey } = this.#keys;
    const content = open(crypto, this.#helloKey, noncePrefix.welcome, decodeWelcome(welcome), "curve.welcome-box");
    const serverTransient = content.subarray(0, KEY_SIZE);
    const cookie = content.subarray(KEY_SIZE);
    this.#trafficKey = sharedKey(crypto, this.#transient.secretKey, serverTransient);
    const vouchKey = sharedKey(crypto, permanent.secretKey, serverTransient);
    const vouched = concatOctets([this.#transient.publicKey, serverKey]);
    const vouch = seal(crypto, vouchKey, noncePrefix.vouch, crypto.randomOctets(LONG_NONCE_SIZE), vouched);
    const introduction = concatOctets([permanent.publicKey, vouch.nonce, vouch.box, this.#metadata]);
    return encodeCommand("INITIATE", encodeInitiate(cookie, seal(crypto, this.#trafficKey, noncePrefix.initiate, this.sent.next(), introduction)));
  }

  #complete(ready: Uint8Array): HandshakeStep {
    const { crypto } = this.#keys;
    const sealed = decodeReady(ready);
    this.received.accept(sealed.nonce, "curve.nonce-message");
    const metadata = decodeMetadata(open(crypto, this.#trafficKey, noncePrefix.ready, sealed, "curve.ready-box"));
    return { type: "complete", metadata, send: [], cipher: new CurveTraffic({ ...this.#both(), asServer: false }) };
  }

  #both(): { readonly crypto: Crypto; readonly key: Uint8Array; readonly sent: NonceCounter; readonly received: NonceGuard } {
    return { crypto: this.#keys.crypto, key: this.#trafficKey, sent: this.sent, received: this.received };
  }
}

class CurveServer extends Curve {
  readonly asServer = true;
  readonly tellsErrors = true;
  readonly #keys: CurveServerKeys;
  readonly #metadata: Uint8Array;
  #transient: KeyPair = noKeys;
  #clientTransient = EMPTY;
  #cookie = EMPTY;
  #trafficKey = EMPTY;
  #announced: Metadata = new Map();

  constructor(keys: CurveServerKeys, metadata: Uint8Array) {
    super("awaiting-hello");
    this.#keys = keys;
    this.#metadata = metadata;
  }

  protected act(does: "ask" | "welcome" | "initiate" | "complete", data: Uint8Array): HandshakeStep {
    switch (does) {
      case "welcome":
        return { type: "continue", send: [this.#welcome(data)] };
      case "ask":
        return this.#ask(data);
      case "complete":
        return this.#complete();
      case "initiate":
        throw new ImpossibleError("a server that has to initiate");
    }
  }

  /** @requirement curve.welcome-nonce */
  #welcome(hello: Uint8Array): Uint8Array {
    const { crypto, permanent } = this.#keys;
    const { clientTransient, sealed } = decodeHello(hello);
    const key = sharedKey(crypto, permanent.secretKey, clientTransient);
    const content = open(crypto, key, noncePrefix.hello, sealed, "curve.hello-box");
    if (!sameSecret(content, HELLO_CONTENT)) throw new PeerError("curve.hello-content", "a box of HELLO that holds something else than null octets");
    this.received.accept(sealed.nonce, "curve.nonce-handshake");
    this.#clientTransient = clientTransient.slice();
    this.#transient = newKeyPair(crypto);
    this.#cookie = this.#bake();
    const answer = concatOctets([this.#transient.publicKey, this.#cookie]);
    return encodeCommand("WELCOME", encodeWelcome(seal(crypto, key, noncePrefix.welcome, crypto.randomOctets(LONG_NONCE_SIZE), answer)));
  }

  /**
   * What it holds stays here too, since the connection does; so the key of the cookie is forgotten at once.
   *
   * @requirement curve.cookie-fresh
   * @requirement curve.cookie-key
   */
  #bake(): Uint8Array {
    const { crypto } = this.#keys;
    const content = concatOctets([this.#clientTransient, this.#transient.secretKey]);
    const { nonce, box } = seal(crypto, crypto.randomOctets(KEY_SIZE), noncePrefix.cookie, crypto.randomOctets(LONG_NONCE_SIZE), content);
    return concatOctets([nonce, box]);
  }

  #ask(initiate: Uint8Array): HandshakeStep {
    const { crypto, asks } = this.#keys;
    const { cookie, sealed } = decodeInitiate(initiate);
    if (!sameSecret(cookie, this.#cookie)) throw new PeerError("curve.cookie-refused", "a cookie of another connection");
    this.received.accept(sealed.nonce, "curve.nonce-handshake");
    this.#trafficKey = sharedKey(crypto, this.#transient.secretKey, this.#clientTransient);
    const content = open(crypto, this.#trafficKey, noncePrefix.initiate, sealed, "curve.initiate-box");
    const client = content.subarray(0, KEY_SIZE);
    this.#checkVouch(client, content.subarray(KEY_SIZE, KEY_SIZE + VOUCH_SIZE));
    this.#announced = decodeMetadata(content.subarray(KEY_SIZE + VOUCH_SIZE));
    return asks ? { type: "ask", question: questionOf(client, this.#announced) } : this.decided({ type: "accepted" });
  }

  #checkVouch(client: Uint8Array, vouch: Uint8Array): void {
    const { crypto, permanent } = this.#keys;
    const key = sharedKey(crypto, this.#transient.secretKey, client);
    const sealed = { nonce: vouch.subarray(0, LONG_NONCE_SIZE), box: vouch.subarray(LONG_NONCE_SIZE) };
    const content = open(crypto, key, noncePrefix.vouch, sealed, "curve.vouch-box");
    if (!sameSecret(content.subarray(0, KEY_SIZE), this.#clientTransient)) throw new PeerError("curve.vouch-client-key", "a vouch for another transient key");
    if (!sameSecret(content.subarray(KEY_SIZE), permanent.publicKey)) throw new PeerError("curve.vouch-server-key", "a vouch for another server");
  }

  #complete(): HandshakeStep {
    const { crypto } = this.#keys;
    const ready = encodeReady(seal(crypto, this.#trafficKey, noncePrefix.ready, this.sent.next(), this.#metadata));
    const cipher = new CurveTraffic({ crypto, key: this.#trafficKey, asServer: true, sent: this.sent, received: this.received });
    return { type: "complete", metadata: this.#announced, send: [encodeCommand("READY", ready)], cipher };
  }
}

/** @requirement zap.curve-credentials */
function questionOf(client: Uint8Array, metadata: Metadata): Question {
  return { mechanism: "CURVE", credentials: [client], identity: metadata.get("identity") ?? EMPTY };
}
