/** One measurement: starts the programs, hands the endpoint on, and collects what they say. */
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Found, Role, Sent, Work } from "./work.ts";

export interface Measured {
  readonly found: Found;
  /** Absent when the program that sends is not asked. */
  readonly sent: Sent | undefined;
}

/** A program that ended, or stalled, before it said what was asked. */
export class Silent extends Error {}

type Command = (work: Work) => readonly string[];

const binders: ReadonlySet<Role> = new Set(["PULL", "ROUTER", "REP", "PUB"]);
/** A program that has stalled says nothing for longer than any window. */
const patienceMs = 15_000;
let ipcNumber = 0;

/** An address to bind to; with tcp the system chooses the port. */
export function freshEndpoint(transport: "tcp" | "ipc" | "inproc"): string {
  if (transport === "tcp") return "tcp://127.0.0.1:*";
  ipcNumber += 1;
  const name = `patternwire-bench-${String(process.pid)}-${String(ipcNumber)}`;
  return transport === "ipc" ? `ipc://${join(tmpdir(), name)}` : `inproc://${name}`;
}

/** Plays two roles in two processes, of which the second connects to the first. Gives what the one that measures finds. */
export async function playPair(first: Command, firstRole: Role, second: Command, secondRole: Role, work: Omit<Work, "role">): Promise<Measured> {
  const binding = new Program(first({ ...work, role: firstRole }));
  try {
    const { endpoint } = await binding.said<{ readonly endpoint: string }>();
    const connecting = new Program(second({ ...work, role: secondRole, endpoint }));
    try {
      const measures = secondRole === "REQ" || secondRole === "SUB" ? connecting : binding;
      const sends = measures === binding ? connecting : binding;
      const found = await measures.said<Found>();
      sends.stop();
      return { found, sent: firstRole === "REP" ? undefined : await sends.said<Sent>() };
    } finally {
      connecting.end();
    }
  } finally {
    binding.end();
  }
}

/** Plays both roles in one process. */
export async function playAlone(command: Command, role: Role, work: Omit<Work, "role">): Promise<Measured> {
  const program = new Program(command({ ...work, role }));
  try {
    if (binders.has(role) || role === "PIPE") await program.said();
    return { found: await program.said<Found>(), sent: undefined };
  } finally {
    program.end();
  }
}

/** A program that says lines of JSON. */
class Program {
  readonly #child;
  readonly #lines: string[] = [];
  readonly #words: readonly string[];
  #ended: string | undefined;
  #errors = "";
  #wake = (): void => undefined;

  constructor(words: readonly string[]) {
    this.#words = words;
    const [file = "", ...rest] = words;
    this.#child = spawn(file, rest, { stdio: ["pipe", "pipe", "pipe"] });
    let text = "";
    this.#child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      const lines = (text + chunk).split("\n");
      text = lines.pop() ?? "";
      this.#lines.push(...lines);
      this.#wake();
    });
    this.#child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      this.#errors += chunk;
    });
    this.#child.on("error", (error) => {
      this.#ended = error.message;
      this.#wake();
    });
    this.#child.on("close", (code, signal) => {
      this.#ended ??= `ended with ${String(code ?? signal)}`;
      this.#wake();
    });
  }

  /** The next line. Rejects when the program ends before, or says nothing for a long time. */
  async said<T>(): Promise<T> {
    const timer = setTimeout(() => {
      this.#ended = `said nothing for ${String(patienceMs / 1000)} s`;
      this.#wake();
    }, patienceMs);
    while (this.#lines.length === 0 && this.#ended === undefined) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    clearTimeout(timer);
    const line = this.#lines.shift();
    if (line === undefined) throw new Silent(`${this.#words.join(" ")} ${this.#ended ?? ""}\n${this.#errors}`);
    return JSON.parse(line) as T;
  }

  stop(): void {
    this.#child.kill("SIGTERM");
  }

  end(): void {
    this.#child.kill("SIGKILL");
  }
}
