/** The time in which messages count. */
import type { Found } from "./work.ts";

/** Begins `warmMs` after the first count, and lasts `measureMs`. */
export class Window {
  readonly #warmMs: number;
  readonly #measureMs: number;
  #beginMs: number | undefined;
  #fromMs: number | undefined;
  #messages = 0;
  #cpu = process.cpuUsage();

  constructor(warmMs: number, measureMs: number) {
    this.#warmMs = warmMs;
    this.#measureMs = measureMs;
  }

  /** Gives what was found when the window is over. */
  count(messages: number): Found | undefined {
    const now = performance.now();
    this.#beginMs ??= now + this.#warmMs;
    if (this.#fromMs === undefined) {
      if (now < this.#beginMs) return undefined;
      this.#fromMs = now;
      this.#cpu = process.cpuUsage();
      return undefined;
    }
    this.#messages += messages;
    if (now < this.#fromMs + this.#measureMs) return undefined;
    return { messages: this.#messages, seconds: (now - this.#fromMs) / 1000, cpuSeconds: cpuSecondsSince(this.#cpu) };
  }
}

export function cpuSecondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}
