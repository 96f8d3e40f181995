/** A way over TCP to an endpoint by which one connection goes at a time: whoever comes waits before it, and hears nothing. */
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import type { Gate } from "./bench.ts";

const ceilingMs = 10_000;

export class TcpGate implements Gate {
  readonly #server: Server;
  readonly #port: number;
  readonly #comesAgain: () => boolean;
  readonly #step: () => Promise<void>;
  readonly #waiting: Socket[] = [];
  #through: { readonly near: Socket; readonly far: Socket; readonly farClosed: Promise<void> } | undefined;

  private constructor(server: Server, port: number, comesAgain: () => boolean, step: () => Promise<void>) {
    this.#server = server;
    this.#port = port;
    this.#comesAgain = comesAgain;
    this.#step = step;
    server.on("connection", (near) => {
      // Who goes away while it waits is replaced by its next attempt.
      near.on("error", () => near.destroy());
      near.on("close", () => {
        if (this.#waiting.includes(near)) this.#waiting.splice(this.#waiting.indexOf(near), 1);
      });
      this.#waiting.push(near);
    });
  }

  /** A gate before an endpoint such as `tcp://127.0.0.1:5555`. `comesAgain`: whether the near socket is still there; `step` lets the sockets do what they do only when an application calls. */
  static async to(endpoint: string, comesAgain: () => boolean, step: () => Promise<void>): Promise<TcpGate> {
    const server = createServer();
    const gate = new TcpGate(server, Number(endpoint.slice(endpoint.lastIndexOf(":") + 1)), comesAgain, step);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return gate;
  }

  get endpoint(): string {
    return `tcp://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async pass(): Promise<void> {
    await this.#somebody();
    const near = this.#waiting.shift();
    if (near === undefined) throw new Error("nobody stands before the gate");
    const far = connect(this.#port, "127.0.0.1");
    far.on("error", () => far.destroy());
    const farClosed = new Promise<void>((resolve) => far.once("close", () => void resolve()));
    await once(far, "connect");
    near.pipe(far);
    far.pipe(near);
    this.#through = { near, far, farClosed };
  }

  async isRefused(): Promise<boolean> {
    const { near, farClosed } = this.#passed();
    const ceiling = new AbortController();
    const late = once(AbortSignal.any([ceiling.signal, AbortSignal.timeout(ceilingMs)]), "abort").then(() => "late" as const);
    const isLate = (await Promise.race([farClosed, late])) === "late";
    ceiling.abort();
    if (isLate) return false;
    near.destroy();
    this.#through = undefined;
    await this.#rest();
    return true;
  }

  async break(): Promise<void> {
    const { near, far, farClosed } = this.#passed();
    this.#through = undefined;
    near.unpipe(far);
    near.destroy();
    // The far socket has read to the end when it has closed.
    far.resume();
    far.end();
    await farClosed;
    await this.#rest();
  }

  async drop(): Promise<void> {
    const { near, far } = this.#passed();
    this.#through = undefined;
    near.destroy();
    far.destroy();
    await this.#rest();
  }

  end(): void {
    for (const socket of [...this.#waiting, this.#through?.near, this.#through?.far]) socket?.destroy();
    this.#server.close();
  }

  async #rest(): Promise<void> {
    if (this.#comesAgain()) await this.#somebody();
    await this.#step();
  }

  async #somebody(): Promise<void> {
    if (this.#waiting.length === 0) await once(this.#server, "connection");
  }

  #passed(): { readonly near: Socket; readonly far: Socket; readonly farClosed: Promise<void> } {
    if (this.#through === undefined) throw new Error("nobody went through the gate");
    return this.#through;
  }
}
