/**
 * The wire peer's encoder. It writes what the specification asks for by default and what it forbids on request: every field can be set to a wrong value.
 * It shares no code with the reference implementation, nor with the strict decoder beside it.
 */
import { ascii, concat } from "../octets.ts";

export interface GreetingFields {
  /** Ten octets; default FF, eight null octets, 7F. */
  readonly signature?: Uint8Array;
  readonly major?: number;
  readonly minor?: number;
  /** A name, padded with null octets to 20, or 20 octets as they are. */
  readonly mechanism?: string | Uint8Array;
  readonly asServer?: number;
  /** 31 octets; default null octets. */
  readonly filler?: Uint8Array;
}

/** A greeting of 64 octets (37/ZMTP, Formal Grammar), with any field replaced. */
export function encodeGreeting(fields: GreetingFields = {}): Uint8Array {
  const mechanism = fields.mechanism ?? "NULL";
  return concat(
    fields.signature ?? Uint8Array.of(0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f),
    Uint8Array.of(fields.major ?? 3, fields.minor ?? 1),
    typeof mechanism === "string" ? padded(ascii(mechanism), 20) : mechanism,
    Uint8Array.of(fields.asServer ?? 0),
    fields.filler ?? new Uint8Array(31),
  );
}

export interface FrameFields {
  readonly more?: boolean;
  readonly command?: boolean;
  /** Bits 7 to 3 of the flags octet, already in place (a multiple of 8). */
  readonly reserved?: number;
  /** Default: long above 255 octets. */
  readonly form?: "short" | "long";
  /** The size to declare instead of the body's. */
  readonly declaredSize?: bigint;
}

/** One frame: flags, size, body (37/ZMTP, Framing). */
export function encodeFrame(body: Uint8Array, fields: FrameFields = {}): Uint8Array {
  return concat(encodeFrameHeader(body.length, fields), body);
}

/** The flags and the size of a frame, without its body. */
export function encodeFrameHeader(size: number, fields: FrameFields = {}): Uint8Array {
  const long = fields.form === undefined ? size > 255 || fields.declaredSize !== undefined : fields.form === "long";
  const flags = (fields.reserved ?? 0) | (fields.command === true ? 4 : 0) | (long ? 2 : 0) | (fields.more === true ? 1 : 0);
  const declared = fields.declaredSize ?? BigInt(size);
  if (!long) return Uint8Array.of(flags, Number(declared & 0xffn));
  const header = new Uint8Array(9);
  header[0] = flags;
  new DataView(header.buffer).setBigUint64(1, BigInt.asUintN(64, declared));
  return header;
}

/** A message: every part a frame, MORE on all but the last. */
export function encodeMessage(parts: readonly Uint8Array[], form?: "short" | "long"): Uint8Array {
  return concat(...parts.map((part, index) => encodeFrame(part, { more: index < parts.length - 1, ...(form === undefined ? {} : { form }) })));
}

/** The body of a command: length of the name, name, data. */
export function encodeCommandBody(name: string, data: Uint8Array = new Uint8Array()): Uint8Array {
  return concat(Uint8Array.of(name.length), ascii(name), data);
}

/** A command frame (37/ZMTP, Commands). */
export function encodeCommand(name: string, data: Uint8Array = new Uint8Array(), fields: FrameFields = {}): Uint8Array {
  return encodeFrame(encodeCommandBody(name, data), { command: true, ...fields });
}

/** A property of the metadata: a name, a value, and the size to declare instead of the value's. */
export interface PropertyFields {
  readonly name: string;
  readonly value: Uint8Array;
  readonly declaredSize?: number;
}

/** Metadata: names and values, each preceded by its size (37/ZMTP, The NULL Security Mechanism). */
export function encodeMetadata(properties: readonly PropertyFields[]): Uint8Array {
  return concat(
    ...properties.map((property) =>
      concat(Uint8Array.of(property.name.length), ascii(property.name), size32(property.declaredSize ?? property.value.length), property.value),
    ),
  );
}

export interface ReadyFields {
  readonly socketType?: string;
  readonly identity?: Uint8Array;
  /** Further properties, after the two. */
  readonly properties?: readonly PropertyFields[];
}

/** A READY command with the metadata given. */
export function encodeReady(fields: ReadyFields, frame: FrameFields = {}): Uint8Array {
  return encodeCommand("READY", encodeMetadata(readyProperties(fields)), frame);
}

/** The properties of a READY command as a list. */
export function readyProperties(fields: ReadyFields): readonly PropertyFields[] {
  return [
    ...(fields.socketType === undefined ? [] : [{ name: "Socket-Type", value: ascii(fields.socketType) }]),
    ...(fields.identity === undefined ? [] : [{ name: "Identity", value: fields.identity }]),
    ...(fields.properties ?? []),
  ];
}

/** A PING command: time-to-live in tenths of a second, context. */
export function encodePing(ttl: number, context: Uint8Array): Uint8Array {
  return encodeFrame(encodePingBody(ttl, context), { command: true });
}

export function encodePingBody(ttl: number, context: Uint8Array): Uint8Array {
  return encodeCommandBody("PING", concat(Uint8Array.of(ttl >> 8, ttl & 0xff), context));
}

function padded(octets: Uint8Array, size: number): Uint8Array {
  const result = new Uint8Array(size);
  result.set(octets.subarray(0, size));
  return result;
}

function size32(size: number): Uint8Array {
  return Uint8Array.of((size >>> 24) & 0xff, (size >>> 16) & 0xff, (size >>> 8) & 0xff, size & 0xff);
}
