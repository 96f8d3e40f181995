/** The first words with an endpoint of which nothing is known: whether it speaks ZMTP at all, and what it says of itself. */
import { createConnection } from "node:net";
import { once } from "node:events";
import { hex, text } from "../octets.ts";
import type { Address } from "../watch/recorder.ts";
import { decodeCommand, decodeMetadata, type Greeting } from "../wire/decode.ts";
import { encodeGreeting, encodeReady } from "../wire/encode.ts";
import { WireStream, type Item } from "../wire/stream.ts";

/** What an endpoint is, as far as a greeting and a handshake tell. */
export type Contact =
  | { readonly type: "refused"; readonly reason: string }
  | { readonly type: "foreign"; readonly reason: string }
  | { readonly type: "peer"; readonly greeting: Greeting; readonly socketType: string | undefined; readonly reason?: string };

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
export async function contact(address: Address, ceilingMs: number, beforeConnect: () => void): Promise<Contact> {
  let greeting: Greeting | undefined;
  for (const socketType of tried) {
    beforeConnect();
    const met = await meet(address, socketType, ceilingMs);
    if (met.type !== "peer" || met.greeting.mechanism !== "NULL" || met.socketType !== undefined) return met;
    ({ greeting } = met);
  }
  if (greeting === undefined) return { type: "refused", reason: "nothing was tried" };
  return { type: "peer", greeting, socketType: undefined, reason: `it completes no handshake with ${tried.join(", ")}` };
}

async function meet(address: Address, socketType: string, ceilingMs: number): Promise<Contact> {
  const socket = createConnection({ ...address, allowHalfOpen: true });
  try {
    await once(socket, "connect", { signal: AbortSignal.timeout(ceilingMs) });
  } catch (error) {
    socket.destroy();
    return { type: "refused", reason: (error as NodeJS.ErrnoException).code ?? `no connection within ${String(ceilingMs)} ms` };
  }
  const stream = new WireStream(socket);
  try {
    stream.write(encodeGreeting());
    const first = await stream.next(ceilingMs);
    if (first.type !== "greeting") return { type: "foreign", reason: foreign(first, stream) };
    if (first.greeting.mechanism !== "NULL") return { type: "peer", greeting: first.greeting, socketType: undefined };
    stream.write(encodeReady({ socketType }));
    return { type: "peer", greeting: first.greeting, socketType: announced(await stream.next(ceilingMs)) };
  } finally {
    stream.destroy();
  }
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
