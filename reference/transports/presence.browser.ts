/** What keeps the process alive. Stands in for presence.ts in a browser, where a page ends when it is left, whatever waits. */

/** Who may have messages to send when the process would end. */
export interface Guest {
  leaving(): void;
}

export function hold(): () => void {
  return () => undefined;
}

export function enter(_guest: Guest): () => void {
  return () => undefined;
}
