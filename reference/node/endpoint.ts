/** An endpoint that the application asked to connect to: its pipe, which outlives connections, and the table of its attempts. */
import type { NodePipe } from "./pipe.ts";

/** dialling: the transport is at work. connected: there is a connection, in its handshake or after. waiting: for the next attempt. stopped: there will be none. */
export type EndpointState = "dialling" | "connected" | "waiting" | "stopped";
/** opened, failed: what the transport says. lost: the connection ended. rejected: the peer ended it by an ERROR in the handshake. retry: the wait is over. stop: the application's wish. */
export type EndpointEvent = "opened" | "failed" | "lost" | "rejected" | "retry" | "stop";

/**
 * @requirement sockets.reconnect
 * @requirement handshake.reconnect-after-violation
 * @requirement handshake.error-no-reconnect
 * @requirement heartbeat.reconnect
 * @requirement tcp.disconnect
 */
export const endpointMachine = {
  dialling: { opened: "connected", failed: "waiting", lost: "dialling", rejected: "dialling", retry: "dialling", stop: "stopped" },
  connected: { opened: "connected", failed: "connected", lost: "waiting", rejected: "stopped", retry: "connected", stop: "stopped" },
  waiting: { opened: "waiting", failed: "waiting", lost: "waiting", rejected: "waiting", retry: "dialling", stop: "stopped" },
  stopped: { opened: "stopped", failed: "stopped", lost: "stopped", rejected: "stopped", retry: "stopped", stop: "stopped" },
} as const satisfies Record<EndpointState, Record<EndpointEvent, EndpointState>>;

export interface BackOff {
  /** The first wait, in milliseconds; below zero: no second attempt. */
  readonly reconnectMs: number;
  /** The longest wait, in milliseconds; zero: all waits are like the first. */
  readonly reconnectMaximumMs: number;
}

/**
 * The wait before an attempt, in milliseconds: doubled each time up to the maximum, and up to a quarter longer by chance so that many peers do not come at once.
 *
 * @requirement sockets.reconnect-delay
 */
export function backOffMs(options: BackOff, attempt: number, random: () => number): number {
  const { reconnectMs, reconnectMaximumMs } = options;
  const grown = reconnectMaximumMs > reconnectMs ? Math.min(reconnectMs * 2 ** Math.min(attempt, 31), reconnectMaximumMs) : reconnectMs;
  return grown + (grown / 4) * (random() / 2 ** 32);
}

export class Endpoint {
  readonly id: number;
  readonly address: string;
  readonly pipe: NodePipe;
  state: EndpointState = "dialling";
  /** Attempts since the last complete handshake. */
  attempts = 0;
  retryAtMs = Infinity;

  constructor(id: number, address: string, pipe: NodePipe) {
    this.id = id;
    this.address = address;
    this.pipe = pipe;
  }

  step(event: EndpointEvent): EndpointState {
    this.state = endpointMachine[this.state][event];
    return this.state;
  }
}
