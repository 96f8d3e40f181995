/** Monitors of the handshake and of what it announces: READY, ERROR, metadata, versions. Judged under NULL; other mechanisms wrap the same metadata. */
import { ascii, equal, text } from "../octets.ts";
import { decodeMetadata, type MetadataProperty } from "../wire/decode.ts";
import type { Side, WatchEvent } from "./conversation.ts";
import { hold, type Monitor } from "./monitor.ts";
import { mayConnect, socketTypeNames } from "./socket-types.ts";

/** What the greetings and handshakes of both sides have announced so far. */
export class Announced {
  readonly mechanism: Partial<Record<Side, string>> = {};
  readonly minor: Partial<Record<Side, number>> = {};
  readonly socketType: Partial<Record<Side, string>> = {};
  readonly ready: Record<Side, boolean> = { connecting: false, binding: false };

  take(event: WatchEvent): void {
    if (event.type === "greeting") {
      this.mechanism[event.side] = event.greeting.mechanism;
      this.minor[event.side] = event.greeting.major > 3 ? 1 : event.greeting.minor;
    }
    if (event.type === "command" && this.#describes(event.side, event.name) && !this.ready[event.side]) {
      this.ready[event.side] = true;
      const type = valueOf(propertiesOf(event.data), "Socket-Type");
      if (type !== undefined) this.socketType[event.side] = text(type);
    }
  }

  /** Metadata stand in READY, but a client of PLAIN gives its own in INITIATE. */
  #describes(side: Side, name: string): boolean {
    return name === "READY" || (name === "INITIATE" && this.mechanism[side] === "PLAIN");
  }

  /** Both sides have announced NULL. */
  get underNull(): boolean {
    return this.mechanism.connecting === "NULL" && this.mechanism.binding === "NULL";
  }

  get complete(): boolean {
    return this.ready.connecting && this.ready.binding;
  }
}

export const metadata: Monitor = {
  name: "metadata",
  judges: ["metadata.name", "metadata.value", "metadata.socket-type", "metadata.socket-type-name", "metadata.identity-size", "metadata.identity-first-octet"],
  watch: (side, opinion) => {
    const announced = new Announced();
    return (event) => {
      const first = !announced.ready[side];
      announced.take(event);
      if (event.side !== side || event.type !== "command" || event.name !== "READY" || !first || announced.mechanism[side] !== "NULL") return;
      const decoded = decodeMetadata(event.data);
      if (decoded.type === "refused") opinion.breaks(decoded.statement, "metadata as the grammar has them", decoded.detail);
      if (decoded.type !== "value") return;
      opinion.keeps("metadata.name");
      opinion.keeps("metadata.value");
      const type = valueOf(decoded.value, "Socket-Type");
      hold(opinion, "metadata.socket-type", type !== undefined, "the property Socket-Type", "none");
      if (type !== undefined)
        hold(
          opinion,
          "metadata.socket-type-name",
          socketTypeNames.includes(text(type)),
          "the name of a socket type, in upper case",
          JSON.stringify(text(type)),
        );
      const identity = valueOf(decoded.value, "Identity");
      if (identity === undefined || identity.length === 0) return;
      hold(opinion, "metadata.identity-size", identity.length <= 255, "an identity of at most 255 octets", `${String(identity.length)} octets`);
      hold(opinion, "metadata.identity-first-octet", identity[0] !== 0, "an identity that begins with another octet than null", "it begins with null");
    };
  },
};

/** A message passes only when its sender had both READY commands, and then it has also accepted the other's socket type. */
export const handshakes: Monitor = {
  name: "handshake",
  comparesBoth: true,
  judges: ["handshake.no-early-message", "handshake.error-reason", "metadata.socket-type-pairs"],
  watch: (side, opinion) => {
    const announced = new Announced();
    return (event) => {
      announced.take(event);
      if (event.side !== side) return;
      if (event.type === "command" && event.name === "ERROR") {
        const { data } = event;
        const shaped = data.length > 0 && data.length === 1 + (data[0] ?? 0) && data.subarray(1).every((octet) => octet > 0x20 && octet < 0x7f);
        hold(opinion, "handshake.error-reason", shaped, "the length of the reason and visible characters", `${String(data.length)} octets of other form`);
      }
      if (event.type !== "frame" || event.frame.command || !announced.underNull) return;
      const both = announced.complete;
      hold(opinion, "handshake.no-early-message", both, "no message before both READY commands", "a message frame passes before them");
      const { connecting, binding } = announced.socketType;
      if (!both || connecting === undefined || binding === undefined) return;
      hold(
        opinion,
        "metadata.socket-type-pairs",
        mayConnect(connecting, binding),
        "a connection closed for its socket types",
        `${connecting} and ${binding} exchange messages`,
      );
    };
  },
};

export const heartbeats: Monitor = {
  name: "heartbeat",
  comparesBoth: true,
  judges: ["heartbeat.ping-format", "heartbeat.context-size", "heartbeat.pong", "heartbeat.after-handshake", "versions.no-ping-to-3-0"],
  watch: (side, opinion) => {
    const announced = new Announced();
    const asked: Uint8Array[] = [];
    return (event) => {
      announced.take(event);
      if (event.type !== "command") return;
      if (event.side !== side) {
        if (event.name === "PING" && event.data.length >= 2) asked.push(event.data.subarray(2, 18));
        return;
      }
      if (event.name === "PING") {
        hold(opinion, "heartbeat.ping-format", event.data.length >= 2, "a time-to-live of two octets", `${String(event.data.length)} octets of data`);
        hold(opinion, "heartbeat.context-size", event.data.length <= 18, "a context of at most 16 octets", `${String(event.data.length - 2)} octets`);
        hold(
          opinion,
          "heartbeat.after-handshake",
          announced.complete || !announced.underNull,
          "no PING before the handshake is complete",
          "one passes before it",
        );
        const other = announced.minor[side === "connecting" ? "binding" : "connecting"];
        hold(opinion, "versions.no-ping-to-3-0", other !== 0, "no PING to a peer of version 3.0", "one passes");
      }
      if (event.name === "PONG") {
        hold(opinion, "heartbeat.context-size", event.data.length <= 16, "a context of at most 16 octets", `${String(event.data.length)} octets`);
        const next = asked.shift() ?? ascii("no PING");
        hold(opinion, "heartbeat.pong", equal(next, event.data.subarray(0, 16)), "the context of the oldest PING that is not answered", "another one");
      }
    };
  },
};

export function propertiesOf(data: Uint8Array): readonly MetadataProperty[] {
  const decoded = decodeMetadata(data);
  return decoded.type === "value" ? decoded.value : [];
}

export function valueOf(properties: readonly MetadataProperty[], name: string): Uint8Array | undefined {
  return properties.find((property) => property.name.toLowerCase() === name.toLowerCase())?.value;
}
