/** What the system has of paths. Stands in for paths.ts in a browser, which has none. */

export const noIpc: string | undefined = "there is no transport ipc in a browser: use ws, wss or inproc";

export const longestPath = 0;
