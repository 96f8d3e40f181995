/** Endpoints at which nobody is, for sockets of the implementation to bind. */
import type { Transport } from "./model.ts";
import { freshPath } from "./wire/listener.ts";

let inprocNames = 0;

export function freshEndpoint(transport: Transport): string {
  inprocNames += 1;
  switch (transport) {
    case "tcp":
      return "tcp://127.0.0.1:0";
    case "inproc":
      return `inproc://case-${String(inprocNames)}`;
    case "ipc":
      return `ipc://${freshPath()}`;
    case "ws":
      return "ws://127.0.0.1:0/case";
  }
}
