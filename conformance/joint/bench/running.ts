/** A program of a measurement while it runs: the lines that it says, the words that it is told, the memory that it has. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";

/** A program that ended, or stalled, before it said what was asked. */
export class Silent extends Error {}

/** A program that has stalled says nothing for longer than any window, and than a million subscriptions take. */
const patienceMs = 60_000;

export class Running {
  readonly #child;
  /** It writes a profile when it ends by itself. */
  readonly #isProfiled: boolean;
  readonly #lines: string[] = [];
  #ended: string | undefined;
  #errors = "";
  #wake = (): void => undefined;

  constructor(words: readonly string[]) {
    const [file = "", ...rest] = words;
    this.#isProfiled = words.includes("--cpu-prof");
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
    // A program that has ended hears nothing; that it has ended is found out below.
    this.#child.stdin.on("error", () => undefined);
    this.#child.on("error", (error) => {
      this.#ended = error.message;
      this.#wake();
    });
    this.#child.on("close", (code, signal) => {
      this.#ended ??= `ended with ${String(code ?? signal)}`;
      this.#wake();
    });
  }

  /** The next line. Rejects with {@link Silent} when the program ends before, or says nothing for a long time. */
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
    if (line === undefined) throw new Silent(`${this.#ended ?? ""}; it said: ${this.#errors.trim().split("\n").at(-1) ?? ""}`);
    return JSON.parse(line) as T;
  }

  tell(word: string): void {
    this.#child.stdin.write(`${word}\n`);
  }

  /** Octets of memory that are resident, as Linux counts them. */
  resident(): number {
    const pages = /^VmRSS:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${String(this.#child.pid)}/status`, "utf8"));
    if (pages === null) throw new Silent("it has no memory to look at");
    return Number(pages[1]) * 1024;
  }

  stop(): void {
    this.#child.kill("SIGTERM");
  }

  async end(): Promise<void> {
    if (!this.#isProfiled) this.#child.kill("SIGKILL");
    else if (this.#child.exitCode === null) {
      this.stop();
      await once(this.#child, "close");
    }
  }
}

/** Runs what needs programs, and ends them all. `start` starts one. */
export async function withPrograms<T>(act: (start: (words: readonly string[]) => Running) => Promise<T>): Promise<T> {
  const programs: Running[] = [];
  try {
    return await act((words) => {
      const program = new Running(words);
      programs.push(program);
      return program;
    });
  } finally {
    for (const program of programs) await program.end();
  }
}
