/**
 * CURVE as the wire peer speaks it (26/CURVEZMQ): a session for each role. Each step gives the data of a command; a caller that wants it wrong says which field is
 * to be what. What comes from the other side is read strictly.
 */
import { randomBytes } from "node:crypto";
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import { concat } from "../octets.ts";
import { Unexpected } from "../outcome.ts";
import { encodeMetadata, encodeCommandBody, encodeFrame, type FrameFields } from "../wire/encode.ts";
import { decodeCommand, type Frame, type MetadataProperty } from "../wire/decode.ts";
import { keyPairOf, newKeyPair, sharedKey, type KeyPair } from "./box.ts";
import {
  decodeHello,
  decodeInitiate,
  decodeMessage,
  decodeReady,
  decodeWelcome,
  encodeBox,
  encodeHello,
  noncePrefixes,
  shortNonce,
  type BoxFields,
  type CurveDecoded,
  type CurveFault,
  type Hello,
  type HelloFields,
  type Initiate,
  type Welcome,
} from "./curve-commands.ts";
import type { HandshakeLine, Opened, WireMechanism } from "./mechanism.ts";

/** Sixteen octets that differ for each box. */
export type LongNonce = () => Uint8Array;

/** What a session cannot find out for itself. */
export interface CurveSetting {
  /** The permanent keys of this side. */
  readonly keys: KeyPair;
  /** Default: a new pair. */
  readonly transient?: KeyPair;
  /** Default: octets of the system's generator. */
  readonly longNonce?: LongNonce;
}

export interface MessageOverrides {
  readonly nonce?: bigint;
  readonly flags?: number;
  readonly prefix?: Uint8Array;
  readonly key?: Uint8Array;
}

/** What both roles have in common: the traffic. */
abstract class CurveSession implements WireMechanism {
  readonly name = "CURVE";
  abstract readonly asServer: 0 | 1;
  readonly keys: KeyPair;
  readonly transient: KeyPair;
  /** The key shared by the two transient keys, once both are known. */
  key: Uint8Array | undefined;
  /** The counter of the last command that was sent. */
  sent = 0n;
  /** The counter of the last command that arrived. */
  received = 0n;
  /** How the data of a MESSAGE offends that the other side sent. */
  fault: CurveFault | undefined;
  /** Whether the frames around MESSAGE commands have the COMMAND bit, in the order of their arrival. */
  readonly outer: boolean[] = [];
  /** Whether one of these frames had the MORE bit. */
  outerMore = false;
  protected readonly longNonce: LongNonce;
  protected abstract readonly outgoing: Uint8Array;
  protected abstract readonly incoming: Uint8Array;

  constructor({ keys, transient = newKeyPair(), longNonce = randomNonce }: CurveSetting) {
    this.keys = keys;
    this.transient = transient;
    this.longNonce = longNonce;
  }

  abstract handshake(line: HandshakeLine, metadata: Uint8Array): Promise<Uint8Array>;

  /** The data of MESSAGE. */
  message(body: Uint8Array, frame: Pick<FrameFields, "more" | "command"> = {}, overrides: MessageOverrides = {}): Uint8Array {
    const { nonce = this.next(), flags = (frame.more === true ? 1 : 0) | (frame.command === true ? 2 : 0), prefix = this.outgoing, key = this.key } = overrides;
    return encodeBox({ key, prefix, nonce: shortNonce(nonce), plain: concat(Uint8Array.of(flags), body) });
  }

  seal(body: Uint8Array, fields: FrameFields): Uint8Array {
    return encodeFrame(encodeCommandBody("MESSAGE", this.message(body, fields)), fields.form === undefined ? {} : { form: fields.form });
  }

