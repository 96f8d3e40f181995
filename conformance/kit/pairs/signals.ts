/** Waits for what events bring about, up to a ceiling. */

export class Signals {
  readonly #waiting = new Set<() => void>();
  readonly #ceilingMs: number;

  constructor(ceilingMs: number) {
    this.#ceilingMs = ceilingMs;
  }

  /** Something has happened: every wait looks whether it was for this. */
  wake(): void {
    for (const check of [...this.#waiting]) check();
  }

  /** Whether the condition holds, at the latest at the ceiling. */
  async until(condition: () => boolean): Promise<boolean> {
    if (condition()) return true;
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve(condition());
      };
      const check = (): void => {
        if (condition()) finish();
      };
      const timer = setTimeout(finish, this.#ceilingMs);
      this.#waiting.add(check);
    });
  }
}
