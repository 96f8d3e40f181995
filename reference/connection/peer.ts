/** What the metadata of a handshake say of the peer, as sockets need it. */
import type { Peer } from "../base/carrier.ts";
import { EMPTY, textOf } from "../base/octets.ts";
import { checkIdentity, type Metadata } from "../wire/metadata.ts";

/** @requirement metadata.socket-type-absent */
export function peerOf(metadata: Metadata): Peer {
  const socketType = metadata.get("socket-type");
  const identity = metadata.get("identity") ?? EMPTY;
  checkIdentity(identity);
  return { socketType: socketType === undefined ? undefined : textOf(socketType), identity };
}
