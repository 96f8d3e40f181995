/** A device of the simulation: what arrives at one socket goes out at the other, in each direction that their types have (spec/patterns/devices.md). What `sockets/proxy.ts` is for real sockets. */
import type { Message } from "../base/message.ts";
import type { SimulatedSocket } from "./socket.ts";

export interface DeviceOptions {
  /** Whether messages also go from the backend to the frontend. */
  readonly bothWays: boolean;
  /** What goes out for a message that came in; default the message itself. A device that does otherwise is faulty. */
  readonly alter?: (message: Message, direction: Way) => readonly Message[];
  /** Hears of each message that is passed on. */
  readonly passed?: (message: Message, direction: Way) => void;
}

/** From the frontend to the backend, or back. */
export type Way = "down" | "up";

/**
 * @requirement devices.whole-messages
 * @requirement devices.keeps
 */
export class SimulatedDevice {
  readonly #directions: readonly Direction[];

  constructor(frontend: SimulatedSocket, backend: SimulatedSocket, options: DeviceOptions) {
    const down = new Direction(frontend, backend, "down", options);
    const up = new Direction(backend, frontend, "up", options);
    this.#directions = options.bothWays ? [down, up] : [down];
    frontend.turn = backend.turn = () => {
      for (const direction of this.#directions) direction.carry();
    };
  }

  /** Messages that were taken and are not passed on yet. */
  get inHand(): number {
    return this.#directions.filter((direction) => direction.isHolding).length;
  }
}

class Direction {
  readonly #from: SimulatedSocket;
  readonly #to: SimulatedSocket;
  readonly #way: Way;
  readonly #options: DeviceOptions;
  /** What was taken, and for which the other socket has no room yet. */
  #held: readonly Message[] = [];

  constructor(from: SimulatedSocket, to: SimulatedSocket, way: Way, options: DeviceOptions) {
    this.#from = from;
    this.#to = to;
    this.#way = way;
    this.#options = options;
  }

  get isHolding(): boolean {
    return this.#held.length > 0;
  }

  carry(): void {
    const { alter, passed } = this.#options;
    for (;;) {
      const [message, ...rest] = this.#held;
      if (message === undefined) {
        const outcome = this.#from.receive();
        if (typeof outcome === "string") return;
        this.#held = alter === undefined ? [outcome] : alter(outcome, this.#way);
        continue;
      }
      const refusal = this.#to.send(message);
      if (refusal === "would-block") return;
      this.#held = rest;
      // What is refused otherwise has no peer any more.
      if (refusal === undefined) passed?.(message, this.#way);
    }
  }
}
