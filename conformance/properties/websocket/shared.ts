/** What the properties about WebSocket share: talk that shows that a connection works, a close that is waited for, and the connection below a peer's. */
import { createHash } from "node:crypto";
import { NotReached, Unexpected } from "../../kit/outcome.ts";
import { property, type AnyProperty, type Property } from "../../kit/property.ts";
import type { Stage } from "../../kit/stage.ts";
import type { Subject } from "../../kit/subject.ts";
import type { WirePeer } from "../../kit/wire/peer.ts";
import { bare, type MessageSocket } from "../../kit/wire/web-socket-stream.ts";
import { closesInTurns, words } from "../support.ts";

/** A property of DEALER, or another type, over WebSocket alone. */
export function overWebSocket<Input>(definition: Omit<Property<Input>, "socketTypes"> & { readonly socketTypes?: readonly string[] }): AnyProperty {
  return property<Input>({ socketTypes: ["DEALER"], transports: ["ws"], ...definition });
}

/** The peer completes the handshake, and the connection works. */
export async function talks(stage: Stage, subject: Subject, peer: WirePeer): Promise<void> {
  await peer.handshake({ socketType: stage.setting.speaksAs ?? "DEALER" });
  if (isDriven(stage) || !isBare(peer)) await works(stage, subject, peer);
}

/** A message goes each way; where nobody drives the application, as in a probe, the connection answers a sign of life, as those with a mechanism do. */
export async function works(stage: Stage, subject: Subject, peer: WirePeer): Promise<void> {
  if (isDriven(stage)) await exchange(subject, peer);
  else if (isBare(peer)) throw new NotReached("undeclared", "only the application of the endpoint could show that a connection without a mechanism works");
  else await stage.isOpen(subject, peer);
}

function isDriven({ setting }: Stage): boolean {
  const { operations } = setting.hello.capabilities;
  return operations.includes("send") && operations.includes("receive");
}

function isBare({ stream }: WirePeer): boolean {
  return stream.webSocket?.subProtocol === bare;
}

/** A message goes each way. */
export async function exchange(subject: Subject, peer: WirePeer): Promise<void> {
  peer.send(words("hello"));
  await subject.receives(words("hello"));
  await subject.send(words("world"));
  await peer.receives(words("world"));
}

/** The implementation refuses the request, or closes the connection that came of it. */
export async function isRefused(stage: Stage, subject: Subject, offer: readonly string[], target?: string): Promise<void> {
  const { reply, peer } = await stage.ask(subject, offer, target);
  if (reply.type === "unreachable" || peer === undefined) return;
  await closesInTurns({ subject, peer }, false);
}

/** The WebSocket of a peer, to say with it what a well-behaved peer does not, behind what the peer has said. */
export async function webSocketOf(peer: WirePeer): Promise<MessageSocket> {
  await peer.stream.written();
  const { webSocket } = peer.stream;
  if (webSocket === undefined) throw new Error("the peer's connection is none of WebSocket");
  return webSocket.webSocket;
}

/** What a server answers to this key (RFC 6455, Server Requirements). */
export function acceptOf(key: string): string {
  return createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
}

/** Waits for an event of the WebSocket. */
export async function hears(
  peer: WirePeer,
  event: "ping" | "pong",
  expected: string,
  act: (webSocket: MessageSocket) => void = () => undefined,
): Promise<Uint8Array> {
  let payload: Uint8Array | undefined;
  const webSocket = await webSocketOf(peer);
  webSocket.once(event, (octets: Buffer) => {
    payload = new Uint8Array(octets);
    peer.stream.wake();
  });
  act(webSocket);
  await peer.stream.until(() => payload !== undefined || peer.stream.closed !== undefined, peer.ceilingMs);
  if (payload === undefined) throw new Unexpected(expected, peer.stream.closed === undefined ? "none comes" : "the connection is closed");
  return payload;
}
