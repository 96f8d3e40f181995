/** Commands: a name and data in the body of a command frame (37/ZMTP, Commands). Mirrors spec/wire/commands.md; PING and PONG also heartbeat.md. */
import { concatOctets, octetsOf, textOf } from "../base/octets.ts";
import { PeerError } from "../base/errors.ts";
import type { Subscription } from "../base/subscription.ts";

export interface Command {
  readonly name: string;
  readonly data: Uint8Array;
}

export interface Ping {
  /** How long the sender allows for silence, in milliseconds; zero means no limit. */
  readonly timeToLiveMs: number;
  readonly context: Uint8Array;
}

/** The largest context of a PING or PONG, in octets. */
export const CONTEXT_SIZE = 16;
/** The largest time-to-live of a PING, in milliseconds. */
export const TIME_TO_LIVE_MAXIMUM_MS = 6_553_500;

/**
 * The body of a command frame.
 *
 * @requirement commands.name
 */
export function encodeCommand(name: string, data: Uint8Array): Uint8Array {
  return concatOctets([Uint8Array.of(name.length), octetsOf(name), data]);
}

export function decodeCommand(body: Uint8Array): Command {
  const size = body[0];
  if (size === undefined || size === 0) throw new PeerError("commands.malformed", "a command without a name");
  if (size > body.length - 1) throw new PeerError("commands.malformed", "a command's name exceeds its body");
  return { name: textOf(body.subarray(1, 1 + size)), data: body.subarray(1 + size) };
}

/**
 * The body of a PING with an empty context. The time-to-live is rounded down to tenths of a second.
 *
 * @requirement heartbeat.ping-format
 * @requirement heartbeat.context-size
 */
export function encodePing(timeToLiveMs: number): Uint8Array {
  const tenths = Math.floor(Math.min(timeToLiveMs, TIME_TO_LIVE_MAXIMUM_MS) / 100);
  return encodeCommand("PING", Uint8Array.of(tenths >> 8, tenths & 0xff));
}

export function decodePing(data: Uint8Array): Ping {
  const [high, low] = data;
  if (high === undefined || low === undefined) throw new PeerError("heartbeat.short-ping", `PING with ${String(data.length)} octets of data`);
  const context = data.subarray(2);
  if (context.length > CONTEXT_SIZE) throw new PeerError("heartbeat.context-too-long", `PING with a context of ${String(context.length)} octets`);
  return { timeToLiveMs: (high * 256 + low) * 100, context };
}

/** @requirement heartbeat.pong */
export function encodePong(context: Uint8Array): Uint8Array {
  return encodeCommand("PONG", context);
}

/** The body of a SUBSCRIBE or CANCEL, whose data are the topic. */
export function encodeSubscription({ type, topic }: Subscription): Uint8Array {
  return encodeCommand(type === "subscribe" ? "SUBSCRIBE" : "CANCEL", topic);
}

export function subscriptionOfCommand({ name, data }: Command): Subscription {
  return { type: name === "SUBSCRIBE" ? "subscribe" : "cancel", topic: data };
}

/**
 * The body of an ERROR; `reason` has at most 255 visible ASCII characters.
 *
 * @requirement handshake.error-reason
 */
export function encodeError(reason: string): Uint8Array {
  return encodeCommand("ERROR", concatOctets([Uint8Array.of(reason.length), octetsOf(reason)]));
}

/** The reason of an ERROR as far as it can be read: it serves a log only, and an ERROR ends the connection in any case. */
export function decodeErrorReason(data: Uint8Array): string {
  return textOf(data.subarray(1, 1 + (data[0] ?? 0)));
}
