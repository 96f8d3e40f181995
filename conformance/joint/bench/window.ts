/** The time in which messages count. */
import type { Found, Spent, Work } from "./work.ts";

type Bounds = Pick<Work, "warmMessages" | "warmMs" | "measureMs">;

/**
 * Begins when each of the sources has had its share of `warmMessages` and `warmMs` have passed since the first message, and lasts `measureMs`: a program whose code is still being
 * compiled, or whose subscribers are still to come, is not measured.
 */
export class Window {
  readonly #bounds: Bounds;
  readonly #share: number;
  /** What each source still has to have before the window begins. */
  readonly #missing: number[];
  #waitingFor: number;
  #firstMs: number | undefined;
  #fromMs: number | undefined;
  #messages = 0;
  #cpu = process.cpuUsage();

  constructor(bounds: Bounds, sources = 1) {
    this.#bounds = bounds;
    this.#share = Math.max(1, Math.ceil(bounds.warmMessages / sources));
    this.#missing = Array.from({ length: sources }, () => this.#share);
    this.#waitingFor = sources;
  }

  get isOpen(): boolean {
    return this.#fromMs !== undefined;
  }

  /** Gives what was found when the window is over. */
  count(messages: number, source = 0): Found | undefined {
    const now = performance.now();
    if (this.#fromMs === undefined) {
      this.#firstMs ??= now;
      const before = this.#missing[source] ?? 0;
      this.#missing[source] = before - messages;
      if (before > 0 && before <= messages) this.#waitingFor -= 1;
      if (this.#waitingFor > 0 || now < this.#firstMs + this.#bounds.warmMs) return undefined;
      this.#fromMs = now;
      this.#cpu = process.cpuUsage();
      return undefined;
    }
    this.#messages += messages;
    if (now < this.#fromMs + this.#bounds.measureMs) return undefined;
    return { ...spentSince(this.#cpu, this.#messages), seconds: (now - this.#fromMs) / 1000 };
  }
}

export function spentSince(start: NodeJS.CpuUsage, messages: number): Spent {
  const { user, system } = process.cpuUsage(start);
  return { messages, userSeconds: user / 1e6, systemSeconds: system / 1e6 };
}
