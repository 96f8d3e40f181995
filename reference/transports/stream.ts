/** What tcp and ipc have in common: one attempt to connect, and a server, over the platform's streams. */
import { connect, createServer, type IpcNetConnectOpts, type ListenOptions, type Server, type Socket, type TcpNetConnectOpts } from "node:net";
import type { Link, LinkListener } from "../base/link.ts";
import { after } from "./clock.ts";
import { TcpLink } from "./tcp-link.ts";

export interface Listener {
  /** The endpoint as it became, with its real port. */
  readonly address: string;
  close(): void;
}

export interface DialHandler {
  opened(link: Link): LinkListener;
  failed(error: Error): void;
}

/** Listens; rejects with the system's error, such as EADDRINUSE. `addressOf` names the endpoint of the server that listens. */
export function listenStream(
  place: ListenOptions,
  addressOf: (server: Server) => string,
  opened: (link: Link, address: string) => LinkListener,
  prepare: (socket: Socket) => void = () => undefined,
): Promise<Listener> {
  return new Promise((resolve, reject) => {
    let address = "";
    const server = createServer((socket) => {
      prepare(socket);
      const link = new TcpLink(socket);
      link.start(opened(link, address));
    });
    server.unref();
    server.once("error", reject);
    server.listen(place, () => {
      address = addressOf(server);
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

/** Makes one attempt, which may last `timeoutMs` milliseconds; zero means as long as the system tries. The result ends it. */
export function dialStream(
  place: TcpNetConnectOpts | IpcNetConnectOpts,
  timeoutMs: number,
  handler: DialHandler,
  prepare: (socket: Socket) => void = () => undefined,
): () => void {
  const socket = connect(place);
  let isOver = false;
  const fail = (error: Error): void => {
    if (isOver) return;
    isOver = true;
    stopTimer?.();
    socket.destroy();
    handler.failed(error);
  };
  const stopTimer =
    timeoutMs > 0
      ? after(timeoutMs, () => {
          fail(Object.assign(new Error("connect timed out"), { code: "ETIMEDOUT" }));
        })
      : undefined;
  socket.on("error", fail);
  socket.once("connect", () => {
    if (isOver) return;
    isOver = true;
    stopTimer?.();
    prepare(socket);
    const link = new TcpLink(socket);
    link.start(handler.opened(link));
  });
  return () => {
    isOver = true;
    stopTimer?.();
    socket.destroy();
  };
}
