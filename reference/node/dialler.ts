/** The endpoints to which the application asked to connect, and the attempts to reach them. */
import { backOffMs, Endpoint } from "./endpoint.ts";
import type { NodeSetup } from "./options.ts";
import type { NodePipe } from "./pipe.ts";

export class Dialler {
  readonly #setup: NodeSetup;
  readonly #endpoints = new Map<number, Endpoint>();
  #numbers = 0;

  constructor(setup: NodeSetup) {
    this.#setup = setup;
  }

  get endpoints(): ReadonlyMap<number, Endpoint> {
    return this.#endpoints;
  }

  add(address: string, pipe: NodePipe): Endpoint {
    const endpoint = new Endpoint((this.#numbers += 1), address, pipe);
    this.#endpoints.set(endpoint.id, endpoint);
    return endpoint;
  }

  dial(endpoint: Endpoint): void {
    if (endpoint.state === "waiting") endpoint.step("retry");
    endpoint.retryAtMs = Infinity;
    this.#setup.sink.event({ type: "connect:delay", address: endpoint.address });
    this.#setup.sink.dial(endpoint.id, endpoint.address);
  }

  /** Plans the next attempt. Gives false when the application wants none. */
  retryLater(endpoint: Endpoint, nowMs: number): boolean {
    const { options, sink, random } = this.#setup;
    if (options.reconnectMs < 0) return false;
    const interval = backOffMs(options, endpoint.attempts, random);
    endpoint.attempts += 1;
    endpoint.retryAtMs = nowMs + interval;
    sink.event({ type: "connect:retry", address: endpoint.address, interval: Math.round(interval) });
    sink.wake(endpoint.retryAtMs);
    return true;
  }

  /** No connection to the endpoint is made any more. */
  stop(endpoint: Endpoint): void {
    if (endpoint.state === "dialling") this.#setup.sink.hangUp(endpoint.id);
    endpoint.step("stop");
    endpoint.retryAtMs = Infinity;
    this.#endpoints.delete(endpoint.id);
  }

  /** Makes the attempts that are due. Gives the time of the next. */
  tick(nowMs: number): number {
    let nextMs = Infinity;
    for (const endpoint of this.#endpoints.values()) {
      if (nowMs >= endpoint.retryAtMs) this.dial(endpoint);
      nextMs = Math.min(nextMs, endpoint.retryAtMs);
    }
    return nextMs;
  }
}
