/** A connection of a wire peer to an endpoint: a path, a port on loopback, or one of WebSocket there. */
import { once } from "node:events";
import { createConnection, type NetConnectOpts, type Socket } from "node:net";
import { sip, usualManner, type Manner } from "./manner.ts";
import { WireStream } from "./stream.ts";
import { bare } from "./web-socket-stream.ts";

/** Nothing when the connection is refused. `bareOnly`: under NULL, over WebSocket, the sub-protocol that names no mechanism is offered alone. */
export async function dial(endpoint: string, manner: Manner = usualManner, mechanism = "NULL", bareOnly = false): Promise<WireStream | undefined> {
  if (endpoint.startsWith("ws://")) {
    // Loaded when it is used, as the library beneath it is not small.
    const { dialWebSocket, offerOf } = await import("./web-socket.ts");
    const connection = await dialWebSocket(endpoint, bareOnly && mechanism === "NULL" ? [bare] : offerOf(mechanism));
    return connection === undefined ? undefined : new WireStream(connection, manner);
  }
  const socket: Socket = createConnection({ ...addressOf(endpoint), ...(manner.sips ? { onread: inSips(() => socket) } : {}) });
  const stream = new WireStream(socket, manner);
  try {
    await once(socket, "connect");
  } catch {
    return undefined;
  }
  return stream;
}

/** Reads from the system into a small buffer, so that the rest stays in the kernel until this has been dealt with. */
function inSips(socket: () => Socket): NonNullable<NetConnectOpts["onread"]> {
  return {
    buffer: new Uint8Array(sip),
    callback: (count, buffer) => socket().emit("data", new Uint8Array(buffer.subarray(0, count))),
  };
}

function addressOf(
  endpoint: string,
): { readonly path: string; readonly allowHalfOpen: true } | { readonly host: string; readonly port: number; readonly allowHalfOpen: true } {
  if (endpoint.startsWith("ipc://")) return { path: endpoint.slice("ipc://".length), allowHalfOpen: true };
  const { hostname, port } = new URL(endpoint);
  return { host: hostname, port: Number(port), allowHalfOpen: true };
}
