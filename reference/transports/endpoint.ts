/** Endpoints as text: a transport's name and an address in its own notation. Mirrors the address sections of spec/transports. */
import { UsageError } from "../base/errors.ts";
import { sizeInUtf8 } from "./buffers.ts";
import { longestPath, noIpc } from "./paths.ts";

export type EndpointAddress =
  | { readonly transport: "tcp"; readonly host: string; readonly port: number }
  /** A path that begins with `@` is an abstract name. */
  | { readonly transport: "ipc"; readonly path: string }
  | { readonly transport: "inproc"; readonly name: string }
  | WebSocketAddress;

/** Port 0 stands for any; `path` is empty, or begins with a slash and has more. */
export interface WebSocketAddress {
  readonly transport: "ws";
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

/** Reads an endpoint; `*` stands for every interface and for any port. Throws UsageError: EINVAL, EPROTONOSUPPORT for a transport that is not here, or ENAMETOOLONG. */
export function parseEndpoint(text: string, ipv6: boolean): EndpointAddress {
  const separator = text.indexOf("://");
  const transport = text.slice(0, Math.max(separator, 0));
  const rest = text.slice(separator + 3);
  if (separator <= 0 || rest === "") throw new UsageError(`${text} is no endpoint: write tcp://HOST:PORT, ipc://PATH, inproc://NAME or ws://HOST:PORT/PATH`);
  if (transport === "inproc") return { transport, name: rest };
  if (transport === "ipc") {
    if (noIpc !== undefined) throw new UsageError(noIpc, "EPROTONOSUPPORT");
    if (rest === "@" || rest.includes("\0")) noEndpoint(text, "ipc");
    checkPath(rest);
    return { transport, path: rest };
  }
  if (transport === "ws" || transport === "wss") return parseWebSocket(text, rest, ipv6);
  if (transport !== "tcp") throw new UsageError(`there is no transport ${transport}, only tcp, ipc, inproc, ws and wss`, "EPROTONOSUPPORT");
  const { host, port } = parsePlace(rest, ipv6) ?? noEndpoint(text, "tcp");
  return { transport, host, port };
}

export function formatTcp(host: string, port: number): string {
  return `tcp://${inBrackets(host)}:${String(port)}`;
}

export function formatWebSocket({ secure, host, port, path }: Omit<WebSocketAddress, "transport">): string {
  return `${secure ? "wss" : "ws"}://${inBrackets(host)}:${String(port)}${path}`;
}

/** The endpoint of a peer in its usual form, in which each has one only. Throws UsageError when the endpoint is for binding only. */
export function peerEndpoint(text: string, ipv6: boolean): string {
  const endpoint = parseEndpoint(text, ipv6);
  if (endpoint.transport === "inproc" || endpoint.transport === "ipc") return text;
  if (endpoint.port === 0 || /^[a-z]+:\/\/\*/u.test(text)) throw new UsageError(`${text} names no peer: connect to a host and a port other than 0`);
  return endpoint.transport === "ws" ? formatWebSocket(endpoint) : formatTcp(endpoint.host, endpoint.port);
}

function parseWebSocket(text: string, rest: string, ipv6: boolean): WebSocketAddress {
  const secure = text.startsWith("wss");
  const slash = rest.indexOf("/");
  const authority = slash < 0 ? rest : rest.slice(0, slash);
  const path = slash < 0 || slash === rest.length - 1 ? "" : rest.slice(slash);
  const withPort = /:(?:\*|\d+)$/u.test(authority) ? authority : `${authority}:${secure ? "443" : "80"}`;
  if (!/^[!-"$-~]*$/u.test(path)) noEndpoint(text, "ws");
  const { host, port } = parsePlace(withPort, ipv6) ?? noEndpoint(text, "ws");
  return { transport: "ws", secure, host, port, path };
}

/** A host and a port; undefined when the text is none. */
function parsePlace(text: string, ipv6: boolean): { readonly host: string; readonly port: number } | undefined {
  const match = /^(?:\[([^\]]+)\]|([^:;]+)):(\*|\d{1,5})$/u.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = match?.[3] === "*" ? 0 : Number(match?.[3]);
  if (host === undefined || Number.isNaN(port) || port > 65535) return undefined;
  if (match?.[1] !== undefined && !host.includes(":")) return undefined;
  return { host: host === "*" ? (ipv6 ? "::" : "0.0.0.0") : host, port };
}

function noEndpoint(text: string, transport: keyof typeof forms): never {
  throw new UsageError(`${text} is no ${transport} endpoint: write ${forms[transport]}`);
}

const place = "with an address of IPv6 in brackets and a port from 0 to 65535 or *";
const forms = {
  tcp: `tcp://HOST:PORT, ${place}`,
  ws: `ws://HOST:PORT/PATH, ${place}`,
  ipc: "ipc://PATH or ipc://@NAME, without a null octet",
};

function inBrackets(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

/**
 * Throws UsageError with ENAMETOOLONG, since the platform would bind a shorter path.
 *
 * @requirement ipc.path-too-long
 */
function checkPath(path: string): void {
  if (sizeInUtf8(path) > longestPath) throw new UsageError(`ipc://${path} is too long: this system takes ${String(longestPath)} octets`, "ENAMETOOLONG");
}
