/** TCP: listening and dialling (37/ZMTP runs over any stream; this is the usual one). Mirrors spec/transports/tcp.md. */
import { lookup } from "node:dns/promises";
import { isIP, type Server, type Socket } from "node:net";
import type { Link, LinkListener } from "../base/link.ts";
import { formatTcp } from "./endpoint.ts";
import { dialStream, listenStream, type DialHandler, type Listener } from "./stream.ts";

/** Times in milliseconds. */
export interface TcpOptions {
  readonly ipv6: boolean;
  readonly backlog: number;
  /** Below zero: as the system does. */
  readonly keepalive: number;
  readonly keepaliveIdleMs: number;
  /** Zero: as long as the system tries. */
  readonly connectTimeoutMs: number;
}

/**
 * Listens; rejects with the system's error, such as EADDRINUSE.
 *
 * @requirement tcp.endpoint
 * @requirement tcp.address-in-use
 * @requirement tcp.unbind
 */
export async function listenTcp(host: string, port: number, options: TcpOptions, opened: (link: Link, address: string) => LinkListener): Promise<Listener> {
  const resolved = isIP(host) === 0 ? (await lookup(host, options.ipv6 ? {} : { family: 4 })).address : host;
  return listenStream({ host: resolved, port, backlog: options.backlog, exclusive: true, ipv6Only: false }, addressOf, opened, (socket) => {
    keepAlive(socket, options);
  });
}

/** Makes one attempt. The result ends it. */
export function dialTcp(host: string, port: number, options: TcpOptions, handler: DialHandler): () => void {
  return dialStream({ host, port, ...(options.ipv6 ? {} : { family: 4 }) }, options.connectTimeoutMs, handler, (socket) => {
    keepAlive(socket, options);
  });
}

function addressOf(server: Server): string {
  const bound = server.address();
  return typeof bound === "object" && bound !== null ? formatTcp(bound.address, bound.port) : "";
}

/** Has the system look after a silent connection, as the options say. */
export function keepAlive(socket: Socket, options: TcpOptions): void {
  if (options.keepalive >= 0) socket.setKeepAlive(options.keepalive > 0, Math.max(0, options.keepaliveIdleMs));
}
