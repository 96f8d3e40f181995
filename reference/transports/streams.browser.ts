/** The transports that a page has: WebSocket, to connect only. Stands in for streams.ts in a browser. */
import { UsageError } from "../base/errors.ts";
import type { Link, LinkListener } from "../base/link.ts";
import type { EndpointAddress } from "./endpoint.ts";
import { dialPage, type PageDialHandler, type PageOptions } from "./page-link.ts";
import { checkMechanism } from "./sub-protocols.ts";

export type { PageDialHandler as DialHandler, PageOptions as StreamOptions };
export type StreamAddress = Exclude<EndpointAddress, { readonly transport: "inproc" }>;

export interface Listener {
  readonly address: string;
  close(): void;
}

/** Rejects with UsageError: nobody can connect to a page. */
export function listenAt(address: StreamAddress, _options: PageOptions, _opened: (link: Link, address: string) => LinkListener): Promise<Listener> {
  const { transport } = address;
  return Promise.reject(
    new UsageError(transport === "ws" ? "a page cannot bind ws: let the other side bind, and connect to it" : noTransport(transport), "EPROTONOSUPPORT"),
  );
}

/** Throws UsageError when a page, or a socket with these options, cannot connect there. */
export function checkDial({ transport }: StreamAddress, options: PageOptions): void {
  if (transport !== "ws") throw new UsageError(noTransport(transport), "EPROTONOSUPPORT");
  checkMechanism(options.mechanismName);
}

/** Makes one attempt. The result ends it. */
export function dialAt(address: StreamAddress, options: PageOptions, handler: PageDialHandler): () => void {
  if (address.transport !== "ws") throw new UsageError(noTransport(address.transport), "EPROTONOSUPPORT");
  return dialPage(address, options, handler);
}

function noTransport(name: string): string {
  return `there is no transport ${name} in a browser: use ws, wss or inproc`;
}