  open(frame: Frame): Opened {
    const command = decodeCommand(new Uint8Array(frame.body));
    if (command.type !== "value" || command.value.name !== "MESSAGE") {
      const name = command.type === "value" ? `the command ${command.value.name}` : "a frame that is no command";
      return { type: "refused", statement: "curve.message", detail: `${name} arrives in clear where a MESSAGE should` };
    }
    // It hides nothing of what the box says, so what follows is read all the same; one property judges it.
    this.outerMore ||= frame.more;
    this.outer.push(frame.command);
    const decoded = decodeMessage(command.value.data, this.key, this.incoming, this.received);
    if (decoded.type === "refused") {
      this.fault = decoded.fault;
      return { type: "refused", statement: statementOf(decoded.fault), detail: decoded.detail };
    }
    this.received = decoded.value.nonce;
    const { more, command: isCommand, body } = decoded.value;
    return { type: "value", frame: { more, command: isCommand, long: body.length > 255, body } };
  }

  /** The counter of the next command. */
  next(): bigint {
    this.sent += 1n;
    return this.sent;
  }
}

/** The fields of INITIATE; each is right by default. */
export interface InitiateOverrides {
  readonly cookie?: Uint8Array;
  readonly nonce?: bigint;
  readonly prefix?: Uint8Array;
  readonly key?: Uint8Array;
  readonly permanentKey?: Uint8Array;
  /** The box that vouches for the transient key: its key, its prefix, and the two keys in it. */
  readonly vouch?: { readonly key?: Uint8Array; readonly prefix?: Uint8Array; readonly client?: Uint8Array; readonly server?: Uint8Array };
}

export class CurveClient extends CurveSession {
  readonly asServer = 0;
  protected readonly outgoing = noncePrefixes.clientMessage;
  protected readonly incoming = noncePrefixes.serverMessage;
  readonly serverKey: Uint8Array;
  /** What WELCOME brought. */
  welcome: Welcome | undefined;

  constructor(setting: CurveSetting & { readonly serverKey: Uint8Array }) {
    super(setting);
    this.serverKey = setting.serverKey;
  }

  hello(overrides: Partial<HelloFields> = {}): Uint8Array {
    return encodeHello({
      transientKey: this.transient.publicKey,
      nonce: overrides.nonce ?? this.next(),
      key: sharedKey(this.serverKey, this.transient.secretKey),
      ...overrides,
    });
  }

  takeWelcome(data: Uint8Array): CurveDecoded<Welcome> {
    const decoded = decodeWelcome(data, sharedKey(this.serverKey, this.transient.secretKey));
    if (decoded.type === "value") {
      this.welcome = decoded.value;
      this.key = sharedKey(decoded.value.transientKey, this.transient.secretKey);
    }
    return decoded;
  }

  initiate(metadata: Uint8Array, overrides: InitiateOverrides = {}): Uint8Array {
    const { cookie = this.welcome?.cookie ?? new Uint8Array(96), nonce = this.next(), prefix = noncePrefixes.initiate, key = this.key, vouch = {} } = overrides;
    const vouchBox = encodeBox({
      key: vouch.key ?? sharedKey(this.welcome?.transientKey ?? this.serverKey, this.keys.secretKey),
      prefix: vouch.prefix ?? noncePrefixes.vouch,
      nonce: this.longNonce(),
      plain: concat(vouch.client ?? this.transient.publicKey, vouch.server ?? this.serverKey),
    });
    const plain = concat(overrides.permanentKey ?? this.keys.publicKey, vouchBox, metadata);
    return concat(cookie, encodeBox({ key, prefix, nonce: shortNonce(nonce), plain }));
  }

  takeReady(data: Uint8Array): CurveDecoded<readonly MetadataProperty[]> {
    const decoded = decodeReady(data, this.key);
    if (decoded.type === "refused") return decoded;
    this.received = decoded.value.nonce;
    return { type: "value", value: decoded.value.metadata };
  }

  async handshake(line: HandshakeLine, metadata: Uint8Array): Promise<Uint8Array> {
    line.send("HELLO", this.hello());
    accepted("WELCOME", this.takeWelcome(await line.receive("WELCOME")));
    line.send("INITIATE", this.initiate(metadata));
    return encodeMetadata(accepted("READY", this.takeReady(await line.receive("READY"))));
  }
}

