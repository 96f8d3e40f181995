/** What a connection sends after its greeting: frames, in clear or in the boxes of its mechanism. */
import type { Link } from "../base/link.ts";
import type { Message } from "../base/message.ts";
import { concatOctets, EMPTY } from "../base/octets.ts";
import { subscriptionPart, type Subscription } from "../base/subscription.ts";
import type { Cipher, Mechanism } from "../security/mechanism.ts";
import { encodePing, encodePong, encodeSubscription } from "../wire/commands.ts";
import { COMMAND, frameSize, MORE, writeFrame } from "../wire/framing.ts";
import { encodeGreeting, type Version } from "../wire/greeting.ts";
import { decodeMetadata } from "../wire/metadata.ts";
import { dialects, type Dialect } from "./dialect.ts";

export class Outlet {
  readonly #link: Link;
  readonly #dialect: Dialect;
  /** Set when the traffic begins under a mechanism that has boxes. */
  cipher: Cipher | undefined;
  /** Set when the peer has announced one. */
  peerVersion: Version | undefined;

  constructor(link: Link) {
    this.#link = link;
    this.#dialect = dialects[link.form ?? "stream"];
  }

  /**
   * Sends the whole greeting, whatever the peer will say; where there are neither greetings nor commands, the identity.
   *
   * @requirement greeting.at-once
   * @requirement greeting.continue
   * @requirement greeting.before-refusal
   * @requirement websocket.identity-first
   */
  greet(mechanism: Mechanism, metadata: Uint8Array): void {
    if (this.#dialect.greets) this.#link.write(encodeGreeting(mechanism.name, mechanism.asServer), undefined);
    else if (!this.#dialect.hasCommands) this.#frame(0, decodeMetadata(metadata).get("identity") ?? EMPTY);
  }

  /** @requirement versions.no-ping-to-3-0 */
  get isPeer31(): boolean {
    const version = this.peerVersion;
    return version !== undefined && (version.major > 3 || version.minor >= 1);
  }

  /** Whether the peer can be asked for a sign of life. */
  get canPing(): boolean {
    return this.#link.ping !== undefined || this.isPeer31;
  }

  /**
   * By the transport's own means where it has some.
   *
   * @requirement websocket.heartbeat
   * @requirement websocket.no-ping-command
   */
  ping(timeToLiveMs: number): void {
    if (this.#link.ping === undefined) this.command(encodePing(timeToLiveMs));
    else this.#link.ping();
  }

  /** @requirement heartbeat.pong */
  pong(context: Uint8Array): void {
    this.command(encodePong(context));
  }

  /**
   * By a command, or by a message to peers of version 3.0 and over WebSocket, which know no such command.
   *
   * @requirement publish-subscribe.subscribe-command
   * @requirement publish-subscribe.subscribe-message
   * @requirement websocket.subscriptions
   */
  subscription(subscription: Subscription): void {
    if (this.isPeer31) this.command(encodeSubscription(subscription));
    else this.message([subscriptionPart(subscription)]);
  }

  /**
   * Gives false when the link holds as many octets as it should.
   *
   * @requirement framing.more
   * @requirement sockets.atomic-send
   * @requirement sockets.order-sent
   */
  message(message: Message): boolean {
    const last = message.length - 1;
    let room = true;
    for (let index = 0; index <= last; index += 1) {
      const part = message[index] ?? EMPTY;
      room = this.#frame(index === last ? 0 : MORE, part);
    }
    return room;
  }

  /** As {@link message}, of messages that other connections send as well: streams without boxes send the same octets. */
  shared(messages: readonly Message[]): boolean {
    if (this.cipher === undefined && this.#dialect === dialects.stream) return this.#link.write(EMPTY, encodedOnce(messages));
    let room = true;
    for (const message of messages) room = this.message(message);
    return room;
  }

  /**
   * Commands go out between messages only, since a message is written whole. Where there are no commands nothing goes out.
   *
   * @requirement framing.command-more
   * @requirement framing.command-between
   */
  command(body: Uint8Array): void {
    if (this.#dialect.hasCommands) this.#frame(COMMAND, body);
  }

  /**
   * @requirement curve.frame-clear-command
   * @requirement curve.frame-more
   */
  #frame(flags: number, body: Uint8Array): boolean {
    if (this.cipher === undefined) return this.#link.write(this.#dialect.header(flags, body.length), body);
    const { head, box } = this.cipher.seal(flags, body);
    return this.#link.write(concatOctets([this.#dialect.header(0, head.length + box.length), head]), box);
  }
}

const encoded = new WeakMap<readonly Message[], Uint8Array>();

function encodedOnce(messages: readonly Message[]): Uint8Array {
  const known = encoded.get(messages);
  if (known !== undefined) return known;
  let size = 0;
  for (const message of messages) for (const part of message) size += frameSize(part.length);
  const octets = new Uint8Array(size);
  let at = 0;
  for (const message of messages) {
    const last = message.length - 1;
    for (let index = 0; index <= last; index += 1) at = writeFrame(octets, at, index === last ? 0 : MORE, message[index] ?? EMPTY);
  }
  encoded.set(messages, octets);
  return octets;
}
