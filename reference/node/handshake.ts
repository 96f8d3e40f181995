/** How a node's options reach its connections. */
import type { ConnectionOptions } from "../connection/options.ts";
import { octetsOf } from "../base/octets.ts";
import { socketTypes } from "../patterns/socket-type.ts";
import { encodeMetadata } from "../wire/metadata.ts";
import type { NodeSetup, Origin } from "./options.ts";

/**
 * The socket type is always announced, an identity when the application has set one.
 *
 * @requirement metadata.socket-type
 * @requirement metadata.socket-type-name
 * @requirement metadata.identity-sent
 */
export function connectionOptions(setup: NodeSetup, origin: Origin): ConnectionOptions {
  const { options, mechanism, type, connectionTable } = setup;
  const { subscriptions } = setup.row ?? socketTypes[type];
  const properties: (readonly [string, Uint8Array])[] = [["Socket-Type", octetsOf(type)]];
  if (options.identity.length > 0) properties.push(["Identity", options.identity]);
  return {
    binding: origin.type === "accepted",
    mechanism,
    metadata: encodeMetadata(properties),
    handshakeMs: options.handshakeMs,
    pingIntervalMs: options.heartbeatIntervalMs,
    pingTimeoutMs: options.heartbeatTimeoutMs < 0 ? options.heartbeatIntervalMs : options.heartbeatTimeoutMs,
    pingTimeToLiveMs: options.heartbeatTimeToLiveMs,
    maximumMessageSize: options.maximumMessageSize,
    takesSubscriptions: subscriptions === "publisher",
    ...(connectionTable === undefined ? {} : { table: connectionTable }),
  };
}
