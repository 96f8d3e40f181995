/** TCP: listening and dialling (37/ZMTP runs over any stream; this is the usual one). Mirrors spec/transports/tcp.md. */
import { lookup } from "node:dns/promises";
import { connect, createServer, isIP, type NetConnectOpts, type Socket } from "node:net";
import { limits } from "../base/limits.ts";
import type { Link, LinkListener } from "../base/link.ts";
import { after } from "./clock.ts";
import { formatTcp } from "./endpoint.ts";
import { TcpLink } from "./tcp-link.ts";

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

export interface Listener {
  /** The endpoint with its real port. */
  readonly address: string;
  close(): void;
}

export interface DialHandler {
  opened(link: Link): LinkListener;
  failed(error: Error): void;
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
  return new Promise((resolve, reject) => {
    let address = "";
    const server = createServer({ highWaterMark: limits.slabSize }, (socket) => {
      keepAlive(socket, options);
      const link = new TcpLink(socket);
      link.start(opened(link, address));
    });
    server.once("error", reject);
    server.listen({ host: resolved, port, backlog: options.backlog, exclusive: true, ipv6Only: false }, () => {
      const bound = server.address();
      if (typeof bound === "object" && bound !== null) address = formatTcp(bound.address, bound.port);
      server.removeListener("error", reject);
      // A listener that fails later, for want of descriptors, goes on when it can.
      server.on("error", () => undefined);
      resolve({
        address,
        close: () => {
          server.close();
        },
      });
    });
  });
}

/** Makes one attempt. The result ends it. */
export function dialTcp(host: string, port: number, options: TcpOptions, handler: DialHandler): () => void {
  const socket = connect({ host, port, highWaterMark: limits.slabSize, ...(options.ipv6 ? {} : { family: 4 }) } as NetConnectOpts);
  let isOver = false;
  const fail = (error: Error): void => {
    if (isOver) return;
    isOver = true;
    stopTimer?.();
    socket.destroy();
    handler.failed(error);
  };
  const stopTimer =
    options.connectTimeoutMs > 0
      ? after(options.connectTimeoutMs, () => {
          fail(Object.assign(new Error("connect timed out"), { code: "ETIMEDOUT" }));
        })
      : undefined;
  socket.on("error", fail);
  socket.once("connect", () => {
    if (isOver) return;
    isOver = true;
    stopTimer?.();
    keepAlive(socket, options);
    const link = new TcpLink(socket);
    link.start(handler.opened(link));
  });
  return () => {
    isOver = true;
    stopTimer?.();
    socket.destroy();
  };
}

function keepAlive(socket: Socket, options: TcpOptions): void {
  if (options.keepalive >= 0) socket.setKeepAlive(options.keepalive > 0, Math.max(0, options.keepaliveIdleMs));
}
