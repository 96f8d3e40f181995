/** How an endpoint is reached that is probed. */
import { addressOf, type Address } from "../watch/recorder.ts";

export function transportOf(endpoint: string): "tcp" | "ipc" | "ws" {
  return endpoint.startsWith("ipc:") ? "ipc" : endpoint.startsWith("ws:") ? "ws" : "tcp";
}

/** `tcp://HOST:PORT`, `ipc://PATH`, or `ws://HOST:PORT/PATH`, whose port is 80 when it is not named; nothing for anything else. */
export function placeOf(endpoint: string): Address | undefined {
  if (transportOf(endpoint) !== "ws") return addressOf(endpoint);
  const { host } = /^ws:\/\/(?<host>\[[^\]/]+\]|[^:/?#]+)(?::\d+)?(?:\/[^\s#]*)?$/u.exec(endpoint)?.groups ?? {};
  if (host === undefined || !URL.canParse(endpoint)) return undefined;
  const { port } = new URL(endpoint);
  return { host: host.replace(/^\[|\]$/gu, ""), port: port === "" ? 80 : Number(port) };
}
