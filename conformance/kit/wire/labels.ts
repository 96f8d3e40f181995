/** What passes on a connection, in words. */
import type { ProtocolVersion } from "../model.ts";
import { hex } from "../octets.ts";
import type { ReadyFields } from "./encode.ts";
import type { Item } from "./stream.ts";

/** What an item means for a person. The way in which a connection closed is left out: it varies from run to run. */
export function describeItem(item: Item): string {
  switch (item.type) {
    case "greeting":
      return "a greeting arrives";
    case "frame":
      return item.frame.command ? "a command frame arrives" : "a message frame arrives";
    case "malformed":
      return `malformed octets arrive: ${item.detail}`;
    case "closed":
      return "the connection is closed";
    case "silent":
      return "nothing arrives";
  }
}

/** A READY command in the trace language. */
export function readyLabel(fields: ReadyFields): string {
  const words = [
    ...(fields.socketType === undefined ? [] : [`Socket-Type=${fields.socketType}`]),
    ...(fields.identity === undefined ? [] : [`Identity=x${hex(fields.identity)}`]),
    ...(fields.properties ?? []).map((property) => `${property.name}=x${hex(property.value)}`),
  ];
  return ["READY", ...words].join(" ");
}

/** What a peer tells of itself in greeting and handshake, in the trace language. */
export function handshakeText(options: ReadyFields & { readonly version?: ProtocolVersion }): readonly string[] {
  return [
    ...(options.identity === undefined ? [] : [`identity=x${hex(options.identity)}`]),
    ...(options.version === undefined ? [] : [`version=${options.version}`]),
  ];
}
