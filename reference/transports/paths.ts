/** What the system has of paths. */

/** Why there is no ipc, and what to use; undefined where there is. */
export const noIpc: string | undefined =
  process.platform === "win32" ? "there is no transport ipc: Node has no Unix domain sockets on Windows; use tcp or inproc" : undefined;

/** In octets: what fits into the system's address with its final zero, on Linux; other systems have a few less. */
export const longestPath = process.platform === "linux" ? 107 : 103;
