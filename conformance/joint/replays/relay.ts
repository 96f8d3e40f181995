/** A connection over TCP that can be broken on the way: what one side writes reaches the other, until the line is cut. */
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

export class CuttableLine {
  readonly #server: Server;
  readonly #ends = new Set<Socket>();
  readonly #join: (near: Socket) => void;
  /** Those who came while the line was broken. */
  readonly #waiting: Socket[] = [];
  #isBroken = false;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.#join = (near) => {
      this.#pipe(near, connect(port, "127.0.0.1"));
    };
    server.on("connection", (near) => {
      if (this.#isBroken) this.#waiting.push(near);
      else this.#join(near);
    });
  }

  /** A line to an endpoint such as `tcp://127.0.0.1:5555`. */
  static async to(endpoint: string): Promise<CuttableLine> {
    const port = Number(endpoint.slice(endpoint.lastIndexOf(":") + 1));
    const server = createServer();
    const line = new CuttableLine(server, port);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return line;
  }

  get endpoint(): string {
    return `tcp://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  /** Breaks what is there. Whoever comes anew waits for {@link meet}. */
  part(): void {
    this.#isBroken = true;
    for (const end of this.#ends) end.destroy();
    this.#ends.clear();
  }

  /** Waits for the next connection, and lets it through. */
  async meet(): Promise<void> {
    if (this.#waiting.length === 0) await once(this.#server, "connection");
    this.#isBroken = false;
    for (const near of this.#waiting.splice(0)) this.#join(near);
  }

  end(): void {
    for (const end of [...this.#ends, ...this.#waiting]) end.destroy();
    this.#server.close();
  }

  #pipe(near: Socket, far: Socket): void {
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#ends.add(from);
      from.pipe(to);
      // The end of one is the end of both; why it ended does not matter to a line.
      from.on("error", () => to.destroy());
      from.on("close", () => {
        this.#ends.delete(from);
        to.destroy();
      });
    }
  }
}
