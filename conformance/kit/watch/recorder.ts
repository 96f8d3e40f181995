/** A recording proxy: whoever connects to it is connected with the endpoint behind it, and what passes is told, octet by octet, before it is passed on. */
import { createConnection, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { once } from "node:events";
import type { Side } from "./conversation.ts";

/** What happens on one connection through the recorder. The connecting peer is the one that connected to it. */
export interface Tap {
  readonly passed: (side: Side, octets: Uint8Array) => void;
  readonly ended: (side: Side, how: "end of stream" | "reset") => void;
}

/** Where to connect to, or to listen: a host and a port, or a path. */
export type Address = { readonly host: string; readonly port: number } | { readonly path: string };

/** `tcp://HOST:PORT` or `ipc://PATH`; nothing for anything else. */
export function addressOf(endpoint: string): Address | undefined {
  const { host, port, path } = /^(?:tcp:\/\/(?:\[(?<v6>[^\]]+)\]|(?<host>[^:/]+)):(?<port>\d+)|ipc:\/\/(?<path>.+))$/u.exec(endpoint)?.groups ?? {};
  if (path !== undefined) return { path };
  const v6 = /^tcp:\/\/\[([^\]]+)\]/u.exec(endpoint)?.[1];
  const name = v6 ?? host;
  return name === undefined || Number(port) > 65_535 ? undefined : { host: name === "*" ? "0.0.0.0" : name, port: Number(port) };
}

/** Whether an address stays on this machine. */
export function isLoopback(address: Address): boolean {
  return "path" in address || address.host === "localhost" || address.host === "::1" || /^127\./u.test(address.host);
}

export class Recorder {
  /** Where it listens, with its real port. */
  readonly endpoint: string;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server, endpoint: string) {
    this.#server = server;
    this.endpoint = endpoint;
  }

  /** Listens; each connection is told to a tap of its own. `to` is asked at each connection. Rejects when it cannot listen. */
  static async open(listen: Address, to: () => Address, tap: () => Tap): Promise<Recorder> {
    const server = createServer({ allowHalfOpen: true });
    server.listen(listen);
    await once(server, "listening");
    const { address, port, family } = "path" in listen ? { address: "", port: 0, family: "" } : (server.address() as AddressInfo);
    const endpoint = "path" in listen ? `ipc://${listen.path}` : `tcp://${family === "IPv6" ? `[${address}]` : address}:${String(port)}`;
    const recorder = new Recorder(server, endpoint);
    server.on("connection", (accepted) => recorder.#join(accepted, createConnection({ ...to(), allowHalfOpen: true }), tap()));
    return recorder;
  }

  /** Stops listening and ends what is under way. */
  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #join(accepted: Socket, made: Socket, tap: Tap): void {
    this.#pass("connecting", accepted, made, tap);
    this.#pass("binding", made, accepted, tap);
  }

  /** One direction: octets, the orderly end and the reset of its source go to its sink; who reads slowly slows its sender. */
  #pass(side: Side, source: Socket, sink: Socket, tap: Tap): void {
    this.#sockets.add(source);
    source.setNoDelay(true);
    let over = false;
    const end = (how: "end of stream" | "reset"): void => {
      if (over) return;
      over = true;
      tap.ended(side, how);
    };
    source.on("data", (octets: Uint8Array) => {
      tap.passed(side, octets);
      if (sink.writable && !sink.write(octets)) source.pause();
    });
    sink.on("drain", () => source.resume());
    source.on("end", () => {
      end("end of stream");
      sink.end();
    });
    source.on("error", () => {
      end("reset");
      reset(sink);
    });
    source.on("close", () => {
      this.#sockets.delete(source);
      end("reset");
      if (!sink.destroyed && !sink.writableEnded) sink.end();
    });
  }
}

function reset(socket: Socket): void {
  if (socket.destroyed) return;
  if (socket.remoteFamily === undefined) socket.destroy();
  else socket.resetAndDestroy();
}
