/** How wire peers come to connections of WebSocket: a request with an offer, and a server that chooses. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Socket } from "node:net";
import { WebSocket, WebSocketServer } from "ws";
import { bare, WebSocketStream } from "./web-socket-stream.ts";

/** What a mechanism's peers offer, best first. */
export function offerOf(mechanism: string): readonly string[] {
  return mechanism === "NULL" ? [`${bare}/NULL`, bare] : [`${bare}/${mechanism}`];
}

/** A request as it is answered: with a connection, or with a status of HTTP. */
export type Reply =
  | { readonly type: "accepted"; readonly stream: WebSocketStream; readonly subProtocol: string | undefined }
  | { readonly type: "refused"; readonly status: number }
  | { readonly type: "unreachable"; readonly reason: string };

/** The library offers and chooses no name with a slash in it, so offers and choices are made here; what it does are the messages. */
const plain = { perMessageDeflate: false, autoPong: false, maxPayload: 2 ** 31 - 1, ...{ closeTimeout: 2000 } } as const;

/** Asks an endpoint for a connection; `target` in place of its path. Without a ceiling it waits as long as the other side does. */
export async function ask(endpoint: string, offer: readonly string[], target?: string, ceilingMs?: number): Promise<Reply> {
  const socket = new WebSocket(endpoint, {
    ...plain,
    ...(ceilingMs !== undefined && { handshakeTimeout: ceilingMs }),
    finishRequest: (asked) => {
      if (offer.length > 0) asked.setHeader("Sec-WebSocket-Protocol", offer.join(","));
      if (target !== undefined) asked.path = target;
      asked.end();
    },
  });
  return new Promise((resolve) => {
    let subProtocol: string | undefined;
    let below: Socket | undefined;
    socket.once("upgrade", (reply: IncomingMessage) => {
      subProtocol = reply.headers["sec-websocket-protocol"];
      delete reply.headers["sec-websocket-protocol"];
      below = reply.socket;
    });
    socket.once("unexpected-response", (_asked, reply) => {
      resolve({ type: "refused", status: reply.statusCode ?? 0 });
      socket.terminate();
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      resolve({ type: "unreachable", reason: error.code ?? error.message });
    });
    socket.once("open", () => {
      if (below !== undefined) resolve({ type: "accepted", stream: new WebSocketStream(socket, below, subProtocol ?? bare), subProtocol });
    });
  });
}

/** A connection with the sub-protocol of the offer that is accepted; nothing when none is. */
export async function dialWebSocket(endpoint: string, offer: readonly string[]): Promise<WebSocketStream | undefined> {
  const reply = await ask(endpoint, offer);
  return reply.type === "accepted" ? reply.stream : undefined;
}

/** What a request asked for. */
export interface Asked {
  readonly target: string;
  readonly host: string;
  readonly offer: readonly string[];
  readonly key: string;
}

/** Answers a request in another way than a well-behaved server; `undefined` for one that behaves. */
export type Answering = (asked: Asked, below: Socket) => "answered" | undefined;

/** A server whose connections are taken; the best sub-protocol that is offered is chosen. It keeps what it was asked. */
export class WebSocketDoor {
  readonly server: Server;
  readonly asked: Asked[] = [];
  answering: Answering = () => undefined;
  /** What is chosen when it is offered; default: a name with a mechanism, then the one without. */
  chooses: string | undefined;
  readonly #take: (stream: WebSocketStream) => void;
  readonly #webSockets = new WebSocketServer({ noServer: true, clientTracking: false, ...plain });

  private constructor(server: Server, take: (stream: WebSocketStream) => void) {
    this.server = server;
    this.#take = take;
    server.on("upgrade", (asked: IncomingMessage, below: Socket, head: Buffer) => {
      this.#answer(asked, below, head);
    });
  }

  static async open(host: string, port: number, take: (stream: WebSocketStream) => void): Promise<WebSocketDoor> {
    const door = new WebSocketDoor(createServer(), take);
    door.server.listen(port, host);
    await once(door.server, "listening");
    return door;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  #answer(request: IncomingMessage, below: Socket, head: Buffer): void {
    const { headers } = request;
    const offer = (headers["sec-websocket-protocol"] ?? "").split(",").map((name) => name.trim());
    const asked = { target: request.url ?? "", host: headers.host ?? "", offer, key: headers["sec-websocket-key"] ?? "" };
    this.asked.push(asked);
    below.on("error", () => below.destroy());
    if (this.answering(asked, below) === "answered") return;
    const chosen =
      offer.find((name) => name === this.chooses) ?? offer.find((name) => /^ZWS2\.0[/-][A-Z]+$/u.test(name)) ?? offer.find((name) => name === bare);
    delete headers["sec-websocket-protocol"];
    this.#webSockets.removeAllListeners("headers");
    if (chosen !== undefined) this.#webSockets.once("headers", (lines: string[]) => lines.push(`Sec-WebSocket-Protocol: ${chosen}`));
    this.#webSockets.handleUpgrade(request, below, head, (webSocket) => {
      this.#take(new WebSocketStream(webSocket, below, chosen ?? bare));
    });
  }
}
