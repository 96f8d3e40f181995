/** WebSocket on Node: requests and replies of HTTP, by a library of RFC 6455 (45/ZWS). Mirrors spec/transports/websocket.md. */
import { lookup } from "node:dns/promises";
import { createServer, STATUS_CODES, type IncomingMessage, type Server } from "node:http";
import { isIP, type Socket } from "node:net";
import { WebSocket, WebSocketServer } from "ws";
import { PeerError, UsageError } from "../base/errors.ts";
import { limits } from "../base/limits.ts";
import type { Link, LinkListener } from "../base/link.ts";
import { after } from "./clock.ts";
import { formatWebSocket, type WebSocketAddress } from "./endpoint.ts";
import { chosenFrom, checkMechanism, formOf, offeredBy, type MechanismName } from "./sub-protocols.ts";
import type { DialHandler, Listener } from "./stream.ts";
import { keepAlive, type TcpOptions } from "./tcp.ts";
import { WebSocketLink } from "./websocket-link.ts";

export interface WebSocketOptions extends TcpOptions {
  readonly mechanismName: MechanismName;
  /** Below zero: no limit. */
  readonly maximumMessageSize: number;
  /** For the request and its reply; zero: no limit. */
  readonly handshakeMs: number;
}

/**
 * Listens; rejects with the system's error, such as EADDRINUSE, and with UsageError for wss and for a mechanism that has no sub-protocol.
 *
 * @requirement websocket.endpoint
 * @requirement websocket.as-tcp
 */
export async function listenWebSocket(
  place: WebSocketAddress,
  options: WebSocketOptions,
  opened: (link: Link, address: string) => LinkListener,
): Promise<Listener> {
  if (place.secure) throw new UsageError("wss can be connected to, not bound: bind ws behind a proxy that ends TLS", "EPROTONOSUPPORT");
  checkMechanism(options.mechanismName);
  const host = isIP(place.host) === 0 ? (await lookup(place.host, options.ipv6 ? {} : { family: 4 })).address : place.host;
  const server = createServer((_request, response) => response.writeHead(426, { Connection: "close", Upgrade: "websocket" }).end());
  const guests = serveRequests(server, place.path, options, (link) => opened(link, address));
  let address = "";
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port: place.port, backlog: options.backlog, exclusive: true, ipv6Only: false }, resolve);
  });
  // A listener that fails later, for want of descriptors, goes on when it can.
  server.removeAllListeners("error").on("error", () => undefined);
  const bound = server.address();
  if (typeof bound === "object" && bound !== null) address = formatWebSocket({ ...place, host: bound.address, port: bound.port });
  return {
    address,
    close: () => {
      server.close();
      for (const guest of guests.keys()) guest.destroy();
    },
  };
}

/** Turns requests into links. Gives the connections whose requests are not answered yet. */
function serveRequests(server: Server, path: string, options: WebSocketOptions, opened: (link: Link) => LinkListener): ReadonlyMap<Socket, () => void> {
  /** With what is to be done when the reply is sent. */
  const guests = new Map<Socket, () => void>();
  const webSockets = new WebSocketServer({ noServer: true, clientTracking: false, ...shared(options) });
  server.unref();
  server.on("connection", (socket: Socket) => {
    const overdue = options.handshakeMs > 0 ? after(options.handshakeMs, () => socket.destroy()) : undefined;
    const forget = (): void => {
      guests.delete(socket);
      overdue?.();
    };
    guests.set(socket, forget);
    socket.once("close", forget);
    keepAlive(socket.setNoDelay(true), options);
  });
  server.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const subProtocol = chosenFrom(request.headers["sec-websocket-protocol"], options.mechanismName);
    if ((request.url ?? "") !== (path === "" ? "/" : path)) refuse(socket, 404);
    else if (subProtocol === undefined) refuse(socket, 400);
    else {
      // The library would refuse an offer that has a slash in it, as RFC 6455 does: it sees none, and the reply is completed here.
      delete request.headers["sec-websocket-protocol"];
      webSockets.once("headers", (headers: string[]) => headers.push(`Sec-WebSocket-Protocol: ${subProtocol}`));
      webSockets.handleUpgrade(request, socket, head, (webSocket) => {
        guests.get(socket)?.();
        const link = new WebSocketLink(webSocket, socket, formOf(subProtocol));
        link.start(opened(link));
      });
      webSockets.removeAllListeners("headers");
    }
  });
  return guests;
}

/** @requirement websocket.other-path */
function refuse(socket: Socket, status: 400 | 404): void {
  socket.on("error", () => socket.destroy());
  socket.end(`HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ""}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/**
 * Makes one attempt. The result ends it. Throws UsageError for a mechanism that has no sub-protocol.
 *
 * @requirement websocket.target
 * @requirement websocket.accept-key
 */
export function dialWebSocket(place: WebSocketAddress, options: WebSocketOptions, handler: DialHandler): () => void {
  const offer = offeredBy(options.mechanismName, true);
  const socket = new WebSocket(formatWebSocket(place), {
    ...shared(options),
    ...(options.ipv6 ? {} : { family: 4 }),
    // The library would not offer a name that has a slash in it: the offer and its check stand here.
    finishRequest: (request) => request.setHeader("Sec-WebSocket-Protocol", offer.join(",")).end(),
  });
  let attempt: { readonly subProtocol: string; readonly stream: Socket } | undefined;
  let isOver = false;
  const finish = (): boolean => {
    stopTimer?.();
    return isOver !== (isOver = true);
  };
  const fail = (error: Error): void => {
    if (!finish()) return;
    socket.terminate();
    handler.failed(error);
  };
  const patienceMs = Math.min(options.connectTimeoutMs || Infinity, options.handshakeMs || Infinity);
  const stopTimer =
    patienceMs < Infinity
      ? after(patienceMs, () => {
          fail(Object.assign(new Error("connect timed out"), { code: "ETIMEDOUT" }));
        })
      : undefined;
  socket.on("error", fail);
  socket.once("upgrade", (reply: IncomingMessage) => {
    const subProtocol = reply.headers["sec-websocket-protocol"];
    delete reply.headers["sec-websocket-protocol"];
    if (subProtocol !== undefined && offer.includes(subProtocol)) attempt = { subProtocol, stream: reply.socket };
    else fail(notOffered(subProtocol));
  });
  socket.once("open", () => {
    if (attempt === undefined || !finish()) return;
    keepAlive(attempt.stream.setNoDelay(true), options);
    const link = new WebSocketLink(socket, attempt.stream, formOf(attempt.subProtocol));
    link.start(handler.opened(link));
  });
  return () => {
    if (finish()) socket.terminate();
  };
}

/** @requirement websocket.reply-checked */
function notOffered(subProtocol: string | undefined): PeerError {
  return new PeerError("websocket.reply-checked", `the reply chooses ${subProtocol ?? "nothing"}`);
}

/** A message is never larger than the largest frame or command, with its flags octet. */
function shared({ maximumMessageSize }: WebSocketOptions) {
  const largest = maximumMessageSize < 0 ? limits.frameSize - 1 : Math.min(Math.max(maximumMessageSize, limits.commandSize), limits.frameSize - 1);
  return { maxPayload: largest + 1, perMessageDeflate: false, ...{ closeTimeout: limits.farewellMs } };
}
