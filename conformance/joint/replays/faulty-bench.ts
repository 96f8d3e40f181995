/** Sockets that do what they should not, for the proof that a replay can fail. */
import type { Parts } from "../../kit/oracle/model.ts";
import type { Item } from "../../kit/wire/stream.ts";
import type { Bench, BenchSocket, SocketWish, Wire } from "./bench.ts";

/** What a socket receives in place of a message; undefined for no message. */
export type Fault = (socket: BenchSocket, parts: Parts) => Parts | undefined;

/** What is heard in place of what a socket says. */
export type WireFault = (item: Item) => Item;

export class FaultyBench implements Bench {
  readonly #bench: Bench;
  readonly #fault: Fault;
  readonly #wireFault: WireFault;

  constructor(bench: Bench, fault: Fault, wireFault: WireFault = (item) => item) {
    this.#bench = bench;
    this.#fault = fault;
    this.#wireFault = wireFault;
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

  async wire(socket: BenchSocket, hasBound: boolean): Promise<Wire> {
    const wire = await this.#bench.wire(socket, hasBound);
    const next = wire.next.bind(wire);
    wire.next = async () => this.#wireFault(await next());
    return wire;
  }

  end(): Promise<void> {
    return this.#bench.end();
  }
}