export interface WelcomeOverrides {
  readonly nonce?: Uint8Array;
  readonly prefix?: Uint8Array;
  readonly key?: Uint8Array;
  readonly transientKey?: Uint8Array;
  readonly cookie?: Uint8Array;
}

export class CurveServer extends CurveSession {
  readonly asServer = 1;
  protected readonly outgoing = noncePrefixes.serverMessage;
  protected readonly incoming = noncePrefixes.clientMessage;
  /** What HELLO and INITIATE brought. */
  hello: Hello | undefined;
  initiate: Initiate | undefined;
  readonly cookie: Uint8Array;
  readonly #cookieKey = newKeyPair().secretKey;

  constructor(setting: CurveSetting) {
    super(setting);
    const box: Omit<BoxFields, "plain"> = { key: this.#cookieKey, prefix: noncePrefixes.cookie, nonce: this.longNonce() };
    // The state that a server may give away instead of keeping it; this one keeps it, and compares what comes back.
    this.cookie = encodeBox({ ...box, plain: new Uint8Array(64) });
  }

  takeHello(data: Uint8Array): CurveDecoded<Hello> {
    const decoded = decodeHello(data, (transientKey) => sharedKey(transientKey, this.keys.secretKey));
    if (decoded.type === "value") {
      this.hello = decoded.value;
      this.received = decoded.value.nonce;
      this.key = sharedKey(decoded.value.transientKey, this.transient.secretKey);
    }
    return decoded;
  }

  welcome(overrides: WelcomeOverrides = {}): Uint8Array {
    const { transientKey = this.transient.publicKey, cookie = this.cookie, prefix = noncePrefixes.welcome, nonce = this.longNonce() } = overrides;
    const key = overrides.key ?? sharedKey(this.hello?.transientKey ?? transientKey, this.keys.secretKey);
    return encodeBox({ key, prefix, nonce, plain: concat(transientKey, cookie) });
  }

  takeInitiate(data: Uint8Array): CurveDecoded<Initiate> {
    const decoded = decodeInitiate(data, {
      cookie: this.cookie,
      key: this.key,
      clientTransientKey: this.hello?.transientKey ?? new Uint8Array(32),
      serverPermanentKey: this.keys.publicKey,
      lastNonce: this.received,
      vouchKey: (permanentKey) => sharedKey(permanentKey, this.transient.secretKey),
    });
    if (decoded.type === "value") {
      this.initiate = decoded.value;
      this.received = decoded.value.nonce;
    }
    return decoded;
  }

  ready(metadata: Uint8Array, overrides: Omit<MessageOverrides, "flags"> = {}): Uint8Array {
    const { nonce = this.next(), prefix = noncePrefixes.ready, key = this.key } = overrides;
    return encodeBox({ key, prefix, nonce: shortNonce(nonce), plain: metadata });
  }

  async handshake(line: HandshakeLine, metadata: Uint8Array): Promise<Uint8Array> {
    accepted("HELLO", this.takeHello(await line.receive("HELLO")));
    line.send("WELCOME", this.welcome());
    const { metadata: theirs } = accepted("INITIATE", this.takeInitiate(await line.receive("INITIATE")));
    line.send("READY", this.ready(metadata));
    return encodeMetadata(theirs);
  }
}

/** The pair of which the secret key is 32 times the same octet: keys for tests that must be the same each time. */
export function fixedKeyPair(octet: number): KeyPair {
  return keyPairOf(new Uint8Array(32).fill(octet));
}

/** What a MESSAGE breaks that offends in this way. */
function statementOf(fault: CurveFault): RequirementId {
  if (fault === "nonce") return "curve.nonce-order";
  return fault === "flags" ? "curve.message-flags" : "curve.message";
}

function accepted<T>(name: string, decoded: CurveDecoded<T>): T {
  if (decoded.type === "refused") throw new Unexpected(`a ${name} command as CURVE has it`, decoded.detail);
  return decoded.value;
}

function randomNonce(): Uint8Array {
  return new Uint8Array(randomBytes(16));
}
