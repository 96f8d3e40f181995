/** A listening socket of a wire peer on loopback: connections are taken one by one, in order. */
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Unexpected } from "../outcome.ts";
import { loopbackAddress } from "./loopback.ts";
import { sip, usualManner, type Manner } from "./manner.ts";
import { whenPatienceEnds } from "./patience.ts";
import { WireStream } from "./stream.ts";
import type { WebSocketDoor } from "./web-socket.ts";
import type { WebSocketStream } from "./web-socket-stream.ts";

let paths = 0;

/** The transports of wire peers: within a process there is no wire. */
export type WireTransport = "tcp" | "ipc" | "ws";

/** A path for a Unix socket that nothing stands at. */
export function freshPath(): string {
  paths += 1;
  return join(tmpdir(), `patternwire-${String(process.pid)}-${String(paths)}.sock`);
}
/** Below the ports that systems choose from: 32768 and more on Linux, 49152 and more elsewhere. Each process begins at a place of its own. */
const lastingStart = 20_000;
const lastingEnd = 32_000;
/** By the golden ratio, which keeps neighbours among processes apart, who would else take each other's ports. */
let lastingPort = lastingStart + ((process.pid * 7417) % (lastingEnd - lastingStart));

export class WireListener {
  readonly endpoint: string;
  readonly #server: { close(): unknown };
  /** Set when the connections are of WebSocket. */
  readonly door: WebSocketDoor | undefined;
  readonly #streams: WireStream[] = [];
  readonly #waiting: ((stream: WireStream) => void)[] = [];
  /** How many connections came in so far. */
  accepted = 0;

  private constructor(server: { close(): unknown }, endpoint: string, door?: WebSocketDoor) {
    this.#server = server;
    this.endpoint = endpoint;
    this.door = door;
  }

  static #of(server: Server, endpoint: string, manner: Manner): WireListener {
    const listener = new WireListener(server, endpoint);
    server.on("connection", (socket: Socket) => {
      listener.#take(new WireStream(socket, manner));
    });
    return listener;
  }

  /** Listens where the system or the harness chooses, or at an endpoint that was in use before. */
  static async open(transport: WireTransport, endpoint?: string, manner = usualManner): Promise<WireListener> {
    if (transport === "ipc") return WireListener.#atPath(endpoint === undefined ? freshPath() : endpoint.slice("ipc://".length), manner);
    if (transport === "ws") return WireListener.#atDoor(endpoint === undefined ? 0 : Number(new URL(endpoint).port), manner);
    return WireListener.#at(endpoint === undefined ? 0 : Number(endpoint.slice(endpoint.lastIndexOf(":") + 1)), manner);
  }

  /** Listens on a port that the system gives to nobody by itself, so that it stays free while nobody listens there. */
  static async openLasting(transport: WireTransport, manner = usualManner): Promise<WireListener> {
    if (transport === "ipc") return WireListener.#atPath(freshPath(), manner);
    for (;;) {
      lastingPort = lastingPort + 1 < lastingEnd ? lastingPort + 1 : lastingStart;
      try {
        return await (transport === "ws" ? WireListener.#atDoor(lastingPort, manner) : WireListener.#at(lastingPort, manner));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
      }
    }
  }

  static async #atPath(path: string, manner: Manner): Promise<WireListener> {
    const server = createServer(serverOptions(manner));
    server.listen(path);
    await once(server, "listening");
    return WireListener.#of(server, `ipc://${path}`, manner);
  }

  static async #atDoor(port: number, manner: Manner): Promise<WireListener> {
    let take: (stream: WebSocketStream) => void = () => undefined;
    const door = await (
      await import("./web-socket.ts")
    ).WebSocketDoor.open(loopbackAddress, port, (stream) => {
      take(stream);
    });
    const listener = new WireListener(door, `ws://${loopbackAddress}:${String((door.server.address() as AddressInfo).port)}/peer`, door);
    take = (stream): void => {
      listener.#take(new WireStream(stream, manner));
    };
    return listener;
  }

  #take(stream: WireStream): void {
    this.accepted += 1;
    const taker = this.#waiting.shift();
    if (taker === undefined) this.#streams.push(stream);
    else taker(stream);
  }

  static async #at(port: number, manner: Manner): Promise<WireListener> {
    const server = createServer(serverOptions(manner));
    server.listen(port, loopbackAddress);
    await once(server, "listening");
    return WireListener.#of(server, `tcp://${loopbackAddress}:${String((server.address() as AddressInfo).port)}`, manner);
  }

  /** The next connection, waited for up to the ceiling. */
  async accept(ceilingMs: number): Promise<WireStream> {
    const stream = await this.tryAccept(ceilingMs);
    if (stream === undefined) throw new Unexpected("the implementation connects", "no connection came in", true);
    return stream;
  }

  /** The next connection, or nothing when none came within the time. */
  async tryAccept(timeMs: number): Promise<WireStream | undefined> {
    const waiting = this.#streams.shift();
    if (waiting !== undefined) return waiting;
    return new Promise((resolve) => {
      const take = (stream: WireStream): void => {
        stop();
        resolve(stream);
      };
      const stop = whenPatienceEnds(timeMs, () => {
        this.#waiting.splice(this.#waiting.indexOf(take), 1);
        resolve(undefined);
      });
      this.#waiting.push(take);
    });
  }

  /** Stops listening; connections that were taken stay. */
  close(): void {
    this.#server.close();
    for (const stream of this.#streams.splice(0)) stream.destroy();
  }
}

function serverOptions({ sips }: Manner): { readonly allowHalfOpen: true; readonly highWaterMark?: number } {
  return { allowHalfOpen: true, ...(sips ? { highWaterMark: sip } : {}) };
}
