/** The TCP connections of a capture: which segment belongs to which, and which end made the connection. */
import { Reassembly, type End } from "./reassembly.ts";
import type { Segment } from "./segment.ts";
import { CapturedConversation } from "./captured-conversation.ts";

interface Connection {
  readonly one: string;
  /** The sequence number of the SYN that opened it. */
  readonly opened: number | undefined;
  readonly reassembly: Reassembly;
}

export class Connections {
  /** In the order in which they begin. */
  readonly conversations: CapturedConversation[] = [];
  readonly #open = new Map<string, Connection>();

  take(segment: Segment): void {
    const key = [segment.source, segment.target].sort().join(" ");
    const opens = segment.syn && segment.acknowledgement === undefined;
    let connection = this.#open.get(key);
    if (connection === undefined || (opens && connection.opened !== segment.sequence)) {
      connection?.reassembly.finish();
      connection = this.#begin(segment);
      this.#open.set(key, connection);
    }
    const end = segment.source === connection.one ? "one" : "other";
    connection.reassembly.take(end, segment);
  }

  /** No more segments come. */
  finish(): void {
    for (const { reassembly } of this.#open.values()) reassembly.finish();
  }

  #begin(segment: Segment): Connection {
    const { syn, acknowledgement, source, target } = segment;
    const madeBySource = syn ? acknowledgement === undefined : port(source) >= port(target);
    const [connecting, binding] = madeBySource ? [source, target] : [target, source];
    const conversation = new CapturedConversation({ number: this.conversations.length + 1, connecting, binding, packet: segment.packet, fromItsStart: syn });
    this.conversations.push(conversation);
    const side = (end: End): "connecting" | "binding" => (end === "one" ? "connecting" : "binding");
    return {
      one: connecting,
      opened: syn && acknowledgement === undefined ? segment.sequence : undefined,
      reassembly: new Reassembly({
        octets: (end, octets, packet) => conversation.feed(side(end), octets, packet),
        gap: (end, size, packet) => conversation.skip(side(end), size, packet),
        ended: (end, how) => conversation.end(side(end), how),
      }),
    };
  }
}

/** Ports for a moment are above those on which a service listens: the best that can be said without a SYN. */
function port(address: string): number {
  return Number(address.slice(address.lastIndexOf(":") + 1));
}
