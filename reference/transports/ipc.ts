/** IPC: the sockets of one system meet at a path of the file system, or at an abstract name. Mirrors spec/transports/ipc.md. */
import { lstat, unlink } from "node:fs/promises";
import { connect } from "node:net";
import type { Link, LinkListener } from "../base/link.ts";
import { dialStream, listenStream, type DialHandler, type Listener } from "./stream.ts";
import type { TcpOptions } from "./tcp.ts";

/**
 * Listens at the path; `@` in front makes it an abstract name, which the platform (libuv 1.46) fills up with zeros, so
 * that only sockets of this library find it. Rejects with EADDRINUSE when somebody listens there or a file of another kind is in the way, and with other errors
 * of the system. The platform removes the socket from the file system when the listener is closed.
 *
 * @requirement ipc.path
 * @requirement ipc.as-tcp
 * @requirement ipc.file-removed
 * @requirement ipc.address-in-use
 */
export async function listenIpc(path: string, options: Pick<TcpOptions, "backlog">, opened: (link: Link, address: string) => LinkListener): Promise<Listener> {
  const listen = (): Promise<Listener> => listenStream({ path: systemPath(path), backlog: options.backlog, exclusive: true }, () => `ipc://${path}`, opened);
  try {
    return await listen();
  } catch (error) {
    if (!hasCode(error, "EADDRINUSE") || path.startsWith("@") || !(await isStale(path))) throw error;
  }
  await unlink(path).catch(() => undefined);
  return listen();
}

/** Makes one attempt. The result ends it. */
export function dialIpc(path: string, options: Pick<TcpOptions, "connectTimeoutMs">, handler: DialHandler): () => void {
  return dialStream({ path: systemPath(path) }, options.connectTimeoutMs, handler);
}

/**
 * Whether a socket stands at the path that nobody listens on.
 *
 * @requirement ipc.stale-file
 * @requirement ipc.other-file
 */
async function isStale(path: string): Promise<boolean> {
  const file = await lstat(path).catch(() => undefined);
  if (file?.isSocket() !== true) return false;
  return new Promise((resolve) => {
    const probe = connect({ path });
    probe.once("connect", () => {
      probe.destroy();
      resolve(false);
    });
    probe.once("error", (error) => {
      resolve(hasCode(error, "ECONNREFUSED"));
    });
  });
}

function systemPath(path: string): string {
  return path.startsWith("@") ? `\0${path.slice(1)}` : path;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
