/** Sockets that do what they should not, for the proof that a replay can fail. */
import type { Parts } from "../../kit/oracle/model.ts";
import type { Bench, BenchSocket, SocketWish } from "./bench.ts";

/** What a socket receives in place of a message; undefined for no message. */
export type Fault = (socket: BenchSocket, parts: Parts) => Parts | undefined;

export class FaultyBench implements Bench {
  readonly #bench: Bench;
  readonly #fault: Fault;

  constructor(bench: Bench, fault: Fault) {
    this.#bench = bench;
    this.#fault = fault;
  }

  get choices(): Bench["choices"] {
    return this.#bench.choices;
  }

  get known(): Bench["known"] {
    return this.#bench.known;
  }

  get isExact(): boolean {
    return this.#bench.isExact;
  }

  async open(name: string, type: string, wish?: SocketWish): Promise<BenchSocket> {
    const socket = await this.#bench.open(name, type, wish);
    const receive = socket.receive.bind(socket);
    socket.receive = async (must) => {
      for (;;) {
        const parts = await receive(must);
        if (parts === undefined) return undefined;
        const told = this.#fault(socket, parts);
        if (told !== undefined) return told;
      }
    };
    return socket;
  }

  end(): Promise<void> {
    return this.#bench.end();
  }
}
