/** The transports of octets that the platform has, by what an endpoint names. Who uses no WebSocket does not load it. */
import type { Link, LinkListener } from "../base/link.ts";
import type { EndpointAddress } from "./endpoint.ts";
import { dialIpc, listenIpc } from "./ipc.ts";
import type { DialHandler, Listener } from "./stream.ts";
import { checkMechanism } from "./sub-protocols.ts";
import { dialTcp, listenTcp } from "./tcp.ts";
import type { WebSocketOptions } from "./websocket.ts";

export type { DialHandler, Listener };
export type StreamOptions = WebSocketOptions;
export type StreamAddress = Exclude<EndpointAddress, { readonly transport: "inproc" }>;

/** Listens; rejects with the system's error, such as EADDRINUSE, or with UsageError. */
export async function listenAt(address: StreamAddress, options: StreamOptions, opened: (link: Link, address: string) => LinkListener): Promise<Listener> {
  switch (address.transport) {
    case "tcp":
      return listenTcp(address.host, address.port, options, opened);
    case "ipc":
      return listenIpc(address.path, options, opened);
    case "ws":
      return (await import("./websocket.ts")).listenWebSocket(address, options, opened);
  }
}

/** Throws UsageError when a socket with these options cannot connect there. */
export function checkDial(address: StreamAddress, options: StreamOptions): void {
  if (address.transport === "ws") checkMechanism(options.mechanismName);
}

/** Makes one attempt. The result ends it. */
export function dialAt(address: StreamAddress, options: StreamOptions, handler: DialHandler): () => void {
  switch (address.transport) {
    case "tcp":
      return dialTcp(address.host, address.port, options, handler);
    case "ipc":
      return dialIpc(address.path, options, handler);
    case "ws": {
      let hangUp: (() => void) | undefined;
      let isOver = false;
      const start = async (): Promise<void> => {
        const { dialWebSocket } = await import("./websocket.ts");
        if (!isOver) hangUp = dialWebSocket(address, options, handler);
      };
      start().catch((error: unknown) => {
        handler.failed(error instanceof Error ? error : new Error(String(error)));
      });
      return () => {
        isOver = true;
        hangUp?.();
      };
    }
  }
}
