/** The world of a real process: its streams, its environment, Ctrl-C. */
import type { Context, MutantEntry, Output } from "./context.ts";

const widthWithoutTerminal = 100;
const narrowest = 20;

export function processContext(): Context {
  return {
    out: outputOf(process.stdout),
    err: outputOf(process.stderr),
    environment: process.env,
    loadSuite: async () => import("../kit/index.ts"),
    loadPairs: async () => import("../kit/pairs/run.ts"),
    loadMutants,
    onInterrupt,
  };
}

/** Waits until everything is written. A stream that cannot be written to ends the process with code 3, as a report that nobody gets is no report. */
export async function flushed(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) await new Promise<void>((done) => stream.write("", () => done()));
}

/** The published package may lack the catalogue, as it serves this repository's own tests. */
async function loadMutants(): Promise<readonly MutantEntry[]> {
  try {
    return (await import("../mutants/catalogue.ts")).catalogue;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND") return [];
    throw error;
  }
}

function outputOf(stream: NodeJS.WriteStream): Output {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (stream === process.stdout && error.code !== "EPIPE") process.stderr.write(`Error: the standard output cannot be written: ${error.message}\n`);
    process.exit(3);
  });
  // Without a terminal neither property is there, whatever the type says; some terminals say that they have no columns.
  const { isTTY = false, columns = 0 } = stream as { readonly isTTY?: boolean; readonly columns?: number };
  return {
    isTerminal: isTTY,
    columns: columns === 0 ? widthWithoutTerminal : Math.max(narrowest, columns),
    write: (text) => void stream.write(text),
  };
}

function onInterrupt(handler: () => void): () => void {
  const interrupted = 130;
  let count = 0;
  const listener = (): void => {
    count += 1;
    if (count > 1) process.exit(interrupted);
    handler();
  };
  process.on("SIGINT", listener);
  process.on("SIGTERM", listener);
  return () => {
    process.off("SIGINT", listener);
    process.off("SIGTERM", listener);
  };
}
