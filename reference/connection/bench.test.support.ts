/** What the tests of connections share: a connection with everything that it says written down, and octets to feed it. */
import type { Answer, Question } from "../base/authentication.ts";
import type { Admission, CloseReason, Peer } from "../base/carrier.ts";
import type { Link } from "../base/link.ts";
import type { Message } from "../base/message.ts";
import { concatOctets, EMPTY, octetsOf, textOf } from "../base/octets.ts";
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
  readonly reasons: CloseReason[] = [];
  /** How the link was ended. */
  readonly ends: { readonly flushMs: number; readonly isViolation: boolean }[] = [];
  admission: Admission = { type: "admitted" };
  /** How many messages, and how many subscriptions, the listener takes before it asks to wait. */
  room = Infinity;
  /** Whether the link has room for more. */
  linkHasRoom = true;
  /** What the listener does when it gets a message. */
  uponMessage = (): void => undefined;
  nowMs = 0;
  readonly connection: Connection;

  constructor(options: Partial<ConnectionOptions> = {}, ownLink: Partial<Link> = {}) {
    const link: Link = {
      remoteAddress: "",
      write: (head: Uint8Array, body: Uint8Array | undefined): boolean => {
        this.written.push(head.slice(), body?.slice() ?? EMPTY);
        return this.linkHasRoom;
      },
      pause: () => this.log.push("pause"),
      resume: () => this.log.push("resume"),
      end: (flushMs, isViolation = false) => {
        this.log.push("end");
        this.ends.push({ flushMs, isViolation });
      },
      ...ownLink,
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
    this.uponMessage();
    return this.messages.length < this.room;
  }
  subscription(subscription: Subscription): boolean {
    this.subscriptions.push({ ...subscription, topic: subscription.topic.slice() });
    return this.subscriptions.length < this.room;
  }
  drained(): void {
    this.log.push("drained");
  }
  closed(reason: CloseReason): void {
    this.reasons.push(reason);
  }
  wake(atMs: number): void {
    this.log.push(`wake ${String(atMs)}`);
  }

  feed(...pieces: readonly Uint8Array[]): this {
    this.connection.octets(concatOctets(pieces), this.nowMs);
    return this;
  }

  get reason(): CloseReason | undefined {
    return this.reasons.at(-1);
  }

  /** Each write of the link, an octet a character. */
  get writes(): string[] {
    const texts: string[] = [];
    for (let at = 0; at < this.written.length; at += 2) texts.push(textOf(concatOctets(this.written.slice(at, at + 2))));
    return texts;
  }

  /** How often the link was told to pause and to resume, in order. */
  get flow(): string[] {
    return this.log.filter((entry) => entry === "pause" || entry === "resume");
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
