/** The clocks of one connection, as data: when it has to be greeted, when to ask whether the peer lives, when to give it up (37/ZMTP, Connection Heartbeating). */
import type { ConnectionEvent } from "./states.ts";

export interface ClockOptions {
  /** The limit for greeting and handshake together, in milliseconds; zero means none. */
  readonly handshakeMs: number;
  /** The time between two PING commands, in milliseconds; zero means none are sent. */
  readonly pingIntervalMs: number;
  /** How long silence may last after a PING, in milliseconds; zero means for ever. */
  readonly pingTimeoutMs: number;
}

/**
 * @requirement heartbeat.ttl-zero
 * @requirement heartbeat.ttl-early
 * @requirement heartbeat.any-traffic
 * @requirement heartbeat.partial-frame
 */
export class Heartbeat {
  readonly #options: ClockOptions;
  #handshakeAtMs: number;
  #pingAtMs = Infinity;
  /** When the first PING was sent that nothing has answered yet. */
  #unansweredSinceMs = Infinity;
  #heardAtMs: number;
  #timeToLiveMs = Infinity;

  constructor(options: ClockOptions, nowMs: number) {
    this.#options = options;
    this.#heardAtMs = nowMs;
    this.#handshakeAtMs = options.handshakeMs > 0 ? nowMs + options.handshakeMs : Infinity;
  }

  /** When the next event is due, unless octets come before; Infinity for never. */
  get deadlineMs(): number {
    return Math.min(this.#handshakeAtMs, this.#pingAtMs, this.#answerAtMs, this.#heardAtMs + this.#timeToLiveMs);
  }

  /** Any octet is a sign of life. */
  heard(nowMs: number): void {
    this.#heardAtMs = nowMs;
    this.#unansweredSinceMs = Infinity;
  }

  /** The handshake is complete; a peer of version 3.0 gets no PING. */
  beginTraffic(nowMs: number, peerKnowsPing: boolean): void {
    this.#handshakeAtMs = Infinity;
    if (peerKnowsPing && this.#options.pingIntervalMs > 0) this.#pingAtMs = nowMs + this.#options.pingIntervalMs;
  }

  pinged(nowMs: number): void {
    this.#pingAtMs = nowMs + this.#options.pingIntervalMs;
    if (this.#unansweredSinceMs === Infinity) this.#unansweredSinceMs = nowMs;
  }

  /** The peer announced how long it may be silent; zero means as long as it likes. */
  allow(timeToLiveMs: number): void {
    this.#timeToLiveMs = timeToLiveMs > 0 ? timeToLiveMs : Infinity;
  }

  /** What is due by now, the gravest first. */
  due(nowMs: number): ConnectionEvent | undefined {
    if (nowMs >= this.#handshakeAtMs) return "handshake-overdue";
    if (nowMs >= this.#answerAtMs) return "answer-overdue";
    if (nowMs >= this.#heardAtMs + this.#timeToLiveMs) return "silence-overdue";
    if (nowMs >= this.#pingAtMs) return "ping-due";
    return undefined;
  }

  get #answerAtMs(): number {
    return this.#options.pingTimeoutMs > 0 ? this.#unansweredSinceMs + this.#options.pingTimeoutMs : Infinity;
  }
}
