/** A channel to a program: a JSON value a line on its standard input and output, its standard error as a log. */
import { spawn, type ChildProcess, type ChildProcessWithoutNullStreams } from "node:child_process";
import type { Channel, ChannelEvents, Ending } from "./channel.ts";
import { LineSplitter } from "./lines.ts";

export interface Program {
  readonly command: readonly string[];
  readonly cwd?: string;
}

/** A line may have so many octets. */
export const longestLine = 64 * 1024 * 1024;
const longestLogLine = 4096;
/** After its exit, what it left in the pipes is awaited for so long: a child of its own may hold them open. */
const drainMs = 500;
/** Time to write a stack dump, between SIGQUIT and SIGKILL. */
const dumpMs = 1000;
/** For adapters on libuv: a device of libzmq holds a thread for its life, and of the usual four none would be left to bind with. Whoever sets it is obeyed. */
const poolThreads = "64";
const hasProcessGroups = process.platform !== "win32";

const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) killGroup(child, "SIGKILL");
});

/** Starts the program. That it cannot be started is told as its end. */
export function startProgram(program: Program, events: ChannelEvents): Channel {
  const child = spawnGroup(program);
  if (child instanceof Error) {
    const { message } = child;
    queueMicrotask(() => events.gone({ exitCode: null, signal: null, spawnError: message }));
    return { send: () => undefined, finish: () => undefined, kill: () => undefined };
  }
  running.add(child);
  readLines(child, events);
  watchEnd(child, events);
  let finished = false;
  let lines: string[] = [];
  const flush = (): void => {
    // As octets: for a long text the stream would take three times its memory first.
    if (!finished && lines.length > 0) child.stdin.write(Buffer.from(lines.join("")));
    lines = [];
  };
  return {
    send: (value) => {
      // Requests of one turn go out together: to write wakes the other side, and costs more than what is written.
      if (lines.push(`${JSON.stringify(value)}\n`) === 1) setImmediate(flush);
    },
    finish: () => {
      flush();
      finished = true;
      child.stdin.end();
    },
    kill: (dump) => {
      finished = true;
      if (!dump || !hasProcessGroups) killGroup(child, "SIGKILL");
      else {
        killGroup(child, "SIGQUIT");
        const timer = setTimeout(() => killGroup(child, "SIGKILL"), dumpMs);
        child.once("exit", () => clearTimeout(timer));
      }
    },
  };
}

/** A process group of its own: a launcher such as npm or a shell dies with what it launched. */
function spawnGroup({ command, cwd }: Program): ChildProcessWithoutNullStreams | Error {
  const [file = "", ...args] = command;
  try {
    return spawn(file, args, { cwd, env: { UV_THREADPOOL_SIZE: poolThreads, ...process.env }, stdio: "pipe", detached: hasProcessGroups, windowsHide: true });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function readLines(child: ChildProcessWithoutNullStreams, events: ChannelEvents): void {
  const output = new LineSplitter(longestLine);
  child.stdout.on("data", (chunk: Buffer) => {
    for (const line of output.push(chunk)) readLine(line, events);
    if (output.overflown) events.garbage(output.rest(), `the line is longer than ${longestLine} octets`);
  });
  child.stdout.on("end", () => {
    if (output.rest() !== "") events.log(`(unfinished line on its standard output) ${output.rest()}`);
  });
  const log = new LineSplitter(longestLogLine);
  child.stderr.on("data", (chunk: Buffer) => {
    for (const line of log.push(chunk)) events.log(line.toString("utf8"));
    if (log.overflown) events.log(`${log.rest()} …`);
  });
  child.stderr.on("end", () => {
    if (log.rest() !== "") events.log(log.rest());
  });
  // It closed its input: it exits, or its silence is noticed.
  child.stdin.on("error", () => undefined);
}

function readLine(line: Buffer, events: ChannelEvents): void {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(line)) as unknown;
  } catch (error) {
    events.garbage(line.subarray(0, longestLogLine).toString("utf8"), error instanceof SyntaxError ? "it is not JSON" : "it is not UTF-8");
    return;
  }
  events.message(value, line.length);
}

function watchEnd(child: ChildProcess, events: ChannelEvents): void {
  let told = false;
  const tell = (ending: Ending): void => {
    if (told) return;
    told = true;
    running.delete(child);
    events.gone(ending);
  };
  child.once("error", (error) => tell({ exitCode: null, signal: null, spawnError: error.message }));
  child.once("exit", (exitCode, signal) => {
    const timer = setTimeout(() => tell({ exitCode, signal }), drainMs);
    child.once("close", () => {
      clearTimeout(timer);
      tell({ exitCode, signal });
    });
  });
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (hasProcessGroups) process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch {
    // It is gone already.
  }
}
