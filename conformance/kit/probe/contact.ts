/** The first words with an endpoint of which nothing is known: whether it speaks ZMTP at all, and what it says of itself. */
import { createConnection } from "node:net";
import { once } from "node:events";
import { hex, text } from "../octets.ts";
import type { Address } from "../watch/recorder.ts";
import { decodeCommand, decodeMetadata, type Greeting } from "../wire/decode.ts";
import { encodeGreeting, encodeReady } from "../wire/encode.ts";
import { WireStream, type Item } from "../wire/stream.ts";
import { bare } from "../wire/web-socket-stream.ts";
import { ask, offerOf } from "../wire/web-socket.ts";

/** What an endpoint is, as far as a greeting and a handshake tell. */
export type Contact =
  | { readonly type: "refused"; readonly reason: string }
  | { readonly type: "foreign"; readonly reason: string }
  | {
      readonly type: "peer";
      /** Over WebSocket there is none: this one says which mechanism was agreed on. */
      readonly greeting: Greeting;
      readonly socketType: string | undefined;
      readonly reason?: string;
      /** Of WebSocket. */
      readonly subProtocol?: string;
    };

/** An endpoint, and where that is. */
export interface Place {
  readonly endpoint: string;
  readonly address: Address;
}

/** The socket type that it announced, or that somebody said it has, to one that may be connected with it. */
export const partnerOf: Readonly<Record<string, string>> = {
  REQ: "ROUTER",
  REP: "DEALER",
  DEALER: "DEALER",
  ROUTER: "DEALER",
  PUB: "SUB",
  XPUB: "SUB",
  SUB: "PUB",
  XSUB: "PUB",
  PUSH: "PULL",
  PULL: "PUSH",
  PAIR: "PAIR",
};

const tried = ["DEALER", "SUB", "PUSH", "PULL", "PAIR", "PUB", "ROUTER"];

/** Connects at most once for each type that it may have to try. */
export async function contact(place: Place, ceilingMs: number, beforeConnect: () => void): Promise<Contact> {
  let greeting: Greeting | undefined;
  for (const socketType of tried) {
    beforeConnect();
    const met = await meet(place, socketType, ceilingMs);
    if (met.type !== "peer" || met.greeting.mechanism !== "NULL" || met.socketType !== undefined || met.reason !== undefined) return met;
    ({ greeting } = met);
  }
  if (greeting === undefined) return { type: "refused", reason: "nothing was tried" };
  return { type: "peer", greeting, socketType: undefined, reason: `it completes no handshake with ${tried.join(", ")}` };
}

async function meet({ endpoint, address }: Place, socketType: string, ceilingMs: number): Promise<Contact> {
  const stream = endpoint.startsWith("ws://") ? await openWebSocket(endpoint, ceilingMs) : await openSocket(address, ceilingMs);
  if (!(stream instanceof WireStream)) return stream;
  try {
    stream.write(encodeGreeting());
    const first = await stream.next(ceilingMs);
    if (first.type !== "greeting") return { type: "foreign", reason: foreign(first, stream) };
    const subProtocol = stream.webSocket?.subProtocol;
    const peer = { type: "peer", greeting: first.greeting, ...(subProtocol !== undefined && { subProtocol }) } as const;
    if (first.greeting.mechanism !== "NULL") return { ...peer, socketType: undefined };
    if (subProtocol === bare) return { ...peer, socketType: undefined, reason: "without a mechanism none is announced" };
    stream.write(encodeReady({ socketType }));
    return { ...peer, socketType: announced(await stream.next(ceilingMs)) };
  } finally {
    stream.destroy();
  }
}

async function openSocket(address: Address, ceilingMs: number): Promise<WireStream | Contact> {
  const socket = createConnection({ ...address, allowHalfOpen: true });
  try {
    await once(socket, "connect", { signal: AbortSignal.timeout(ceilingMs) });
  } catch (error) {
    socket.destroy();
    return { type: "refused", reason: (error as NodeJS.ErrnoException).code ?? `no connection within ${String(ceilingMs)} ms` };
  }
  return new WireStream(socket);
}

/** With the sub-protocols of NULL, and where they are refused with that of PLAIN. */
async function openWebSocket(endpoint: string, ceilingMs: number): Promise<WireStream | Contact> {
  let status = 0;
  for (const mechanism of ["NULL", "PLAIN"]) {
    const reply = await ask(endpoint, offerOf(mechanism), undefined, ceilingMs);
    switch (reply.type) {
      case "unreachable":
        // A system's error has no words of its own; what the library says of a reply has.
        return /^E[A-Z]+$/u.test(reply.reason)
          ? { type: "refused", reason: reply.reason }
          : { type: "foreign", reason: `the request for WebSocket fails: ${reply.reason}` };
      case "refused":
        ({ status } = reply);
        break;
      case "accepted":
        if (reply.subProtocol !== undefined) return new WireStream(reply.stream);
        reply.stream.destroy();
        return { type: "foreign", reason: "it accepts WebSocket, and chooses none of the sub-protocols of ZWS 2.0" };
    }
  }
  return {
    type: "foreign",
    reason: `it answers the request for WebSocket with the status ${String(status)}: the path may be another, or it takes none of the sub-protocols ${offerOf("NULL").join(", ")} and ${offerOf("PLAIN").join("")}`,
  };
}

/** The Socket-Type of a READY command, when this is one. */
function announced(item: Item): string | undefined {
  if (item.type !== "frame" || !item.frame.command) return undefined;
  const command = decodeCommand(new Uint8Array(item.frame.body));
  if (command.type !== "value" || command.value.name !== "READY") return undefined;
  const metadata = decodeMetadata(command.value.data);
  const property = metadata.type === "value" ? metadata.value.find(({ name }) => name.toLowerCase() === "socket-type") : undefined;
  return property === undefined ? undefined : text(property.value);
}

function foreign(item: Item, stream: WireStream): string {
  switch (item.type) {
    case "silent":
      return stream.octetsReceived === 0 ? "it says nothing" : `it says ${hex(stream.partial.subarray(0, 16))} and no more`;
    case "closed":
      return stream.octetsReceived === 0 ? "it closes the connection without a word" : `it says ${printable(stream.partial)} and closes the connection`;
    case "malformed":
      return `it says ${printable(stream.partial)}, which is no greeting: ${item.detail}`;
    default:
      return "it begins without a greeting";
  }
}

function printable(octets: Uint8Array): string {
  return JSON.stringify(text(octets.subarray(0, 24)).replace(/[^ -~]/gu, "."));
}
