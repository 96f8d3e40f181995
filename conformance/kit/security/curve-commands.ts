/**
 * The commands of CURVE (26/CURVEZMQ), written and read without a session: the data of each, behind its name. The encoders write what the fields say, right or
 * wrong. The decoders are strict; they tell what is wrong as a fault, a word that the chapter's properties, the vectors and the messages share.
 */
import { ascii, concat, equal } from "../octets.ts";
import { decodeMetadata, type MetadataProperty } from "../wire/decode.ts";
import { open, seal } from "./box.ts";

/** What is wrong with a command. */
export type CurveFault =
  "length" | "version" | "padding" | "nonce" | "key" | "box" | "signature" | "cookie" | "vouch-box" | "vouch-client" | "vouch-server" | "metadata" | "flags";

export type CurveDecoded<T> = { readonly type: "value"; readonly value: T } | { readonly type: "refused"; readonly fault: CurveFault; readonly detail: string };

export const versionOctets = Uint8Array.of(1, 0);
export const helloSize = 194;
export const welcomeSize = 160;
/** An INITIATE without metadata. */
export const leastInitiateSize = 248;
export const cookieSize = 96;

/** The first octets of the nonce of each box. */
export const noncePrefixes = {
  hello: ascii("CurveZMQHELLO---"),
  welcome: ascii("WELCOME-"),
  cookie: ascii("COOKIE--"),
  initiate: ascii("CurveZMQINITIATE"),
  vouch: ascii("VOUCH---"),
  ready: ascii("CurveZMQREADY---"),
  clientMessage: ascii("CurveZMQMESSAGEC"),
  serverMessage: ascii("CurveZMQMESSAGES"),
} as const;

/** A counter as the eight octets that travel. */
export function shortNonce(counter: bigint): Uint8Array {
  const octets = new Uint8Array(8);
  new DataView(octets.buffer).setBigUint64(0, BigInt.asUintN(64, counter));
  return octets;
}

/** A box with its nonce in front, as WELCOME, cookie, vouch and the later commands have them. */
export interface BoxFields {
  /** The key that both ends share; undefined gives a box that nobody opens. */
  readonly key: Uint8Array | undefined;
  readonly prefix: Uint8Array;
  readonly nonce: Uint8Array;
  readonly plain: Uint8Array;
}

export function encodeBox({ key, prefix, nonce, plain }: BoxFields): Uint8Array {
  return concat(nonce, key === undefined ? new Uint8Array(plain.length + 16) : seal(key, concat(prefix, nonce), plain));
}

/** What is in a box that stands behind its nonce. */
export function decodeBox(key: Uint8Array | undefined, prefix: Uint8Array, octets: Uint8Array): Uint8Array | undefined {
  const size = 24 - prefix.length;
  return key === undefined ? undefined : open(key, concat(prefix, octets.subarray(0, size)), octets.subarray(size));
}

export interface HelloFields {
  readonly version?: Uint8Array;
  readonly padding?: Uint8Array;
  readonly transientKey: Uint8Array;
  readonly nonce: bigint;
  readonly key: Uint8Array | undefined;
  readonly prefix?: Uint8Array;
  /** What the box proves with: 64 null octets. */
  readonly signature?: Uint8Array;
}

export function encodeHello(fields: HelloFields): Uint8Array {
  const { version = versionOctets, padding = new Uint8Array(72), prefix = noncePrefixes.hello, signature = new Uint8Array(64) } = fields;
  return concat(version, padding, fields.transientKey, encodeBox({ key: fields.key, prefix, nonce: shortNonce(fields.nonce), plain: signature }));
}

export interface Hello {
  readonly transientKey: Uint8Array;
  readonly nonce: bigint;
}

/** `keyFor` gives the key shared with the owner of a transient key; undefined for one that shares nothing. */
export function decodeHello(data: Uint8Array, keyFor: (transientKey: Uint8Array) => Uint8Array | undefined): CurveDecoded<Hello> {
  if (data.length !== helloSize) return refused("length", `HELLO has ${String(data.length)} octets behind its name, not ${String(helloSize)}`);
  if (!equal(data.subarray(0, 2), versionOctets)) return refused("version", `HELLO says version ${data.subarray(0, 2).join(".")}`);
  if (data.subarray(2, 74).some((octet) => octet !== 0)) return refused("padding", "the padding of HELLO has an octet that is not null");
  const transientKey = data.slice(74, 106);
  const key = keyFor(transientKey);
  if (key === undefined) return refused("key", "the transient key of HELLO shares nothing");
  const signature = decodeBox(key, noncePrefixes.hello, data.subarray(106));
  if (signature === undefined) return refused("box", "the box of HELLO cannot be opened");
  if (signature.some((octet) => octet !== 0)) return refused("signature", "the box of HELLO holds an octet that is not null");
  return { type: "value", value: { transientKey, nonce: nonceAt(data, 106) } };
}

export interface Welcome {
  /** Long, as it travelled. */
  readonly nonce: Uint8Array;
  readonly transientKey: Uint8Array;
  readonly cookie: Uint8Array;
}

