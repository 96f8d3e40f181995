/** Endpoints as text: a transport's name and an address in its own notation. Mirrors the address sections of spec/transports. */
import { UsageError } from "../base/errors.ts";

export type EndpointAddress =
  | { readonly transport: "tcp"; readonly host: string; readonly port: number }
  /** A path that begins with `@` is an abstract name. */
  | { readonly transport: "ipc"; readonly path: string }
  | { readonly transport: "inproc"; readonly name: string };

/** Reads an endpoint; `*` stands for every interface and for any port. Throws UsageError: EINVAL, EPROTONOSUPPORT for a transport that is not here, or ENAMETOOLONG. */
export function parseEndpoint(text: string, ipv6: boolean): EndpointAddress {
  const separator = text.indexOf("://");
  const transport = text.slice(0, Math.max(separator, 0));
  const rest = text.slice(separator + 3);
  if (separator <= 0 || rest === "") throw new UsageError(`${text} is no endpoint`);
  if (transport === "inproc") return { transport, name: rest };
  if (transport === "ipc") {
    if (rest === "@" || rest.includes("\0")) throw new UsageError(`${text} is no ipc endpoint`);
    checkPath(rest);
    return { transport, path: rest };
  }
  if (transport !== "tcp") throw new UsageError(`there is no transport ${transport}`, "EPROTONOSUPPORT");
  const match = /^(?:\[([^\]]+)\]|([^:;]+)):(\*|\d{1,5})$/.exec(rest);
  const host = match?.[1] ?? match?.[2];
  const port = match?.[3] === "*" ? 0 : Number(match?.[3]);
  if (host === undefined || Number.isNaN(port) || port > 65535) throw new UsageError(`${text} is no tcp endpoint`);
  return { transport, host: host === "*" ? (ipv6 ? "::" : "0.0.0.0") : host, port };
}

export function formatTcp(host: string, port: number): string {
  return `tcp://${host.includes(":") ? `[${host}]` : host}:${String(port)}`;
}

/**
 * Throws UsageError with ENAMETOOLONG, since the platform would bind a shorter path.
 *
 * @requirement ipc.path-too-long
 */
function checkPath(path: string): void {
  if (Buffer.byteLength(path) > longestPath) throw new UsageError(`ipc://${path} is too long`, "ENAMETOOLONG");
}

/** In octets: what fits into the system's address with its final zero, on Linux; other systems have a few less. */
const longestPath = process.platform === "linux" ? 107 : 103;
