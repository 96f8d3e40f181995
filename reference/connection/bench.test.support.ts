/** What the tests of connections share: a connection with everything that it says written down, and octets to feed it. */
import type { Answer, Question } from "../base/authentication.ts";
import type { Admission, CloseReason, Peer } from "../base/carrier.ts";
import type { Message } from "../base/message.ts";
import { concatOctets, EMPTY, octetsOf } from "../base/octets.ts";
import type { Subscription } from "../base/subscription.ts";
import { nullMechanism } from "../security/null.ts";
import { decodeCommand, encodeCommand } from "../wire/commands.ts";
import { COMMAND, encodeFrame, FrameDecoder } from "../wire/framing.ts";
import { encodeGreeting, GREETING_SIZE } from "../wire/greeting.ts";
import { encodeMetadata } from "../wire/metadata.ts";
import { Connection } from "./connection.ts";
import type { ConnectionListener, ConnectionOptions } from "./options.ts";

/** A connection with everything that it says written down. */
export class Bench implements ConnectionListener {
  readonly written: Uint8Array[] = [];
  readonly messages: Message[] = [];
  readonly subscriptions: Subscription[] = [];
  readonly peers: Peer[] = [];
  readonly log: string[] = [];
  readonly questions: { readonly question: Question; readonly answer: Answer }[] = [];
  reason: CloseReason | undefined;
  admission: Admission = { type: "admitted" };
  /** How many messages the listener takes before it asks to wait. */
  room = Infinity;
  nowMs = 0;
  readonly connection: Connection;

  constructor(options: Partial<ConnectionOptions> = {}) {
    const link = {
      remoteAddress: "",
      write: (head: Uint8Array, body: Uint8Array | undefined): boolean => {
        this.written.push(head.slice(), body?.slice() ?? EMPTY);
        return true;
      },
      pause: () => this.log.push("pause"),
      resume: () => this.log.push("resume"),
      end: () => this.log.push("end"),
    };
    const given = {
      binding: true,
      mechanism: nullMechanism,
      metadata: ready("ROUTER"),
      handshakeMs: 0,
      pingIntervalMs: 0,
      pingTimeoutMs: 0,
      pingTimeToLiveMs: 0,
    };
    this.connection = new Connection(link, this, { ...given, maximumMessageSize: -1, takesSubscriptions: false, ...options }, 0);
    this.connection.open();
  }

  ask(question: Question, answer: Answer): void {
    this.questions.push({ question, answer });
  }
  admit(peer: Peer): Admission {
    this.peers.push(peer);
    return this.admission;
  }
  ready(): void {
    this.log.push("ready");
  }
  message(message: Message): boolean {
    this.messages.push(message.map((part) => part.slice()));
    return this.messages.length < this.room;
  }
  subscription(subscription: Subscription): boolean {
    this.subscriptions.push(subscription);
    return true;
  }
  drained(): void {
    this.log.push("drained");
  }
  closed(reason: CloseReason): void {
    this.reason = reason;
  }
  wake(atMs: number): void {
    this.log.push(`wake ${String(atMs)}`);
  }

  feed(...pieces: readonly Uint8Array[]): this {
    this.connection.octets(concatOctets(pieces), this.nowMs);
    return this;
  }

  /** The commands written since the greeting, by name. */
  get commands(): string[] {
    const names: string[] = [];
    const decoder = new FrameDecoder({
      header: () => undefined,
      frame: (flags, body) => names.push((flags & COMMAND) === 0 ? "message" : decodeCommand(body).name) > 0,
    });
    decoder.push(concatOctets(this.written).subarray(GREETING_SIZE));
    return names;
  }

  /** The statement because of which the connection closed, or how else it did. */
  get end(): string | undefined {
    const reason = this.reason;
    if (reason === undefined) return undefined;
    if (reason.type === "violation") return reason.error.requirement;
    return reason.type === "expired" || reason.type === "refused" ? reason.requirement : reason.type;
  }
}

export function ready(type: string, identity?: Uint8Array): Uint8Array {
  return encodeMetadata([["Socket-Type", octetsOf(type)], ...(identity === undefined ? [] : ([["Identity", identity]] as const))]);
}
export const greeting = encodeGreeting("NULL", false);
export const command = (name: string, data: Uint8Array = EMPTY): Uint8Array => encodeFrame(COMMAND, encodeCommand(name, data));
export const message = (text: string, flags = 0): Uint8Array => encodeFrame(flags, octetsOf(text));
export const dealerReady = command("READY", ready("DEALER", Uint8Array.of(65)));
export const inTraffic = (options: Partial<ConnectionOptions> = {}): Bench => new Bench(options).feed(greeting, dealerReady);
export const versioned = (major: number, minor: number): Uint8Array => {
  const octets = greeting.slice();
  octets.set([major, minor], 10);
  return octets;
};