export function decodeWelcome(data: Uint8Array, key: Uint8Array | undefined): CurveDecoded<Welcome> {
  if (data.length !== welcomeSize) return refused("length", `WELCOME has ${String(data.length)} octets behind its name, not ${String(welcomeSize)}`);
  const plain = decodeBox(key, noncePrefixes.welcome, data);
  if (plain === undefined) return refused("box", "the box of WELCOME cannot be opened");
  return { type: "value", value: { nonce: data.slice(0, 16), transientKey: plain.slice(0, 32), cookie: plain.slice(32) } };
}

export interface Initiate {
  readonly permanentKey: Uint8Array;
  readonly nonce: bigint;
  readonly vouchNonce: Uint8Array;
  readonly metadata: readonly MetadataProperty[];
}

/** What a server knows when it reads INITIATE. */
export interface InitiateContext {
  readonly cookie: Uint8Array;
  /** The key shared by the two transient keys. */
  readonly key: Uint8Array | undefined;
  readonly clientTransientKey: Uint8Array;
  readonly serverPermanentKey: Uint8Array;
  /** The counter of HELLO, which INITIATE must exceed. */
  readonly lastNonce: bigint;
  /** The key shared by the client's permanent key and the server's transient key, in which the vouch is boxed. */
  readonly vouchKey: (permanentKey: Uint8Array) => Uint8Array | undefined;
}

export function decodeInitiate(data: Uint8Array, context: InitiateContext): CurveDecoded<Initiate> {
  if (data.length < leastInitiateSize)
    return refused("length", `INITIATE has ${String(data.length)} octets behind its name, fewer than ${String(leastInitiateSize)}`);
  if (!equal(data.subarray(0, cookieSize), context.cookie)) return refused("cookie", "the cookie of INITIATE is not the one that was sent");
  const nonce = nonceAt(data, cookieSize);
  if (nonce <= context.lastNonce) return refused("nonce", `the nonce of INITIATE is ${String(nonce)}, after ${String(context.lastNonce)}`);
  const plain = decodeBox(context.key, noncePrefixes.initiate, data.subarray(cookieSize));
  if (plain === undefined) return refused("box", "the box of INITIATE cannot be opened");
  const permanentKey = plain.slice(0, 32);
  const vouch = decodeBox(context.vouchKey(permanentKey), noncePrefixes.vouch, plain.subarray(32, 128));
  if (vouch === undefined) return refused("vouch-box", "the vouch cannot be opened");
  if (!equal(vouch.subarray(0, 32), context.clientTransientKey)) return refused("vouch-client", "the vouch names another transient key of the client");
  if (!equal(vouch.subarray(32), context.serverPermanentKey)) return refused("vouch-server", "the vouch names another server");
  const metadata = metadataOf(plain.subarray(128));
  return metadata.type === "value" ? { type: "value", value: { permanentKey, nonce, vouchNonce: plain.slice(32, 48), metadata: metadata.value } } : metadata;
}

/** READY: metadata in a box. */
export function decodeReady(
  data: Uint8Array,
  key: Uint8Array | undefined,
): CurveDecoded<{ readonly nonce: bigint; readonly metadata: readonly MetadataProperty[] }> {
  if (data.length < 24) return refused("length", `READY has ${String(data.length)} octets behind its name, fewer than 24`);
  const plain = decodeBox(key, noncePrefixes.ready, data);
  if (plain === undefined) return refused("box", "the box of READY cannot be opened");
  const metadata = metadataOf(plain);
  return metadata.type === "value" ? { type: "value", value: { nonce: nonceAt(data, 0), metadata: metadata.value } } : metadata;
}

export interface CurveMessage {
  readonly nonce: bigint;
  readonly more: boolean;
  readonly command: boolean;
  readonly body: Uint8Array;
}

/** MESSAGE: a flags octet and the body of a frame in a box; its nonce exceeds every one before it. */
export function decodeMessage(data: Uint8Array, key: Uint8Array | undefined, prefix: Uint8Array, lastNonce: bigint): CurveDecoded<CurveMessage> {
  if (data.length < 25) return refused("length", `MESSAGE has ${String(data.length)} octets behind its name, fewer than 25`);
  const nonce = nonceAt(data, 0);
  if (nonce <= lastNonce) return refused("nonce", `the nonce of MESSAGE is ${String(nonce)}, after ${String(lastNonce)}`);
  const plain = decodeBox(key, prefix, data);
  if (plain === undefined) return refused("box", "the box of MESSAGE cannot be opened");
  const flags = plain[0] ?? 0;
  if (flags > 2) return refused("flags", `the flags of MESSAGE are ${flags.toString(16).padStart(2, "0")}`);
  return { type: "value", value: { nonce, more: (flags & 1) !== 0, command: (flags & 2) !== 0, body: plain.subarray(1) } };
}

function metadataOf(octets: Uint8Array): CurveDecoded<readonly MetadataProperty[]> {
  const decoded = decodeMetadata(octets);
  if (decoded.type === "value") return { type: "value", value: decoded.value };
  return refused("metadata", decoded.type === "refused" ? decoded.detail : "the metadata are cut off");
}

function nonceAt(data: Uint8Array, at: number): bigint {
  return new DataView(data.buffer, data.byteOffset).getBigUint64(at);
}

function refused(fault: CurveFault, detail: string): { readonly type: "refused"; readonly fault: CurveFault; readonly detail: string } {
  return { type: "refused", fault, detail };
}
